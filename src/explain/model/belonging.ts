/** Whose a number is: where a sentence has names in it, its numbers must be all of what those names have in the data, and nothing else. */
import { allAmounts, type Computed } from './compute.ts';
import type { Said } from './names.ts';
import type { RowAt, Sheet } from './sheet.ts';

/** A number, with where it stands in a text. */
export interface Amount {
  readonly at: number;
  readonly computed: Computed;
}

/** What a text says of its numbers beside naming things. */
export interface Wording {
  readonly text: string;
  /** Whether it says of something that it is the most, or the least, and that is so of the rows given. */
  readonly ranks: (computed: Computed) => boolean;
}

const COMPARED: ReadonlySet<string> = new Set(['ratio', 'difference']);

export function numbersBelong(names: readonly Said[], amounts: readonly Amount[], wording: Wording): boolean {
  const single = amounts.filter(({ computed }) => !isTotal(computed));
  const ordered = single.filter(({ computed }) => !COMPARED.has(computed.op));
  return amounts.every((amount) => {
    const { computed } = amount;
    const sheet = computed.rows[0]?.sheet;
    if (sheet === undefined) return false;
    const own = names.filter((name) => name.sheet === sheet.id);
    if (COMPARED.has(computed.op)) return comparesNamed(subjectFirst(own, wording.text), computed);
    if (isTotal(computed)) return own.length === 0 || saysTotal(amount, own, wording.text);
    if (own.length === 0) return sheet.rows.length === 1 || wording.ranks(computed);
    const mine = own.filter((name) => !isHeldAgainst(name, amounts, wording.text));
    return isOf(computed, targetOf(mine.length > 0 ? mine : own, ordered.indexOf(amount), ordered.length, sheet));
  });
}

/** Of everything there is; the greatest of all is one's own. */
function isTotal({ total, op, rows }: Computed): boolean {
  return total && op !== 'max' && op !== 'min' && (rows[0]?.sheet.rows.length ?? 0) > 1;
}

/** The rows that the names of a text stand for at one of its numbers: of each column the name of the same place, or all of them together. */
function targetOf(names: readonly Said[], place: number, places: number, sheet: Sheet): ReadonlySet<number> {
  let target = new Set(sheet.rows.map((_, at) => at));
  for (const column of new Set(names.map((name) => name.column))) {
    const said = names.filter((name) => name.column === column);
    const own = said.length === places ? said.slice(place, place + 1) : said;
    const rows = new Set(own.flatMap((name) => name.rows));
    target = new Set([...target].filter((at) => rows.has(at)));
  }
  return target;
}

/** Before a name of which only the place beside something else is said. */
export const HELD_AGAINST: RegExp = /\b(behind|ahead of)\s+$/;

/** Named only to hold something against it: "times as many as X", where the ratio is looked at by itself, and "behind X", where that is so. */
function isHeldAgainst(name: Said, amounts: readonly Amount[], text: string): boolean {
  const before = text.slice(0, name.at);
  if (/(?:\bas|\bthan)\s+$/.test(before))
    return amounts.some(({ at, computed }) => COMPARED.has(computed.op) && at < name.at && computed.against.every((row) => name.rows.includes(row.at)));
  const [, side] = HELD_AGAINST.exec(before) ?? [];
  const ordered = amounts.filter(({ computed }) => !COMPARED.has(computed.op));
  return side !== undefined && ordered.length > 0 && ordered.every(({ computed }) => standsBeside(computed, name, side === 'behind'));
}

function standsBeside({ rows, column, op }: Computed, name: Said, behind: boolean): boolean {
  const sheet = rows[0]?.sheet;
  const all = sheet === undefined || column === undefined || !ADDED.has(op) ? undefined : allAmounts(sheet, column);
  if (all === undefined || sheet?.columns[column ?? 0]?.arithmetic !== 'adds') return false;
  const sum = (places: readonly number[]): number => places.reduce((total, at) => total + Number(all[at]), 0);
  const [mine, other] = [sum(rows.map((row) => row.at)), sum(name.rows)];
  return behind ? mine < other : mine > other;
}

/** "Compared with X, Y did more": Y is what is compared. */
function subjectFirst(names: readonly Said[], text: string): readonly Said[] {
  const second = names.filter(({ at }) => /(?:^|[^\p{L}])(?:compared (?:with|to)|relative to|next to)\s+(?:the\s+(?:\p{L}+\s+)?)?$/iu.test(text.slice(0, at)));
  return second.length === 0 ? names : [...names.filter((name) => !second.includes(name)), ...second];
}

const WHOLE: ReadonlySet<string> = new Set(['sum', 'share', 'average', 'count']);
const ADDED: ReadonlySet<string> = new Set(['value', 'sum', 'share']);

function isOf({ rows, among, op }: Computed, target: ReadonlySet<number>): boolean {
  const sheet = rows[0]?.sheet;
  if (rows.length === 0 || !rows.every((row) => target.has(row.at))) return false;
  // One event of many is a name's own; a part of what it did is not what it did.
  if (sheet?.events === true && !WHOLE.has(op)) return true;
  const isWhole = (asked: readonly RowAt[]): boolean => asked.length === target.size && asked.every((row) => target.has(row.at));
  return isWhole(among) || ((op === 'max' || op === 'min') && [...target].every((at) => among.some((row) => row.at === at)));
}

/** What is named first is held against what is named after it. */
function comparesNamed(names: readonly Said[], { rows, against, op }: Computed): boolean {
  const columns = [...new Set(names.map((name) => name.column))];
  return columns.some((column) => {
    const [first, ...others] = names.filter((name) => name.column === column);
    if (first === undefined || rows.length === 0) return false;
    const rest = names.filter((name) => name.column !== column);
    const within = (name: Said): number[] => name.rows.filter((at) => rest.every((one) => one.rows.includes(at)));
    const same = (asked: readonly RowAt[], name: Said): boolean => {
      const own = within(name);
      return asked.every((row) => own.includes(row.at)) && (asked.length === own.length || rows[0]?.sheet.events === true);
    };
    return op !== 'share' && same(rows, first) && others.some((other) => other.value !== first.value && same(against, other));
  });
}

const BEFORE_TOTAL =
  /(?:^|[\s(])(?:of|all|total|altogether|overall|von|aller|insgesamt|sur|total|totale?|из|всего)(?:\s+(?:the|all|these|those|den|allen|les|los|das|os))?\s*$|(?:共|总|全部|所有|全体|合計|のうち)\p{L}{0,4}\s*$/iu;
const AFTER_TOTAL =
  /^[^,;:.]{0,40}(?:in all|in total|altogether|overall|insgesamt|au total|en total|no total|всего)|^\s*(?:个|次|件|回)?[^，。]{0,8}(?:之中|中|のうち)/iu;

/** Beside a name, what all rows come to is said to be that; or said before the name, apart from it. */
function saysTotal({ at }: Amount, names: readonly Said[], text: string): boolean {
  const first = Math.min(...names.map((name) => name.at));
  if (at < first && /[,;:，；、。.]\s?/.test(text.slice(at + 1, first))) return true;
  return BEFORE_TOTAL.test(text.slice(0, at)) || AFTER_TOTAL.test(text.slice(at + 1));
}
