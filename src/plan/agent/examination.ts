/** A program before anything is asked of the machine: mended where it can be, and what is left that is wrong. Takes milliseconds, and runs nothing. */
import type { ParseResult } from '../../bpftrace/parser.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Mend, Workshop } from './workshop.ts';

export interface Examination {
  /** After mending. */
  readonly source: string;
  readonly mends: readonly Mend[];
  readonly parsed: ParseResult;
  /** Errors and warnings, in the order of the source. */
  readonly faults: readonly Diagnostic[];
  /** What the policy has against it. */
  readonly forbidden?: Diagnostic;
}

export function examine(given: string, workshop: Workshop): Examination {
  const { source, mends } = workshop.repair(given);
  const { parsed, diagnostics } = workshop.check(source);
  const forbidden = parsed.diagnostics.length > 0 ? undefined : workshop.forbidden(source);
  return {
    source,
    mends,
    parsed,
    faults: diagnostics.filter(({ severity }) => severity !== 'note'),
    ...(forbidden === undefined ? {} : { forbidden: fault('forbidden', `it may not run: ${forbidden}`) }),
  };
}

/** A fault that a stage reports in its own words. */
export function fault(code: string, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: 'error', message, hints, fixes: [] };
}

export function mendsText(mends: readonly Mend[]): string {
  return mends.map(({ what, why, changes }) => `- ${what} (${why})${changes === undefined ? '' : `; now measured differently: ${changes}`}`).join('\n');
}
