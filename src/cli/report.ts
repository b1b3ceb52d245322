import { renderDiagnostic } from '../core/diagnostic.ts';
import { Exit } from '../core/exit.ts';
import type { Problem } from '../core/problem.ts';
import { paint, type Style, wrapHanging } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';
import { stderrStyle } from './terminal.ts';
import { spoken, spokenDiagnostic } from './tongue.ts';

const NAME = 'gpttrace:';

/** What is to be typed stays in one piece, so that it can be copied. */
export function hintLines(hint: string, style: Style): string[] {
  return /\b(?:gpttrace|sudo|apt|mount) /.test(hint) ? [`  ${hint}`] : wrapHanging(hint, style.columns - 2).map((line) => `  ${line}`);
}

/** Shows a problem: what is wrong with which line, what happened, what to do next. The exit status it ends with. */
export function reportProblem(problem: Problem, json: boolean): Exit {
  const style = stderrStyle();
  const lines: string[] = [];
  for (const diagnostic of problem.diagnostics)
    lines.push(
      ...renderDiagnostic(spokenDiagnostic(diagnostic), problem.source ?? '', problem.file, spoken)
        .split('\n')
        .map(visibleLine),
      '',
    );
  // What bpftrace or a file name said may hold anything.
  const [first = '', ...more] = wrapHanging(`${NAME} ${visible(spoken(problem.message))}`, style.columns);
  lines.push(paint(NAME, 'red', style) + first.slice(NAME.length), ...more, ...problem.hints.flatMap((hint) => hintLines(visible(spoken(hint)), style)));
  if (json) {
    const { code, message, hints, diagnostics, exit } = problem;
    writeQuietly(process.stdout, `${JSON.stringify({ type: 'problem', code, message, hints, diagnostics, exit })}\n`);
  }
  writeQuietly(process.stderr, `${lines.join('\n')}\n`);
  return problem.exit;
}

/** Something went wrong that should not have: everything a report of it needs. */
export function describeBug(error: unknown): Exit {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeQuietly(
    process.stderr,
    `${spoken('gpttrace: a mistake in gpttrace itself; please report it with the command you gave.')}\n${text.split('\n').map(visibleLine).join('\n')}\n`,
  );
  return Exit.internal;
}

function writeQuietly(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(text);
  } catch {
    // The terminal is gone: there is nobody to tell.
  }
}
