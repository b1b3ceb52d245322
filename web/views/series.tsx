/** How amounts went over time, the largest keys each a line. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Series } from '../../src/core/dataset.ts';
import type { ValueNames } from '../../src/core/names.ts';
import { tellingOf } from '../../src/views/history.ts';
import { group, showAmount, showValue } from '../../src/views/values.ts';
import { heading } from '../../src/views/words.ts';
import { isDark } from '../theme.ts';
import { wordsIn } from '../words.ts';
import { colour } from './canvas.ts';
import 'uplot/dist/uPlot.min.css';

const MOST_LINES = 6;
const HEIGHT = 260;

export function SeriesView({ series, names, language }: { readonly series: readonly Series[]; readonly names: ValueNames; readonly language: string }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  // The lines that are drawn are of one amount: another has a unit of its own.
  const [first] = series;
  const shown = series.filter(({ title, points }) => title === first?.title && points.length > 0).slice(0, MOST_LINES);
  const labels = shown.map(
    ({ key, column }) => key.map((part) => showValue(part, { name: '', kind: 'plain', type: 'unknown' }, names)).join(', ') || heading(column.name, language),
  );
  const drawnAs = JSON.stringify([labels, isDark.value, language]);

  useEffect(() => {
    const at = box.current;
    if (at === null || shown.length === 0) return;
    const made = new uPlot(optionsFor(shown, labels, at.clientWidth, language), dataOf(shown), at);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: at.clientWidth, height: HEIGHT }));
    watch.observe(at);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [drawnAs]);

  useEffect(() => {
    plot.current?.setData(dataOf(shown));
  }, [series]);

  if (first === undefined) return <p class="dim">{wordsIn(language).noPoints}</p>;
  return (
    <figure class="series">
      <figcaption>
        {first.title}
        {tellingOf(first.column) === 'rate' ? `, ${wordsIn(language).perSecond}` : ''}
      </figcaption>
      <div ref={box} role="img" aria-label={`${first.title}: ${labels.join(', ')}`} />
    </figure>
  );
}

/** On one axis of time: a line has no point where another has one. */
function dataOf(series: readonly Series[]): uPlot.AlignedData {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const lines = series.map(({ points }) => {
    const values = new Map(points.map(({ at, value }) => [at, value]));
    return times.map((at) => values.get(at));
  });
  return [times, ...lines];
}

function optionsFor(series: readonly Series[], labels: readonly string[], width: number, language: string): uPlot.Options {
  const unit = series[0]?.column.unit;
  const amount = (value: number) =>
    unit === undefined ? (value >= 1000 ? group(Math.round(value)) : String(Number(value.toPrecision(3)))) : showAmount(value, unit);
  const axis = { stroke: colour('dim'), grid: { stroke: colour('rule'), width: 1 }, ticks: { stroke: colour('rule'), width: 1 } };
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...axis, values: (_plot, values) => values.map((value) => `${value} ${language === 'zh' ? '秒' : 's'}`) },
      { ...axis, size: 74, values: (_plot, values) => values.map(amount) },
    ],
    series: [
      { label: wordsIn(language).secondsAxis, value: (_plot, value) => (value === null ? '' : value.toFixed(1)) },
      ...series.map(
        (_, at): uPlot.Series => ({
          label: labels[at] ?? '',
          stroke: colour(`c${(at % 6) + 1}`),
          width: 2,
          spanGaps: true,
          points: { show: series.every(({ points }) => points.length < 3) },
          value: (_plot, value) => (value === null || value === undefined ? '' : amount(value)),
        }),
      ),
    ],
  };
}
