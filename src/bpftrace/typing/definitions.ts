/** What a program defines before its probes: C structures, enums and constants, laid over the kernel's types. */
import type { CMember, CType, CTypes, RecordType } from '../../core/ctype.ts';
import type { Definition, Directive, Member, Script } from '../ast.ts';
import { cTypeNamed } from './c-names.ts';
import type { TypingEnvironment } from './environment.ts';

export interface Definitions {
  /** The program's own types before the kernel's. */
  readonly types: CTypes;
  /** Whether the kernel's types are among them. */
  hasKernel(): boolean;
  /** What is known by `#define`: the text it stands for. */
  readonly constants: ReadonlyMap<string, string>;
  /** Whether a header is included whose contents nobody read: names may then come from there. */
  readonly includes: boolean;
  /** The tags the program defines itself: `struct event`. */
  readonly own: ReadonlySet<string>;
}

/** Reads the lines and definitions before the probes. Never throws. */
export function definitionsOf(script: Script, environment: Pick<TypingEnvironment, 'btf' | 'kernelTypes'>): Definitions {
  const kernel = () => environment.kernelTypes();
  const own = new OwnTypes(kernel);
  const constants = new Map<string, string>();
  const skipping: boolean[] = [];
  let includes = false;
  for (const part of script.preamble) {
    if (part.kind === 'definition' && !skipping.includes(true)) own.define(part);
    if (part.kind !== 'directive') continue;
    conditional(part, skipping, environment.btf);
    if (skipping.includes(true)) continue;
    if (part.name === 'include') includes = true;
    if (part.name !== 'define' || part.argument === undefined) continue;
    const value = part.text.slice(part.text.indexOf(part.argument) + part.argument.length);
    constants.set(part.argument, value.startsWith('(') ? value : value.trim());
  }
  return { types: own, hasKernel: () => kernel() !== undefined, constants, includes, own: new Set(own.tags.keys()) };
}

/** Follows `#ifndef BPFTRACE_HAVE_BTF`, which bpftrace defines where the kernel has BTF. Any other condition is taken to hold. */
function conditional(directive: Directive, skipping: boolean[], haveBtf: boolean): void {
  const { name } = directive;
  const aboutBtf = /\bBPFTRACE_HAVE_BTF\b/.test(directive.text);
  if (name === 'endif') skipping.pop();
  else if (name === 'else') skipping.push(!(skipping.pop() ?? true));
  else if (name === 'ifndef') skipping.push(aboutBtf && haveBtf);
  else if (name === 'ifdef') skipping.push(aboutBtf && !haveBtf);
  else if (name === 'if') skipping.push(false);
}

/** A program's own C types in front of the kernel's. */
class OwnTypes implements CTypes {
  readonly tags = new Map<string, CType>();
  readonly #kernel: () => CTypes | undefined;
  readonly #members = new Map<number, readonly CMember[]>();
  readonly #enumerators = new Map<string, { readonly value: bigint; readonly type: CType }>();
  /** The kernel's ids count up from 1. */
  #nextId = -1;

  constructor(kernel: () => CTypes | undefined) {
    this.#kernel = kernel;
  }

  define(definition: Definition): void {
    const { keyword, name = '' } = definition;
    if (keyword !== 'enum') {
      const type = this.#record(keyword === 'union', name, definition.members);
      if (name !== '') this.tags.set(`${keyword} ${name}`, type);
      return;
    }
    const type: CType = { kind: 'enum', name, bits: 32, signed: false, id: this.#nextId-- };
    if (name !== '') this.tags.set(`enum ${name}`, type);
    for (const enumerator of definition.enumerators) this.#enumerators.set(enumerator.name, { value: enumerator.value ?? 0n, type });
  }

  #record(union: boolean, name: string, members: readonly Member[]): RecordType {
    const placed: CMember[] = [];
    let size = 0;
    let align = 1;
    // Not the exact layout of bit fields: nothing here asks for it.
    for (const member of members) {
      const type = this.#memberType(member);
      const unit = Math.max(1, alignOf(type));
      align = Math.max(align, unit);
      const offset = union ? 0 : Math.ceil(size / unit) * unit;
      size = Math.max(size, offset + bytesOf(type));
      placed.push({ name: member.name, type, bitOffset: offset * 8, ...(member.bits === undefined ? {} : { bitSize: member.bits }) });
    }
    const type: RecordType = { kind: 'record', union, name, id: this.#nextId--, size: Math.ceil(size / align) * align };
    this.#members.set(type.id, placed);
    return type;
  }

  /** A member's type from its text: `char[16]`, `struct a *[4]`, `int (*)(void)`. */
  #memberType(member: Member): CType {
    const text = member.type.trim();
    const open = text.indexOf('(');
    if (open >= 0) return { kind: 'pointer', to: { kind: 'function' } };
    const bracket = text.indexOf('[');
    const base = bracket < 0 ? text : text.slice(0, bracket);
    let type: CType = member.members === undefined ? (cTypeNamed(base, this) ?? { kind: 'incomplete', name: base }) : this.#inPlace(base, member.members);
    const lengths = [...text.matchAll(/\[\s*(\w*)\s*\]/g)].map((match) => Number(match[1] ?? 0) || 0);
    for (const length of lengths.reverse()) type = { kind: 'array', of: type, length };
    return type;
  }

  #inPlace(base: string, members: readonly Member[]): CType {
    const stars = base.replace(/[^*]/g, '').length;
    const [keyword = 'struct', name = ''] = base.replaceAll('*', ' ').trim().split(/\s+/);
    let type: CType = this.#record(keyword === 'union', name, members);
    if (name !== '') this.tags.set(`${keyword} ${name}`, type);
    for (let star = 0; star < stars; star++) type = { kind: 'pointer', to: type };
    return type;
  }

  named(name: string): CType | undefined {
    return this.tags.get(name) ?? this.#kernel()?.named(name);
  }

  members(type: RecordType): readonly CMember[] {
    return this.#members.get(type.id) ?? this.#kernel()?.members(type) ?? [];
  }

  enumerator(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    return this.#enumerators.get(name) ?? this.#kernel()?.enumerator(name);
  }

  enumerators(type: Extract<CType, { kind: 'enum' }>): readonly { readonly name: string; readonly value: bigint }[] {
    if (type.id >= 0) return this.#kernel()?.enumerators(type) ?? [];
    return [...this.#enumerators].filter(([, { type: of }]) => of === type).map(([name, { value }]) => ({ name, value }));
  }

  function(name: string): ReturnType<CTypes['function']> {
    return this.#kernel()?.function(name);
  }

  names(of: Parameters<CTypes['names']>[0]): readonly string[] {
    const theirs = this.#kernel()?.names(of) ?? [];
    return of === 'tags' && this.tags.size > 0 ? [...this.tags.keys(), ...theirs] : theirs;
  }
}

function bytesOf(type: CType): number {
  switch (type.kind) {
    case 'int':
    case 'enum':
    case 'float':
      return type.bits / 8;
    case 'pointer':
      return 8;
    case 'array':
      return type.length * bytesOf(type.of);
    case 'record':
      return type.size;
    default:
      return 0;
  }
}

function alignOf(type: CType): number {
  if (type.kind === 'array') return alignOf(type.of);
  if (type.kind === 'record') return type.size % 8 === 0 ? 8 : type.size % 4 === 0 ? 4 : type.size % 2 === 0 ? 2 : 1;
  return bytesOf(type);
}
