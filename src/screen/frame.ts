/** The whole screen as lines: pure, of what was seen, what was chosen, and the size. */
import type { ValueNames } from '../core/names.ts';
import { namesUserFunctions } from '../core/user-symbols.ts';
import { cut, padEnd, paint, type Style, width } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { fitted } from './cells.ts';
import type { Size } from './diff.ts';
import { isOver, progress } from './progress.ts';
import { currentTab, type Ground, type ScreenState } from './state.ts';
import { statusLine } from './status.ts';
import { type Tab, tabsOf } from './tabs.ts';
import { drawChart } from './views/chart.ts';
import { drawFlame } from './views/flame.ts';
import { drawHelp } from './views/help.ts';
import { drawHeat, drawHistogram } from './views/histogram.ts';
import type { Drawn, Pane } from './views/pane.ts';
import { drawRows } from './views/rows.ts';
import { drawTable } from './views/table.ts';
import type { Look, Vitals } from './watch.ts';
import { type Words, wordsOf } from './words.ts';

export interface Scene {
  /** What was asked, or what the program is called. */
  readonly title: string;
  readonly look: Look;
  readonly vitals: Vitals;
  readonly state: ScreenState;
  /** What is to be told now, in the place of the hints. */
  readonly message?: string;
  readonly names: ValueNames;
  readonly style: Omit<Style, 'columns'>;
  readonly size: Size;
}

export interface Frame {
  readonly lines: readonly string[];
  readonly ground: Ground;
}

const VIEWS: Readonly<Record<Tab['view'], (pane: Pane) => Drawn>> = {
  rows: drawRows,
  table: drawTable,
  histogram: drawHistogram,
  heat: drawHeat,
  chart: drawChart,
  flame: drawFlame,
};
/** With fewer lines than this there are no tabs and no hints; with fewer still, no title. */
const ROOMY = 8;
const TIGHT = 4;

export function frameOf(scene: Scene): Frame {
  const { look, state, size } = scene;
  const style: Style = { ...scene.style, columns: size.columns };
  const words = wordsOf(style.language);
  const tabs = tabsOf(look);
  const tab = currentTab(state, tabs) ?? { id: 'rows', view: 'rows', isNamed: false };
  const [isRoomy, hasTitle] = [size.rows >= ROOMY, size.rows >= TIGHT];
  const above = [...(hasTitle ? [titleLine(scene, style, words)] : []), ...(isRoomy ? [tabLine(tabs, tab, style, words)] : [])];
  const status = statusLine(scene, tab, style, words);
  const last = bottomLine(scene, tab, style, words);
  const below = isRoomy ? [status, last ?? paint(cut(words.hint, style.columns, style), 'dim', style)] : [last ?? status];
  const rows = Math.max(0, size.rows - above.length - below.length);
  const map = look.maps.find((one) => one.map === tab.map);
  const pane: Pane = { look, tab, ...(map === undefined ? {} : { map }), vitals: scene.vitals, state, names: scene.names, style, words, rows };
  const drawn = state.mode === 'help' ? drawHelp(pane) : VIEWS[tab.view](pane);
  const body = Array.from({ length: rows }, (_, index) => drawn.lines[index] ?? '');
  // On a terminal that is narrower than what must be told, its beginning is.
  const lines = [...above, ...body, ...below].slice(-size.rows).map((line) => fitted(line, size.columns));
  return {
    lines: style.unicode ? lines : lines.map(inAscii),
    ground: {
      tabs,
      items: drawn.items,
      page: drawn.page,
      ...(drawn.order === undefined ? {} : { order: drawn.order }),
      sortable: drawn.sortable ?? 0,
      seen: look.seen,
      kept: look.items.length,
      ...(drawn.tree === undefined ? {} : { tree: drawn.tree }),
    },
  };
}

function titleLine({ title, vitals, look }: Scene, style: Style, words: Words): string {
  const room = style.columns;
  const right = progress(vitals, look.program.seconds, Math.floor(room / 3), style, words);
  const left = cut(visible(title), Math.max(0, room - width(right) - 2), style);
  return width(right) + 4 > room ? right : `${paint(padEnd(left, room - width(right)), 'bold', style)}${right}`;
}

/** The tabs by their numbers; where they do not all fit, from one on that lets the current one be seen. */
function tabLine(tabs: readonly Tab[], current: Tab, style: Style, words: Words): string {
  const texts = tabs.map((tab, index) => `${index + 1} ${nameOf(tab, words)}`);
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === current.id),
  );
  let from = 0;
  while (from < at && width(texts.slice(from, at + 1).join('  ')) > style.columns - 2) from++;
  let used = 0;
  const shown = texts.slice(from).flatMap((text, index) => {
    used += width(text) + 2;
    if (used > style.columns + 2 && index > 0) return [];
    const cell = cut(text, style.columns, style);
    if (from + index !== at) return [paint(cell, 'dim', style)];
    return [style.color ? paint(cell, 'inverse', style) : `[${cut(text, style.columns - 2, style)}]`];
  });
  return shown.join('  ');
}

function nameOf(tab: Tab, words: Words): string {
  const view = words[tab.view];
  return tab.isNamed ? `${visible(tab.map ?? words.rows)} ${view}` : view;
}

/** What is being typed, or what is to be told. */
function bottomLine({ state, message, vitals, look }: Scene, tab: Tab, style: Style, words: Words): string | undefined {
  if (state.mode === 'filter') {
    const name = tab.view === 'flame' ? words.search : words.filter;
    const typed = visible(state.draft);
    const room = style.columns - width(name) - 4;
    // The end of what is typed is what is looked at.
    const end = width(typed) <= room ? typed : [...typed].slice(-Math.max(1, Math.floor(room / 2))).join('');
    const line = `${name}: ${end}${style.unicode ? '█' : '_'}`;
    const hint = `   ${words.filterHint}`;
    return width(line + hint) <= style.columns ? line + paint(hint, 'dim', style) : line;
  }
  if (message !== undefined) return paint(cut(visible(message), style.columns, style), 'yellow', style);
  return isOver(vitals, look.program.seconds) && namesUserFunctions(look.program) ? paint(cut(words.naming, style.columns, style), 'yellow', style) : undefined;
}

/** What the views do not draw themselves, and a terminal without Unicode cannot show. */
function inAscii(line: string): string {
  return line.replaceAll('…', '~').replaceAll('×', 'x').replaceAll('µ', 'u');
}
