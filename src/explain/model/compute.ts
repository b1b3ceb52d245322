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
  /** For a share: of what; for a ratio and a difference: to what. */
  readonly of: readonly string[];
}

/** What stands behind a value: which of the measures it has. */
export type Family = 'text' | 'plain' | 'percent' | 'bytes' | 'time' | 'times';

export interface Computed {
  readonly shown: string;
  readonly family: Family;
  /** What the value is of. */
  readonly rows: readonly RowAt[];
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
  const total = rows.length === sheet.rows.length && sheet.rows.length > 1;
  const base = { rows, against: [], total, op } as const;
  if (op === 'count') return countOf(sheet, rows, column, asked.column === undefined, base);
  const held = column === undefined ? undefined : sheet.columns[column];
  if (column === undefined || held === undefined) return undefined;
  if (op === 'value') {
    const cell = rows.length === 1 ? sheet.rows[rows[0]?.at ?? -1]?.[column] : undefined;
    return cell === undefined
      ? undefined
      : { ...base, column, shown: cell.shown, family: isNumber(cell.value) || held.own === true ? familyOf(held, cell.shown) : 'text' };
  }
  const amounts = amountsOf(sheet, rows, column);
  // Of events that were not kept nothing is known.
  const whole = !total || sheet.seen === sheet.rows.length;
  if (held.arithmetic === 'none' || amounts === undefined || !whole) return undefined;
  const show = (amount: Amount): Pick<Computed, 'shown' | 'family' | 'column'> => {
    const shown = showNumber(amount, held);
    return { shown, family: familyOf(held, shown), column };
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
      return against(op, asked.of, held, rows, amounts, { sheet, column, base, show }, find);
  }
}

interface Place {
  readonly sheet: Sheet;
  readonly column: number;
  readonly base: Pick<Computed, 'rows' | 'against' | 'total' | 'op'>;
  readonly show: (amount: Amount) => Pick<Computed, 'shown' | 'family' | 'column'>;
}

function against(
  op: 'share' | 'ratio' | 'difference',
  of: readonly string[],
  held: SheetColumn,
  rows: readonly RowAt[],
  amounts: readonly Amount[],
  { sheet, column, base, show }: Place,
  find: FindRows,
): Computed | undefined {
  const others = of.length > 0 ? find(of) : op === 'share' ? sheet.rows.map((_, at): RowAt => ({ sheet, at })) : undefined;
  if (others === undefined || others.some((other) => other.sheet !== sheet)) return undefined;
  if (others.length === sheet.rows.length && sheet.seen !== sheet.rows.length) return undefined;
  const whole = amountsOf(sheet, others, column);
  if (whole === undefined || whole.length === 0) return undefined;
  if (held.arithmetic !== 'adds' && (op === 'share' || amounts.length > 1 || whole.length > 1)) return undefined;
  const [part, rest] = [add(amounts), add(whole)];
  if (op === 'share') {
    const isPart = rows.every((row) => others.some((other) => other.at === row.at));
    if (!isPart || rest <= 0 || whole.some((amount) => amount < 0)) return undefined;
    return { ...base, column, against: others, shown: percent(Number(part), Number(rest)), family: 'percent' };
  }
  if (op === 'difference') return { ...base, against: others, ...show(subtract(part, rest)) };
  if (Number(rest) === 0) return undefined;
  const ratio = Number(part) / Number(rest);
  return { ...base, column, against: others, shown: ratio >= 100 ? group(Math.round(ratio)) : String(Number(ratio.toPrecision(2))), family: 'times' };
}

/** How many rows; or, of a column that names something, how many different ones. */
function countOf(
  sheet: Sheet,
  rows: readonly RowAt[],
  column: number | undefined,
  none: boolean,
  base: Pick<Computed, 'rows' | 'against' | 'total' | 'op'>,
): Computed | undefined {
  if (column === undefined && !none) return undefined;
  const names = column !== undefined && sheet.columns[column]?.arithmetic === 'none';
  if (names && base.total && sheet.seen !== sheet.rows.length) return undefined;
  const count = names
    ? new Set(rows.map((row) => String(sheet.rows[row.at]?.[column]?.value))).size
    : base.total || rows.length === sheet.rows.length
      ? sheet.seen
      : rows.length;
  return { ...base, ...(column === undefined ? {} : { column }), shown: group(count), family: 'plain' };
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
