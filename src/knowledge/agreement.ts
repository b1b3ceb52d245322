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
/** It cannot be narrowed to the process that was asked about. */
const FILTER_IMPOSSIBLE = -0.1;
/** What is sent and what is received are counted as one, and only one of them is asked about. */
const BOTH_WAYS = -0.2;
const QUANTITY_TOLD = 0.07;
const QUANTITY_MISSING = -0.07;
/** How long it takes, where nobody asked for a time. */
const TIME_UNASKED = -0.06;
/** Who does it is what people want to know, where they do not say what by. */
const TELLS_WHO = 0.03;

/** Who connects *to* an address, or a process that connects *to* a port, asks for the connection: the one who accepts it is the other side. */
const OTHER_SIDE = -0.3;
/** Connections from an address, or to "my server": the side of the one who accepts. */
const THIS_SIDE = 0.15;
/** Who connects to a port may be asked on either side. */
const EITHER_SIDE = -0.1;
/** What is done to a process is told by a program that knows who that is. */
const TELLS_TARGET = 0.06;

/** In front of an address, or behind it, where it is the one who asks. */
const COMES_FROM = /(?:\b(?:from|by|von|vom|depuis|desde|de|des|du)|(?<!\p{L})(?:от|из|с)|来自|从)\s*(?:the )?(?:ip |host |address )?$/iu;
const TO_PORT = /(?:连接到|连到|访问)/u;
const MY_SERVER = /\b(?:to|with) (?:my|our|this) (?:[\w-]+ )?(?:server|service|machine|box|host|daemon)\b/i;
/** Whoever speaks of connections to somebody asks for those who make them. */
const CONNECTS_TO = /\bconnect(?:s|ed|ing|ions?)? (?:made )?to\b/i;
const COMES_FROM_BEHIND = /^\s*(?:から|에서|로부터|으로부터|发起|发来|过来)/u;

/** Only what went wrong is for who asks about that. */
const FAILURES = /\bfail(?:ed|ures?)\b|\brefused\b/i;
const FAILURE_UNASKED = -0.12;

/** How well what is measured, and by what, goes together. */
export function agreement(intent: Intent, program: LibraryProgram, tokens: ReadonlySet<string>): number {
  let score = program.onFunctions ? ON_FUNCTIONS : 0;
  const asked = intent.measure?.value;
  if (asked !== undefined) score += asked === program.measure ? MEASURE_AGREES : canMeasure(program, asked) ? MEASURE_POSSIBLE : MEASURE_DIFFERS;
  if (intent.keys.length === 0 && canKeyBy(program, 'process')) score += TELLS_WHO;
  if (intent.keys.length === 0 && program.keys.some((key) => tokens.has(key))) score += TELLS_WHO;
  for (const { value } of intent.keys) score += canKeyBy(program, value) || (runsInProcess(program) && OF_THE_PROCESS.has(value)) ? KEY_OFFERED : KEY_MISSING;
  if (program.event === 'tcp-accept' && tokens.has('connect') && !tokens.has('accept')) score += sideOf(intent);
  if (intent.toward === true && intent.filter !== undefined) score += doneTo(program);
  for (const { value } of intent.conditions) score += canNarrow(program, value) ? CONDITION_POSSIBLE : CONDITION_IMPOSSIBLE;
  if (tokens.has('send') !== tokens.has('receive') && program.source.includes('sock_send_length') && program.source.includes('sock_recv_length'))
    score += BOTH_WAYS;
  if (intent.filter !== undefined && program.target === undefined) score += FILTER_IMPOSSIBLE;
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

/** How far a question about connections is one of the side that asks for them, by what is said of their other end. */
function sideOf({ question, keys, conditions }: Intent): number {
  if (MY_SERVER.test(question)) return THIS_SIDE;
  for (const { value, words } of conditions) {
    if (value.what === 'address') {
      const [before = '', behind = ''] = question.split(value.address);
      return COMES_FROM.test(before) || COMES_FROM_BEHIND.test(behind) ? THIS_SIDE : OTHER_SIDE;
    }
    if (value.what === 'port' && (/^to\b/i.test(words.trim()) || TO_PORT.test(question) || CONNECTS_TO.test(question)))
      return keys.some(({ value: key }) => key === 'process') ? OTHER_SIDE : EITHER_SIDE;
  }
  return 0;
}

function doneTo({ event, toward }: LibraryProgram): number {
  if (event !== 'signal' && event !== 'wakeup') return 0;
  // One that knows a number only is about calls, and other ways of doing it are not among them.
  return toward?.pid !== undefined && toward.comm !== undefined ? TELLS_TARGET : 0;
}

/** What an amount is of, and the words that ask for it. */
type Quantity = 'time' | 'bytes' | 'number';
const QUANTITIES: readonly (readonly [Quantity, readonly string[]])[] = [
  ['time', ['latency', 'lifetime', 'time', 'wait', 'blocked']],
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
  // Rows are counted as they are told.
  if (program.measure === 'count' || program.measures.includes('count') || program.answer === 'rows') told.add('number');
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

/** What every probe knows that runs in the process in question. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set(['process', 'pid', 'tid', 'user', 'cpu', 'container']);

/** Whether all its probes run in the process that does what is told, so that a map can be told by it anew. */
function runsInProcess({ target }: LibraryProgram): boolean {
  return target !== undefined && target.at === undefined && target.pid === 'pid';
}

function isInProcess(program: LibraryProgram): boolean {
  return program.answer === 'rows' && runsInProcess(program);
}

/** Whether the answer of a program can be told by it. */
export function canKeyBy(program: LibraryProgram, key: string): boolean {
  return (
    program.keys.includes(key) ||
    key in program.by ||
    (isInProcess(program) && OF_THE_PROCESS.has(key)) ||
    program.columns.some(({ name }) => name.split(' ').includes(key))
  );
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
