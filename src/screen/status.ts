import { seriesValue } from '../views/chart.ts';
import { cut, paint, type Style } from '../views/layout.ts';
import { group, visible } from '../views/values.ts';
import type { Scene } from './frame.ts';
import type { Tab } from './tabs.ts';
import type { Words } from './words.ts';

/** Seconds after which it is told how old figures are: a look at many keys or stacks is dear, and then rare. */
const OLD = 3;

/** What comes, what is lost, what it costs, and what was chosen: the most important first, as much as fits. */
export function statusLine({ vitals, state, look }: Scene, tab: Tab, style: Style, words: Words): string {
  const map = look.maps.find((one) => one.map === (tab.map ?? look.program.answer));
  const { rate, lost, overhead } = vitals;
  const value = map?.dataset?.shape === 'table' && map.isRate && look.seen === 0 ? map.output?.value : undefined;
  const keys = map?.dataset === undefined ? 0 : map.dataset.shape === 'table' ? map.dataset.rows.length : map.dataset.groups.length;
  const parts = [
    ...(state.isPaused ? [words.paused] : []),
    seriesValue(rate, value ?? { name: 'events', kind: 'count', type: 'integer' }, true),
    ...(tab.map !== undefined && vitals.phase === 'tracing' && (vitals.age ?? 0) >= OLD ? [`${Math.floor(vitals.age ?? 0)} ${words.old}`] : []),
    ...(lost > 0 ? [`${group(lost)} ${words.lost}`] : []),
    ...(overhead === undefined
      ? []
      : [
          `${words.cost} ${shareText(overhead.share)}${overhead.state === 'within' ? '' : ` (${overhead.state === 'slowed' ? words.slowed : words.overLimit})`}`,
        ]),
    ...(look.seen > 0 ? [`${group(look.seen)} ${words.seen}`] : []),
    ...(keys > 1 && tab.map !== undefined ? [`${group(keys)} ${words.keys}`] : []),
    ...(state.filter === '' ? [] : [`${words.filter} "${visible(state.filter)}"`]),
    ...(state.top === undefined ? [] : [`${words.top} ${group(state.top)}`]),
    ...(lost > 0 ? [] : [`0 ${words.lost}`]),
  ];
  const line = cut(parts.join('  '), style.columns, style);
  return paint(line, lost > 0 || state.isPaused || (overhead !== undefined && overhead.state !== 'within') ? 'yellow' : 'green', style);
}

function shareText(share: number): string {
  const percent = 100 * share;
  return percent > 0 && percent < 0.1 ? '<0.1%' : `${percent.toFixed(1)}%`;
}
