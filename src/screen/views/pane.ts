/** What a view draws into, and what it says of what it drew. */
import type { ValueNames } from '../../core/names.ts';
import type { FrameNode } from '../../views/frame-tree.ts';
import { type Style, wrap } from '../../views/layout.ts';
import type { Order } from '../order.ts';
import type { ScreenState } from '../state.ts';
import type { Tab } from '../tabs.ts';
import type { Look, MapLook, Vitals } from '../watch.ts';
import type { Words } from '../words.ts';

export interface Pane {
  readonly look: Look;
  readonly tab: Tab;
  /** Of the tab, where it is one of a map. */
  readonly map?: MapLook;
  readonly vitals: Vitals;
  readonly state: ScreenState;
  readonly names: ValueNames;
  readonly style: Style;
  readonly words: Words;
  /** Lines there are. */
  readonly rows: number;
}

export interface Drawn {
  readonly lines: readonly string[];
  /** Places the cursor can be at, and lines of content that are shown at a time. */
  readonly items: number;
  readonly page: number;
  readonly order?: Order;
  readonly sortable?: number;
  readonly tree?: FrameNode;
}

/** A text in the place of what there is not. */
export function said(text: string, { rows, style }: Pane): Drawn {
  const lines = wrap(text, style.columns);
  return { lines: (rows > lines.length ? ['', ...lines] : lines).slice(0, rows), items: 1, page: Math.max(1, rows - 3) };
}

/** Why a map shows nothing: nobody has looked yet, nobody can, or it is empty. */
export function emptyText({ vitals, map, words }: Pane): string {
  if (map?.dataset !== undefined) return words.nothing;
  return vitals.seconds > PATIENCE && vitals.age === undefined ? words.noLooks : words.waiting;
}

/** Seconds in which a tracer that tells its figures while it runs has told some. */
const PATIENCE = 4;
