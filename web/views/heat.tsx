/** How values were spread, over time: a column for each span of time, the lowest range at the bottom, the darker the more. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { HeatMap } from '../../src/core/dataset.ts';
import type { ValueNames } from '../../src/core/names.ts';
import { rangeText } from '../../src/views/buckets.ts';
import { group, secondsText, showValue } from '../../src/views/values.ts';
import { isDark } from '../theme.ts';
import { wordsIn } from '../words.ts';
import { colour, prepare } from './canvas.ts';

const ROW = 20;
const LEFT = 124;
const BELOW = 20;

export function HeatView({ heatMaps, names, language }: { readonly heatMaps: readonly HeatMap[]; readonly names: ValueNames; readonly language: string }) {
  const w = wordsIn(language);
  const chosen = useSignal(0);
  const told = useSignal('');
  const canvas = useRef<HTMLCanvasElement>(null);
  const heat = heatMaps[Math.min(chosen.value, heatMaps.length - 1)];
  const nameOf = (one: HeatMap) => one.key.map((part) => showValue(part, { name: '', kind: 'plain', type: 'unknown' }, names)).join(', ') || one.title;

  useEffect(() => {
    const draw = () => {
      if (canvas.current !== null && heat !== undefined) drawHeat(canvas.current, heat, language);
    };
    draw();
    if (canvas.current === null) return;
    const watch = new ResizeObserver(draw);
    watch.observe(canvas.current);
    return () => watch.disconnect();
  }, [heat, isDark.value, language]);

  if (heat === undefined) return <p class="dim">{w.noPoints}</p>;
  const tell = (event: PointerEvent) => {
    const { left, top, width } = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
    const column = heat.columns[Math.floor(((event.clientX - left - LEFT) / (width - LEFT)) * heat.columns.length)];
    const at = heat.buckets.length - 1 - Math.floor((event.clientY - top) / ROW);
    const bucket = heat.buckets[at];
    told.value =
      column === undefined || bucket === undefined
        ? ''
        : `${secondsText(column.at, language)} · ${rangeText(bucket, heat.value, language)} · ${group(column.counts[at] ?? 0)}`;
  };
  return (
    <div>
      <div class="tools">
        {heatMaps.length > 1 ? (
          <label>
            {w.group}{' '}
            <select value={chosen} onChange={(event) => (chosen.value = Number(event.currentTarget.value))}>
              {heatMaps.map((one, at) => (
                <option key={nameOf(one)} value={at}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <span class="dim told">{told}</span>
      </div>
      <canvas ref={canvas} class="heat" role="img" aria-label={summary(heat, language)} onPointerMove={tell} onPointerLeave={() => (told.value = '')} />
    </div>
  );
}

/** What the picture says, for who does not see it: the range with the most, and its share. */
function summary(heat: HeatMap, language: string): string {
  const sums = heat.buckets.map((_, at) => heat.columns.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  const all = sums.reduce((sum, count) => sum + count, 0);
  const most = sums.indexOf(Math.max(...sums));
  const bucket = heat.buckets[most];
  return bucket === undefined ? heat.title : `${heat.title}: ${rangeText(bucket, heat.value, language)}: ${group(sums[most] ?? 0)} / ${group(all)}`;
}

function drawHeat(canvas: HTMLCanvasElement, heat: HeatMap, language: string): void {
  const rows = heat.buckets.length;
  const prepared = prepare(canvas, rows * ROW + BELOW);
  if (prepared === undefined) return;
  const { context, width } = prepared;
  const most = heat.columns.reduce((greatest, { counts }) => counts.reduce((a, b) => Math.max(a, b), greatest), 0);
  const cell = (width - LEFT) / Math.max(1, heat.columns.length);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillStyle = colour('dim');
  heat.buckets.forEach((bucket, at) => {
    context.fillText(rangeText(bucket, heat.value, language), LEFT - 8, (rows - at - 0.5) * ROW, LEFT - 10);
  });
  context.fillStyle = colour('raised');
  context.fillRect(LEFT, 0, width - LEFT, rows * ROW);
  context.fillStyle = colour('heat');
  heat.columns.forEach(({ counts }, column) => {
    counts.forEach((count, at) => {
      if (count <= 0) return;
      // By its logarithm: what is rare is seen beside what is frequent.
      context.globalAlpha = 0.12 + (0.88 * Math.log1p(count)) / Math.log1p(most);
      context.fillRect(LEFT + column * cell, (rows - 1 - at) * ROW, Math.max(1, cell - (cell > 6 ? 1 : 0)), ROW - 1);
    });
  });
  context.globalAlpha = 1;
  context.fillStyle = colour('dim');
  context.textAlign = 'left';
  context.fillText(secondsText(heat.columns[0]?.at ?? 0, language), LEFT, rows * ROW + BELOW / 2);
  context.textAlign = 'right';
  context.fillText(secondsText(heat.columns.at(-1)?.at ?? 0, language), width, rows * ROW + BELOW / 2);
}
