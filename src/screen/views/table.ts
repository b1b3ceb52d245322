import type { Table } from '../../core/dataset.ts';
import type { Scalar } from '../../core/events.ts';
import { seriesValue } from '../../views/chart.ts';
import { cut, padEnd, paint } from '../../views/layout.ts';
import { sparkline } from '../../views/spark.ts';
import { isRight, layTable, percent } from '../../views/table.ts';
import { group, showValue } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { keyOf, type Order, ordered, sortable, usualOrder } from '../order.ts';
import { keyName, sumOf } from '../rows.ts';
import type { MapLook } from '../watch.ts';
import { type Drawn, emptyText, type Pane, said } from './pane.ts';

/** Terminals narrower than this go without. */
const ROOM = { share: 36, rate: 56, spark: 70 } as const;
const SPARK = { least: 8, most: 30, of: 6 } as const;

/** A map as a table: sorted, filtered, with shares, rates and how they went lately; what is not shown and all of it in a line each. */
export function drawTable(pane: Pane): Drawn {
  const { map, state, names, words, rows: height } = pane;
  const table = map?.dataset;
  if (map === undefined || table?.shape !== 'table' || table.rows.length === 0) return said(emptyText(pane), pane);
  const order = state.orders[pane.tab.id] ?? usualOrder(table);
  const { rows, all } = ordered(table, map, order, state.filter, names);
  if (rows.length === 0) return { ...said(words.noMatch, pane), order, sortable: sortable(map) };
  const most = Math.min(rows.length, state.top ?? rows.length);
  const fits = rows.length <= height - 2 && most === rows.length;
  // A heading, then what is left, and where amounts add up how much that is in all.
  const page = Math.max(1, Math.min(most, height - (fits ? 1 : 2) - (all === undefined ? 0 : 1)));
  const from = Math.max(0, Math.min(state.cursor, most - page));
  const shown = rows.slice(from, from + page);
  const end = state.top === undefined ? from + shown.length : most;
  const begin = state.top === undefined ? from : 0;
  const others = rows.length - (end - begin);
  const left = (all ?? 0) - (sumOf(rows.slice(begin, end), table) ?? 0);
  const lines = linesOf(pane, map, table, shown, order, { others, left, all: all ?? 0, count: rows.length, adds: all !== undefined });
  return { lines: lines.slice(0, height), items: Math.max(1, most - page + 1), page, order, sortable: sortable(map) };
}

interface Rest {
  readonly others: number;
  readonly left: number;
  readonly all: number;
  readonly count: number;
  readonly adds: boolean;
}

function linesOf({ names, style, words }: Pane, map: MapLook, table: Table, shown: readonly (readonly Scalar[])[], order: Order, rest: Rest): string[] {
  const { columns, amount } = table;
  const value = amount === undefined ? undefined : columns[amount];
  const hasRate = sortable(map) > columns.length && style.columns >= ROOM.rate && value !== undefined;
  const hasShare = rest.adds && style.columns >= ROOM.share && rest.count > 1;
  const spark = style.columns >= ROOM.spark && map.byKey.size > 0 ? Math.min(SPARK.most, Math.max(SPARK.least, Math.floor(style.columns / SPARK.of))) : 0;
  const mark = (index: number, name: string): string => (index === order.column ? `${name}${arrow(order.isDescending, style.unicode)}` : name);
  const headings = [
    ...columns.map((column, index) => mark(index, heading(column.name, style.language))),
    ...(hasShare ? [heading('share', style.language)] : []),
    ...(hasRate ? [mark(columns.length, words.rate)] : []),
    ...(spark > 0 ? [words.recent] : []),
  ];
  const right = [...columns.map(isRight), ...(hasShare ? [true] : []), ...(hasRate ? [true] : []), ...(spark > 0 ? [false] : [])];
  const cells = shown.map((row) => {
    const series = map.byKey.get(keyName(keyOf(row, map)));
    const rate = series?.points.at(-1)?.value;
    return [
      ...columns.map((column, index) => showValue(row[index] ?? null, column, names)),
      ...(hasShare ? [percent(Number(row[amount ?? 0] ?? 0), rest.all)] : []),
      ...(hasRate ? [rate === undefined || value === undefined ? '' : seriesValue(rate, value, false)] : []),
      ...(spark > 0 ? [sparkline(series?.points.map((point) => point.value) ?? [], spark, style)] : []),
    ];
  });
  const sumCells = (name: string, amountOf: number): string[] =>
    columns
      .map((column, index) => (index === amount ? showValue(amountOf, column, names) : index === 0 ? name : ''))
      .concat(hasShare ? [percent(amountOf, rest.all)] : []);
  const sums: string[][] = [];
  if (rest.adds && amount !== undefined && amount > 0) {
    if (rest.others > 0) sums.push(sumCells(`${words.others} (${group(rest.others)})`, rest.left));
    sums.push(sumCells(`${words.total} (${group(rest.count)})`, rest.all));
  }
  const widest = Math.max(0, ...cells.map((row) => row[0]?.length ?? 0), 10);
  const short = sums.map(([name = '', ...others]) => [cut(name, Math.max(widest, 18), style), ...others]);
  const [head = '', ...body] = layTable(headings, [...cells, ...short], right, columns, style);
  const lines = body.map((line, index) => (index >= cells.length ? paint(line, 'dim', style) : line));
  if (!rest.adds && rest.others > 0) lines.push(paint(`${group(rest.others)} ${words.more}`, 'dim', style));
  return [paint(padEnd(head, 0), 'bold', style), ...lines];
}

function arrow(isDescending: boolean, unicode: boolean): string {
  if (unicode) return isDescending ? '▼' : '▲';
  return isDescending ? ' v' : ' ^';
}
