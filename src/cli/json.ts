/** Events as JSON lines: the interface documented in README.md ("JSON lines"). */
import type { AskEvent } from '../ask.ts';
import type { Program } from '../core/program.ts';
import { named, stringify } from '../views/plain.ts';

/** The lines of an event, `program` telling what its columns are called. */
export function jsonLines(event: AskEvent, program: Program | undefined): string[] {
  switch (event.type) {
    case 'trace':
      return event.events.map((one) => stringify(named(one, program)));
    case 'plan':
    case 'running': {
      const { title, source, attachPoints, seconds, origin, outputs, language, command } = event.plan.program;
      if (event.type === 'running') return [];
      const { confidence, notes, safety, tells, written } = event.plan;
      return [
        stringify({
          type: 'plan',
          title,
          language,
          ...(command === undefined ? {} : { command }),
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
