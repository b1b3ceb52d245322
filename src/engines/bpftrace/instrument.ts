import type { Probe } from '../../bpftrace/ast.ts';
import { describeOutputs } from '../../bpftrace/outputs.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { FieldDeclaration } from '../../bpftrace/types.ts';
import { walk } from '../../bpftrace/visit.ts';
import { applyEdits, type TextEdit } from '../../core/diagnostic.ts';
import type { MapOutput, RowsOutput } from '../../core/program.ts';
import { type LooksWish, printingEnds, type Way, wayToLook } from './looks.ts';

/** Tags our tuples, so that a tuple the program itself prints is never taken for one. */
export const ROW_TAG = 0x67707400;
export const LOOK_TAG: number = ROW_TAG - 2;
export const ATTACHED_MARK = 'gpttrace-attached';
/** Around what a look shows, and before what END prints. */
export const LOOK_MARKS: Readonly<Record<LookMark, 'begun' | 'over' | 'ending'>> = {
  'gpttrace-look': 'begun',
  'gpttrace-looked': 'over',
  'gpttrace-end': 'ending',
};
type LookMark = 'gpttrace-look' | 'gpttrace-looked' | 'gpttrace-end';
/** Begins a line of ours, and stands between its values: no name holds these. */
export const LINE_TAG = '\u001erow';
export const SEPARATOR = '\u001f';

export interface Instrumented {
  readonly source: string;
  /** What the tagged tuples and lines hold, by statement number. */
  readonly rows: ReadonlyMap<number, RowsOutput>;
  /** Lines that BEGIN prints. */
  readonly banner: number;
  /** How its maps are looked at while it runs. */
  readonly way?: Way;
}

/**
 * The program as it is run: each `printf` that prints a record prints a tuple instead, or a line of values that are set apart (so that a blank in a file name
 * is no column), and BEGIN prints a mark. bpftrace prints nothing before it has attached every probe, so the mark's arrival tells that it has; what it says itself
 * ("Attaching N probes") it says before. With `typed` false only the mark is added. Where its maps are to be looked at (`wished`) and can be, a probe for that is added, or
 * a mark by which what END prints is told apart.
 */
export function instrument(source: string, declaration: FieldDeclaration, typed: boolean, wished?: LooksWish): Instrumented {
  const { script } = parse(source);
  const edits: TextEdit[] = [];
  const rows = new Map<number, RowsOutput>();
  if (typed) {
    for (const print of describeOutputs(script, source, declaration).prints) {
      if (print.form === 'text') continue;
      const args = print.call.args.slice(1).map((argument) => source.slice(argument.span.start, argument.span.end));
      const { statement } = print.output;
      const text =
        print.form === 'tuple'
          ? `print((${ROW_TAG + statement}, ${args.join(', ')}))`
          : `printf("${lineFormat(statement, print.conversions)}", ${args.join(', ')})`;
      edits.push({ span: print.call.span, text });
      rows.set(print.output.statement, print.output);
    }
  }
  const mark = `print((${ROW_TAG - 1}, "${ATTACHED_MARK}"));`;
  const begin = script.probes.find((probe) => probe.predicate === undefined && probe.attachPoints.length === 1 && probe.attachPoints[0]?.provider === 'BEGIN');
  if (begin !== undefined) {
    edits.push(insertion(begin.body.span.start + 1, ` ${mark}`));
  } else {
    edits.push(insertion(source.length, `\nBEGIN { ${mark} }\n`));
  }
  const way = wished === undefined ? undefined : wayToLook(script, wished);
  if (way === 'signal') for (const end of printingEnds(script)) edits.push(insertion(end.body.span.start + 1, ` ${lookMark('gpttrace-end')}`));
  const probe = way === 'probe' && wished !== undefined ? lookProbe(wished.maps) : '';
  return { source: `${applyEdits(source, edits)}${probe}`, rows, banner: bannerLines(begin), ...(way === undefined ? {} : { way }) };
}

function lookProbe(maps: readonly MapOutput[]): string {
  return `\nself:signal:SIGUSR1 { ${lookMark('gpttrace-look')} ${maps.map(({ map }) => `print(${map});`).join(' ')} ${lookMark('gpttrace-looked')} }\n`;
}

function lookMark(mark: LookMark): string {
  return `print((${LOOK_TAG}, "${mark}"));`;
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** The format of a line, as a program writes it. Widths and words are left out: they are for eyes. */
function lineFormat(statement: number, conversions: readonly string[]): string {
  const values = conversions.map((conversion) => (/[xX]$/.test(conversion) ? `0x%${conversion}` : `%${conversion}`));
  return `${[`\\x1erow${statement}`, ...values].join('\\x1f')}\\n`;
}

function bannerLines(begin: Probe | undefined): number {
  let lines = 0;
  for (const node of begin === undefined ? [] : walk(begin)) {
    const format = node.kind === 'call' && node.name === 'printf' ? node.args[0] : undefined;
    if (format?.kind === 'string' && format.value.endsWith('\n')) lines++;
  }
  return lines;
}
