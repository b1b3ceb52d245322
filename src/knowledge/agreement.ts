/** How well a program goes together with what a question asks beside its topic: how it is measured, by what, under which conditions. */
import type { Condition, Intent, Measure } from '../core/intent.ts';
import type { LibraryProgram } from './library.ts';

const MEASURE_AGREES = 0.06;
const MEASURE_POSSIBLE = 0.04;
const MEASURE_DIFFERS = -0.1;
const KEY_OFFERED = 0.03;
const KEY_MISSING = -0.08;
/** A function of the kernel tells it on fewer machines, and at a higher price, than a tracepoint does. */
const ON_FUNCTIONS = -0.06;
const CONDITION_POSSIBLE = 0.04;
const CONDITION_IMPOSSIBLE = -0.18;
const QUANTITY_TOLD = 0.07;
const QUANTITY_MISSING = -0.07;
/** How long it takes, where nobody asked for a time. */
const TIME_UNASKED = -0.06;
/** Who does it is what people want to know, where they do not say what by. */
const TELLS_WHO = 0.03;

/** Only what went wrong is for who asks about that. */
const FAILURES = /\bfail(?:ed|ures?)\b/i;
const FAILURE_UNASKED = -0.12;

/** How well what is measured, and by what, goes together. */
export function agreement(intent: Intent, program: LibraryProgram, tokens: ReadonlySet<string>): number {
  let score = program.onFunctions ? ON_FUNCTIONS : 0;
  const asked = intent.measure?.value;
  if (asked !== undefined) score += asked === program.measure ? MEASURE_AGREES : canMeasure(program, asked) ? MEASURE_POSSIBLE : MEASURE_DIFFERS;
  if (intent.keys.length === 0 && canKeyBy(program, 'process')) score += TELLS_WHO;
  if (intent.keys.length === 0 && program.keys.some((key) => tokens.has(key))) score += TELLS_WHO;
  for (const { value } of intent.keys) score += canKeyBy(program, value) ? KEY_OFFERED : KEY_MISSING;
  for (const { value } of intent.conditions) score += canNarrow(program, value) ? CONDITION_POSSIBLE : CONDITION_IMPOSSIBLE;
  if (
    FAILURES.test(program.title.en ?? '') &&
    !tokens.has('fail') &&
    !intent.conditions.some(({ value }) => value.what === 'outcome' || value.what === 'errno')
  )
    score += FAILURE_UNASKED;
  const wanted = QUANTITIES.filter(([, words]) => words.some((word) => tokens.has(word))).map(([quantity]) => quantity);
  if (wanted.length > 0) {
    const told = quantitiesOf(program);
    score += wanted.some((quantity) => told.has(quantity)) ? QUANTITY_TOLD : QUANTITY_MISSING;
  } else if (asked === undefined && isOnlyOfTime(program)) {
    score += TIME_UNASKED;
  }
  return score;
}

/** What an amount is of, and the words that ask for it. */
type Quantity = 'time' | 'bytes' | 'number';
const QUANTITIES: readonly (readonly [Quantity, readonly string[]])[] = [
  ['time', ['latency', 'lifetime', 'time', 'wait', 'block']],
  ['bytes', ['bytes', 'size']],
  ['number', ['count']],
];
const TIME_UNITS: ReadonlySet<string> = new Set(['ns', 'us', 'ms', 's']);

/** Whether it tells how long something takes, and nothing else. */
function isOnlyOfTime({ answer, value: { unit } }: LibraryProgram): boolean {
  return answer !== 'rows' && unit !== undefined && TIME_UNITS.has(unit);
}

function quantitiesOf(program: LibraryProgram): ReadonlySet<Quantity> {
  const told = new Set<Quantity>();
  const units = program.answer === 'rows' ? program.columns.map(({ unit }) => unit) : [program.value.unit];
  if (units.some((unit) => unit !== undefined && TIME_UNITS.has(unit))) told.add('time');
  if (units.some((unit) => unit === 'bytes' || unit === 'pages') || program.columns.some(({ name }) => name.endsWith('size'))) told.add('bytes');
  if (program.measure === 'count' || program.measures.includes('count')) told.add('number');
  return told;
}

/** Whether a program can be made to measure so. */
function canMeasure(program: LibraryProgram, measure: Measure): boolean {
  if (program.measures.includes(measure)) return true;
  if (measure === 'top') return program.answer !== 'rows';
  if (measure === 'rate') return program.measure === 'count' || program.measure === 'sum';
  if (measure === 'count') return program.answer === 'rows';
  return measure === 'distribution' && program.measure === 'latency';
}

/** Whether the answer of a program can be told by it. */
export function canKeyBy(program: LibraryProgram, key: string): boolean {
  return program.keys.includes(key) || key in program.by || program.columns.some(({ name }) => name.split(' ').includes(key));
}

/** Whether the events of a program can be told apart by a condition: by what it is keyed by or shows, as the slots fill it. */
export function canNarrow(program: LibraryProgram, condition: Condition): boolean {
  const told = quantitiesOf(program);
  switch (condition.what) {
    case 'size':
      return told.has('bytes');
    case 'time':
      return told.has('time');
    case 'path':
      return canKeyBy(program, 'file') || canKeyBy(program, 'directory');
    case 'outcome':
      return canKeyBy(program, 'errno') || canKeyBy(program, 'result') || /\bfail|\berror/.test(program.tells.en ?? '');
    case 'user':
    case 'cpu':
    case 'container':
      return program.target !== undefined || condition.what in program.by;
    default:
      return canKeyBy(program, condition.what);
  }
}
