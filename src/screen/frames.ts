/** The stacks of a table put together into one tree. */
import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Column } from '../core/program.ts';
import { showValue } from '../views/values.ts';

export interface FrameNode {
  readonly name: string;
  readonly kind: 'root' | 'key' | 'kernel' | 'user' | 'jit' | 'unknown';
  /** Of the stacks that end here, and of those that end here or further in. */
  readonly self: number;
  readonly total: number;
  /** Largest first. */
  readonly children: readonly FrameNode[];
}

interface Growing extends FrameNode {
  self: number;
  total: number;
  readonly children: FrameNode[];
  readonly byName: Map<string, Growing>;
}

const KEPT = new WeakMap<Table, FrameNode>();

/** Made once for each table. What the keys say beside their stacks stands below them: the process first, then what it called. */
export function treeOf(table: Table, names: ValueNames): FrameNode {
  let tree = KEPT.get(table);
  if (tree === undefined) {
    tree = grown(table, names);
    KEPT.set(table, tree);
  }
  return tree;
}

function grown({ columns, rows, amount, title }: Table, names: ValueNames): FrameNode {
  const root = seed(title, 'root');
  const keys = columns.slice(0, amount);
  for (const row of rows) {
    const weight = Number(row[amount ?? -1] ?? 0);
    if (!(weight > 0)) continue;
    let node = root;
    root.total += weight;
    const label = keys.flatMap((column, index) => (isStack(column) ? [] : [showValue(row[index] ?? null, column, names)]));
    const frames = keys.flatMap((column, index) => (isStack(column) ? framesOf(row[index] ?? null) : []));
    const way = [...(label.length > 0 ? [{ name: label.join(', '), kind: 'key' as const }] : []), ...frames];
    for (const { name, kind } of way) {
      node = enter(node, name, kind);
      node.total += weight;
    }
    node.self += weight;
  }
  sortAll(root);
  return root;
}

function isStack({ type, kind }: Column): boolean {
  return type === 'stack' || kind === 'stack';
}

/** Outermost first. */
function framesOf(stack: Scalar): { readonly name: string; readonly kind: FrameNode['kind'] }[] {
  if (typeof stack !== 'string') return [];
  const lines = stack.split('\n').filter((line) => line.trim() !== '');
  return lines.reverse().map((line) => {
    const name = line.trim().replace(/\+(?:\d+|0x[0-9a-f]+)$/, '');
    return { name, kind: /^0x[0-9a-f]+$/.test(name) ? 'unknown' : 'user' };
  });
}

function enter(parent: Growing, name: string, kind: FrameNode['kind']): Growing {
  let child = parent.byName.get(name);
  if (child === undefined) {
    child = seed(name, kind);
    parent.byName.set(name, child);
    parent.children.push(child);
  }
  return child;
}

function seed(name: string, kind: FrameNode['kind']): Growing {
  return { name, kind, self: 0, total: 0, children: [], byName: new Map() };
}

function sortAll(node: Growing): void {
  node.children.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  for (const child of node.byName.values()) sortAll(child);
}
