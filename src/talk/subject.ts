/** Whether two programs are about the same, by what they are attached to. Pure. */

/** Of what the other looks at, so much is what the one does: else it answers another question. */
const SHARED = 0.4;

/** `some`: what answered before. The begin and the end of a call are one; what only begins, ends or times a program says nothing. */
export function isSameSubject(some: readonly string[], others: readonly string[]): boolean {
  const seen = new Set(some.filter(isTelling).map(nameOf));
  const telling = [...new Set(others.filter(isTelling).map(nameOf))];
  return telling.length > 0 && telling.filter((point) => seen.has(point)).length >= telling.length * SHARED;
}

function nameOf(point: string): string {
  return point.replace(/:sys_(?:enter|exit)_/, ':sys_').replace(/^(k|u)ret(probe|func):/, '$1$2:');
}

function isTelling(point: string): boolean {
  return !/^(?:BEGIN|END|interval:|i:)/.test(point);
}
