/**
 * Fills the slots of a library program from an intent: which events count, what it is keyed by, how it is measured, which process it is narrowed to, when it
 * shows its answer, when it ends. The program is changed through its tree (what is replaced is a node), its text elsewhere stays as its author wrote it.
 */
import type { Script } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { format } from '../../bpftrace/print.ts';
import { applyEdits, type TextEdit } from '../../core/diagnostic.ts';
import type { Heard, Intent, Measure } from '../../core/intent.ts';
import type { LibraryProgram, NamedColumn } from '../../knowledge/library.ts';
import type { Filled, FillOptions, Refusal } from './filled.ts';
import { followForks } from './follow.ts';
import { nameFor, newKeys, rekey, stackKeys, wantedKeys } from './keys.ts';
import { liftLimit } from './limit.ts';
import { Meaning } from './meaning.ts';
import { FUNCTIONS, mapMeasure, remeasure, rowsMeasure, valueNamed, wantedMeasure } from './measure.ts';
import { type Place, placesOf } from './places.ts';
import { ANSWER, countRows, listEvents } from './reshape.ts';
import { contextsOf, narrow, targetCondition, towardCondition } from './target.ts';
import { restrict } from './where.ts';
import { endAfter, endAfterRows, inWindows } from './window.ts';

export function fill(program: LibraryProgram, intent: Intent, followsCommand: boolean, options: FillOptions = {}): Filled {
  const refused: Refusal[] = [];
  const contexts = contextsOf(parse(program.source).script, program.source, program.target);
  let { source } = program;
  const edit = (make: (script: Script, source: string) => readonly TextEdit[]): void => {
    source = applyEdits(source, make(parse(source).script, source));
  };

  const filter = intent.filter?.value;
  let narrowed = false;
  let narrowedTo: Filled['narrowedTo'] = 'doer';
  if (filter !== undefined || followsCommand) {
    const { target, toward } = program;
    // The probe runs in whoever does it; a question about whom it is done to would be answered the wrong way round.
    const isDoneTo = filter !== undefined && intent.toward === true && !followsCommand && (program.event === 'signal' || program.event === 'wakeup');
    const condition = isDoneTo ? towardCondition(filter, toward) : undefined;
    if (condition !== undefined) {
      edit((script, text) => narrow(script, text, toward ?? {}, condition));
      narrowed = true;
      narrowedTo = 'receiver';
    } else if (target === undefined || isDoneTo) refused.push({ what: 'filter' });
    else {
      edit((script, text) => narrow(script, text, target, targetCondition(filter, target, followsCommand)));
      narrowed = filter !== undefined;
    }
  }

  const before = source;
  const restricted = restrict(parse(source).script, source, program, intent.conditions, contexts, options.numbers, options.direction);
  source = restricted.source;
  refused.push(...restricted.refused);

  const shaped = shape(program, source, intent, contexts, refused, options);
  source = shaped.source;
  if (narrowed && narrowedTo === 'doer' && filter?.pid !== undefined && !followsCommand && shaped.measure === 'stacks')
    edit((script) => liftLimit(script, shaped.answer));
  // Long conditions are broken into lines as the library's are; a text of another style is left as it is.
  if (source !== before && format(before).text === before) source = format(source).text ?? source;

  if (followsCommand && program.target !== undefined && !refused.some(({ what }) => what === 'filter')) source = followForks(source);
  const timed = time(source, shaped, isClocked(parse(program.source).script, program), intent, options, refused);
  return { ...shaped, ...timed, refused, remarks: restricted.remarks, narrowed, narrowedTo };
}

type Shaped = Pick<Filled, 'source' | 'answer' | 'keys' | 'columns' | 'value' | 'measure'>;

/** The program with the keys and the measure that are asked for; where that calls for it, with a map for rows or rows for a map. */
function shape(program: LibraryProgram, source: string, intent: Intent, contexts: ReadonlySet<number>, refused: Refusal[], options: FillOptions): Shaped {
  const { script } = parse(source);
  const places = placesOf(script, program.answer, program.columns.length);
  const meanings = places.map((place) => new Meaning(program, source, place, contexts.has(place.index)));
  const [meaning] = meanings;
  const { answer, columns, value } = program;
  const same: Shaped = { source, answer, keys: program.keys, columns, value, measure: program.measure };
  if (meaning === undefined) return same;
  const wanted = wantedKeys(program, intent, meanings, refused);
  const asked = wantedMeasure(intent) ?? (intent.top !== undefined && intent.top.words !== '' ? 'top' : undefined);

  if (answer === 'rows') {
    // A row at every tick of a clock is a rate already, and no event that could be counted.
    if (isClocked(script, program)) return same;
    const to = rowsMeasure(asked ?? (isGrouped(intent) ? 'count' : undefined), meaning, refused);
    if (to === undefined) {
      const untold = wanted.filter((key) => !columns.some(({ name }) => name.split(' ').includes(key)));
      refused.push(...untold.map((key) => ({ what: 'key' as const, key, offered: columns.map(({ name }) => name) })));
      return same;
    }
    const keys = to.measure === 'stacks' ? stackKeys(program, wanted, meanings) : wanted.length > 0 ? wanted : subjectOf(meanings);
    if (keys === undefined) return refuse(same, 'stacks', refused);
    const call = (one: Meaning): string => `${FUNCTIONS[to.measure]}(${to.amount === undefined ? '' : amountIn(one, to.amount.column)})`;
    return {
      source: applyEdits(source, countRows(places, meanings, keys, call)),
      answer: ANSWER,
      keys,
      columns: [],
      value:
        to.amount === undefined
          ? { name: 'events' }
          : to.measure === 'sum'
            ? { ...to.amount.column, name: `total ${to.amount.column.name}` }
            : valueNamed(to.amount.column, 'each', to.measure),
      measure: to.measure,
    };
  }

  if (asked === 'each' && wanted.length === 0 && intent.top === undefined && canBeRead(places, intent, options)) {
    const listed = listEvents(script, program, places, meanings, program.keys);
    if (listed !== undefined) return { ...same, source: applyEdits(source, listed.edits), answer: 'rows', keys: [], columns: listed.columns, measure: 'each' };
  }
  const stacks = asked === 'stacks' && program.measure !== 'stacks' ? stackKeys(program, wanted, meanings) : undefined;
  if (asked === 'stacks' && program.measure !== 'stacks' && stacks === undefined) refused.push({ what: 'measure', measure: 'stacks' });
  const ranked = intent.top !== undefined && intent.top.words !== '' && (program.measure === 'count' || program.measure === 'sum');
  const keys = stacks ?? newKeys(program, wanted, ranked);
  const measure = stacks === undefined ? mapMeasure(program, asked, meanings, refused) : stacksMeasure(program.measure);
  let text = source;
  if (keys.join() !== program.keys.join()) text = applyEdits(text, rekey(script, answer, keys, meaning));
  if (measure !== program.measure) text = applyEdits(text, remeasure(parse(text).script, text, answer, measure));
  return { ...same, source: text, keys, value: valueNamed(value, program.measure, measure), measure };
}

/** "per process" wants one line for each of them; "which process" is told by every row. */
function isGrouped({ keys }: Intent): boolean {
  return keys.length > 0 && keys.every(({ words }) => GROUPS.test(words.toLowerCase().trim()));
}
const GROUPS = /^(?:by|per|for (?:each|every)|grouped by|broken down by|pro|je|nach|par|por|по|按)(?![\p{L}])|^按|ごと|毎|별/u;

/** Whether a program prints its rows when time has passed, not when something happens. */
function isClocked(script: Script, program: LibraryProgram): boolean {
  const places = program.answer === 'rows' ? placesOf(script, program.answer, program.columns.length) : [];
  return places.length > 0 && places.every(({ probe }) => probe.attachPoints.every(({ provider }) => provider === 'interval'));
}

/** Rows at this rate, in events a second, are more than anybody reads, and cost more than they tell: unless few are asked for they stay counted. */
const FLOOD = 20_000;

function canBeRead(places: readonly Place[], intent: Intent, { rate }: FillOptions): boolean {
  if (rate === undefined || intent.filter !== undefined || intent.times !== undefined || intent.conditions.length > 0) return true;
  const points = new Set(places.flatMap(({ probe }) => probe.attachPoints.map(({ text }) => text)));
  return [...points].reduce((sum, point) => sum + rate(point), 0) < FLOOD;
}

function refuse(shaped: Shaped, measure: Measure, refused: Refusal[]): Shaped {
  refused.push({ what: 'measure', measure });
  return shaped;
}

/** Whose rows they are, where nothing else is asked for. */
function subjectOf(meanings: readonly Meaning[]): string[] {
  return [nameFor('process', meanings) ?? nameFor('pid', meanings)].filter((name) => name !== undefined);
}

function amountIn(meaning: Meaning, column: NamedColumn): string {
  return [...meaning.amounts('size'), ...meaning.amounts('time')].find((amount) => amount.column === column)?.text ?? '';
}

/** Bytes by stack are as telling as events by stack; a mean or a histogram of each is not. */
function stacksMeasure(measure: Measure): Measure {
  return measure === 'sum' || measure === 'count' ? measure : 'stacks';
}

/** How many of the largest: of a map, "the first 3" are they. */
export function topOf({ top, times, every }: Intent): Heard<number> | undefined {
  return top ?? (every === undefined && times !== undefined && FIRST.test(times.words.toLowerCase()) ? times : undefined);
}
const FIRST = /first|erst|premi|primer|primeir|перв|最初|先頭|前|처음/;

type Timed = Pick<Filled, 'source' | 'endsItself'> & Partial<Pick<Filled, 'seconds' | 'window'>>;

function time(source: string, { answer, columns }: Shaped, clocked: boolean, intent: Intent, options: FillOptions, refused: Refusal[]): Timed {
  const asked = intent.seconds?.value;
  const times = intent.times?.value;
  const every = intent.every?.value ?? (wantedMeasure(intent) === 'rate' && answer !== 'rows' ? 1 : undefined);
  if (answer === 'rows') {
    if (every !== undefined && wantedMeasure(intent) !== 'rate' && !clocked) refused.push({ what: 'every' });
    const seconds = asked ?? (times === undefined ? options.seconds : undefined);
    const counted = times === undefined ? source : endAfterRows(source, columns.length, times);
    return seconds === undefined ? { source: counted, endsItself: times !== undefined } : { source: endAfter(counted, seconds), seconds, endsItself: true };
  }
  if (every === undefined) {
    if (times !== undefined && topOf(intent) === undefined) refused.push({ what: 'times' });
    const seconds = asked ?? options.seconds;
    return seconds === undefined ? { source, endsItself: false } : { source: endAfter(source, seconds), seconds, endsItself: true };
  }
  const seconds = asked ?? (times === undefined ? options.seconds && Math.max(options.seconds, every * LEAST_WINDOWS) : every * times);
  // Where the time is made up of whole windows the last of them is shown before the end.
  const whole = seconds !== undefined && Number.isInteger(seconds / every) ? seconds / every : undefined;
  const rounds = Math.min(whole ?? Number.POSITIVE_INFINITY, times ?? Number.POSITIVE_INFINITY);
  const top = topOf(intent)?.value;
  const shown = inWindows(source, answer, { every, ...(Number.isFinite(rounds) ? { times: rounds } : {}), ...(top === undefined ? {} : { top }) });
  const ends = seconds === undefined || whole !== undefined ? shown.source : endAfter(shown.source, seconds);
  const last = times === undefined || seconds === undefined ? seconds : Math.min(seconds, every * times);
  return {
    source: ends,
    ...(last === undefined ? {} : { seconds: last }),
    endsItself: last !== undefined,
    window: { seconds: every, together: shown.together },
  };
}

/** So many windows are shown at least where nobody said for how long. */
const LEAST_WINDOWS = 3;
