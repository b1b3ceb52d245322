import type { HeatMap } from '../../core/dataset.ts';
import { quantileAt, reachText } from '../../views/buckets.ts';
import type { FindingRule, FindingScene } from './finding.ts';

const FEWEST_COLUMNS = 6;
const FEWEST_SAMPLES = 30;

/** The middle of a histogram moved while it was watched: it became slower, or faster. */
export const drift: FindingRule = {
  name: 'drift',
  find: (scene) => scene.record.heatMaps.flatMap((map) => moved(map, scene)),
};

function moved(map: HeatMap, scene: FindingScene): ReturnType<FindingRule['find']> {
  if (map.columns.length < FEWEST_COLUMNS) return [];
  const third = Math.floor(map.columns.length / 3);
  const before = together(map.columns.slice(0, third));
  const after = together(map.columns.slice(-third));
  const middles = [middle(before), middle(after)] as const;
  if (total(before) < FEWEST_SAMPLES || total(after) < FEWEST_SAMPLES || Math.abs(middles[1] - middles[0]) < 2) return [];
  const [a, b] = middles.map((at) => reachText(map.buckets[at], map.value, scene.tongue));
  const what = scene.heading(map.value);
  const who = scene.cells(map.key, scene.histograms()[0]?.histogram.keys ?? []);
  return [
    {
      kind: 'insight',
      weight: 65,
      text: scene.say([
        `${who === '' ? '' : `${who}: `}the ${what} changed while it was watched: half were ${a} in the first third of the time, ${b} in the last.`,
        `${who === '' ? '' : `${who}:`}观察期间${what}发生了变化:前三分之一时间一半${a},后三分之一${b}。`,
      ]),
      from: [{ rows: [], shown: [a ?? '', b ?? ''] }],
    },
  ];
}

function together(columns: HeatMap['columns']): number[] {
  return columns.reduce<number[]>((sums, { counts }) => counts.map((count, at) => count + (sums[at] ?? 0)), []);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function middle(counts: readonly number[]): number {
  return quantileAt(
    counts.map((count) => ({ count })),
    0.5,
  );
}
