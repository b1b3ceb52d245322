/** What to write so that a terminal that shows one frame shows the next one: only what differs. Pure. */
import { bytesOf, type Cell, cellsOf, clipped, isPlain, runsOf } from './cells.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Between these a terminal that knows them shows nothing of what is half written (DEC private mode 2026); others ignore them. */
const HOLD = '\u001b[?2026h';
const SHOW = '\u001b[?2026l';
const CLEAR = '\u001b[m\u001b[2J';

/** The bytes from one frame to the next; from an unknown screen where there is no frame before. Empty where nothing differs. */
export function difference(before: readonly string[] | undefined, next: readonly string[], { columns, rows }: Size): string {
  let bytes = before === undefined ? CLEAR : '';
  for (let row = 0; row < rows; row++) {
    const old = before?.[row] ?? '';
    const line = next[row] ?? '';
    if (old !== line) bytes += lineDifference(runsOf(old), runsOf(line), row, columns);
  }
  return bytes === '' ? '' : `${HOLD}${bytes}${SHOW}`;
}

function lineDifference(before: readonly Cell[], next: readonly Cell[], row: number, columns: number): string {
  // Terminals do not agree how wide some characters are: where any stand, the line is written anew.
  if (!isPlain(before) || !isPlain(next)) return `${cursor(row, 0)}\u001b[K${bytesOf(clipped(next, columns))}`;
  const old = cellsOf(before).slice(0, columns);
  const cells = cellsOf(next).slice(0, columns);
  let first = 0;
  while (first < old.length && first < cells.length && isSame(old[first], cells[first])) first++;
  if (first === old.length && first === cells.length) return '';
  let end = cells.length;
  if (old.length === cells.length) while (end > first && isSame(old[end - 1], cells[end - 1])) end--;
  return `${cursor(row, first)}${bytesOf(cells.slice(first, end))}${cells.length < old.length ? '\u001b[K' : ''}`;
}

function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.text === b?.text && a?.paint === b?.paint;
}

function cursor(row: number, column: number): string {
  return `\u001b[${row + 1};${column + 1}H`;
}
