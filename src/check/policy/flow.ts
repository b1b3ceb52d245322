import type { AnyNode, AttachPoint, Expression, Script } from '../../bpftrace/ast.ts';
import { children, walk } from '../../bpftrace/visit.ts';

/** What a part of a program is, for whoever follows it; undefined for nothing of interest. */
export type Mark<T> = (node: AnyNode, points: readonly AttachPoint[]) => T | undefined;

/**
 * Follows marked values through variables, maps and parameters. Paths through the program are not told apart, so it finds too much rather than too
 * little. Takes time in proportion to the program.
 */
export class Flow<T> {
  readonly #script: Script;
  readonly #mark: Mark<T>;
  /** What may be in a map, or in a variable of a top-level item. */
  readonly #carried = new Map<string, T>();
  readonly #points = new Map<number, readonly AttachPoint[]>();

  constructor(script: Script, mark: Mark<T>) {
    this.#script = script;
    this.#mark = mark;
    const readers = new Map<string, Set<string>>();
    const settled: string[] = [];
    for (const { key, value, item } of this.#stores()) {
      for (const node of this.#parts(value)) {
        const found = this.#carried.has(key) ? undefined : mark(node, this.pointsOf(item));
        if (found !== undefined) {
          this.#carried.set(key, found);
          settled.push(key);
        }
        const source = keyOf(node, item);
        if (source === undefined || source === key) continue;
        const known = readers.get(source);
        if (known === undefined) readers.set(source, new Set([key]));
        else known.add(key);
      }
    }
    for (let key = settled.pop(); key !== undefined; key = settled.pop()) {
      for (const reader of readers.get(key) ?? []) {
        if (this.#carried.has(reader)) continue;
        this.#carried.set(reader, this.#carried.get(key) as T);
        settled.push(reader);
      }
    }
  }

  /** What a value may be made of. `item` is the number of the top-level item it stands in. */
  find(value: AnyNode, item: number): T | undefined {
    for (const node of this.#parts(value)) {
      const key = keyOf(node, item);
      const found = this.#mark(node, this.pointsOf(item)) ?? (key === undefined ? undefined : this.#carried.get(key));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The attach points in whose context an item runs: a macro or a subprogram can be used anywhere. */
  pointsOf(item: number): readonly AttachPoint[] {
    const one = this.#script.items[item];
    if (one?.kind === 'probe') return one.attachPoints;
    const points = this.#points.get(item) ?? this.#script.probes.flatMap((probe) => probe.attachPoints);
    this.#points.set(item, points);
    return points;
  }

  *#stores(): Generator<{ readonly key: string; readonly value: AnyNode; readonly item: number }> {
    const called = new Map<string, { item: number; parameters: readonly { readonly name: string }[] }>();
    for (const [item, one] of this.#script.items.entries()) {
      if (one.kind === 'macro' || one.kind === 'subprogram') called.set(one.name, { item, parameters: one.parameters });
    }
    for (const [item, one] of this.#script.items.entries()) {
      const own = one.kind === 'macro' || one.kind === 'subprogram' ? `${one.name}()` : undefined;
      for (const node of walk(one)) {
        if (own !== undefined && (node.kind === 'jump' || node.kind === 'block') && node.value !== undefined) yield { key: own, value: node.value, item };
        const [target, value] = storeIn(node);
        const key = target === undefined ? undefined : keyOf(target, item);
        if (key !== undefined && value !== undefined) yield { key, value, item };
        const callee = node.kind === 'call' ? called.get(node.name) : undefined;
        if (node.kind !== 'call' || callee === undefined) continue;
        for (const [at, parameter] of callee.parameters.entries()) {
          const argument = node.args[at];
          if (argument !== undefined) yield { key: `${callee.item}${parameter.name}`, value: argument, item };
        }
      }
    }
  }

  /** A value's parts; a map's keys choose a value, and are none of it. */
  *#parts(value: AnyNode): Generator<AnyNode> {
    const todo: AnyNode[] = [value];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      yield next;
      if (next.kind !== 'map') todo.push(...children(next));
    }
  }
}

type Target = Pick<Expression, 'kind'> & { readonly name?: string };

function storeIn(node: AnyNode): readonly [Target | undefined, AnyNode | undefined] {
  if (node.kind === 'assignment') return [node.target as Target, node.value];
  if (node.kind === 'let') return [{ kind: 'variable', name: node.name }, node.value];
  if (node.kind === 'for') return [{ kind: 'variable', name: node.variable }, node.from];
  return [undefined, undefined];
}

/** Maps are the program's, variables and parameters those of a top-level item; what a macro or subprogram yields goes by its name. */
function keyOf(node: Target | AnyNode, item: number): string | undefined {
  if (!('name' in node) || node.name === undefined) return undefined;
  if (node.kind === 'map') return node.name;
  if (node.kind === 'call') return `${node.name}()`;
  return node.kind === 'variable' || node.kind === 'identifier' ? `${item}${node.name}` : undefined;
}
