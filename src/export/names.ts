/** What the metrics of a program are called: the one place that exporters and dashboards read (docs/METRICS.md). */
import type { Column, MapOutput, Program, RowsOutput, Unit } from '../core/program.ts';

export type MetricKind = 'counter' | 'gauge' | 'histogram';

/** What a metric is called, wherever it goes. */
export interface MetricName {
  /** As OpenTelemetry names it: `gpttrace.file_opens_count.opens`. */
  readonly name: string;
  /** As UCUM writes it: `s`, `By`, `1`; what is counted in braces. */
  readonly unit: string;
  readonly kind: MetricKind;
  readonly description: string;
}

/** A metric that an output of a program becomes. */
export interface ProgramMetric extends MetricName {
  /** What it is made of; of rows all statements make one. */
  readonly of: MapOutput | readonly RowsOutput[];
  /** What a value is divided by to be in the unit. */
  readonly divisor: number;
  /** A label for each key that can be one, with its place in the key. */
  readonly labels: readonly { readonly name: string; readonly column: Column; readonly at: number }[];
}

/** An output that becomes no metric. */
export interface LeftOut {
  readonly map: string;
  readonly why: 'stack' | 'not-a-number';
}

/** Units of columns in the base units that Prometheus and OpenTelemetry want. Pages are those of the views. */
const UNITS: Readonly<Record<Unit, readonly [unit: string, divisor: number]>> = {
  ns: ['s', 1e9],
  us: ['s', 1e6],
  ms: ['s', 1e3],
  s: ['s', 1],
  bytes: ['By', 1],
  pages: ['By', 1 / 4096],
};

/** Labels that Prometheus or its servers give a meaning of their own. */
const TAKEN_LABELS: ReadonlySet<string> = new Set(['le', 'quantile', 'job', 'instance', 'program', 'otel_metric_overflow']);
/** Ends of names that mean something to Prometheus. */
const TAKEN_ENDS = /_(?:count|sum|bucket|total|info|created)$/;
const MOST_LETTERS = 60;

/** The metrics of a program, the answer's first, and what becomes none. */
export function metricsOf(program: Program): { readonly metrics: readonly ProgramMetric[]; readonly leftOut: readonly LeftOut[] } {
  const prefix = `gpttrace.${programSlug(program)}`;
  const rows = program.outputs.filter((output) => output.shape === 'rows');
  const maps = program.outputs
    .filter((output): output is MapOutput => output.shape !== 'rows')
    .sort((a, b) => Number(b.map === program.answer) - Number(a.map === program.answer));
  const taken = new Set<string>();
  const leftOut = maps
    .filter((map) => map.shape === 'values' && kindOf(map) === 'gauge' && map.keys.some(isStack))
    .map(({ map }): LeftOut => ({ map, why: 'stack' }));
  const metrics: ProgramMetric[] = [];
  if (rows.length > 0) {
    const column = rows[0]?.columns.find(({ kind }) => kind === 'process');
    metrics.push({
      name: `${prefix}.${unique('events', taken)}`,
      unit: '{event}',
      kind: 'counter',
      description: described(program, 'events'),
      of: rows,
      divisor: 1,
      labels: column === undefined ? [] : [{ name: 'process', column, at: -1 }],
    });
  }
  for (const map of maps) {
    if (leftOut.some((left) => left.map === map.map)) continue;
    const kind = kindOf(map);
    const [unit, divisor] = map.value.unit === undefined ? [kind === 'histogram' ? '' : `{${slug(map.value.name, 'value')}}`, 1] : UNITS[map.value.unit];
    const stem = slug(map.value.name, 'value');
    metrics.push({
      name: `${prefix}.${unique(kind !== 'counter' && TAKEN_ENDS.test(`_${stem}`) ? `${stem}_value` : stem, taken)}`,
      unit,
      kind,
      description: described(program, map.map === program.answer ? map.value.name : `${map.value.name} (${map.map})`),
      of: map,
      divisor,
      labels: labelsOf(map.keys),
    });
  }
  return { metrics, leftOut };
}

/** A program's name as a part of a metric's: that of the library, or of its file. What was written for one question has only its title. */
export function programSlug({ origin, title }: Program): string {
  const name =
    origin.kind === 'file'
      ? (origin.path.split('/').at(-1) ?? '').replace(/\.bt$/, '')
      : origin.kind !== 'edited' && origin.kind !== 'model'
        ? origin.name
        : title;
  const text = slug(name, 'program');
  return text === 'run' ? 'run_program' : text;
}

/** As Prometheus names it, the way its own translation of OpenTelemetry's names does: the unit and, of counters, `_total` at the end. A histogram's without its `_bucket`. */
export function prometheusName({ name, unit, kind }: Pick<MetricName, 'name' | 'unit' | 'kind'>): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, '_').split('_');
  const suffix = unit === '1' && kind === 'gauge' ? 'ratio' : (PROMETHEUS_UNITS[unit] ?? (unit.endsWith('/s') ? 'per_second' : undefined));
  if (suffix !== undefined && !words.includes(suffix)) words.push(suffix);
  return kind === 'counter' ? [...words.filter((word) => word !== 'total'), 'total'].join('_') : words.join('_');
}
const PROMETHEUS_UNITS: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/** What is counted or summed grows; anything else stands for itself. */
function kindOf({ shape, value }: MapOutput): MetricKind {
  if (shape !== 'values') return 'histogram';
  return value.kind === 'count' ? 'counter' : 'gauge';
}

/** Stacks are no labels: what is counted by them is added up. */
function labelsOf(keys: readonly Column[]): ProgramMetric['labels'] {
  const taken = new Set<string>();
  return keys.flatMap((column, at) => {
    if (isStack(column)) return [];
    const name = slug(column.name, `key_${at + 1}`);
    return [{ name: unique(TAKEN_LABELS.has(name) || name.startsWith('otel_') ? `key_${name}` : name, taken), column, at }];
  });
}

function isStack({ kind, type }: Column): boolean {
  return kind === 'stack' || type === 'stack';
}

function described({ title, answer, outputs }: Program, what: string): string {
  return answer === undefined || outputs.length > 1 ? `${title}: ${what}` : title;
}

/** Lower case, digits and `_`, beginning with a letter: what both worlds take. Words of other alphabets are no part of it. */
function slug(text: string, otherwise: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, MOST_LETTERS)
    .replace(/^_+|_+$/g, '');
  if (plain === '') return otherwise;
  return /^[a-z]/.test(plain) ? plain : `${otherwise}_${plain}`;
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}_${n}`;
  taken.add(candidate);
  return candidate;
}
