/** Which views there are of what was seen, and which of them is looked at first. */
import type { Dataset, Stacks, Table } from '../../src/core/dataset.ts';
import { stacksOf } from '../../src/views/stacks.ts';
import type { Seen } from '../run.ts';

export type Tab =
  | { readonly kind: 'table' | 'rows'; readonly id: string; readonly table: Table }
  | { readonly kind: 'histogram'; readonly id: string; readonly histogram: Extract<Dataset, { shape: 'histogram' }> }
  | { readonly kind: 'flame'; readonly id: string; readonly stacks: Stacks }
  | { readonly kind: 'series' | 'heat' | 'log'; readonly id: string };

/** The answer's first, the one that tells the most of it at the front. */
export function tabsOf(seen: Seen): readonly Tab[] {
  const tabs = seen.datasets.flatMap((dataset, at) => tabsOfDataset(dataset, at));
  if (seen.heatMaps.some(({ columns }) => columns.length > 0)) tabs.push({ kind: 'heat', id: 'heat' });
  if (seen.series.some(({ points }) => points.length > 1)) tabs.push({ kind: 'series', id: 'series' });
  if (seen.texts.length > 0) tabs.push({ kind: 'log', id: 'log' });
  return tabs;
}

function tabsOfDataset(dataset: Dataset, at: number): Tab[] {
  if (dataset.shape === 'histogram') return [{ kind: 'histogram', id: `histogram${at}`, histogram: dataset }];
  const table: Tab = { kind: dataset.amount === undefined ? 'rows' : 'table', id: `table${at}`, table: dataset };
  const stacks = stacksOf(dataset);
  return stacks === undefined ? [table] : [{ kind: 'flame', id: `flame${at}`, stacks }, table];
}
