import type { Frame, StackSample, Stacks } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';

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
  self: number;
  total: number;
  readonly children: Map<string, Growing>;
}

/** Merges stacks from their outer ends on. */
export function frameTree(stacks: Stacks, options: TreeOptions = {}): FrameNode {
  const { label = (key: readonly Scalar[]): string => keyLabel(stacks.keys, key), keys = stacks.keys.length > 0 } = options;
  const root = grow(stacks.title, 'root', undefined);
  for (const sample of stacks.samples) {
    let node = root;
    node.total += sample.weight;
    if (keys && sample.key.length > 0) node = enter(node, label(sample.key), 'key', undefined, sample);
    for (const frame of sample.frames) node = enter(node, frame.name, frame.kind, frame.module, sample);
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

function enter(parent: Growing, name: string, kind: FrameNode['kind'], module: string | undefined, { weight }: StackSample): Growing {
  const id = `${kind}\0${module ?? ''}\0${name}`;
  let child = parent.children.get(id);
  if (child === undefined) {
    child = grow(name, kind, module);
    parent.children.set(id, child);
  }
  child.total += weight;
  return child;
}

function grow(name: string, kind: FrameNode['kind'], module: string | undefined): Growing {
  return { name, kind, module, self: 0, total: 0, children: new Map() };
}

function finish({ name, kind, module, self, total, children }: Growing): FrameNode {
  const finished = [...children.values()].map(finish).sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  return { name, kind, ...(module === undefined ? {} : { module }), self, total, children: finished };
}
