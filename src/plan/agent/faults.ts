/** What is wrong with a program, in words that a model can act on. */
import { type Diagnostic, positionAt } from '../../core/diagnostic.ts';
import { lookup } from '../../core/lookup.ts';

/** Of more than so many, the first ones make the rest. */
const MOST = 12;
const MOST_LINE = 200;

/** What a person would do about it is no way out here; this is. */
const ORDERS: Readonly<Record<string, string>> = {
  'unsafe-call': 'leave it out: a program here only watches',
  'another-language': 'write it in bpftrace: PROBE /CONDITION/ { ACTIONS }',
  prose: 'put nothing but the program into "source"; where no program can answer, call decline',
};

/** All of them at once, errors first, with the lines they are about. */
export function faultsText(faults: readonly Diagnostic[], source: string): string {
  const ordered = [...faults.filter(({ severity }) => severity === 'error'), ...faults.filter(({ severity }) => severity !== 'error')];
  const told = ordered.slice(0, MOST).map((diagnostic) => faultText(diagnostic, source));
  return [...told, ...(ordered.length > MOST ? [`and ${ordered.length - MOST} more`] : [])].join('\n');
}

/** One of them in a line, for a person. */
export function faultLine({ message, span }: Diagnostic, source: string): string {
  return span === undefined ? message : `line ${positionAt(source, span.start).line}: ${message}`;
}

function faultText(diagnostic: Diagnostic, source: string): string {
  const { severity, span, code } = diagnostic;
  const lines = [`- ${severity}: ${faultLine(diagnostic, source)}`];
  if (span !== undefined) {
    const line = source.split('\n')[positionAt(source, span.start).line - 1]?.trim() ?? '';
    if (line !== '') lines.push(`  at: ${line.slice(0, MOST_LINE)}`);
  }
  for (const hint of hintsOf(diagnostic)) lines.push(`  ${hint}`);
  const order = lookup(ORDERS, code);
  if (order !== undefined) lines.push(`  ${order}`);
  for (const { title, changes } of diagnostic.fixes.slice(0, 3)) lines.push(`  possible: ${title}${changes === undefined ? '' : ` (${changes})`}`);
  return lines.join('\n');
}

/** What is said to whoever sits at the command line is of no use to a model. */
function hintsOf({ hints, code }: Diagnostic): readonly string[] {
  return lookup(ORDERS, code) !== undefined ? [] : hints.filter((hint) => !/gpttrace |--[a-z]/.test(hint));
}
