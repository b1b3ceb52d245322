import type { Stacks } from '../core/dataset.ts';
import type { RunRecord } from '../core/run-record.ts';
import { keyLabel } from '../views/frame-tree.ts';
import { stacksToWrite } from './run-stacks.ts';

/** A line for each stack, outermost function first: `sh;main;read 12`, as flamegraph.pl, speedscope and others read it. */
export function foldedReport(record: RunRecord): string {
  return foldedStacks(stacksToWrite(record));
}

/** Sorted, so that two runs can be compared line by line. */
function foldedStacks(stacks: Stacks): string {
  const weights = new Map<string, number>();
  for (const { key, frames, weight } of stacks.samples) {
    const parts = [...(key.length === 0 ? [] : [keyLabel(stacks.keys, key)]), ...frames.map(({ name }) => name)];
    const line = parts.length === 0 ? '[no stack]' : parts.map(plain).join(';');
    weights.set(line, (weights.get(line) ?? 0) + weight);
  }
  const lines = [...weights].map(([line, weight]) => `${line} ${weight}\n`);
  return lines.sort().join('');
}

/** The format has no escapes: a semicolon ends a function, a line break a stack. Blanks may stand, for the weight comes behind the last one. */
function plain(name: string): string {
  return (
    name
      .replaceAll(';', ':')
      .replace(/\p{Cc}+/gu, ' ')
      .trim() || '-'
  );
}
