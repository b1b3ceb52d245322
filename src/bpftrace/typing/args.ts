/** What `args` has in a probe: the fields of its tracepoints, or the parameters of its kernel functions. */
import type { CTypes } from '../../core/ctype.ts';
import type { AttachPoint, Probe } from '../ast.ts';
import { cTypeNamed } from './c-names.ts';
import type { TypingEnvironment } from './environment.ts';
import { fromC } from './from-c.ts';
import { type AddressSpace, type ArgsFields, INT64, integer, type Type, UNKNOWN } from './type.ts';

/** The fields that every attach point of the probe has, with the type the last one gives them: bpftrace reads them so. */
export function argsOf(probe: Probe, environment: TypingEnvironment, types: CTypes | undefined): ArgsFields {
  const [first] = probe.attachPoints;
  if (first?.provider === 'tracepoint') return { of: 'tracepoint', ...tracepointFields(probe, environment, types) };
  if (first?.provider === 'kfunc' || first?.provider === 'kretfunc') return { of: 'function', ...parameters(probe, types) };
  return { of: 'unknown' };
}

function tracepointFields(probe: Probe, environment: TypingEnvironment, types: CTypes | undefined): Pick<ArgsFields, 'fields'> {
  const declarations = new Map<string, { readonly declaration: string; readonly point: AttachPoint }>();
  for (const point of probe.attachPoints) {
    const declared = environment.fieldsOf?.(point);
    if (declared === undefined) return {};
    for (const { name, declaration } of declared) declarations.set(name, { declaration, point });
  }
  const typeOf = (name: string): Type | undefined => {
    const field = declarations.get(name);
    return field === undefined ? undefined : declaredType(field.declaration, field.point, types);
  };
  return { fields: { names: [...declarations.keys()], typeOf } };
}

/** A format file's declaration as a type: `const char * filename`, `char comm[16]`, `__data_loc char[] name`. */
export function declaredType(declaration: string, point: AttachPoint | undefined, types: CTypes | undefined): Type {
  // A pointer to the data is made of its offset (bpftrace's tracepoint_format_parser.cpp).
  if (/__(data|rel)_loc\b/.test(declaration)) return INT64;
  const match = /^(.*?)\s*\b([A-Za-z_]\w*)\s*((?:\[[^\]]*\]\s*)*)$/s.exec(declaration.trim());
  if (match === null) return UNKNOWN;
  const [, base = '', , dimensions = ''] = match;
  const syscall = point?.parts[0] === 'syscalls';
  const space: AddressSpace = syscall ? 'user' : 'kernel';
  let type = cTypeNamed(base, types);
  if (type === undefined) return UNKNOWN;
  for (const [, length = ''] of [...dimensions.matchAll(/\[\s*(\w*)\s*\]/g)].reverse()) {
    if (!/^\d+$/.test(length)) return UNKNOWN;
    type = { kind: 'array', of: type, length: Number(length) };
  }
  const result = fromC(type, space);
  // The arguments of system calls are all 8 bytes wide in the trace, whatever their declared type.
  return syscall && result.kind === 'integer' ? integer(8, result.signed) : result;
}

function parameters(probe: Probe, types: CTypes | undefined): Pick<ArgsFields, 'fields' | 'prototype'> {
  const [point, ...others] = probe.attachPoints;
  const name = point?.parts.at(-1);
  const prototype = others.length > 0 || name === undefined || /[*?[]/.test(name) ? undefined : types?.function(name);
  if (prototype === undefined) return {};
  const fields = new Map(prototype.params.map((param): [string, Type] => [param.name, fromC(param.type, 'kernel')]));
  return { fields: { names: [...fields.keys()], typeOf: (param) => fields.get(param) }, prototype };
}
