/**
 * What the person at the machine is shown of a run before they allow it: all of its program, or its beginning, what of the rest there is a word about, and where all of it stands. A client
 * may have written it, so nothing runs off to the right either.
 */
import type { Plan } from '../ask.ts';
import { visible } from '../views/values.ts';

/** Of a program, before the rest is left to where all of it stands. */
const MOST_ROWS = 60;
/** Characters of a row; a line that is longer goes on in the next. */
const ROW = 110;
const MOST_POINTS = 12;
const MOST_POINTED = 30;
/** So many blanks one after the other are told as a number. */
const BLANKS = /\p{Zs}{24,}/gu;

/** A line of a program as rows of a terminal. */
interface Line {
  readonly number: number;
  readonly rows: readonly string[];
}

export interface Card {
  readonly head: readonly string[];
  readonly program: readonly string[];
  /** How many rows of the program are shown at once. */
  readonly first: number;
  /** Rows behind those that what the program may do is about. */
  readonly pointed: readonly string[];
  readonly lines: number;
  /** How many of the lines are not shown whole at once. */
  readonly left: number;
}

export function cardOf(id: string, { program, safety, notes }: Plan): Card {
  const lines = linesOf(program.source);
  const { attachPoints, seconds } = program;
  const rows = lines.flatMap((line) => line.rows);
  const first = rows.length <= MOST_ROWS ? rows.length : MOST_ROWS;
  const shown = wholeWithin(lines, first);
  const pointed = safety.reasons
    .filter(({ span }) => span.end > span.start && lineAt(program.source, span.start) > shown)
    .slice(0, MOST_POINTED)
    .flatMap(({ span }) => rowsOf(around(program.source, span.start), lineAt(program.source, span.start)));
  return {
    head: [
      '',
      `gpttrace mcp: a client wants run ${id}: ${visible(program.title)}`,
      ...safety.reasons.map(({ kind, why }) => `  ${kind}: ${visible(why)}`),
      ...(attachPoints.length === 0 ? [] : [`  at ${visible(attachPoints.slice(0, MOST_POINTS).join(', '))}${more(attachPoints.length - MOST_POINTS)}`]),
      ...(seconds === undefined ? [] : [`  for ${seconds === 1 ? '1 second' : `${seconds} seconds`}`]),
      ...notes.map((note) => `  ${visible(note)}`),
    ],
    program: rows,
    first,
    pointed: [...new Set(pointed)],
    lines: lines.length,
    left: lines.length - shown,
  };
}

/** `where`: the file that all of it stands in; without one all of it is here. */
export function textOfCard({ head, program, first, pointed, lines, left }: Card, where: string | undefined): string {
  if (left === 0 || where === undefined) return [...head, ...program].join('\n');
  const dangerous = pointed.length === 0 ? [] : ['     ...', ...pointed];
  const rest = `${left} of its ${lines} lines ${left === 1 ? 'is' : 'are'} not shown ${pointed.length === 0 ? 'here' : 'here, but for those that may do more'}`;
  return [...head, ...program.slice(0, first), ...dangerous, `  ${rest}: all of it is in ${visible(where)}`].join('\n');
}

/** All of it, for a file: nothing in it acts on a terminal. */
export function wholeCard({ head, program }: Card): string {
  return `${[...head.slice(1), '', ...program].join('\n')}\n`;
}

function linesOf(source: string): Line[] {
  // Whatever ends a line for one who reads it.
  return source
    .replace(/\s+$/, '')
    .split(/\r\n|[\n\r]/)
    .map((text, index) => ({ number: index + 1, rows: rowsOf(text, index + 1) }));
}

function rowsOf(text: string, number: number): string[] {
  const seen = text
    .split('\t')
    .map(visible)
    .join('    ')
    .replace(BLANKS, (blanks) => `[${blanks.length} blanks]`);
  const pieces = Array.from({ length: Math.max(1, Math.ceil(seen.length / ROW)) }, (_, at) => seen.slice(at * ROW, (at + 1) * ROW));
  return pieces.map((piece, at) => `${(at === 0 ? String(number) : '').padStart(5)}${at === 0 ? ' ' : '>'} ${piece}`.trimEnd());
}

/** How many lines stand whole in the first rows. */
function wholeWithin(lines: readonly Line[], rows: number): number {
  let left = rows;
  const end = lines.findIndex((line) => {
    left -= line.rows.length;
    return left < 0;
  });
  return end === -1 ? lines.length : end;
}

/** What stands in its line from a place on, with a little before it. */
function around(source: string, offset: number): string {
  const begin = Math.max(0, ...['\n', '\r'].map((end) => source.lastIndexOf(end, offset) + 1));
  const from = Math.max(begin, offset - ROW / 2);
  return `${from > begin ? '...' : ''}${source.slice(from, from + ROW - 10).split(/[\n\r]/)[0] ?? ''}`;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split(/\r\n|[\n\r]/).length;
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}
