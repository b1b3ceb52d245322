import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { cellValue, columnOf, isKnownHeading } from './columns.ts';

/** Longest name of a process, which may have spaces in it. */
const COMM = 16;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Heading {
  readonly column: Column;
  readonly start: number;
  readonly end: number;
}

/** The heading of a table: which columns, and where on the line they are. */
export interface Header {
  readonly line: string;
  readonly headings: readonly Heading[];
}

/** Headings with spaces in them. */
const SPACED: readonly { readonly told: RegExp; readonly headings: readonly string[] }[] = [
  { told: /^% time +seconds +usecs\/call +calls +errors +syscall$/, headings: ['% time', 'seconds', 'usecs/call', 'calls', 'errors', 'syscall'] },
  {
    told: /^(?:Netid +)?State +Recv-Q +Send-Q +Local Address:Port +Peer Address:Port *(?:Process)?$/,
    headings: ['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port', 'Process'],
  },
];

/** The heading a line is; undefined where it is none. */
export function headerOf(line: string): Header | undefined {
  if (line.length > 512) return undefined;
  const spaced = SPACED.find(({ told }) => told.test(line.trim()));
  if (spaced !== undefined) return { line, headings: placed(line, spaced.headings) };
  const words = wordsOf(withoutArrow(line), /\S+(?: \((?:[a-z]{1,5}|[A-Z]{3})\))?/g);
  if (words.length < 2 || !words.every(({ text }) => /^[%#]?[A-Z][A-Z0-9/_-]*(?:_[a-z]+| ?\([A-Za-z/%]+\))?$/.test(text))) return undefined;
  if (!words.some(({ text }) => isKnownHeading(text))) return undefined;
  return { line, headings: words.map(({ text, start, end }) => ({ column: columnOf(text), start, end })) };
}

/** Between the old state and the new one of tcpstates: no column. */
const ARROW = / -> /;

function withoutArrow(line: string): string {
  return line.replace(ARROW, '    ');
}

/** The cells of a line below a heading; undefined where it is no row of it. */
export function cellsOf(row: string, { headings, line: heading }: Header): Scalar[] | undefined {
  const line = ARROW.test(heading) ? withoutArrow(row) : row;
  const words = wordsOf(line);
  if (words.length < 2 || words.every(({ text }) => /^-+$/.test(text))) return undefined;
  const texts = words.length < headings.length ? byPlace(words, headings) : inOrder(line, words, headings);
  if (texts === undefined) return undefined;
  const cells = texts.map((text, at) => {
    const column = headings[at]?.column;
    return text === undefined || column === undefined ? null : cellValue(text, column);
  });
  // What stands below the number of a process is a number, or the line is something else.
  const isRow = headings.every(({ column }, at) => !/^(pid|tid|ppid|port|count|cpu)$/.test(column.kind) || typeof cells[at] !== 'string');
  return isRow ? cells : undefined;
}

/** One word a column; the name of a process as many as lie below its heading, the last column what is left. */
function inOrder(line: string, words: readonly Word[], headings: readonly Heading[]): string[] | undefined {
  const texts: string[] = [];
  let next = 0;
  for (const [at, { column, start }] of headings.entries()) {
    const first = words[next];
    if (first === undefined) return undefined;
    let last = first;
    next++;
    const following = headings[at + 1];
    if (following === undefined) last = words.at(-1) ?? first;
    else if (column.kind === 'process') {
      const until = Math.min(start + COMM, following.start - 1);
      for (let word = words[next]; word !== undefined && word.end <= until && words.length - next >= headings.length - at; word = words[++next]) last = word;
    }
    texts.push(line.slice(first.start, last.end));
  }
  return texts;
}

/** Some cells are empty: each word belongs to the heading it stands below. */
function byPlace(words: readonly Word[], headings: readonly Heading[]): (string | undefined)[] | undefined {
  const texts: (string | undefined)[] = headings.map(() => undefined);
  let from = 0;
  for (const word of words) {
    const at = headings.findIndex(({ start, end }, index) => index >= from && word.start < end && word.end > start);
    if (at === -1) return undefined;
    texts[at] = word.text;
    from = at + 1;
  }
  return texts;
}

function placed(line: string, names: readonly string[]): Heading[] {
  let from = 0;
  return names.flatMap((name) => {
    const start = line.indexOf(name, from);
    if (start === -1) return [];
    from = start + name.length;
    return [{ column: columnOf(name), start, end: from }];
  });
}

function wordsOf(line: string, pattern = /\S+/g): Word[] {
  return [...line.matchAll(pattern)].map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }));
}
