import type { Bucket, Scalar, TraceEvent } from '../../src/core/events.ts';

/** What a program printed, as lines that a trial's expectation is about. */
export function linesOf(events: readonly TraceEvent[]): string {
  return events.flatMap(linesOfEvent).join('\n');
}

function linesOfEvent(event: TraceEvent): string[] {
  switch (event.type) {
    case 'row':
      return [event.values.join(' ')];
    case 'text':
      return [event.text.trimEnd()];
    case 'map':
      return event.entries.map(({ key, value }) => `${named(event.map, key)} = ${Array.isArray(value) ? value.join(' ') : value}`);
    case 'stats':
      return event.entries.map(
        ({ key, count, average, total }) => `${named(event.map, key)} = ${[count, average, total].filter((one) => one !== undefined).join(' ')}`,
      );
    case 'histogram':
      return event.entries.flatMap(({ key, buckets }) =>
        buckets.filter(({ count }) => count > 0).map((bucket) => `${named(event.map, key)} ${range(bucket)}: ${bucket.count}`),
      );
    default:
      return [];
  }
}

function named(map: string, key: readonly Scalar[]): string {
  return key.length === 0 ? map : `${map}[${key.join(', ')}]`;
}

function range({ min, max }: Bucket): string {
  return `${min ?? ''}..${max ?? ''}`;
}
