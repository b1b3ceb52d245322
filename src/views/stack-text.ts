/** Stacks for a terminal: the paths on which most of the weight lies, as a tree, and the functions that have most of their own. */
import type { Stacks } from '../core/dataset.ts';
import type { ValueNames } from '../core/names.ts';
import { briefName } from './brief-name.ts';
import { type FrameNode, frameTree } from './frame-tree.ts';
import { hotFunctions } from './hot-functions.ts';
import { cut, type Paint, padStart, paint, type Style, width, wrapHanging } from './layout.ts';
import { DEFAULT_TOP, percent } from './table.ts';
import { group, showAmount, showValue, visible } from './values.ts';
import { heading } from './words.ts';

const MOST_FUNCTIONS = 10;
/** Of the whole: less is no path worth a line while there are others. */
const LEAST_SHARE = 0.005;
const NUMBER = 7;
/** A line of a narrow terminal still says a name. */
const LEAST_ROOM = 12;

/** Functions that call only each other, in one line. */
interface Path {
  readonly nodes: readonly FrameNode[];
  readonly total: number;
  readonly self: number;
  readonly next: readonly FrameNode[];
}

/** `top` paths at most; how many there are beside them is told. */
export function renderStacks(stacks: Stacks, names: ValueNames, style: Style, top: number = DEFAULT_TOP): string[] {
  const label = (key: readonly unknown[]): string =>
    stacks.keys
      .map((column, at) => labelled(column.name, column.kind === 'process' || column.type === 'string', showValue((key[at] ?? null) as never, column, names)))
      .join(', ');
  const tree = frameTree(stacks, { label });
  const words = style.language === 'zh' ? ZH : EN;
  const { shown, left } = choose(tree, top);
  const columns = [padStart(words.total, NUMBER), padStart(words.self, NUMBER), words.path(heading(stacks.value.name, style.language))];
  const lines = [paint(columns.join('  '), 'bold', style), ...pathLines(tree, tree.children, shown, '', style)];
  if (tree.self > 0) lines.splice(1, 0, row(percent(tree.self, tree.total), percent(tree.self, tree.total), words.noStack));
  if (left.count > 0) lines.push(paint(words.more(group(left.count), percent(left.greatest, tree.total)), 'dim', style));
  const nameless = stacks.samples.reduce(
    (sum, { frames, weight }) => sum + (frames.length > 0 && frames.every(({ kind }) => kind === 'unknown') ? weight : 0),
    0,
  );
  if (nameless > tree.total / 2) lines.push(...wrapHanging(words.nameless(percent(nameless, tree.total)), style.columns));
  return [...lines, '', ...functionLines(stacks, tree.total, words, style, Math.min(top, MOST_FUNCTIONS))];
}

function labelled(name: string, isName: boolean, shown: string): string {
  return isName ? shown : `${name} ${shown}`;
}

/** The paths with most on them, the greatest first, none without the one it goes on from. */
function choose(
  tree: FrameNode,
  most: number,
): { readonly shown: ReadonlySet<FrameNode>; readonly left: { readonly count: number; readonly greatest: number } } {
  const shown = new Set<FrameNode>();
  const waiting = [...tree.children];
  while (waiting.length > 0 && shown.size < most) {
    const at = waiting.reduce((best, node, index) => (node.total > (waiting[best]?.total ?? 0) ? index : best), 0);
    const [node] = waiting.splice(at, 1);
    if (node === undefined || (node.total < LEAST_SHARE * tree.total && shown.size > 0)) {
      if (node !== undefined) waiting.push(node);
      break;
    }
    shown.add(node);
    waiting.push(...pathFrom(node).next);
  }
  return { shown, left: { count: waiting.length, greatest: waiting.reduce((greatest, { total }) => Math.max(greatest, total), 0) } };
}

/** A function and those after it, as long as there is one way to go on; where the kernel is entered a new line begins. */
function pathFrom(node: FrameNode): Path {
  const nodes = [node];
  let last = node;
  while (last.kind !== 'key' && last.self === 0 && last.children.length === 1) {
    const [next] = last.children;
    if (next === undefined || (next.kind === 'kernel') !== (last.kind === 'kernel')) break;
    nodes.push(next);
    last = next;
  }
  return { nodes, total: node.total, self: last.self, next: last.children };
}

function pathLines(tree: FrameNode, nodes: readonly FrameNode[], shown: ReadonlySet<FrameNode>, indent: string, style: Style): string[] {
  const chosen = nodes.filter((node) => shown.has(node));
  return chosen.flatMap((node, at) => {
    const path = pathFrom(node);
    const isLast = at === chosen.length - 1;
    const [fork, rail] =
      node.kind === 'key' ? ['', ''] : style.unicode ? [isLast ? '└ ' : '├ ', isLast ? '  ' : '│ '] : [isLast ? '`-' : '|-', isLast ? '  ' : '| '];
    const room = Math.max(LEAST_ROOM, style.columns - 2 * (NUMBER + 2) - width(indent + fork));
    const text = paint(pathText(path.nodes, room, style), paintOf(node), style);
    const self = path.self > 0 ? percent(path.self, tree.total) : '';
    return [row(percent(path.total, tree.total), self, `${indent}${fork}${text}`), ...pathLines(tree, path.next, shown, indent + rail, style)];
  });
}

function row(total: string, self: string, text: string): string {
  return `${padStart(total, NUMBER)}  ${padStart(self, NUMBER)}  ${text}`;
}

/** Both ends of a path tell; what is left out in its middle is counted. */
function pathText(nodes: readonly FrameNode[], room: number, style: Style): string {
  const mark = style.unicode ? '…' : '..';
  const { between } = style.language === 'zh' ? ZH : EN;
  const named = nodes.map((node) => visible(briefName(node, mark)));
  const whole = named.join(' > ');
  if (named.length < 3 || width(whole) <= room) return cut(whole, room, style);
  const [first = '', last = ''] = [named[0], named.at(-1)];
  const head = [first];
  const tail = [last];
  for (let turn = 0; head.length + tail.length < named.length; turn++) {
    const isTail = turn % 2 === 0;
    const next = (isTail ? named[named.length - 1 - tail.length] : named[head.length]) ?? '';
    const joined = isTail ? [...head, between(99), next, ...tail] : [...head, next, between(99), ...tail];
    if (width(joined.join(' > ')) > room) break;
    if (isTail) tail.unshift(next);
    else head.push(next);
  }
  return cut([...head, between(named.length - head.length - tail.length), ...tail].join(' > '), room, style);
}

function paintOf({ kind }: Pick<FrameNode, 'kind'>): Paint {
  return kind === 'key' ? 'bold' : kind === 'kernel' ? 'cyan' : kind === 'jit' ? 'green' : kind === 'unknown' ? 'dim' : 'yellow';
}

/** A table of its own, the function last: its name takes what room is left. */
function functionLines(stacks: Stacks, whole: number, words: typeof EN, style: Style, most: number): string[] {
  const functions = hotFunctions(stacks).filter(({ self }) => self > 0);
  const amount = (value: number): string => (stacks.value.unit === undefined ? group(value) : showAmount(value, stacks.value.unit));
  const cells = functions
    .slice(0, most)
    .map(({ frame, self, total }) => ({ amount: amount(self), self: percent(self, whole), total: percent(total, whole), frame }));
  const wide = Math.max(width(words.own), ...cells.map((cell) => width(cell.amount)));
  const titles = [padStart(words.own, wide), padStart(words.self, NUMBER), padStart(words.total, NUMBER), words.functions];
  const room = Math.max(LEAST_ROOM, style.columns - wide - 2 * (NUMBER + 2) - 2);
  return [
    paint(titles.join('  '), 'bold', style),
    ...cells.map((cell) =>
      [
        padStart(cell.amount, wide),
        padStart(cell.self, NUMBER),
        padStart(cell.total, NUMBER),
        paint(cut(functionText(cell.frame.name, cell.frame.kind, cell.frame.module), room, style), paintOf(cell.frame), style),
      ].join('  '),
    ),
    ...(functions.length > most ? [paint(words.moreFunctions(group(functions.length - most)), 'dim', style)] : []),
  ];
}

function functionText(name: string, kind: FrameNode['kind'], module: string | undefined): string {
  const shown = visible(briefName({ name, kind }));
  return module === undefined ? shown : `${shown} (${visible(module)})`;
}

const EN = {
  total: 'total',
  self: 'self',
  own: 'own',
  path: (value: string) => `share of all ${value}: paths from the outermost function in`,
  functions: 'function',
  noStack: '(no stack)',
  between: (count: number) => `(${count} more)`,
  more: (count: string, share: string) => `and ${count} more branches, none of more than ${share}`,
  moreFunctions: (count: string) => `and ${count} more functions`,
  nameless: (share: string) =>
    `${share} has no names: the process had ended before its functions could be named (as a command of -c has), or its program has no symbols (docs/PROFILES.md)`,
};
const ZH: typeof EN = {
  total: '合计',
  self: '自身',
  own: '自身量',
  path: (value: string) => `占全部${value}的比例:从最外层函数开始的路径`,
  functions: '函数',
  noStack: '(无调用栈)',
  between: (count: number) => `(另 ${count} 个)`,
  more: (count: string, share: string) => `另有 ${count} 个分支,均不超过 ${share}`,
  moreFunctions: (count: string) => `另有 ${count} 个函数`,
  nameless: (share: string) => `${share} 没有函数名:在解析之前进程已经结束(如 -c 的命令),或者其程序没有符号(见 docs/PROFILES.md)`,
};
