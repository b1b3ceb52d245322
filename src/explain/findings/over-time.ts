import type { Series } from '../../core/dataset.ts';
import { secondsText } from '../../views/values.ts';
import { type FindingRule, type FindingScene, median, sum } from './finding.ts';

const FEWEST_POINTS = 8;
/** So many times the usual is a burst. */
const BURST = 5;

/** How it went over time: in bursts, rising, falling, at an end. Of the whole, or of the largest key. */
export const overTime: FindingRule = {
  name: 'over-time',
  find: (scene) => {
    const series = scene.record.series.find(({ column, points, key }) => points.length >= FEWEST_POINTS && (key.length === 0 || column.kind === 'count'));
    if (series === undefined || series.column.kind !== 'count') return [];
    return burst(series, scene) ?? stopped(series, scene) ?? trend(series, scene) ?? [];
  },
};

type Claims = ReturnType<FindingRule['find']>;

function whose(series: Series, scene: FindingScene): string {
  const table = scene.tables()[0]?.table;
  const columns = table?.columns.slice(0, series.key.length) ?? [];
  return series.key.length === 0 ? '' : scene.cells(series.key, columns);
}

function claim(series: Series, scene: FindingScene, weight: number, both: readonly [string, string], points: Series['points']): Claims {
  const who = whose(series, scene);
  return [
    {
      kind: 'insight',
      weight,
      text: scene.say([`${who === '' ? '' : `${who}: `}${both[0]}`, `${who === '' ? '' : `${who}:`}${both[1]}`]),
      from: [{ rows: [], shown: points.map(({ at, value }) => `${secondsText(at, scene.tongue)}: ${scene.amount(value, series.column)}`) }],
    },
  ];
}

function burst(series: Series, scene: FindingScene): Claims | undefined {
  const values = series.points.map(({ value }) => value);
  const usual = median(values);
  const highest = series.points.reduce((a, b) => (b.value > a.value ? b : a));
  const high = series.points.filter(({ value }) => value >= BURST * Math.max(usual, 1));
  if (high.length === 0 || high.length > series.points.length / 3 || sum(high.map(({ value }) => value)) < sum(values) / 3) return undefined;
  const share = scene.percent(sum(high.map(({ value }) => value)), sum(values));
  const rate = scene.amount(highest.value, series.column);
  const usually = scene.amount(usual, series.column);
  const at = secondsText(highest.at, scene.tongue);
  return claim(
    series,
    scene,
    60,
    [
      `it came in bursts: ${share} in ${scene.percent(high.length, series.points.length)} of the time, most after ${at} (${rate} a second; usually ${usually}).`,
      `是突发的:${share} 集中在 ${scene.percent(high.length, series.points.length)} 的时间里,最高在 ${at} 后(每秒 ${rate};通常 ${usually})。`,
    ],
    high.slice(0, 5),
  );
}

function stopped(series: Series, scene: FindingScene): Claims | undefined {
  const { points } = series;
  const last = points.findLastIndex(({ value }) => value > 0);
  const first = points.findIndex(({ value }) => value > 0);
  const active = points.slice(first, last + 1);
  if (last === -1 || points.length - 1 - last < points.length / 4 || active.length < 3 || active.some(({ value }) => value === 0)) return undefined;
  const at = secondsText(points[last]?.at ?? 0, scene.tongue);
  const end = secondsText(points.at(-1)?.at ?? 0, scene.tongue);
  return claim(
    series,
    scene,
    50,
    [`it stopped after ${at}: nothing more came until ${end}.`, `在 ${at} 后停止:直到 ${end} 都没有再发生。`],
    points.slice(last, last + 1),
  );
}

function trend(series: Series, scene: FindingScene): Claims | undefined {
  const third = Math.floor(series.points.length / 3);
  const begin = series.points.slice(0, third);
  const end = series.points.slice(-third);
  const mean = (points: Series['points']): number => sum(points.map(({ value }) => value)) / Math.max(1, points.length);
  const [before, after] = [mean(begin), mean(end)];
  // What jumps up and down has no trend, however its ends differ.
  if (
    Math.min(...end.map(({ value }) => value)) <= Math.max(...begin.map(({ value }) => value)) &&
    Math.max(...end.map(({ value }) => value)) >= Math.min(...begin.map(({ value }) => value))
  )
    return undefined;
  const rises = after >= 2 * before && after >= 1;
  const falls = before >= 2 * after && before >= 1;
  if (!rises && !falls) return undefined;
  const [a, b] = [scene.amount(before, series.column), scene.amount(after, series.column)];
  return claim(
    series,
    scene,
    45,
    rises
      ? [`it rose while it was watched: from ${a} to ${b} a second.`, `观察期间上升:从每秒 ${a} 到 ${b}。`]
      : [`it fell while it was watched: from ${a} to ${b} a second.`, `观察期间下降:从每秒 ${a} 到 ${b}。`],
    [...begin.slice(0, 1), ...end.slice(-1)],
  );
}
