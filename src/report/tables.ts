/** The tables of a run, plain enough for a file of columns: raw values, one type a column, names that say the unit. */
import type { Dataset, HeatMap, Series } from '../core/dataset.ts';
import type { Bucket, Scalar } from '../core/events.ts';
import { messages } from '../core/messages.ts';
import type { RecordedNames, ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { Column } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';
import { namesFrom } from '../views/recorded-names.ts';

/** `integer` fits 64 bits with a sign, `unsigned` only without. */
export type PlainType = 'integer' | 'unsigned' | 'number' | 'boolean' | 'text';

export interface PlainColumn {
  readonly name: string;
  readonly type: PlainType;
  readonly values: readonly Scalar[];
}

export interface PlainTable {
  /** What it is chosen by. */
  readonly name: string;
  /** What it holds, for a person. */
  readonly title: string;
  readonly columns: readonly PlainColumn[];
}

interface Choosable {
  readonly name: string;
  readonly title: string;
  readonly make: () => readonly PlainColumn[];
}

/** What there is to choose from: the answer, the other outputs by the names of their maps, and what was seen over time. */
export function tablesOf(record: RunRecord): readonly Pick<PlainTable, 'name' | 'title'>[] {
  return choosable(record).map(({ name, title }) => ({ name, title }));
}

/** The table of that name; the answer without one. Throws a Problem that says which there are. */
export function tableOf(record: RunRecord, wish?: string): PlainTable {
  const all = choosable(record);
  const chosen = wish === undefined ? all[0] : all.find(({ name, title }) => name === wish || title === wish);
  if (chosen === undefined)
    throw new Problem(
      messages.unknownDataset(
        wish ?? '',
        all.map(({ name }) => name),
      ),
    );
  const { name, title } = chosen;
  return { name, title, columns: chosen.make() };
}

function choosable(record: RunRecord): Choosable[] {
  const { datasets, program, series, heatMaps, texts } = record;
  const first = datasets[0] ?? emptyAnswer(record);
  const all: Choosable[] = [];
  const add = (wish: string, title: string, make: Choosable['make']): void => {
    let name = wish;
    for (let again = 2; all.some((one) => one.name === name); again++) name = `${wish}-${again}`;
    all.push({ name, title, make });
  };
  if (first !== undefined) add('answer', first.title, () => plainDataset(first, record.names));
  for (const dataset of datasets.slice(1)) add(dataset.title, dataset.title, () => plainDataset(dataset, record.names));
  if (texts.length > 0 || first === undefined)
    add(first === undefined ? 'answer' : 'texts', program.title, () => [plain({ name: 'text', kind: 'plain', type: 'string' }, texts)]);
  if (series.length > 0) add('series', program.title, () => plainSeries(series));
  if (heatMaps.length > 0) add('heat-map', program.title, () => plainHeat(heatMaps));
  return all;
}

/** Of a silent run the columns are known all the same: what reads the file need not know that it was silent. */
function emptyAnswer({ program }: RunRecord): Dataset | undefined {
  const { title, outputs, answer } = program;
  const output = outputs.find((one) => one.shape !== 'rows' && one.map === answer) ?? outputs[0];
  if (output === undefined) return undefined;
  if (output.shape === 'rows') return { shape: 'table', title, columns: output.columns, rows: [], seen: 0 };
  if (output.shape === 'histogram') return { shape: 'histogram', title, keys: output.keys, value: output.value, groups: [] };
  return { shape: 'table', title, columns: [...output.keys, output.value], rows: [], seen: 0 };
}

function plainDataset(dataset: Dataset, recorded: RecordedNames | undefined): readonly PlainColumn[] {
  const names = namesFrom(recorded);
  if (dataset.shape === 'table') {
    const columns = dataset.columns.flatMap((column, index) =>
      withNames(
        column,
        dataset.rows.map((row) => row[index] ?? null),
        names,
      ),
    );
    return distinct(columns);
  }
  const buckets = dataset.groups.flatMap(({ key, buckets }) => buckets.map((bucket) => ({ key, bucket })));
  const keys = dataset.keys.flatMap((column, index) =>
    withNames(
      column,
      buckets.map(({ key }) => key[index] ?? null),
      names,
    ),
  );
  return distinct([
    ...keys,
    ...bounds(
      dataset.value,
      buckets.map(({ bucket }) => bucket),
    ),
  ]);
}

function bounds(value: Column, buckets: readonly Bucket[]): PlainColumn[] {
  return [
    plain(
      { ...value, name: `${value.name} from` },
      buckets.map(({ min }) => min ?? null),
    ),
    plain(
      { ...value, name: `${value.name} to` },
      buckets.map(({ max }) => max ?? null),
    ),
    plain(
      COUNT,
      buckets.map(({ count }) => count),
    ),
  ];
}

const COUNT: Column = { name: 'count', kind: 'count', type: 'integer' };
const OUTPUT: Column = { name: 'output', kind: 'plain', type: 'string' };
const KEY: Column = { name: 'key', kind: 'plain', type: 'string' };
const AT: Column = { name: 'at', kind: 'time', type: 'integer', unit: 's' };

/** Whose columns may differ, so that what is measured stands in the name only where it is the same for all. */
function plainSeries(series: readonly Series[]): readonly PlainColumn[] {
  const points = series.flatMap(({ points, ...of }) => points.map((point) => ({ of, point })));
  const measured = points.map(({ of }) => columnName(of.column));
  return distinct([
    plain(
      OUTPUT,
      points.map(({ of }) => of.title),
    ),
    plain(
      KEY,
      points.map(({ of }) => of.key.map(String).join(', ')),
    ),
    plain({ ...OUTPUT, name: 'measure' }, measured),
    plain(
      AT,
      points.map(({ point }) => point.at),
    ),
    plain(
      { ...COUNT, name: 'value' },
      points.map(({ point }) => point.value),
    ),
  ]);
}

function plainHeat(maps: readonly HeatMap[]): readonly PlainColumn[] {
  const cells = maps.flatMap((map) =>
    map.columns.flatMap(({ at, counts }) => counts.flatMap((count, index) => (count === 0 ? [] : [{ map, at, bucket: { ...map.buckets[index], count } }]))),
  );
  const [first] = maps;
  return distinct([
    plain(
      OUTPUT,
      cells.map(({ map }) => map.title),
    ),
    plain(
      KEY,
      cells.map(({ map }) => map.key.map(String).join(', ')),
    ),
    plain(
      AT,
      cells.map(({ at }) => at),
    ),
    ...(first === undefined
      ? []
      : bounds(
          first.value,
          cells.map(({ bucket }) => bucket),
        )),
  ]);
}

/** The values, and beside numbers that have names those names. */
function withNames(column: Column, values: readonly Scalar[], names: ValueNames): PlainColumn[] {
  const own = plain(column, values);
  const { kind } = column;
  if (!Object.hasOwn(names, kind)) return [own];
  const name = names[kind as keyof ValueNames];
  const named = values.map((value) => (typeof value === 'number' || typeof value === 'bigint' ? (name(Number(value)) ?? null) : null));
  return named.every((one) => one === null) ? [own] : [own, { name: `${own.name}_name`, type: 'text', values: named }];
}

function plain(column: Column, values: readonly Scalar[]): PlainColumn {
  const shown = column.integer === 'hexadecimal' || column.integer === 'octal' ? values.map(unsigned) : values;
  const type = typeOf(shown, column);
  return { name: columnName(column), type, values: type === 'text' ? shown.map((value) => (value === null ? null : String(value))) : shown };
}

/** An address is no negative number, nor is what is written in octal. */
function unsigned(value: Scalar): Scalar {
  return (typeof value === 'number' && Number.isSafeInteger(value)) || typeof value === 'bigint' ? BigInt.asUintN(64, BigInt(value)) : value;
}

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** What all values are; text where they are not alike. Of none at all what the program says. */
function typeOf(values: readonly Scalar[], column: Column): PlainType {
  let type: PlainType | undefined;
  let least = 0n;
  let most = 0n;
  for (const value of values) {
    if (value === null) continue;
    const one = typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : isWhole(value) ? 'integer' : 'number';
    if (type !== undefined && type !== one) {
      const numbers = [type, one].every((each) => each === 'integer' || each === 'number');
      if (!numbers) return 'text';
      type = 'number';
    } else type = one;
    if (typeof value === 'bigint') {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (type === undefined) return column.type === 'integer' ? 'integer' : 'text';
  if (type === 'number') return values.some((value) => typeof value === 'bigint') ? 'text' : 'number';
  if (type !== 'integer' || (least >= LEAST && most <= MOST)) return type;
  const isUnsigned = values.every((value) => value === null || BigInt(value) >= 0n);
  return isUnsigned && most < 2n ** 64n ? 'unsigned' : 'text';
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

/** `average latency` in microseconds as `average_latency_us`; what is called after its unit says it already. */
function columnName({ name, unit }: Column): string {
  const words = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  const plainName = words === '' ? 'value' : words;
  return unit === undefined || plainName === unit || plainName.endsWith(`_${unit}`) ? plainName : `${plainName}_${unit}`;
}

/** Two columns of one name would be one to many readers. */
function distinct(columns: readonly PlainColumn[]): PlainColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let again = 2; taken.has(name); again++) name = `${column.name}_${again}`;
    taken.add(name);
    return { ...column, name };
  });
}
