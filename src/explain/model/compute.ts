/** What a model asks to be computed, computed: from the values a trace saw, shown as the views show them. */
import { percent } from '../../views/table.ts';
import { group, showAmount } from '../../views/values.ts';
import type { RowAt, Sheet, SheetColumn } from './sheet.ts';

export const OPS = ['value', 'sum', 'share', 'max', 'min', 'count', 'average', 'ratio', 'difference'] as const;
export type Op = (typeof OPS)[number];

/** A value that a sentence has a place for. */
export interface Asked {
  readonly op: string;
  /** Names of rows; those of the claim where there are none. */
  readonly rows: readonly string[];
  readonly column?: string;
  /** For a ratio and a difference: to what. */
  readonly of: readonly string[];
}

/** What stands behind a value: which of the measures it has. */
export type Family = 'text' | 'plain' | 'percent' | 'bytes' | 'time' | 'times';

export interface Computed {
  readonly shown: string;
  readonly family: Family;
  /** What the value is of. */
  readonly rows: readonly RowAt[];
  /** What it was looked for in: more than it is of where it is the greatest or least. */
  readonly among: readonly RowAt[];
  /** What it is called, where a number alone would say something else. */
  readonly label?: string;
  /** Of a difference: there is less. */
  readonly less?: true;
  /** What it is held against, where it is. */
  readonly against: readonly RowAt[];
  /** Of all rows that there are. */
  readonly total: boolean;
  readonly column?: number;
  readonly op: Op;
}

/** Finds rows by their names: only those that were shown. */
export type FindRows = (names: readonly string[]) => readonly RowAt[] | undefined;

/** Undefined where there is no such thing: rows or a column that do not exist, an operation that does not fit what the column holds. */
export function compute(asked: Asked, find: FindRows): Computed | undefined {
  const op = OPS.find((one) => one === asked.op);
  const rows = find(asked.rows);
  const sheet = rows?.[0]?.sheet;
  if (op === undefined || rows === undefined || sheet === undefined || rows.some((row) => row.sheet !== sheet)) return undefined;
  const column = columnOf(sheet, asked.column);
  const total = rows.length === sheet.rows.length;
  const base = { rows, among: rows, against: [], total, op } as const;
  if (op === 'count') return countOf(sheet, rows, column, asked.column === undefined, base);
  const held = column === undefined ? undefined : sheet.columns[column];
  if (column === undefined || held === undefined) return undefined;
  if (op === 'value') {
    const cell = rows.length === 1 ? sheet.rows[rows[0]?.at ?? -1]?.[column] : undefined;
    if (cell === undefined) return undefined;
    const family = isNumber(cell.value) || held.own === true ? familyOf(held, cell.shown) : 'text';
    return { ...base, column, shown: cell.shown, family, ...labelOf(held, family) };
  }
  const amounts = amountsOf(sheet, rows, column);
  // Of events that were not kept nothing is known.
  const whole = !total || sheet.seen === sheet.rows.length;
  if (held.arithmetic === 'none' || amounts === undefined || !whole) return undefined;
  const show = (amount: Amount): Shown => {
    const shown = showNumber(amount, held);
    const family = familyOf(held, shown);
    return { shown, family, column, ...labelOf(held, family) };
  };
  switch (op) {
    case 'max':
    case 'min': {
      const best = amounts.reduce((a, b) => (op === 'max' ? (b > a ? b : a) : b < a ? b : a));
      return { ...base, ...show(best), rows: rows.filter((_, at) => amounts[at] === best) };
    }
    case 'sum':
      return held.arithmetic === 'adds' ? { ...base, ...show(add(amounts)) } : undefined;
    case 'average':
      return held.arithmetic === 'adds' ? { ...base, ...show(Number(add(amounts)) / amounts.length) } : undefined;
    default:
      return against(op, asked.of, held, amounts, { sheet, column, base, show }, find);
  }
}

type Shown = Pick<Computed, 'shown' | 'family' | 'column' | 'label'>;
type Base = Pick<Computed, 'rows' | 'among' | 'against' | 'total' | 'op'>;

interface Place {
  readonly sheet: Sheet;
  readonly column: number;
  readonly base: Base;
  readonly show: (amount: Amount) => Shown;
}

function against(
  op: 'share' | 'ratio' | 'difference',
  of: readonly string[],
  held: SheetColumn,
  amounts: readonly Amount[],
  { sheet, column, base, show }: Place,
  find: FindRows,
): Computed | undefined {
  // A share is always of everything: of what else, a sentence would have to say, and nobody could hold it to that.
  const others = op === 'share' ? sheet.rows.map((_, at): RowAt => ({ sheet, at })) : of.length > 0 ? find(of) : undefined;
  if (op === 'share' && of.length > 0 && find(of)?.length !== sheet.rows.length) return undefined;
  if (others === undefined || others.some((other) => other.sheet !== sheet)) return undefined;
  if (others.length === sheet.rows.length && sheet.seen !== sheet.rows.length) return undefined;
  const whole = amountsOf(sheet, others, column);
  if (whole === undefined || whole.length === 0) return undefined;
  if (held.arithmetic !== 'adds' && (op === 'share' || amounts.length > 1 || whole.length > 1)) return undefined;
  const [part, rest] = [add(amounts), add(whole)];
  if (op === 'share') {
    if (rest <= 0 || whole.some((amount) => amount < 0)) return undefined;
    return { ...base, column, against: others, shown: percent(Number(part), Number(rest)), family: 'percent' };
  }
  if (op === 'difference') {
    const more = subtract(part, rest);
    return { ...base, against: others, ...show(more < 0 ? -more : more), ...(more < 0 ? { less: true } : {}) };
  }
  if (Number(rest) === 0) return undefined;
  const ratio = Number(part) / Number(rest);
  return { ...base, column, against: others, shown: ratio >= 100 ? group(Math.round(ratio)) : String(Number(ratio.toPrecision(2))), family: 'times' };
}

/** How many different names a column has; without one, how many events. What was counted is said with it: "3" of what is not for a sentence to choose. */
function countOf(sheet: Sheet, rows: readonly RowAt[], column: number | undefined, none: boolean, base: Base): Computed | undefined {
  const held = column === undefined ? undefined : sheet.columns[column];
  if (column === undefined || held === undefined || held.arithmetic !== 'none') {
    if ((!none && held === undefined) || !sheet.events) return undefined;
    return { ...base, shown: group(base.total ? sheet.seen : rows.length), family: 'plain', label: 'event' };
  }
  if (held.own === true || (base.total && sheet.seen !== sheet.rows.length)) return undefined;
  const count = new Set(rows.map((row) => String(sheet.rows[row.at]?.[column]?.value))).size;
  return { ...base, column, shown: group(count), family: 'plain', label: held.column.name };
}

/** A number that names something, or of which nobody knows what it measures. */
function labelOf({ column, own }: SheetColumn, family: Family): { readonly label?: string } {
  return family === 'plain' && own !== true && column.kind !== 'count' ? { label: column.name } : {};
}

export function columnOf(sheet: Sheet, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const exact = sheet.columns.findIndex(({ column }) => column.name === name);
  const at = exact !== -1 ? exact : sheet.columns.findIndex(({ column }) => column.name.toLowerCase() === name.trim().toLowerCase());
  return at === -1 ? undefined : at;
}

export type Amount = number | bigint;

export function amountsOf(sheet: Sheet, rows: readonly RowAt[], column: number): Amount[] | undefined {
  const amounts = rows.map((row) => sheet.rows[row.at]?.[column]?.value ?? null);
  return amounts.every(isNumber) ? amounts : undefined;
}

/** A whole column. */
export function allAmounts(sheet: Sheet, column: number): Amount[] | undefined {
  return amountsOf(
    sheet,
    sheet.rows.map((_, at) => ({ sheet, at })),
    column,
  );
}

function isNumber(value: unknown): value is Amount {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}

/** Whole numbers beyond 2^53 stay whole. */
function add(amounts: readonly Amount[]): Amount {
  if (amounts.every((amount) => typeof amount === 'bigint' || Number.isInteger(amount)))
    return amounts.reduce<bigint>((sum, amount) => sum + BigInt(amount), 0n);
  return amounts.reduce<number>((sum, amount) => sum + Number(amount), 0);
}

function subtract(a: Amount, b: Amount): Amount {
  return typeof a === 'bigint' && typeof b === 'bigint' ? a - b : Number(a) - Number(b);
}

function showNumber(amount: Amount, { column }: SheetColumn): string {
  if (column.unit !== undefined) return showAmount(Number(amount), column.unit);
  if (typeof amount === 'bigint' || Number.isInteger(amount)) return column.kind === 'count' ? group(amount) : String(amount);
  if (Math.abs(amount) < 1) return String(Number(amount.toPrecision(2)));
  const [whole = '', tenth = ''] = amount.toFixed(1).split('.');
  return `${group(Number(whole))}.${tenth}`;
}

function familyOf({ column, arithmetic, own }: SheetColumn, shown: string): Family {
  if (own === true) return 'plain';
  if (arithmetic === 'none') return /^-?\d+$/.test(shown) ? 'plain' : 'text';
  if (column.unit === undefined) return 'plain';
  return / ?(?:ns|us|ms|s)$/.test(shown) ? 'time' : 'bytes';
}
