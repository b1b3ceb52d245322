/** What a person has chosen to see, and what keys make of it. Pure. */

import type { FrameNode } from '../views/frame-tree.ts';
import { type FlamePlace, moveInFlame } from './flame-place.ts';
import type { Key } from './keys.ts';
import type { Order } from './order.ts';
import type { Tab } from './tabs.ts';

export interface ScreenState {
  /** The id of a tab; the first where it is none. */
  readonly tab: string;
  readonly mode: 'view' | 'filter' | 'help';
  /** What is being typed into the filter. */
  readonly draft: string;
  readonly filter: string;
  readonly isPaused: boolean;
  /** How many of the largest are shown; as many as fit where it does not say. */
  readonly top?: number;
  /** By the id of a tab. */
  readonly orders: Readonly<Record<string, Order>>;
  /** The row, line or series that is chosen. */
  readonly cursor: number;
  /** Of rows: how many stand up to the last that is shown; absent where the newest is. */
  readonly anchor?: number;
  readonly flame: FlamePlace;
}

/** What there was to see when a key was pressed. */
export interface Ground {
  readonly tabs: readonly Tab[];
  /** How many the cursor can stand on, and how many of them fit. */
  readonly items: number;
  readonly page: number;
  /** The order that is shown, and the number of columns to sort by. */
  readonly order?: Order;
  readonly sortable: number;
  /** Of rows: those seen, and those that are kept of them. */
  readonly seen: number;
  readonly kept: number;
  readonly tree?: FrameNode;
}

/** What is to be done that is not only shown. */
export type Effect = 'end' | 'interrupt' | 'suspend' | 'save' | 'redraw';

export interface Pressed {
  readonly state: ScreenState;
  readonly effect?: Effect;
}

export function firstState(top?: number): ScreenState {
  return {
    tab: '',
    mode: 'view',
    draft: '',
    filter: '',
    isPaused: false,
    orders: {},
    cursor: 0,
    flame: { zoom: [], at: [] },
    ...(top === undefined ? {} : { top }),
  };
}

export function currentTab(state: ScreenState, tabs: readonly Tab[]): Tab | undefined {
  return tabs.find(({ id }) => id === state.tab) ?? tabs[0];
}

export function press(state: ScreenState, key: Key, ground: Ground): Pressed {
  if (key.name === 'interrupt' || key.name === 'suspend' || key.name === 'redraw') return { state, effect: key.name };
  if (state.mode === 'help') return { state: { ...state, mode: 'view' }, ...(isText(key, 'q') ? { effect: 'end' } : {}) };
  if (state.mode === 'filter') return { state: typed(state, key) };
  const view = currentTab(state, ground.tabs)?.view;
  if (key.name === 'text') return letter(state, key.text, ground);
  if (key.name === 'tab') return { state: turned(state, ground.tabs, 1) };
  if (key.name === 'back-tab') return { state: turned(state, ground.tabs, -1) };
  if (view === 'flame') return { state: flame(state, key, ground) };
  if (view === 'rows') return { state: scrolled(state, key, ground) };
  return { state: moved(state, key, ground) };
}

function letter(state: ScreenState, text: string, ground: Ground): Pressed {
  switch (text) {
    case 'q':
    case 'Q':
      return { state, effect: 'end' };
    case 's':
      return { state, effect: 'save' };
    case 'p':
    case ' ':
      return { state: { ...state, isPaused: !state.isPaused } };
    case '?':
    case 'h':
      return { state: { ...state, mode: 'help' } };
    case '/':
      return { state: { ...state, mode: 'filter', draft: state.filter } };
    case '+':
    case '=':
      return { state: { ...state, top: more(state.top ?? ground.page) } };
    case '-':
      return { state: { ...state, top: fewer(state.top ?? ground.page) } };
    case 'o':
      return { state: sortedBy(state, ground, 1) };
    case 'r':
      return { state: reversed(state, ground) };
    case 'j':
      return press(state, { name: 'down' }, ground);
    case 'k':
      return press(state, { name: 'up' }, ground);
    default: {
      const tab = /^[1-9]$/.test(text) ? ground.tabs[Number(text) - 1] : undefined;
      return { state: tab === undefined ? state : shown(state, tab) };
    }
  }
}

/** Keys while the filter is typed. */
function typed(state: ScreenState, key: Key): ScreenState {
  const draft = (text: string): ScreenState => ({ ...state, draft: text, filter: text, cursor: 0 });
  switch (key.name) {
    case 'enter':
    case 'tab':
      return { ...state, mode: 'view' };
    case 'escape':
      return { ...draft(''), mode: 'view' };
    case 'backspace':
      // Off an empty line it leads out, as in a pager.
      return state.draft === '' ? { ...state, mode: 'view' } : draft(withoutLast(state.draft));
    case 'clear-line':
      return draft('');
    case 'text':
    case 'paste':
      return draft((state.draft + key.text).slice(0, LONGEST_FILTER));
    default:
      return state;
  }
}

const LONGEST_FILTER = 200;

function withoutLast(text: string): string {
  return [...new Intl.Segmenter().segment(text)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
}

function shown(state: ScreenState, tab: Tab): ScreenState {
  return tab.id === state.tab ? state : { ...state, tab: tab.id, cursor: 0 };
}

function turned(state: ScreenState, tabs: readonly Tab[], by: 1 | -1): ScreenState {
  const current = currentTab(state, tabs);
  const at = current === undefined ? 0 : tabs.indexOf(current);
  const next = tabs[(at + by + tabs.length) % tabs.length];
  return next === undefined ? state : shown(state, next);
}

function sortedBy(state: ScreenState, { tabs, order, sortable }: Ground, by: 1 | -1): ScreenState {
  const tab = currentTab(state, tabs);
  if (tab?.view !== 'table' || sortable === 0) return state;
  const column = ((order?.column ?? -1) + by + sortable) % sortable;
  // Names from A on, amounts from the greatest on.
  return { ...state, cursor: 0, orders: { ...state.orders, [tab.id]: { column, isDescending: order?.isDescending ?? true } } };
}

function reversed(state: ScreenState, { tabs, order }: Ground): ScreenState {
  const tab = currentTab(state, tabs);
  if (tab?.view !== 'table' || order === undefined) return state;
  return { ...state, cursor: 0, orders: { ...state.orders, [tab.id]: { ...order, isDescending: !order.isDescending } } };
}

function moved(state: ScreenState, key: Key, ground: Ground): ScreenState {
  if (key.name === 'left') return sortedBy(state, ground, -1);
  if (key.name === 'right') return sortedBy(state, ground, 1);
  if (key.name === 'escape') return { ...state, filter: '', cursor: 0 };
  const by = stepOf(key, ground.page, ground.items);
  if (by === 0) return state;
  return { ...state, cursor: Math.max(0, Math.min(ground.items - 1, Math.min(state.cursor, ground.items - 1) + by)) };
}

function scrolled(state: ScreenState, key: Key, { page, seen, kept }: Ground): ScreenState {
  if (key.name === 'escape') return following({ ...state, filter: '' });
  const by = stepOf(key, page, seen);
  if (by === 0) return state;
  const anchor = Math.max(seen - kept + Math.min(page, kept), (state.anchor ?? seen) + by);
  return anchor >= seen ? following(state) : { ...state, anchor };
}

function following({ anchor: _, ...state }: ScreenState): ScreenState {
  return state;
}

function flame(state: ScreenState, key: Key, { tree }: Ground): ScreenState {
  if (tree === undefined) return state;
  if (key.name === 'escape' && state.flame.zoom.length === 0) return { ...state, filter: '' };
  return { ...state, flame: moveInFlame(tree, state.flame, key) };
}

function stepOf({ name }: Key, page: number, all: number): number {
  const steps: Partial<Record<Key['name'], number>> = {
    up: -1,
    down: 1,
    'page-up': -Math.max(1, page - 1),
    'page-down': Math.max(1, page - 1),
    home: -all,
    end: all,
  };
  return steps[name] ?? 0;
}

/** 1, 2, 5, 10, 20, 50 and so on. */
function more(top: number): number {
  const step = 10 ** Math.floor(Math.log10(top));
  return [2, 5, 10].map((factor) => factor * step).find((next) => next > top) ?? top;
}

function fewer(top: number): number {
  const step = 10 ** Math.floor(Math.log10(top));
  return Math.max(1, [5, 2, 1, 0.5].map((factor) => factor * step).find((next) => next < top) ?? 1);
}

function isText(key: Key, text: string): boolean {
  return key.name === 'text' && key.text === text;
}
