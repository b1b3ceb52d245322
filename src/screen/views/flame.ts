import { type FrameNode, matching } from '../../views/frame-tree.ts';
import { cut, type Paint, padEnd, paint, type Style, width } from '../../views/layout.ts';
import { percent } from '../../views/table.ts';
import { showValue, visible } from '../../views/values.ts';
import { wayTo } from '../flame-place.ts';
import { treeOf } from '../frames.ts';
import { holds } from '../order.ts';
import { type Drawn, emptyText, type Pane, said } from './pane.ts';

/** By kind two of them, in turns, so that neighbours are told apart. */
const PAINTS: Readonly<Record<FrameNode['kind'], readonly [Paint, Paint]>> = {
  root: ['blue', 'blue'],
  key: ['blue', 'cyan'],
  kernel: ['yellow', 'red'],
  user: ['green', 'cyan'],
  jit: ['green', 'cyan'],
  unknown: ['dim', 'dim'],
};

interface Box {
  readonly node: FrameNode;
  readonly from: number;
  readonly cells: number;
  readonly isChosen: boolean;
  readonly isOdd: boolean;
}

/** A flame graph that hangs from its root: who called below each other, as wide as their share. What is chosen is told in a line above it. */
export function drawFlame(pane: Pane): Drawn {
  const { map, state, style, rows, names, words } = pane;
  const table = map?.dataset;
  if (table?.shape !== 'table' || table.rows.length === 0) return said(map?.dataset === undefined ? emptyText(pane) : words.noStacks, pane);
  const tree = treeOf(table, names);
  if (tree === undefined) return said(words.noStacks, pane);
  const zoomed = wayTo(tree, state.flame.zoom);
  const way = wayTo(tree, state.flame.at);
  const root = zoomed.at(-1) ?? tree;
  const chosen = way.length >= zoomed.length ? (way.at(-1) ?? root) : root;
  const levels = levelsOf(root, chosen, style.columns);
  const room = Math.max(1, rows - 1);
  // Scrolled only where what is chosen would be out of sight.
  const depth = Math.max(0, way.length - zoomed.length);
  const from = Math.max(0, Math.min(levels.length - room, depth - Math.floor(room * 0.75)));
  const amount = table.amount === undefined ? undefined : table.columns[table.amount];
  const share = `${percent(chosen.total, tree.total)} ${words.of} ${words.all}`;
  const value = amount === undefined ? '' : `, ${showValue(chosen.total, amount, names)}`;
  const found =
    state.filter === ''
      ? ''
      : `, ${words.matched} ${percent(
          matching(root, (node) => isMatch(node, state.filter)),
          root.total,
        )}`;
  const figures = `  ${share}${value}${found}`;
  const name = cut(visible(chosen.name), Math.max(8, style.columns - width(figures)), style);
  const lines = levels.slice(from, from + room).map((boxes) => lineOf(boxes, state.filter, style));
  return { lines: [`${paint(name, 'bold', style)}${figures}`, ...lines], items: 1, page: room, tree };
}

/** The boxes of each level; what would be narrower than a cell is left out, with all it called. */
function levelsOf(root: FrameNode, chosen: FrameNode, columns: number): Box[][] {
  const levels: Box[][] = [];
  let level: Box[] = [{ node: root, from: 0, cells: columns, isChosen: root === chosen, isOdd: false }];
  while (level.length > 0) {
    levels.push(level);
    level = level.flatMap(({ node, from, cells }) => {
      const boxes: Box[] = [];
      let before = 0;
      for (const child of node.children) {
        const start = from + Math.round((cells * before) / node.total);
        const end = from + Math.round((cells * (before + child.total)) / node.total);
        before += child.total;
        if (end > start) boxes.push({ node: child, from: start, cells: end - start, isChosen: child === chosen, isOdd: boxes.length % 2 === 1 });
      }
      return boxes;
    });
  }
  return levels;
}

function lineOf(boxes: readonly Box[], filter: string, style: Style): string {
  let line = '';
  let at = 0;
  for (const box of boxes) {
    line += ' '.repeat(box.from - at) + boxText(box, filter !== '' && isMatch(box.node, filter), style);
    at = box.from + box.cells;
  }
  return line;
}

function boxText({ node, cells, isChosen, isOdd }: Box, isMatching: boolean, style: Style): string {
  const name = visible(node.name);
  if (!style.color) {
    const bar = isChosen ? '>' : isMatching ? '*' : '|';
    const rest = isChosen ? '=' : style.unicode ? '─' : '-';
    const text = cut(name, Math.max(0, cells - 1), style);
    return cells < 3 ? bar + rest.repeat(cells - 1) : `${bar}${text}${rest.repeat(Math.max(0, cells - 1 - width(text)))}`;
  }
  const text = padEnd(cells < 3 ? '' : ` ${cut(name, cells - 1, style)}`, cells);
  const fitted = width(text) > cells ? ' '.repeat(cells) : text;
  if (isChosen) return paint(paint(fitted, 'inverse', style), 'bold', style);
  return paint(paint(fitted, 'inverse', style), isMatching ? 'magenta' : PAINTS[node.kind][isOdd ? 1 : 0], style);
}

function isMatch(node: FrameNode, filter: string): boolean {
  return node.kind !== 'root' && holds(node.name, filter);
}
