/** The difference of two texts as a unified diff, which people read and `patch` applies. */
import { paint, type Style } from './layout.ts';

interface Step {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Lines of what stays around a change. */
const CONTEXT = 3;
/** Beyond so many differing lines the search for the fewest ends, and what is between the common beginning and end is one change. */
const MOST_EDITS = 1_000;

/** The lines of a unified diff; none where the texts are the same. */
export function unifiedDiff(before: string, after: string, file: string): string[] {
  if (before === after) return [];
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const lines = [`--- ${file}`, `+++ ${file}`];
  for (const [start, end] of hunksOf(steps)) lines.push(...hunk(steps, start, end));
  return lines;
}

/** A diff in colour: what goes is red, what comes is green. */
export function paintDiff(lines: readonly string[], style: Pick<Style, 'color'>): string[] {
  return lines.map((line, at) => {
    if (at < 2) return paint(line, 'bold', style);
    if (line.startsWith('@@')) return paint(line, 'cyan', style);
    return line.startsWith('-') ? paint(line, 'red', style) : line.startsWith('+') ? paint(line, 'green', style) : line;
  });
}

/** Each line with its end, so that a last line without one differs from one with. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [from, to] = [before.length, after.length];
  while (from > start && to > start && before[from - 1] === after[to - 1]) {
    from--;
    to--;
  }
  const same = (line: string): Step => ({ kind: ' ', line });
  return [...before.slice(0, start).map(same), ...fewestSteps(before.slice(start, from), after.slice(start, to)), ...before.slice(from).map(same)];
}

/** The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the furthest point on each diagonal for one more edit each time. */
function fewestSteps(before: readonly string[], after: readonly string[]): Step[] {
  const trace: Int32Array[] = [];
  const most = Math.min(before.length + after.length, MOST_EDITS);
  const middle = most + 1;
  let furthest = new Int32Array(2 * middle + 1);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice());
    const next = furthest;
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && at(furthest, middle + diagonal - 1) < at(furthest, middle + diagonal + 1));
      let x = down ? at(furthest, middle + diagonal + 1) : at(furthest, middle + diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      next[middle + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return walkBack(before, after, trace, middle);
    }
    furthest = next;
  }
  return [...before.map((line): Step => ({ kind: '-', line })), ...after.map((line): Step => ({ kind: '+', line }))];
}

function walkBack(before: readonly string[], after: readonly string[], trace: readonly Int32Array[], middle: number): Step[] {
  const steps: Step[] = [];
  let [x, y] = [before.length, after.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Int32Array();
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && at(furthest, middle + diagonal - 1) < at(furthest, middle + diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : at(furthest, middle + previous);
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      steps.push({ kind: ' ', line: before[--x] ?? '' });
      y--;
    }
    if (edits === 0) break;
    if (down) steps.push({ kind: '+', line: after[--y] ?? '' });
    else steps.push({ kind: '-', line: before[--x] ?? '' });
  }
  return steps.reverse();
}

function at(array: Int32Array, index: number): number {
  return array[index] ?? 0;
}

/** Ranges of steps that hold changes and what stands around them. */
function hunksOf(steps: readonly Step[]): [number, number][] {
  const hunks: [number, number][] = [];
  for (const [index, { kind }] of steps.entries()) {
    if (kind === ' ') continue;
    const [start, end] = [Math.max(0, index - CONTEXT), Math.min(steps.length, index + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function hunk(steps: readonly Step[], start: number, end: number): string[] {
  const count = (kinds: string, part: readonly Step[]): number => part.filter(({ kind }) => kinds.includes(kind)).length;
  const [lead, part] = [steps.slice(0, start), steps.slice(start, end)];
  const range = (kinds: string): string => {
    const length = count(kinds, part);
    return `${count(kinds, lead) + (length === 0 ? 0 : 1)},${length}`;
  };
  const lines = part.flatMap(({ kind, line }) => (line.endsWith('\n') ? [kind + line.slice(0, -1)] : [kind + line, '\\ No newline at end of file']));
  return [`@@ -${range(' -')} +${range(' +')} @@`, ...lines];
}
