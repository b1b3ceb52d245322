/** What a model is shown of a result: the most telling rows, without what tells of people and places, and all that it needs to speak of them. */
import type { ColumnKind } from '../../core/program.ts';
import { estimateTokens } from '../../models/model.ts';
import { group } from '../../views/values.ts';
import type { Redaction } from '../redact.ts';
import { compute, type FindRows } from './compute.ts';
import type { Said } from './names.ts';
import type { RowAt, Sheet } from './sheet.ts';
import { isWord } from './vocabulary.ts';

export interface Shown {
  readonly text: string;
  readonly find: FindRows;
  /** Names of the rows that are shown. */
  readonly rows: ReadonlySet<string>;
  /** Names of rows that a text says; `strange` where it says one of a row that is not cited. */
  saidIn(text: string, cited: ReadonlySet<string>): { readonly names: readonly Said[]; readonly strange: boolean };
  /** Words of titles and of columns, in lower case. */
  readonly words: ReadonlySet<string>;
  /** Titles and columns, as a text. */
  readonly about: string;
  /** Pieces of names that are shown, in lower case. */
  readonly parts: ReadonlySet<string>;
  /** Whether a cell of a cited row has this in it. */
  has(text: string, cited: ReadonlySet<string>): boolean;
}

/** How a row is told apart from all others. */
export function rowName({ sheet, at }: RowAt): string {
  return `${sheet.id}${at + 1}`;
}

const MOST_ROWS = 60;
const FEWEST_ROWS = 3;
const LONGEST_CELL = 160;

/** As much as has room in so many tokens: fewer and fewer rows. Undefined where not even a few have. */
export function show(sheets: readonly Sheet[], redaction: Redaction, tokens: number): Shown | undefined {
  const said = new Map<string, readonly string[]>();
  const cells = (row: RowAt): readonly string[] => {
    const name = rowName(row);
    const known = said.get(name);
    if (known !== undefined) return known;
    const made = (row.sheet.rows[row.at] ?? []).map(({ value, shown }, at) => {
      const column = row.sheet.columns[at];
      return column === undefined || column.own === true ? shown : redaction.cell(value, shown, column.column);
    });
    said.set(name, made);
    return made;
  };
  for (let rows = MOST_ROWS; rows >= FEWEST_ROWS; rows = Math.floor(rows * 0.6)) {
    const parts = sheets.map((sheet, at) => sheetText(sheet, at === 0 ? rows : Math.max(FEWEST_ROWS, Math.floor(rows / 4)), redaction, cells));
    const text = parts.map((part) => part.text).join('\n\n');
    if (estimateTokens(text) > tokens) continue;
    return shownOf(sheets, text, new Set(parts.flatMap((part) => part.rows)), cells);
  }
  return undefined;
}

function sheetText(
  sheet: Sheet,
  most: number,
  redaction: Redaction,
  cells: (row: RowAt) => readonly string[],
): { readonly text: string; readonly rows: string[] } {
  const chosen = sheet.order.slice(0, most).sort((a, b) => a - b);
  const lines = chosen.map((at) => {
    const texts = cells({ sheet, at }).map((text) => (text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text));
    return `${rowName({ sheet, at })} ${JSON.stringify(texts)}`;
  });
  const what = { adds: 'an amount; adds up', compares: 'an amount; does not add up', none: 'a name' } as const;
  const columns = sheet.columns.map(({ column, arithmetic }) => `${JSON.stringify(redaction.text(column.name))} (${what[arithmetic]})`);
  const left = sheet.rows.length - chosen.length;
  return {
    text: [
      `table ${sheet.id}: ${JSON.stringify(redaction.text(sheet.title))}`,
      `columns: ${columns.join(', ')}`,
      ...lines,
      ...(left > 0 ? [`(${group(left)} more rows are not shown)`] : []),
      `all rows together, ${sheet.id}*: ${totals(sheet)}`,
    ].join('\n'),
    rows: chosen.map((at) => rowName({ sheet, at })),
  };
}

/** What all rows come to, so that nobody needs to add them up. */
function totals(sheet: Sheet): string {
  const rows = sheet.rows.map((_, at): RowAt => ({ sheet, at }));
  const find: FindRows = () => rows;
  const parts = [`${group(sheet.seen)} rows`];
  if (sheet.seen > sheet.rows.length) parts.push(`only the last ${group(sheet.rows.length)} of them were kept`);
  for (const { column, arithmetic } of sheet.columns) {
    const value = compute({ op: arithmetic === 'none' ? 'count' : arithmetic === 'adds' ? 'sum' : 'max', rows: [], column: column.name, of: [] }, find);
    if (value === undefined) continue;
    const label = JSON.stringify(column.name);
    parts.push(arithmetic === 'none' ? `${value.shown} different ${label}` : `${arithmetic === 'adds' ? 'sum' : 'greatest'} of ${label} ${value.shown}`);
  }
  return parts.join('; ');
}

/** Columns whose values are names even where they are words as well. */
const NAMED: ReadonlySet<ColumnKind> = new Set(['process', 'file', 'directory', 'address', 'user', 'device']);

function shownOf(sheets: readonly Sheet[], text: string, ids: ReadonlySet<string>, cells: (row: RowAt) => readonly string[]): Shown {
  const names = namesOf(sheets, ids, cells);
  const columnName = ({ sheet, column }: Name): string | undefined => sheets.find(({ id }) => id === sheet)?.columns[column]?.column.name.toLowerCase();
  const find: FindRows = (asked) => {
    const rows = new Map<string, RowAt>();
    for (const name of asked) {
      const group = /^\s*([A-Z])\s*\[\s*([^=\]]+?)\s*=\s*([\s\S]*?)\s*\]\s*$/.exec(name);
      if (group !== null) {
        const [, id, column, value = ''] = group;
        const named = names.find((one) => one.sheet === id && one.said === value.replace(/^"(.*)"$/, '$1') && columnName(one) === column?.toLowerCase());
        const sheet = sheets.find((one) => one.id === id);
        if (named === undefined || sheet === undefined) return undefined;
        for (const at of named.rows) rows.set(rowName({ sheet, at }), { sheet, at });
        continue;
      }
      const [, letter = '', number = ''] = /^\s*([A-Z])\s*(\*|\d{1,6})\s*$/i.exec(name) ?? [];
      const sheet = sheets.find(({ id }) => id === letter.toUpperCase());
      if (sheet === undefined) return undefined;
      const found = number === '*' ? sheet.rows.map((_, at): RowAt => ({ sheet, at })) : [{ sheet, at: Number(number) - 1 }];
      if (number !== '*' && !ids.has(`${sheet.id}${Number(number)}`)) return undefined;
      for (const row of found) rows.set(rowName(row), row);
    }
    return [...rows.values()];
  };
  return {
    text,
    find,
    rows: ids,
    words: new Set(
      sheets
        .flatMap(({ title, columns }) => [title, ...columns.map(({ column }) => column.name)])
        .flatMap((name) => [name.toLowerCase(), ...(name.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? [])]),
    ),
    about: sheets.map(({ title, columns }) => [title, ...columns.map(({ column }) => column.name)].join(' ')).join(' '),
    parts: new Set(names.flatMap(({ said }) => piecesOf(said.toLowerCase()))),
    saidIn: (said, cited) => {
      let rest = said;
      const found: Said[] = [];
      let strange = false;
      for (const name of names) {
        for (let at = indexOf(rest, name.said, 0); at !== -1; at = indexOf(rest, name.said, at + name.said.length)) {
          const isCited = name.rows.some((row) => cited.has(`${name.sheet}${row + 1}`));
          const length = name.said.length;
          // The same name in another column, which is cited.
          if (isCited) found.push({ at, length, sheet: name.sheet, column: name.column, rows: name.rows, value: name.value });
          else if (names.some((other) => other.said === name.said && other.rows.some((row) => cited.has(`${other.sheet}${row + 1}`)))) continue;
          else strange = true;
          rest = rest.slice(0, at) + '\u0002'.repeat(length) + rest.slice(at + length);
        }
      }
      return { names: found, strange };
    },
    has: (part, cited) => [...ids].some((id) => cited.has(id) && (find([id])?.flatMap(cells) ?? []).some((cell) => cell.includes(part))),
  };
}

interface Name {
  readonly said: string;
  readonly value: string;
  readonly sheet: string;
  readonly column: number;
  readonly rows: readonly number[];
}

/** The names in the rows that are shown, longest first. A number is no name: it is to be computed. */
function namesOf(sheets: readonly Sheet[], ids: ReadonlySet<string>, cells: (row: RowAt) => readonly string[]): Name[] {
  const names: Name[] = [];
  for (const sheet of sheets) {
    for (const [column, { column: held, arithmetic, own }] of sheet.columns.entries()) {
      if (arithmetic !== 'none' || own === true) continue;
      const byText = new Map<string, number[]>();
      for (const [at, row] of sheet.rows.entries()) {
        const shown = row[column]?.shown ?? '';
        byText.set(shown, [...(byText.get(shown) ?? []), at]);
      }
      for (const [value, rows] of byText) {
        const seen = rows.find((at) => ids.has(`${sheet.id}${at + 1}`));
        if (seen === undefined) continue;
        const said = cells({ sheet, at: seen })[column] ?? '';
        if (said.length < 2 || /^[\p{N}\p{P}]+$/u.test(said) || (isWord(said) && !NAMED.has(held.kind))) continue;
        names.push({ said, value, sheet: sheet.id, column, rows });
      }
    }
  }
  return names.sort((a, b) => b.said.length - a.said.length);
}

/** Where a name stands by itself. */
function indexOf(text: string, name: string, from: number): number {
  const edge = /[\p{Script=Latin}\p{N}_]/u;
  for (let at = text.indexOf(name, from); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? '', text[at + name.length] ?? ''];
    if (!(edge.test(before) && edge.test(name[0] ?? '')) && !(edge.test(after) && edge.test(name.at(-1) ?? ''))) return at;
  }
  return -1;
}

/** Words of a name, and where it has several the pairs of them: a name can be a sentence that somebody wants to have said. */
function piecesOf(name: string): string[] {
  const words = name.match(/[\p{L}\p{N}']+/gu) ?? [];
  const pairs = /\s/.test(name) ? words.slice(1).map((word, at) => `${words[at]} ${word}`) : [];
  return [...(name.match(/\p{Script=Latin}{3,}|(?:(?!\p{Script=Latin})\p{L}){2,}/gu) ?? []), ...pairs];
}
