import { cut, paint, type Style } from '../../views/layout.ts';
import { RowPrinter } from '../../views/table.ts';
import { group, visible } from '../../views/values.ts';
import { holds } from '../order.ts';
import type { Item } from '../tail.ts';
import { type Drawn, type Pane, said } from './pane.ts';

/** Rows and lines as they come, the newest at the bottom, or further back. */
export function drawRows(pane: Pane): Drawn {
  const { look, state, style, words, rows } = pane;
  const { items, seen } = look;
  if (items.length === 0) return said(words.noRows, pane);
  const oldest = seen - items.length;
  const until = Math.max(oldest, Math.min(seen, state.anchor ?? seen)) - oldest;
  const printers = new Map<number, RowPrinter>();
  const printerOf = (statement: number): RowPrinter => {
    const known = printers.get(statement);
    if (known !== undefined) return known;
    const output = look.program.outputs.find((one) => one.shape === 'rows' && one.statement === statement);
    const printer = new RowPrinter(output?.shape === 'rows' ? output.columns : [], pane.names, style);
    printers.set(statement, printer);
    return printer;
  };
  const isBack = until + oldest < seen;
  const room = Math.max(1, rows - 1 - (isBack ? 1 : 0));
  const lines: string[] = [];
  let statement: number | undefined;
  let found = 0;
  // From the newest on, only as many as there is room for.
  for (let at = until - 1; at >= 0 && lines.length < room; at--) {
    const item = items[at];
    if (item === undefined) continue;
    const texts = textsOf(item, printerOf, style);
    if (!texts.some((text) => holds(text, state.filter))) continue;
    // A heading where the rows below are of another kind than this one.
    if (statement !== undefined && item.type === 'row' && item.statement !== statement) lines.unshift(printerOf(statement).heading());
    if (item.type === 'row') statement = item.statement;
    lines.unshift(...texts);
    found++;
  }
  if (found === 0) return said(words.noMatch, pane);
  const head = statement === undefined ? [] : [printerOf(statement).heading()];
  const back = isBack ? [paint(`${group(seen - until - oldest)} ${words.newer}`, 'dim', style)] : [];
  return { lines: [...head, ...lines.slice(-room), ...back].slice(-rows), items: items.length, page: Math.max(1, rows - 2) };
}

function textsOf(item: Item, printerOf: (statement: number) => RowPrinter, style: Style): string[] {
  if (item.type === 'row') return [printerOf(item.statement).row(item.values)];
  return item.text.split('\n').map((line) => cut(visible(line), style.columns, style));
}
