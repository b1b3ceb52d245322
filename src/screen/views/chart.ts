import type { Series } from '../../core/dataset.ts';
import { renderChart, seriesValue } from '../../views/chart.ts';
import { paint } from '../../views/layout.ts';
import { holds } from '../order.ts';
import { keyText } from './histogram.ts';
import { type Drawn, emptyText, type Pane, said } from './pane.ts';

/** One series over time: all together, or of the key that the cursor says. */
export function drawChart(pane: Pane): Drawn {
  const { look, map, state, style, words, rows } = pane;
  const keys = map?.output?.keys ?? [];
  const nameOf = (one: Series): string => (one.key.length === 0 ? words.all : keyText(one.key, keys, pane));
  const all = map === undefined ? [look.rows] : map.series;
  const series = all.filter((one) => one.key.length === 0 || holds(nameOf(one), state.filter));
  const shown = series[Math.min(state.cursor, series.length - 1)];
  if (shown === undefined || shown.points.length === 0) return said(map === undefined ? words.noRows : emptyText(pane), pane);
  const isRate = map?.isRate ?? true;
  const last = shown.points.at(-1)?.value ?? 0;
  const place = series.length > 1 ? ` (${series.indexOf(shown) + 1} ${words.group} ${series.length})` : '';
  const head = rows > 4 ? [`${paint(`${nameOf(shown)}${place}`, 'bold', style)}  ${seriesValue(last, shown.column, isRate)}`] : [];
  return { lines: [...head, ...renderChart(shown, isRate, style, rows - head.length)], items: series.length, page: 1 };
}
