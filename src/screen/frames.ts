/** The tree of a table's stacks, made once for each table. */
import type { Table } from '../core/dataset.ts';
import type { ValueNames } from '../core/names.ts';
import { type FrameNode, frameTree } from '../views/frame-tree.ts';
import { stacksOf } from '../views/stacks.ts';
import { showValue } from '../views/values.ts';

const KEPT = new WeakMap<Table, FrameNode>();

/** Undefined where the table holds no stacks that add up. What its keys say besides stands below them: the process first, then what it called. */
export function treeOf(table: Table, names: ValueNames): FrameNode | undefined {
  const kept = KEPT.get(table);
  if (kept !== undefined) return kept;
  const stacks = stacksOf(table);
  if (stacks === undefined) return undefined;
  const tree = frameTree(stacks, { label: (key) => stacks.keys.map((column, index) => showValue(key[index] ?? null, column, names)).join(', ') });
  KEPT.set(table, tree);
  return tree;
}
