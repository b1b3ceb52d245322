import { type Diagnostic, renderDiagnostic, type Severity } from '../core/diagnostic.ts';
import { type Paint, paint, type Style, width } from './layout.ts';
import { visibleLine } from './values.ts';

const COLORS: Readonly<Record<Severity, Paint>> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** A diagnostic's frame in lines, coloured where the style says so; nothing in the program's text steers the terminal. `say` puts its own words into another language. */
export function renderFrame(
  diagnostic: Diagnostic,
  source: string,
  file: string,
  style: Pick<Style, 'color'>,
  say: (english: string) => string = (text) => text,
): string[] {
  const color = COLORS[diagnostic.severity];
  const lines = renderDiagnostic(diagnostic, source, file, say).split('\n');
  const [severity, help] = [say(diagnostic.severity), say('help')];
  return lines
    .map((line, at) => (at === 2 && diagnostic.span !== undefined ? underShown(line, lines[1] ?? '') : visibleLine(line)))
    .map((line, at) => {
      if (at === 0) return line.replace(`: ${severity}: `, `: ${paint(`${severity}:`, color, style)} `);
      if (/^ {2} *\d+ \| /.test(line)) return line;
      return /^ {3,}\| *[\t ]*\^+$/.test(line)
        ? line.replace(/\^+$/, (carets) => paint(carets, color, style))
        : line.startsWith(`  ${help}:`)
          ? `${paint(`  ${help}:`, 'dim', style)}${line.slice(help.length + 3)}`
          : line;
    });
}

/** A line of carets, moved to where what it points at is shown: `\x1b` takes four columns of a screen, a Chinese character two. */
function underShown(carets: string, pointedAt: string): string {
  const indent = carets.indexOf('^');
  const gutter = carets.indexOf('|') + 1;
  const blanks = pointedAt.slice(gutter, indent).replace(/[^\t]+/g, (text) => ' '.repeat(width(visibleLine(text))));
  const marked = width(visibleLine(pointedAt.slice(indent, carets.length)));
  return `${carets.slice(0, gutter)}${blanks}${'^'.repeat(Math.max(marked, 1))}`;
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
