/** How an answer is measured. */
import type { Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import type { Intent, Measure } from '../../core/intent.ts';
import type { LibraryProgram, NamedColumn } from '../../knowledge/library.ts';
import type { Refusal } from './filled.ts';
import { type Amount, type Meaning, NANOSECONDS } from './meaning.ts';

/** The bpftrace function behind a measure that one may be swapped for another on the same argument. */
export const FUNCTIONS: Partial<Readonly<Record<Measure, string>>> = {
  count: 'count',
  sum: 'sum',
  average: 'avg',
  min: 'min',
  max: 'max',
  distribution: 'hist',
  latency: 'hist',
  stacks: 'count',
};
const SWAPPABLE: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'hist']);
/** What a size or a time can always be measured by. A sum can be without sense (of round-trip times), so the program says. */
const OF_AN_AMOUNT: ReadonlySet<Measure> = new Set(['average', 'min', 'max', 'distribution']);

/** What is asked for: in so many words, or by how the answer shall look. */
export function wantedMeasure(intent: Intent): Measure | undefined {
  if (intent.output?.value === 'flame-graph') return 'stacks';
  const asked = intent.measure?.value;
  const isBounded = intent.conditions.some(({ value }) => value.what === 'size' || value.what === 'time');
  // "Writes that take longer than 5 ms" asks for no time, but which they are.
  if (asked !== undefined && !(asked === 'latency' && isBounded)) return asked;
  if (intent.output?.value === 'histogram') return 'distribution';
  // "reads over 2 KB": which ones, and whose; or how many of each.
  if (!isBounded) return undefined;
  return intent.keys.length === 0 ? 'each' : 'count';
}

/** The measure of a program that makes a map. `each` and `stacks` are for others to grant: they change what the program is. */
export function mapMeasure(program: LibraryProgram, wanted: Measure | undefined, meanings: readonly Meaning[], refused: Refusal[]): Measure {
  const measured = meanings.length > 0 && meanings.every((meaning) => meaning.measured !== undefined);
  const { unit } = program.value;
  const isTime = unit !== undefined && NANOSECONDS[unit] !== undefined;
  const can = (measure: Measure): boolean =>
    FUNCTIONS[measure] !== undefined &&
    measured &&
    (program.measures.includes(measure) ||
      measure === 'count' ||
      (measure === 'latency' ? isTime : OF_AN_AMOUNT.has(measure) && (isTime || unit === 'bytes' || unit === 'pages')));
  if (wanted === undefined || wanted === program.measure || wanted === 'top' || wanted === 'each' || wanted === 'stacks') return program.measure;
  // Whatever is told of a time, it says how long something takes.
  if (wanted === 'latency' && isTime && program.measure !== 'count') return program.measure;
  // A rate is a count or a sum, shown at intervals.
  if (wanted === 'rate') return program.measure === 'count' || program.measure === 'sum' || !can('count') ? program.measure : 'count';
  if (FUNCTIONS[wanted] === FUNCTIONS[program.measure]) return program.measure;
  if (can(wanted)) return wanted;
  // "how many bytes" and "log" are how people talk; only a picture or a mean that was asked for and is not given needs a word.
  if (['average', 'max', 'min'].includes(wanted) || (wanted === 'distribution' && program.measure !== 'latency'))
    refused.push({ what: 'measure', measure: wanted });
  return program.measure;
}

/** What rows are to become: a measure of something in them. Undefined where they stay rows; a row that tells a time answers how long it took. */
export function rowsMeasure(
  wanted: Measure | undefined,
  meaning: Meaning | undefined,
  refused: Refusal[],
): { readonly measure: Measure; readonly amount?: Amount } | undefined {
  if (wanted === undefined || wanted === 'each' || wanted === 'latency' || meaning === undefined) return undefined;
  if (wanted === 'count' || wanted === 'top' || wanted === 'rate') return { measure: 'count' };
  if (wanted === 'stacks') return { measure: 'stacks' };
  const [sizes, times] = [meaning.amounts('size'), meaning.amounts('time')];
  const [amount] = wanted === 'sum' ? [...sizes, ...times] : [...times, ...sizes];
  if (amount !== undefined) return { measure: wanted, amount };
  refused.push({ what: 'measure', measure: wanted });
  return undefined;
}

/** `sum(x)` becomes `hist(x)`, and so on, wherever the answer map is assigned. */
export function remeasure(script: Script, source: string, answer: string, measure: Measure): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const node of walk(script)) {
    if (node.kind !== 'assignment' || node.target.kind !== 'map' || node.target.name !== answer) continue;
    const { value } = node;
    if (value.kind !== 'call' || !SWAPPABLE.has(value.name)) continue;
    const argument = value.args[0];
    const name = FUNCTIONS[measure] ?? value.name;
    const inside = name === 'count' || argument === undefined ? '' : source.slice(argument.span.start, argument.span.end);
    edits.push({ span: value.span, text: `${name}(${inside})` });
  }
  return edits;
}

const PREFIXES: Partial<Readonly<Record<Measure, string>>> = { average: 'average ', min: 'least ', max: 'greatest ' };

/** What a value is called once it is measured another way. */
export function valueNamed(value: NamedColumn, was: Measure, measure: Measure): NamedColumn {
  if (measure === was) return value;
  const isCount = FUNCTIONS[measure] === 'count';
  if (isCount) return FUNCTIONS[was] === 'count' ? value : { name: 'events' };
  const name = `${PREFIXES[measure] ?? ''}${value.name}`;
  return value.unit === undefined ? { name } : { name, unit: value.unit };
}
