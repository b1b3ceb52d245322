/** Events as JSON lines: the interface documented in README.md ("JSON lines"). */
import type { AskEvent } from '../ask.ts';
import type { Scalar, TraceEvent } from '../core/events.ts';
import type { Column, Program } from '../core/program.ts';

/** The lines of an event, `program` telling what its columns are called. */
export function jsonLines(event: AskEvent, program: Program | undefined): string[] {
  switch (event.type) {
    case 'trace':
      return event.events.map((one) => stringify(named(one, program)));
    case 'plan':
    case 'running': {
      const { title, source, attachPoints, seconds, origin, outputs } = event.plan.program;
      if (event.type === 'running') return [];
      const { confidence, notes, safety, tells, written } = event.plan;
      return [
        stringify({
          type: 'plan',
          title,
          tells,
          origin,
          attachPoints,
          seconds: seconds ?? null,
          confidence,
          ...(written === undefined ? {} : { written }),
          safety: safety.classes,
          safetyReasons: safety.reasons,
          notes,
          outputs,
          source,
          diagnostics: event.diagnostics,
        }),
      ];
    }
    case 'answer': {
      const { sentence, reasons, remarks = [], records, lost, seconds, overhead } = event;
      return [
        stringify({ type: 'answer', sentence, reasons, remarks, records, lost, seconds, ...(overhead?.hits === undefined ? {} : { hits: overhead.hits }) }),
      ];
    }
    default:
      return [stringify(event)];
  }
}

function named(event: TraceEvent, program: Program | undefined): unknown {
  const outputs = program?.outputs ?? [];
  switch (event.type) {
    case 'row': {
      const output = outputs.find((candidate) => candidate.shape === 'rows' && candidate.statement === event.statement);
      return { type: 'row', row: output?.shape === 'rows' ? record(output.columns, event.values) : event.values };
    }
    case 'map':
    case 'stats':
    case 'histogram': {
      const output = outputs.find((candidate) => candidate.shape !== 'rows' && candidate.map === event.map);
      const keys = output?.shape === 'rows' ? [] : (output?.keys ?? []);
      const value = output?.shape === 'rows' ? 'value' : (output?.value.name ?? 'value');
      const entries = event.entries.map(({ key, ...rest }) => {
        const keyed = keys.length === key.length ? record(keys, key) : { key };
        return 'value' in rest ? { ...keyed, [value]: rest.value } : { ...keyed, ...rest };
      });
      return { type: event.type, map: event.map, entries };
    }
    case 'snapshot':
      return { type: event.type, map: named(event.map, program) };
    default:
      return event;
  }
}

function record(columns: readonly Column[], values: readonly Scalar[]): Record<string, Scalar> {
  return Object.fromEntries(columns.map((column, index) => [column.name, values[index] ?? null]));
}

/** Integers beyond 2^53 as decimal strings: a number would round them in most readers. What ends a line for some, or steers a terminal, is escaped. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
