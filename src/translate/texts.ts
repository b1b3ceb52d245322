/** Text, addresses and stacks, put where they are to be; keys of maps, which are filled with them. */
import type { Call, Expression, MapRef } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import type { Body } from './body.ts';
import { plain, UNARY, wide, within } from './code.ts';
import type { MapPlan } from './maps.ts';
import { type Part, padded } from './parts.ts';
import { quoteText } from './quote.ts';
import { isArgs, pathOf, spaceOf, type Value } from './records.ts';
import { tableName } from './tables.ts';
import { Unsaid } from './unsaid.ts';
import { quoted, typeOf } from './whole.ts';

const COMM_SIZE = 16;

export function isText({ whole }: Body, expression: Expression): boolean {
  return typeOf(whole, expression).kind === 'string';
}

/** Puts a value into a member that is as large as its part says. */
export function fillPart(body: Body, into: string, part: Part, expression: Expression, value: Value): void {
  switch (part.how) {
    case 'number': {
      const code = value(body, expression);
      body.push(`${into} = ${code.pointer === undefined ? code.code : wide(code).code};`);
      return;
    }
    case 'stack':
    case 'clock':
      body.push(`${into} = ${value(body, expression).code};`);
      return;
    case 'text':
      fillText(body, into, part.size, expression, value);
      return;
    case 'address':
      fillAddress(body, into, part.size, expression, value);
      return;
  }
}

function fillText(body: Body, into: string, size: number, expression: Expression, value: Value): void {
  const { whole } = body;
  switch (expression.kind) {
    case 'string': {
      const bytes = Buffer.byteLength(expression.value) + 1;
      if (bytes > size) throw new Unsaid(`the text ${expression.text} is too long`, expression);
      body.push(`__builtin_memcpy(${into}, ${quoteText(expression.value)}, ${bytes});`);
      return;
    }
    case 'identifier': {
      if (expression.name === 'comm') {
        body.push(`bpf_get_current_comm(${into}, sizeof(${into}));`);
        return;
      }
      const said = expression.name === 'probe' ? body.given.probeName : expression.name === 'func' ? body.given.functionName : undefined;
      if (said === undefined) break;
      const cut = said.slice(0, size - 1);
      body.push(`__builtin_memcpy(${into}, ${quoteText(cut)}, ${cut.length + 1});`);
      return;
    }
    case 'call':
      if (expression.name === 'str') {
        fillStr(body, into, size, expression, value);
        return;
      }
      if (expression.name === 'ksym' && expression.args[0] !== undefined) {
        // %ps: the name of the function that holds the address.
        body.push(`BPF_SNPRINTF(${into}, sizeof(${into}), "%ps", ${wide(value(body, expression.args[0])).code});`);
        whole.uses.add('tracing');
        return;
      }
      break;
    case 'ternary': {
      const condition = value(body, expression.condition).code;
      body.block(`if (${condition})`, () => fillText(body, into, size, expression.then, value));
      body.orElse(() => fillText(body, into, size, expression.otherwise, value));
      return;
    }
    case 'variable': {
      const local = body.locals.get(expression.name);
      if (local?.part.how !== 'text') break;
      body.push(`__builtin_memcpy(${into}, ${local.name}, ${Math.min(local.part.size, size)});`);
      return;
    }
    case 'map': {
      const map = whole.maps.get(expression.name);
      if (map?.value.how !== 'text' || map.kind !== 'value') break;
      if (map.table !== undefined) {
        const of = expression.keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key])).map((key) => wide(value(body, key)).code);
        body.push(`${tableName(map)}(${[into, ...of].join(', ')});`);
        return;
      }
      const found = body.name('held');
      const key = map.keyType === undefined ? firstKey(body) : keyOf(body, map, expression, value);
      const length = Math.min(map.value.size, size);
      body.push(`const char *${found} = bpf_map_lookup_elem(&${map.c}, ${key});`, '');
      body.block(`if (${found})`, () => body.push(`__builtin_memcpy(${into}, ${found}, ${length});`));
      body.orElse(() => body.push(`${into}[0] = 0;`));
      return;
    }
    case 'field': {
      const type = typeOf(whole, expression);
      if (type.kind !== 'string') break;
      const length = Math.min(type.size, size);
      if (!isArgs(expression.object)) {
        const path = pathOf(body, expression, value);
        whole.uses.add('core');
        body.push(`${path.space === 'user' ? 'BPF_PROBE_READ_USER_STR_INTO' : 'BPF_CORE_READ_STR_INTO'}(&${into}, ${[path.root, ...path.steps].join(', ')});`);
        return;
      }
      const given = body.given.field(expression.name);
      if (given === undefined) break;
      body.push(`bpf_probe_read_kernel_str(${into}, ${length === size ? `sizeof(${into})` : length}, ${given.code});`);
      return;
    }
    default:
      break;
  }
  throw new Unsaid(`the text ${quoted(whole, expression)} cannot be said in C yet`, expression);
}

function fillStr(body: Body, into: string, size: number, { args }: Call, value: Value): void {
  const [from, length] = args;
  if (from === undefined) return;
  if (from.kind === 'positional') throw new Unsaid('a parameter cannot be given to a program in C yet', from);
  const code = value(body, from);
  const space = code.pointer === 'void *' && code.code.includes('_loc_') ? 'kernel' : spaceOf(body, from);
  const at = code.pointer === undefined ? `(void *)${within(code, UNARY)}` : code.code;
  if (length === undefined) {
    body.push(`bpf_probe_read_${space}_str(${into}, sizeof(${into}), ${at});`);
    return;
  }
  const most = wide(value(body, length));
  if (most.literal !== undefined) {
    body.push(`bpf_probe_read_${space}_str(${into}, ${Math.min(size, Number(most.literal) + 1)}, ${at});`);
    return;
  }
  const name = body.name('length');
  // One more for the zero at its end.
  body.push(
    `__u64 ${name} = ${most.code};`,
    '',
    `if (${name} > sizeof(${into}) - 1)`,
    `  ${name} = sizeof(${into}) - 1;`,
    `bpf_probe_read_${space}_str(${into}, ${name} + 1, ${at});`,
  );
}

/** The one key of a map that has none. */
export function firstKey(body: Body): string {
  return `&${body.once('first', () => {
    const name = body.name('first');
    body.push(`__u32 ${name} = 0;`);
    return name;
  })}`;
}

function fillAddress(body: Body, into: string, size: 4 | 16, expression: Expression, value: Value): void {
  const { whole } = body;
  switch (expression.kind) {
    case 'ternary': {
      const condition = value(body, expression.condition).code;
      body.block(`if (${condition})`, () => fillAddress(body, into, size, expression.then, value));
      body.orElse(() => fillAddress(body, into, size, expression.otherwise, value));
      return;
    }
    case 'variable': {
      const local = body.locals.get(expression.name);
      if (local?.part.how !== 'address' || local.part.size !== size) break;
      body.push(`__builtin_memcpy(${into}, ${local.name}, ${size});`);
      return;
    }
    case 'map': {
      const map = whole.maps.get(expression.name);
      if (map?.value.how !== 'address' || map.value.size !== size || map.kind !== 'value') break;
      const found = body.name('held');
      const key = map.keyType === undefined ? firstKey(body) : keyOf(body, map, expression, value);
      body.push(`const __u8 *${found} = bpf_map_lookup_elem(&${map.c}, ${key});`, '');
      body.block(`if (${found})`, () => body.push(`__builtin_memcpy(${into}, ${found}, ${size});`));
      body.orElse(() => body.push(`__builtin_memset(${into}, 0, ${size});`));
      return;
    }
    case 'call': {
      const of = expression.args.at(-1);
      if (expression.name !== 'ntop' || of === undefined) break;
      fillNtop(body, into, size, of, value);
      return;
    }
    default:
      break;
  }
  throw new Unsaid(`the address ${quoted(whole, expression)} cannot be said in C yet`, expression);
}

function fillNtop(body: Body, into: string, size: 4 | 16, of: Expression, value: Value): void {
  const { whole } = body;
  const type = typeOf(whole, of);
  // An IPv4 address among IPv6 ones is written as a part of one (RFC 4291, 2.5.5.2).
  const at = size === 16 && (type.kind === 'integer' || (type.kind === 'array' && type.length === 4)) ? `${into} + 12` : into;
  if (at !== into) body.push(`__builtin_memset(${into}, 0, 10);`, `__builtin_memset(${into} + 10, 0xff, 2);`);
  if (type.kind === 'integer') {
    const name = body.name('address');
    body.push(`__u32 ${name} = ${value(body, of).code};`, '', `__builtin_memcpy(${at}, &${name}, 4);`);
    return;
  }
  if (type.kind !== 'array' || of.kind !== 'field' || (type.length !== 4 && type.length !== 16)) {
    throw new Unsaid(`the address ${quoted(whole, of)} cannot be said in C yet`, of);
  }
  if (isArgs(of.object)) {
    const given = body.given.field(of.name);
    if (given === undefined) throw new Unsaid(`${quoted(whole, of)} is not there`, of);
    body.push(`bpf_probe_read_kernel(${at}, ${type.length}, ${given.code});`);
    return;
  }
  const path = pathOf(body, of, value);
  if (path.space === 'user' || at !== into) throw new Unsaid(`the address ${quoted(whole, of)} cannot be said in C yet`, of);
  whole.uses.add('core');
  body.push(`BPF_CORE_READ_INTO(&${into}, ${[path.root, ...path.steps].join(', ')});`);
}

/** Text at hand, to be compared: a literal, or a copy on the stack. */
export function textIn(body: Body, expression: Expression, value: Value): { readonly code: string; readonly size: number } {
  if (expression.kind === 'string') return { code: quoteText(expression.value), size: Buffer.byteLength(expression.value) + 1 };
  if (expression.kind === 'variable') {
    const local = body.locals.get(expression.name);
    if (local?.part.how === 'text') return { code: local.name, size: local.part.size };
  }
  const type = typeOf(body.whole, expression);
  if (type.kind !== 'string') throw new Unsaid(`${quoted(body.whole, expression)} cannot be compared with text in C yet`, expression);
  const isComm = expression.kind === 'identifier' && expression.name === 'comm';
  const size = isComm ? COMM_SIZE : padded(type.size);
  const make = (): string => {
    const name = body.name(expression.kind === 'identifier' || expression.kind === 'field' ? expression.name : 'text');
    body.push(`char ${name}[${size}] = {};`, '');
    fillText(body, name, size, expression, value);
    return name;
  };
  const isStable = isComm || (expression.kind === 'field' && isArgs(expression.object));
  return { code: isStable ? body.once(`text:${quoted(body.whole, expression)}`, make) : make(), size };
}

/** The argument that stands for the key in a call: `&key`; empty where the map has none. */
export function keyOf(body: Body, map: MapPlan, expression: MapRef, value: Value): string {
  const given = expression.keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key]));
  if (given.length !== map.keys.length) throw new Unsaid(`${quoted(body.whole, expression)} has another number of keys than elsewhere`, expression);
  const [only] = given;
  if (only === undefined || map.keyType === undefined) return '';
  const { keyType } = map;
  const make = (): string => {
    if (!keyType.startsWith('struct ')) {
      const code = plain(value(body, only));
      const name = body.name('key');
      body.push(`${keyType} ${name} = ${code.code};`);
      return name;
    }
    const name = body.name('key');
    body.push(`${keyType} ${name} = {};`, '');
    given.forEach((key, at) => {
      const member = map.keys[at];
      if (member !== undefined) fillPart(body, `${name}.${member.name}`, member.part, key, value);
    });
    return name;
  };
  const what = `${keyType}:${given.map((key) => quoted(body.whole, key)).join()}`;
  return `&${given.every(isStable) ? body.once(what, make) : make()}`;
}

/** Whether it is the same wherever it stands in one run of the function. */
function isStable(expression: Expression): boolean {
  for (const node of walk(expression)) {
    if (node.kind === 'map' || node.kind === 'variable' || node.kind === 'call') return false;
    if (node.kind === 'identifier' && (node.name === 'nsecs' || node.name === 'rand' || node.name === 'jiffies')) return false;
  }
  return true;
}
