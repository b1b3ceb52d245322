import type { Diagnostic } from '../core/diagnostic.ts';
import type { Script } from './ast.ts';
import { dialectOf } from './dialect/dialect.ts';
import { parse } from './parser.ts';
import type { Layout } from './print/comments.ts';
import { render } from './print/doc.ts';
import { ProgramPrinter } from './print/program.ts';

export interface PrintOptions {
  /**
   * Spell it for this version of bpftrace (`0.17.0`), where that does not read what is written: kinds of probes, fields of args, durations.
   * Without one everything is spelled as it was.
   */
  readonly version?: string;
  /** Lines are broken to be no longer than this, where they can; 120 without it. */
  readonly width?: number;
}

const WIDTH = 120;

/**
 * A tree as source, in one style: attach points, predicate and braces of a probe on lines of their own, two blanks a level, one empty line between probes
 * and at most one inside them. Where the tree was read from a source, that gives the comments and the empty lines.
 */
export function print(script: Script, options: PrintOptions = {}, layout?: Layout): string {
  const width = options.width ?? WIDTH;
  const printer = new ProgramPrinter(width, layout, options.version === undefined ? undefined : dialectOf(options.version));
  return render(printer.script(script), width);
}

export interface FormatResult {
  /** Undefined where the source has syntax errors. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The source in the one style. A source with syntax errors is refused: what could not be read would be lost. */
export function format(source: string, options: PrintOptions = {}): FormatResult {
  const { script, comments, diagnostics } = parse(source);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { text: undefined, diagnostics };
  return { text: print(script, options, { source, comments }), diagnostics };
}
