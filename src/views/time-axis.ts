/** The times of what stands above it, one a cell, the last to the right: when it begins, in the middle where there is room, and when it ends. */
export function timeAxis(points: readonly { readonly at: number }[], cells: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const indent = ' '.repeat(Math.max(0, cells - points.length));
  const [start, end] = [`${Math.round(first.at)} s`, `${Math.round(last.at)} s`];
  const room = points.length - start.length - end.length;
  if (room < 1) return end.padStart(cells);
  const middle = points[Math.floor(points.length / 2)];
  const name = middle === undefined || room < 30 ? '' : `${Math.round(middle.at)} s`;
  const before = name === '' ? room : Math.floor(points.length / 2) - start.length;
  const after = name === '' ? '' : ' '.repeat(Math.max(1, room - before - name.length));
  return `${indent}${start}${' '.repeat(Math.max(0, before))}${name}${after}${end}`;
}
