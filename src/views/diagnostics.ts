import { type Diagnostic, renderDiagnostic, type Severity } from '../core/diagnostic.ts';
import { type Paint, paint, type Style } from './layout.ts';
import { visibleLine } from './values.ts';

const COLORS: Readonly<Record<Severity, Paint>> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** A diagnostic's frame in lines, coloured where the style says so; nothing in the program's text steers the terminal. */
export function renderFrame(diagnostic: Diagnostic, source: string, file: string, style: Pick<Style, 'color'>): string[] {
  const color = COLORS[diagnostic.severity];
  return renderDiagnostic(diagnostic, source, file)
    .split('\n')
    .map(visibleLine)
    .map((line, at) => {
      if (at === 0) return line.replace(`: ${diagnostic.severity}: `, `: ${paint(`${diagnostic.severity}:`, color, style)} `);
      if (/^ {2} *\d+ \| /.test(line)) return line;
      return /^ {3,}\| *[\t ]*\^+$/.test(line)
        ? line.replace(/\^+$/, (carets) => paint(carets, color, style))
        : line.replace(/^( {2}help:)/, (help) => paint(help, 'dim', style));
    });
}

/** `2 errors and 1 warning`; undefined where there is neither. */
export function countText(diagnostics: readonly Diagnostic[]): string | undefined {
  const count = (severity: Severity): number => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = (['error', 'warning'] as const).flatMap((severity) => (count(severity) === 0 ? [] : [plural(count(severity), severity)]));
  return parts.length === 0 ? undefined : parts.join(' and ');
}

/** `1 file`, `3 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
