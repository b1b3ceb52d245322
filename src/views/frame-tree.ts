import type { Frame, Stacks } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';
import { FrameIds } from './frame-ids.ts';

/** A function and all it called, in all stacks that begin alike. Weights are in the unit of the stacks' value. */
export interface FrameNode {
  readonly name: string;
  /** `root` stands for all stacks, `key` for what their keys say (a process), which stands below its stacks. */
  readonly kind: Frame['kind'] | 'root' | 'key';
  readonly module?: string;
  /** Of the stacks that end here. */
  readonly self: number;
  /** Of those that end here or further in. */
  readonly total: number;
  /** Largest first. */
  readonly children: readonly FrameNode[];
}

export interface TreeOptions {
  /** What a key is called; `keyLabel` without it. */
  readonly label?: (key: readonly Scalar[]) => string;
  /** False where stacks are merged whatever their keys. */
  readonly keys?: boolean;
}

interface Growing {
  readonly name: string;
  readonly kind: FrameNode['kind'];
  readonly module: string | undefined;
  /** Among those on the same function: the number of the frame, or the name of the key. */
  readonly id: number | string;
  self: number;
  total: number;
  /** Of most there are none, or few: a map for each node of a large tree takes more memory than the rest of it. */
  readonly children: Growing[];
  /** Where there are many. */
  byId: Map<number | string, Growing> | undefined;
}

const MANY = 8;

/** Merges stacks from their outer ends on. */
export function frameTree(stacks: Stacks, options: TreeOptions = {}): FrameNode {
  const { label = (key: readonly Scalar[]): string => keyLabel(stacks.keys, key), keys = stacks.keys.length > 0 } = options;
  const root = grow('', { name: stacks.title, kind: 'root' });
  const ids = new FrameIds();
  for (const sample of stacks.samples) {
    let node = root;
    node.total += sample.weight;
    if (keys && sample.key.length > 0) {
      const name = label(sample.key);
      node = enter(node, name, { name, kind: 'key' }, sample.weight);
    }
    for (const frame of sample.frames) node = enter(node, ids.of(frame), frame, sample.weight);
    node.self += sample.weight;
  }
  return finish(root);
}

/** How much of the whole lies in functions that match, or in what they called. */
export function matching(node: FrameNode, matches: (node: FrameNode) => boolean): number {
  if (node.kind !== 'root' && matches(node)) return node.total;
  return node.children.reduce((sum, child) => sum + matching(child, matches), 0);
}

/** The levels below this one. */
export function depthOf(node: FrameNode): number {
  return node.children.reduce((deepest, child) => Math.max(deepest, 1 + depthOf(child)), 0);
}

/** The parts of a key: texts as they are, numbers with what they are of (`node, pid 12`). */
export function keyLabel(columns: readonly Column[], key: readonly Scalar[]): string {
  return key.map((part, at) => (typeof part === 'string' ? part : `${columns[at]?.name ?? ''} ${part ?? '-'}`.trim())).join(', ');
}

function enter(parent: Growing, id: number | string, what: Named, weight: number): Growing {
  const { children } = parent;
  let child = parent.byId === undefined ? children.find((candidate) => candidate.id === id) : parent.byId.get(id);
  if (child === undefined) {
    child = grow(id, what);
    children.push(child);
    if (children.length > MANY) parent.byId ??= new Map(children.map((one) => [one.id, one]));
    parent.byId?.set(id, child);
  }
  child.total += weight;
  return child;
}

type Named = Pick<FrameNode, 'name' | 'kind' | 'module'>;

function grow(id: number | string, { name, kind, module }: Named): Growing {
  return { id, name, kind, module, self: 0, total: 0, children: [], byId: undefined };
}

function finish({ name, kind, module, self, total, children }: Growing): FrameNode {
  const finished = children.map(finish);
  if (finished.length > 1) finished.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  return { name, kind, ...(module === undefined ? {} : { module }), self, total, children: finished };
}
