import { type Diagnostic, positionsIn } from '../core/diagnostic.ts';
import { countText, plural, renderFrame } from '../views/diagnostics.ts';
import type { Style } from '../views/layout.ts';
import { spoken, spokenDiagnostic } from './tongue.ts';

/** More frames than this of one file are counted only: nobody reads them. */
const MOST_SHOWN = 50;

/** The frames of diagnostics, the first of them where there are very many. */
export function frames(diagnostics: readonly Diagnostic[], source: string, file: string, style: Pick<Style, 'color'>): string[] {
  const lines = diagnostics.slice(0, MOST_SHOWN).flatMap((diagnostic) => [...renderFrame(spokenDiagnostic(diagnostic), source, file, style, spoken), '']);
  const more = diagnostics.slice(MOST_SHOWN);
  return more.length === 0 ? lines : [...lines, spoken(`${file}: and ${countText(more) ?? plural(more.length, 'note')} more`), ''];
}

/** Diagnostics with lines and columns beside their offsets. */
export function placed(diagnostics: readonly Diagnostic[], source: string): readonly Diagnostic[] {
  const at = positionsIn(source);
  return diagnostics.map((one) => (one.span === undefined ? one : { ...one, from: at(one.span.start), to: at(one.span.end) }));
}
