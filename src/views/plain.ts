/** Events and values as plain JSON: columns by their names, integers beyond 2^53 as decimal strings. */
import type { MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import type { Column, Program } from '../core/program.ts';

/** An event with its values under the names that the program's outputs give them. */
export function named(event: TraceEvent, program: Pick<Program, 'outputs'> | undefined): object {
  const outputs = program?.outputs ?? [];
  switch (event.type) {
    case 'row': {
      const output = outputs.find((candidate) => candidate.shape === 'rows' && candidate.statement === event.statement);
      return { type: 'row', row: output?.shape === 'rows' ? byName(output.columns, event.values) : event.values };
    }
    case 'map':
    case 'stats':
    case 'histogram':
      return namedMap(event, outputs);
    case 'snapshot':
      return { type: event.type, map: namedMap(event.map, outputs) };
    default:
      return event;
  }
}

function namedMap(event: MapEvent, outputs: Program['outputs']): object {
  const output = outputs.find((candidate) => candidate.shape !== 'rows' && candidate.map === event.map);
  const keys = output?.shape === 'rows' ? [] : (output?.keys ?? []);
  const value = output?.shape === 'rows' ? 'value' : (output?.value.name ?? 'value');
  const entries = event.entries.map(({ key, ...rest }) => {
    const keyed = keys.length === key.length ? byName(keys, key) : { key };
    return 'value' in rest ? { ...keyed, [value]: rest.value } : { ...keyed, ...rest };
  });
  return { type: event.type, map: event.map, entries };
}

function byName(columns: readonly Column[], values: readonly Scalar[]): Record<string, Scalar> {
  return Object.fromEntries(columns.map((column, index) => [column.name, values[index] ?? null]));
}

/** JSON in which what ends a line for some, or steers a terminal, is escaped. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
