import type { AnyNode, Assignment, AttachPoint, Expression, MapRef, Probe, Script } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import { lookup } from '../core/lookup.ts';
import { returnKind } from './attach-point.ts';
import type { Place } from './places.ts';
import type { RuleContext } from './rule.ts';

/** One use of a map, and where. */
export interface Use {
  readonly map: MapRef;
  readonly probe?: Probe;
}

export interface Store extends Use {
  readonly assignment: Assignment;
}

/** What a program does with one map. */
export interface MapUse {
  readonly name: string;
  /** `@x = ...`, and what adds to it. */
  readonly stores: readonly Store[];
  readonly reads: readonly Use[];
  readonly deletes: readonly Use[];
  /** By clear() or zero(). */
  readonly clears: readonly Use[];
  readonly prints: readonly Use[];
}

const KINDS: Readonly<Record<string, 'deletes' | 'clears' | 'prints'>> = { delete: 'deletes', clear: 'clears', zero: 'clears', print: 'prints' };

/** The maps of a program and what it does with each; none where parts of the program are out of sight: macros, and what it imports. */
export function mapUses({ script, places }: Pick<RuleContext, 'script' | 'places'>): ReadonlyMap<string, MapUse> {
  const uses = new Map<string, { [kind in keyof MapUse]: MapUse[kind] extends readonly (infer T)[] ? T[] : MapUse[kind] }>();
  if (hasHiddenParts(script)) return uses;
  for (const { node, parent, probe } of places) {
    if (node.kind !== 'map') continue;
    const use = uses.get(node.name) ?? { name: node.name, stores: [], reads: [], deletes: [], clears: [], prints: [] };
    uses.set(node.name, use);
    const at: Use = { map: node, ...(probe === undefined ? {} : { probe }) };
    const kind = parent.kind === 'call' && parent.args[0] === node ? lookup(KINDS, parent.name) : undefined;
    if (kind !== undefined) use[kind].push(at);
    else if (parent.kind === 'assignment' && parent.target === node) use.stores.push({ ...at, assignment: parent });
    else use.reads.push(at);
  }
  return uses;
}

/** Whether a program has parts that rules cannot see: then nothing can be said to be missing from it. */
export function hasHiddenParts({ items }: Script): boolean {
  return items.some(({ kind }) => kind === 'macro' || kind === 'import');
}

/** Whether this is a moment: `nsecs`, `elapsed`, or a cast of them. */
export function isMoment(node: Expression): boolean {
  if (node.kind === 'cast') return isMoment(node.operand);
  return (node.kind === 'identifier' || node.kind === 'call') && /^(?:nsecs|elapsed)$/.test(node.name);
}

/** Whether a map holds when something began, by a key: all that is ever put into it are moments. */
export function holdsMoments({ stores }: MapUse): boolean {
  return stores.length > 0 && stores.every(({ assignment, map }) => assignment.operator === '=' && map.keys.length > 0 && isMoment(assignment.value));
}

/** The conditions under which something in a probe happens: its predicate, and those of its branches. */
export function* conditionsOf(probe: Probe): Generator<Expression> {
  if (probe.predicate !== undefined) yield probe.predicate.condition;
  for (const node of walk(probe.body)) {
    if (node.kind === 'if' || node.kind === 'while' || node.kind === 'ternary') yield node.condition;
    if (node.kind === 'binary' && (node.operator === '&&' || node.operator === '||')) yield node;
  }
}

/** Whether `exit` is where what began at `enter` ends, in the same thread. */
export function isPair(enter: AttachPoint, exit: AttachPoint): boolean {
  if (enter.provider === 'tracepoint' && exit.provider === 'tracepoint') {
    const [from, to] = [enter.parts.join(':'), exit.parts.join(':')];
    return /^(?:raw_)?syscalls:sys_enter/.test(from) && from.replace('sys_enter', 'sys_exit') === to;
  }
  return returnKind(enter.provider) === exit.provider && enter.parts.join(':') === exit.parts.join(':');
}

/** What is put into the variables of each probe. */
export class VariableValues {
  readonly #values = new Map<string, (Expression | undefined)[]>();

  constructor(places: readonly Place[]) {
    for (const { node, probe } of places) {
      if (node.kind === 'let') this.#put(node.name, node.value, probe);
      // What is added to is no longer what was put in first.
      else if (node.kind === 'assignment' && node.target.kind === 'variable')
        this.#put(node.target.name, node.operator === '=' ? node.value : undefined, probe);
    }
  }

  /** Whether a value is a difference of moments, undivided, or a variable that holds nothing else: nanoseconds. */
  isNanoseconds(node: Expression, probe: Probe | undefined): boolean {
    if (node.kind !== 'variable') return isDifference(node);
    const values = this.#values.get(keyOf(node.name, probe)) ?? [];
    return values.length > 0 && values.every((value) => value !== undefined && isDifference(value));
  }

  #put(name: string, value: Expression | undefined, probe: Probe | undefined): void {
    const values = this.#values.get(keyOf(name, probe));
    if (values === undefined) this.#values.set(keyOf(name, probe), [value]);
    else values.push(value);
  }
}

function keyOf(name: string, probe: Probe | undefined): string {
  return `${probe?.span.start ?? ''}${name}`;
}

function isDifference(node: Expression): boolean {
  return node.kind === 'binary' && node.operator === '-' && isMoment(node.left) && ![...walk(node.right)].some(isScaled);
}

function isScaled(node: AnyNode): boolean {
  return node.kind === 'binary' && /^(?:\/|>>)$/.test(node.operator);
}
