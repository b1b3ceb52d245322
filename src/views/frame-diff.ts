import type { Stacks } from '../core/dataset.ts';
import { type FrameNode, frameTree, type TreeOptions } from './frame-tree.ts';

/** A function and all it called in two runs. Shares are of each run's own total, from 0 to 1, so that a longer run is not a greater one. */
export interface FrameChange {
  readonly name: string;
  readonly kind: FrameNode['kind'];
  readonly module?: string;
  readonly before: number;
  readonly after: number;
  readonly selfBefore: number;
  readonly selfAfter: number;
  /** Largest after first. */
  readonly children: readonly FrameChange[];
}

/** Two runs' stacks, merged into one tree. */
export function frameDiff(before: Stacks, after: Stacks, options: TreeOptions = {}): FrameChange {
  const [one, other] = [frameTree(before, options), frameTree(after, options)];
  return merge(one, other, one.total, other.total);
}

function merge(one: FrameNode | undefined, other: FrameNode | undefined, before: number, after: number): FrameChange {
  const share = (part: number | undefined, whole: number): number => (whole > 0 ? (part ?? 0) / whole : 0);
  const { name = '', kind = 'root', module } = other ?? one ?? {};
  const pairs = new Map<string, [FrameNode | undefined, FrameNode | undefined]>();
  for (const child of other?.children ?? []) pairs.set(identity(child), [undefined, child]);
  for (const child of one?.children ?? []) pairs.set(identity(child), [child, pairs.get(identity(child))?.[1]]);
  return {
    name,
    kind,
    ...(module === undefined ? {} : { module }),
    before: share(one?.total, before),
    after: share(other?.total, after),
    selfBefore: share(one?.self, before),
    selfAfter: share(other?.self, after),
    children: [...pairs.values()]
      .map(([was, is]) => merge(was, is, before, after))
      .sort((a, b) => b.after - a.after || b.before - a.before || (a.name < b.name ? -1 : 1)),
  };
}

function identity({ kind, module, name }: FrameNode): string {
  return `${kind}\0${module ?? ''}\0${name}`;
}
