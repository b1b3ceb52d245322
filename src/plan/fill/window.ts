/** When an answer is shown, and when the program ends. */
import type { Script } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import { applyEdits } from '../../core/diagnostic.ts';
import type { Window } from '../../core/program.ts';
import { placesOf } from './places.ts';
import { addToSpecial } from './special.ts';
import { wrapped } from './wrapped.ts';

/** Maps that count what was shown; emptied at the end, so that only the answer is left. */
const WINDOWS = '@windows';
const SHOWN = '@shown';

export function endAfter(source: string, seconds: number): string {
  return `${source.trimEnd()}\n\n${intervalOf(seconds)}\n{\n  exit();\n}\n`;
}

function intervalOf(seconds: number): string {
  return Number.isInteger(seconds) ? `interval:s:${seconds}` : `interval:ms:${Math.max(1, Math.round(seconds * 1000))}`;
}

export interface Windows {
  readonly every: number;
  /** After so many it ends. */
  readonly times?: number;
  readonly top?: number;
}

/** Shows the answer map every so many seconds, with the time, and begins it anew; helper maps go on. */
export function inWindows(source: string, answer: string, { every, times, top }: Windows): { readonly source: string; readonly together: Window['together'] } {
  const { script } = parse(source);
  const isKeyed = [...walk(script)].some((node) => node.kind === 'map' && node.name === answer && node.keys.length > 0);
  const limit = isKeyed ? (top ?? ownLimit(script, answer)) : undefined;
  const statements = ['time("%H:%M:%S\\n");', `print(${answer}${limit === undefined ? '' : `, ${limit}`});`, `clear(${answer});`];
  if (times === 1) statements.push('exit();');
  else if (times !== undefined) statements.push(`${WINDOWS}++;`, `if (${WINDOWS} >= ${times}) {`, '  exit();', '}');
  const shown = `${source.trimEnd()}\n\n${intervalOf(every)}\n{\n${statements.map((line) => `  ${line}\n`).join('')}}\n`;
  return {
    source: times === undefined || times === 1 ? shown : addToSpecial(shown, 'END', `clear(${WINDOWS});`),
    // Of what is cut to its largest entries, the rest is not known.
    together: limit === undefined ? togetherOf(script, answer) : 'last',
  };
}

/** How many entries the program itself shows of its answer at most: naming all of them would take too long. */
function ownLimit(script: Script, answer: string): number | undefined {
  for (const node of walk(script)) {
    if (node.kind !== 'call' || node.name !== 'print') continue;
    const [map, limit] = node.args;
    if (map?.kind === 'map' && map.name === answer && limit?.kind === 'integer') return Number(limit.value);
  }
  return undefined;
}

/** What the answers of several windows make together. */
function togetherOf(script: Script, answer: string): Window['together'] {
  for (const node of walk(script)) {
    if (node.kind !== 'assignment' || node.target.kind !== 'map' || node.target.name !== answer || node.value.kind !== 'call') continue;
    const { name } = node.value;
    if (name === 'min' || name === 'max') return name;
    if (name !== 'count' && name !== 'sum' && name !== 'hist') return 'last';
  }
  return 'sum';
}

/** Ends after so many rows. At once it would end before what other processors have printed is read, so a clock looks whether they are there. */
export function endAfterRows(source: string, columns: number, times: number): string {
  const places = placesOf(parse(source).script, 'rows', columns);
  const edits = places.flatMap(({ statement }) => wrapped(statement.span, source, `if (${SHOWN} < ${times})`, [`${SHOWN}++;`]));
  const counted = applyEdits(source, edits).trimEnd();
  return addToSpecial(`${counted}\n\ninterval:ms:100\n/${SHOWN} >= ${times}/\n{\n  exit();\n}\n`, 'END', `clear(${SHOWN});`);
}
