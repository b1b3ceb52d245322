/** A Grafana dashboard for what a program's metrics are called in Prometheus, whichever way they came there. */
import type { Program } from '../core/program.ts';
import { costDrafts, type Draft, draftsOf, type Query, WIDTH } from './dashboard-panels.ts';
import { dashboardWords } from './dashboard-words.ts';
import { metricsOf, programSlug, prometheusName } from './names.ts';
import { OWN_METRICS } from './own.ts';

/** Of Grafana 10 and later. */
const SCHEMA = 39;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };
const HEIGHT = 9;

export interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: 'row' | 'timeseries' | 'heatmap' | 'table';
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly Target[];
  readonly [more: string]: unknown;
}

export interface Target extends Query {
  readonly refId: string;
  readonly datasource: typeof DATASOURCE;
}

export interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly [more: string]: unknown;
}

/** For a program: rates by key, distributions, totals, and what the run costs. */
export function dashboardOf(program: Program, language = 'en'): Dashboard {
  const words = dashboardWords(language);
  const slug = programSlug(program);
  const panels = placed([
    { row: program.title, drafts: metricsOf(program).metrics.flatMap((metric) => draftsOf(metric, words)) },
    { row: words.cost, drafts: costDrafts(slug, words) },
  ]);
  return {
    title: `gpttrace: ${program.title}`,
    // Stable, so that a dashboard that is imported again replaces itself; at most 40 letters.
    uid: `gpttrace-${slug.replaceAll('_', '-')}`.slice(0, 40),
    description: program.attachPoints.join(', ').slice(0, 500),
    tags: ['gpttrace', 'ebpf'],
    schemaVersion: SCHEMA,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '10s',
    timezone: '',
    time: { from: 'now-15m', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: words.dataSource, type: 'datasource', query: 'prometheus', refresh: 1, hide: 0 },
        {
          name: 'instance',
          label: words.instance,
          type: 'query',
          datasource: DATASOURCE,
          query: { query: `label_values(${prometheusName(OWN_METRICS.probes)}{program="${slug}"}, instance)`, refId: 'instance' },
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: '.*',
          current: { text: 'All', value: '$__all' },
          hide: 0,
        },
      ],
    },
    annotations: { list: [] },
    panels,
  };
}

/** Rows of panels, from left to right and downwards. */
function placed(sections: readonly { readonly row: string; readonly drafts: readonly Draft[] }[]): Panel[] {
  const panels: Panel[] = [];
  let y = 0;
  for (const { row, drafts } of sections) {
    panels.push({ id: panels.length + 1, title: row, type: 'row', collapsed: false, panels: [], gridPos: { h: 1, w: WIDTH, x: 0, y: y++ } });
    let x = 0;
    for (const draft of drafts) {
      if (x + draft.width > WIDTH) {
        x = 0;
        y += HEIGHT;
      }
      panels.push(panelOf(draft, panels.length + 1, { h: HEIGHT, w: draft.width, x, y }));
      x += draft.width;
    }
    y += HEIGHT;
  }
  return panels;
}

function panelOf({ title, type, targets, unit, more }: Draft, id: number, gridPos: Panel['gridPos']): Panel {
  return {
    id,
    title,
    type,
    gridPos,
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit, ...(type === 'timeseries' ? { custom: { fillOpacity: 8, showPoints: 'never' } } : {}) }, overrides: [] },
    targets: targets.map((target, index) => ({ refId: String.fromCharCode(65 + index), datasource: DATASOURCE, ...target })),
    ...(type === 'timeseries' ? { options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } } } : {}),
    ...more,
  };
}
