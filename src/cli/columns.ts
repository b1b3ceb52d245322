import { cut, padEnd, padStart, paint, type Style, width } from '../views/layout.ts';

const GAP = '  ';
/** What the last column of a list is given at least, however narrow the terminal. */
export const NARROWEST = 16;

/**
 * A list as lines, its heading first: each column as wide as what stands in it, what is left of the line to the last one. `right`: columns that stand to the right. Cells are
 * to be visible already.
 */
export function inColumns(head: readonly string[], rows: readonly (readonly string[])[], style: Style, right: ReadonlySet<string> = new Set()): string[] {
  const widths = head.map((text, at) => Math.max(width(text), ...rows.map((row) => width(row[at] ?? ''))));
  const rest = widths.slice(0, -1).reduce((sum, cells) => sum + cells + GAP.length, 0);
  const line = (row: readonly string[]): string =>
    row
      .map((text, at) => {
        if (at === row.length - 1) return cut(text, Math.max(NARROWEST, style.columns - rest), style);
        return right.has(head[at] ?? '') ? padStart(text, widths[at] ?? 0) : padEnd(text, widths[at] ?? 0);
      })
      .join(GAP)
      .trimEnd();
  return [paint(line(head), 'bold', style), ...rows.map(line)];
}
