/** The panels of a dashboard before they have a place: what is asked of Prometheus for a metric, and how the answer is drawn. */
import type { DashboardWords } from './dashboard-words.ts';
import { type MetricName, type ProgramMetric, prometheusName } from './names.ts';
import { OWN_METRICS } from './own.ts';

/** The grid of a dashboard is 24 wide. */
export const WIDTH = 24;
/** Series of a chart, and rows of a table. */
const SHOWN = 10;
const IN_TABLE = 50;

export interface Query {
  readonly expr: string;
  readonly legendFormat?: string;
  readonly format?: 'heatmap' | 'table';
  readonly instant?: boolean;
  readonly range?: boolean;
}

/** A panel before it has a place. */
export interface Draft {
  readonly title: string;
  readonly type: 'timeseries' | 'heatmap' | 'table';
  readonly width: number;
  readonly targets: readonly Query[];
  readonly unit: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Of a metric of the program: how fast it grows or what it is now, and its greatest series. */
export function draftsOf(metric: ProgramMetric, words: DashboardWords): Draft[] {
  if (metric.kind === 'histogram') return 'length' in metric.of || metric.of.shape !== 'stats' ? histogramDrafts(metric, words) : statsDrafts(metric, words);
  const by = byLabels(metric);
  const legendFormat = legendOf(metric);
  const name = prometheusName(metric);
  const isKeyed = metric.labels.length > 0;
  const top = (expression: string, most: number): string => (isKeyed ? `topk(${most}, ${expression})` : expression);
  if (metric.kind === 'gauge') {
    const expr = `max${by}(${name}{instance=~"$instance"})`;
    return [
      { title: metric.description, type: 'timeseries', width: isKeyed ? 16 : WIDTH, unit: unitOf(metric), targets: [{ expr: top(expr, SHOWN), legendFormat }] },
      ...(isKeyed ? [tableDraft(words.now(metric.description), top(expr, IN_TABLE), unitOf(metric))] : []),
    ];
  }
  const rate = `sum${by}(rate(${name}{instance=~"$instance"}[$__rate_interval]))`;
  const total = `sum${by}(increase(${name}{instance=~"$instance"}[$__range]))`;
  return [
    {
      title: words.perSecond(metric.description),
      type: 'timeseries',
      width: 16,
      unit: rateUnitOf(metric),
      targets: [{ expr: top(rate, SHOWN), legendFormat }],
    },
    tableDraft(words.total(metric.description), top(total, IN_TABLE), unitOf(metric)),
  ];
}

function histogramDrafts(metric: ProgramMetric, words: DashboardWords): Draft[] {
  const bucket = `${prometheusName(metric)}_bucket{instance=~"$instance"}`;
  const by = metric.labels.map(({ name }) => name);
  const quantile = (share: number): string => `histogram_quantile(${share}, sum by (le) (rate(${bucket}[$__rate_interval])))`;
  const keyed: Draft = {
    title: words.high(metric.description, by.join(', ')),
    type: 'timeseries',
    width: WIDTH,
    unit: unitOf(metric),
    targets: [
      {
        expr: `topk(${SHOWN}, histogram_quantile(0.95, sum by (${['le', ...by].join(', ')}) (rate(${bucket}[$__rate_interval]))))`,
        legendFormat: legendOf(metric),
      },
    ],
  };
  return [
    {
      title: metric.description,
      type: 'heatmap',
      width: 12,
      unit: unitOf(metric),
      targets: [{ expr: `sum by (le) (increase(${bucket}[$__rate_interval]))`, format: 'heatmap', legendFormat: '{{le}}' }],
      more: {
        options: {
          calculate: false,
          cellGap: 1,
          color: { mode: 'scheme', scheme: 'Oranges', steps: 64, exponent: 0.5, fill: 'dark-orange' },
          yAxis: { unit: unitOf(metric), axisPlacement: 'left' },
          tooltip: { mode: 'single', yHistogram: true },
        },
      },
    },
    {
      title: words.percentiles(metric.description),
      type: 'timeseries',
      width: 12,
      unit: unitOf(metric),
      targets: [
        { expr: quantile(0.5), legendFormat: 'p50' },
        { expr: quantile(0.95), legendFormat: 'p95' },
        { expr: quantile(0.99), legendFormat: 'p99' },
      ],
    },
    ...(by.length > 0 ? [keyed] : []),
  ];
}

/** Of stats() the buckets are not known, but how many there were and their sum. */
function statsDrafts(metric: ProgramMetric, words: DashboardWords): Draft[] {
  const by = byLabels(metric);
  const rate = (what: 'sum' | 'count'): string => `sum${by}(rate(${prometheusName(metric)}_${what}{instance=~"$instance"}[$__rate_interval]))`;
  const top = (expression: string): string => (metric.labels.length > 0 ? `topk(${SHOWN}, ${expression})` : expression);
  const legendFormat = legendOf(metric);
  return [
    {
      title: words.average(metric.description),
      type: 'timeseries',
      width: 12,
      unit: unitOf(metric),
      targets: [{ expr: top(`${rate('sum')} / ${rate('count')}`), legendFormat }],
    },
    { title: words.howMany(metric.description), type: 'timeseries', width: 12, unit: 'cps', targets: [{ expr: top(rate('count')), legendFormat }] },
  ];
}

/** What the run costs the machine. */
export function costDrafts(slug: string, words: DashboardWords): Draft[] {
  const of = (metric: MetricName): string => `${prometheusName(metric)}{program="${slug}", instance=~"$instance"}`;
  const rate = (metric: MetricName, by: string): string => `sum by (${by}) (rate(${of(metric)}[$__rate_interval]))`;
  const { processorTime, memory, share, limit, rate: events, lost, hits, hitTime } = OWN_METRICS;
  return [
    {
      title: words.processorTime,
      type: 'timeseries',
      width: 8,
      unit: 'percentunit',
      targets: [{ expr: rate(processorTime, 'component'), legendFormat: '{{component}}' }],
    },
    {
      title: words.share,
      type: 'timeseries',
      width: 8,
      unit: 'percentunit',
      targets: [
        { expr: `max(${of(share)})`, legendFormat: words.costs },
        { expr: `max(${of(limit)})`, legendFormat: words.limit },
      ],
    },
    {
      title: words.memory,
      type: 'timeseries',
      width: 8,
      unit: 'bytes',
      targets: [{ expr: `sum by (component) (${of(memory)})`, legendFormat: '{{component}}' }],
    },
    {
      title: words.events,
      type: 'timeseries',
      width: 8,
      unit: 'cps',
      targets: [
        { expr: `sum(${of(events)})`, legendFormat: words.received },
        { expr: `sum(rate(${of(lost)}[$__rate_interval]))`, legendFormat: words.lost },
      ],
    },
    {
      title: words.hits,
      type: 'timeseries',
      width: 8,
      unit: 'cps',
      targets: [{ expr: `topk(${SHOWN}, ${rate(hits, 'probe')})`, legendFormat: '{{probe}}' }],
    },
    {
      title: words.hitTime,
      type: 'timeseries',
      width: 8,
      unit: 'percentunit',
      targets: [{ expr: `topk(${SHOWN}, ${rate(hitTime, 'probe')})`, legendFormat: '{{probe}}' }],
    },
  ];
}

function tableDraft(title: string, expr: string, unit: string): Draft {
  return {
    title,
    type: 'table',
    width: 8,
    unit,
    targets: [{ expr, format: 'table', instant: true, range: false }],
    more: {
      transformations: [
        { id: 'organize', options: { excludeByName: { Time: true }, renameByName: { Value: 'value' } } },
        { id: 'sortBy', options: { sort: [{ field: 'value', desc: true }] } },
      ],
    },
  };
}

function byLabels({ labels }: ProgramMetric): string {
  return labels.length === 0 ? '' : ` by (${labels.map(({ name }) => name).join(', ')}) `;
}

/** What is beyond the limit of series has none of the labels. */
function legendOf({ labels, description }: ProgramMetric): string {
  return labels.length === 0 ? description : labels.map(({ name }) => `{{${name}}}`).join(' ');
}

/** As Grafana calls it. */
function unitOf({ unit }: MetricName): string {
  return { s: 's', By: 'bytes' }[unit] ?? 'short';
}

function rateUnitOf({ unit }: MetricName): string {
  // Seconds of something in each second: 1 is all the time of one processor, or of one waiting.
  return { s: 'percentunit', By: 'Bps' }[unit] ?? 'cps';
}
