import type { Style } from './layout.ts';

const EIGHTHS = '▁▂▃▄▅▆▇█';
const ASCII = '.:-=+*#%';

/** Values as a line of small bars, one a cell, the last ones to the right; the highest of them fills its cell. Nothing is a blank. */
export function sparkline(values: readonly number[], cells: number, style: Pick<Style, 'unicode'>): string {
  const shown = values.slice(-cells);
  const most = Math.max(0, ...shown);
  const bars = style.unicode ? EIGHTHS : ASCII;
  const drawn = shown.map((value) => (value <= 0 || most <= 0 ? ' ' : (bars[Math.min(7, Math.ceil((8 * value) / most) - 1)] ?? ' ')));
  return ' '.repeat(Math.max(0, cells - shown.length)) + drawn.join('');
}
