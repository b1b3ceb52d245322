/** Members of the kernel's structures, and of those in the memory of programs: read step by step, with what each step follows. */
import type { Expression, Probe } from '../bpftrace/ast.ts';
import type { PointerType, RecordValue, Type } from '../bpftrace/typing/type.ts';
import { findMember } from '../core/ctype.ts';
import type { Body } from './body.ts';
import { type Code, UNARY, within } from './code.ts';
import { Unsaid } from './unsaid.ts';
import { quoted, typeOf, type Whole } from './whole.ts';

export interface Path {
  /** The pointer it begins at. */
  readonly root: string;
  /** Members, in C's notation; a new one wherever a pointer is followed. */
  readonly steps: readonly string[];
  readonly space: 'user' | 'kernel';
}

/** Says a value in C. */
export type Value = (body: Body, expression: Expression) => Code;

export function pathOf(body: Body, expression: Expression, value: Value): Path {
  if (expression.kind === 'index') {
    const inner = pathOf(body, expression.object, value);
    const { index } = expression;
    if (index.kind !== 'integer') throw new Unsaid(`${quoted(body.whole, expression)}: only an element with a fixed number can be read in C yet`, expression);
    return { ...inner, steps: extended(inner.steps, `[${index.value}]`) };
  }
  if (expression.kind !== 'field') throw new Unsaid(`${quoted(body.whole, expression)} cannot be read in C yet`, expression);
  const { object, name } = expression;
  const type = typeOf(body.whole, object);
  if (type.kind === 'record' && (object.kind === 'field' || object.kind === 'index')) {
    const inner = pathOf(body, object, value);
    return { ...inner, steps: extended(inner.steps, `.${name}`) };
  }
  const record = recordOf(type);
  if (record === undefined || record.args !== undefined) throw new Unsaid(`the type of ${quoted(body.whole, object)} is not known here`, object);
  checkMember(body, record, expression);
  const space = spaceOf(body, object);
  if (object.kind === 'field' && !isArgs(object.object)) {
    const inner = pathOf(body, object, value);
    if (inner.space === space) return { ...inner, steps: [...inner.steps, name] };
  }
  return { root: rootOf(body, object, record.name, value), steps: [name], space };
}

/** The pointer that a path begins at; one that has to be read itself is read before, for clang does not read within reading. */
function rootOf(body: Body, object: Expression, record: string, value: Value): string {
  const code = value(body, object);
  const root = pointerTo(code, record);
  if (!/\b(BPF_CORE_READ|BPF_PROBE_READ_USER)\(/.test(root)) return root;
  const name = body.name(object.kind === 'field' ? object.name : 'from', 'from');
  body.push(`${record} *${name} = ${code.pointer === `${record} *` ? code.code : root};`);
  return name;
}

export function isArgs(expression: Expression): boolean {
  return expression.kind === 'identifier' && expression.name === 'args';
}

function extended(steps: readonly string[], more: string): string[] {
  return [...steps.slice(0, -1), `${steps.at(-1) ?? ''}${more}`];
}

function recordOf(type: Type): RecordValue | undefined {
  if (type.kind === 'pointer' && type.to.kind === 'record') return type.to;
  return type.kind === 'record' ? type : undefined;
}

export function pointerTo(code: Code, record: string): string {
  const wanted = `${record} *`;
  if (code.pointer === wanted) return within(code, 0);
  return `(${wanted})${within(code, UNARY)}`;
}

/** bpftrace has the bits of a bit field at their place in memory; libbpf's macros need to know. */
function checkMember({ whole }: Body, record: RecordValue, expression: Extract<Expression, { kind: 'field' }>): void {
  const { types } = whole.typing.definitions;
  const layout = record.layout ?? types.named(record.name);
  if (layout?.kind !== 'record' || whole.machine.types?.named(record.name) === undefined) {
    throw new Unsaid(`the kernel's types have no ${record.name}`, expression);
  }
  const member = findMember(types, layout, expression.name);
  if (member?.bitSize !== undefined) throw new Unsaid(`${quoted(whole, expression)} is a bit field, which cannot be said in C yet`, expression);
}

/** Whose memory an address points into: what is said of it, or of what it was made of; where it comes from tells otherwise. */
export function spaceOf({ whole, probe }: Body, expression: Expression): 'user' | 'kernel' {
  let at: Origin = { expression, probe };
  for (let depth = 0; depth < MOST_DEPTH; depth++) {
    const said = saidSpace(at.expression);
    if (said !== undefined) return said;
    const type = typeOf(whole, at.expression);
    const { space } = type.kind === 'pointer' ? (type as PointerType) : { space: undefined };
    if (space === 'user' || space === 'kernel') return space;
    const from = originOf(whole, at);
    if (from === undefined) break;
    at = from;
  }
  return spaceAt(at.probe);
}

const MOST_DEPTH = 24;

interface Origin {
  readonly expression: Expression;
  readonly probe: Probe;
}

/** What a value was made of, in the probe where that was. */
function originOf(whole: Whole, { expression, probe }: Origin): Origin | undefined {
  const of = (inner: Expression): Origin => ({ expression: inner, probe });
  switch (expression.kind) {
    case 'cast':
      return of(expression.operand);
    case 'unary':
      return expression.operator === '*' ? of(expression.operand) : undefined;
    case 'index':
      return of(expression.object);
    case 'field':
      return isArgs(expression.object) ? undefined : of(expression.object);
    case 'binary':
      return of(typeOf(whole, expression.right).kind === 'pointer' ? expression.right : expression.left);
    case 'variable':
    case 'map':
      return whole.assigned.find((one) => one.name === expression.name && (expression.kind === 'map' || one.probe === probe));
    default:
      return undefined;
  }
}

/** What an address is that a probe is given, where nothing else is known. */
export function spaceAt({ attachPoints }: Probe): 'user' | 'kernel' {
  const [point] = attachPoints;
  const isUser =
    point?.provider === 'uprobe' ||
    point?.provider === 'uretprobe' ||
    point?.provider === 'usdt' ||
    (point?.provider === 'tracepoint' && point.parts[0] === 'syscalls');
  return isUser ? 'user' : 'kernel';
}

/** Behind casts and sums, uptr() and kptr() say whose memory it is. */
function saidSpace(expression: Expression): 'user' | 'kernel' | undefined {
  if (expression.kind === 'cast') return saidSpace(expression.operand);
  if (expression.kind === 'call' && (expression.name === 'uptr' || expression.name === 'kptr')) return expression.name === 'uptr' ? 'user' : 'kernel';
  if (expression.kind === 'binary') return saidSpace(expression.left) ?? saidSpace(expression.right);
  return undefined;
}

/** Reads the value of the last member. */
export function reading(body: Body, { root, steps, space }: Path): string {
  body.whole.uses.add('core');
  return `${space === 'user' ? 'BPF_PROBE_READ_USER' : 'BPF_CORE_READ'}(${[root, ...steps].join(', ')})`;
}
