import type { HeatMap } from '../../core/dataset.ts';
import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { heatLegend, renderHeat } from '../../views/heat.ts';
import { renderHistogram } from '../../views/histogram.ts';
import { paint } from '../../views/layout.ts';
import { showValue } from '../../views/values.ts';
import { holds } from '../order.ts';
import { type Drawn, emptyText, type Pane, said } from './pane.ts';

/** Histograms drawn where no number was asked for. */
const USUAL = 20;

/** One below the other, the ones with the most samples first. */
export function drawHistogram(pane: Pane): Drawn {
  const { map, state, names, style, rows } = pane;
  const histogram = map?.dataset;
  if (histogram?.shape !== 'histogram' || histogram.groups.length === 0) return said(emptyText(pane), pane);
  const groups = histogram.groups.filter(({ key }) => holds(keyText(key, histogram.keys, pane), state.filter));
  if (groups.length === 0) return said(pane.words.noMatch, pane);
  const lines = renderHistogram({ ...histogram, groups }, names, style, state.top ?? USUAL);
  const from = Math.max(0, Math.min(state.cursor, lines.length - rows));
  return { lines: lines.slice(from, from + rows), items: Math.max(1, lines.length - rows + 1), page: rows };
}

/** One histogram over time: which one, the cursor says. */
export function drawHeat(pane: Pane): Drawn {
  const { map, state, style, words, rows } = pane;
  const keys = map?.output?.keys ?? [];
  const heats = (map?.heats ?? []).filter(({ key }) => holds(keyText(key, keys, pane), state.filter)).sort((a, b) => weight(b) - weight(a));
  const heat = heats[Math.min(state.cursor, heats.length - 1)];
  if (heat === undefined) return said(state.filter === '' ? emptyText(pane) : words.noMatch, pane);
  const which = keys.length === 0 ? '' : keyText(heat.key, keys, pane);
  const place = heats.length > 1 ? ` (${heats.indexOf(heat) + 1} ${words.group} ${heats.length})` : '';
  const head = rows > 4 ? [`${paint(`${which}${place}`, 'bold', style)}${which === '' ? '' : '  '}${heatLegend(style)}`] : [];
  return { lines: [...head, ...renderHeat(heat, style, rows - head.length)], items: heats.length, page: 1 };
}

/** A key in words. */
export function keyText(key: readonly Scalar[], columns: readonly Column[], { names }: Pick<Pane, 'names'>): string {
  return columns.map((column, index) => showValue(key[index] ?? null, column, names)).join(', ');
}

function weight({ columns }: HeatMap): number {
  return columns.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
}
