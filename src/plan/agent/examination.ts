/** What is said of a program that was looked at. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { quoted } from '../../models/quote.ts';
import type { Mend } from './workshop.ts';

/** A fault that a stage reports in its own words. */
export function fault(code: string, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: 'error', message, hints, fixes: [] };
}

/** As data: parts of the program and names of the machine are in it. */
export function mendsText(mends: readonly Mend[]): string {
  const told = mends.map(({ what, why, changes }) => `- ${what} (${why})${changes === undefined ? '' : `; now measured differently: ${changes}`}`).join('\n');
  return quoted('mends', told);
}
