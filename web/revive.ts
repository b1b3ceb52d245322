/** Events as they were before they became JSON: whole numbers beyond 2^53 come as decimal strings. */
import type { Dataset } from '../src/core/dataset.ts';
import type { Bucket, MapEvent, Scalar, TraceEvent } from '../src/core/events.ts';
import type { Column, MapOutput, Output, RowsOutput } from '../src/core/program.ts';

/** So short a number is one that JSON holds. */
const LONG = /^-?\d{15,20}$/;

export function revived(event: TraceEvent, outputs: readonly Output[]): TraceEvent {
  switch (event.type) {
    case 'row':
      return {
        ...event,
        values: rowOf(event.values, outputs.find((one): one is RowsOutput => one.shape === 'rows' && one.statement === event.statement)?.columns),
      };
    case 'snapshot':
      return { ...event, map: mapOf(event.map, outputs) };
    case 'map':
    case 'stats':
    case 'histogram':
      return mapOf(event, outputs);
    default:
      return event;
  }
}

export function revivedDatasets(datasets: readonly Dataset[]): readonly Dataset[] {
  return datasets.map((one) =>
    one.shape === 'table'
      ? { ...one, rows: one.rows.map((row) => rowOf(row, one.columns)) }
      : { ...one, groups: one.groups.map(({ key, buckets }) => ({ key: rowOf(key, one.keys), buckets: buckets.map(bucketOf) })) },
  );
}

function mapOf(event: MapEvent, outputs: readonly Output[]): MapEvent {
  const keys = outputs.find((one): one is MapOutput => one.shape !== 'rows' && one.map === event.map)?.keys;
  if (event.type === 'map')
    return {
      ...event,
      entries: event.entries.map(({ key, value }) => ({ key: rowOf(key, keys), value: Array.isArray(value) ? value.map(wide) : wide(value as Scalar) })),
    };
  if (event.type === 'stats') return { ...event, entries: event.entries.map((entry) => ({ ...entry, key: rowOf(entry.key, keys), ...widened(entry) })) };
  return { ...event, entries: event.entries.map(({ key, buckets }) => ({ key: rowOf(key, keys), buckets: buckets.map(bucketOf) })) };
}

function rowOf(values: readonly Scalar[], columns: readonly Column[] | undefined): readonly Scalar[] {
  // Nearly always there is nothing to do, thousands of times a second.
  for (let at = 0; at < values.length; at++) {
    if (typeof values[at] === 'string' && columns?.[at]?.type === 'integer')
      return values.map((value, index) => (columns[index]?.type === 'integer' ? wide(value) : value));
  }
  return values;
}

function widened({ count, average, total }: { readonly count?: Scalar; readonly average: Scalar; readonly total?: Scalar }): {
  count?: Scalar;
  average: Scalar;
  total?: Scalar;
} {
  return { ...(count === undefined ? {} : { count: wide(count) }), average: wide(average), ...(total === undefined ? {} : { total: wide(total) }) };
}

function bucketOf({ min, max, count }: Bucket): Bucket {
  return { ...(min === undefined ? {} : { min: boundOf(min) }), ...(max === undefined ? {} : { max: boundOf(max) }), count };
}

function boundOf(bound: number | bigint | string): number | bigint {
  return typeof bound === 'string' ? BigInt(bound) : bound;
}

function wide(value: Scalar): Scalar {
  return typeof value === 'string' && LONG.test(value) ? BigInt(value) : value;
}
