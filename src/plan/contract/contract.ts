/**
 * The intent contract: a program, whoever wrote it, held against what was asked. It says what the program does not do of that, and says nothing where it
 * cannot tell.
 */
import type { Script } from '../../bpftrace/ast.ts';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import type { Intent, Measure } from '../../core/intent.ts';
import { cutComm } from '../fill/text.ts';
import { type EventClasses, isOfEvent } from './events.ts';
import { showsKey } from './keys.ts';
import { type Reading, readScript } from './reading.ts';
import { applies, isOfComm, isOfPid } from './restricted.ts';

/** What is wrong with a program as an answer to a question; nothing where it does what was asked. Pure, never throws. */
export function holdAgainst(script: Script, source: string, intent: Intent, classes: EventClasses): Diagnostic[] {
  const reading = readScript(script, source);
  // Of what cannot be read, or tells nothing, the checker speaks.
  if (reading.told.length === 0) return [];
  return [
    ...heldEvent(reading, intent, classes),
    ...heldMeasure(reading, intent, classes),
    ...heldKeys(reading, intent),
    ...heldFilter(reading, intent),
    ...heldWindow(reading, intent),
  ];
}

function heldEvent({ points, conditions }: Reading, intent: Intent, classes: EventClasses): Diagnostic[] {
  const byNumber = conditions.some(({ text }) => /\bid\b/.test(text));
  if (isOfEvent(points, intent, classes, byNumber) !== 'no') return [];
  const asked = intent.event === undefined ? `“${classes.asked}”` : `“${intent.event.words.trim()}”`;
  return [
    wrong(
      'asked-event',
      `the question is about ${asked}, and no probe of the program sees that`,
      [`look for its probes: gpttrace probes ${quoted(intent)}`],
      points[0],
    ),
  ];
}

function quoted({ event, topic }: Intent): string {
  return JSON.stringify(event === undefined ? topic : event.value.name);
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'sum', '++', '+=', 'stats', 'hist', 'lhist']);
/** What shows each measure: functions of maps. */
const SHOWN: Readonly<Record<Exclude<Measure, 'each' | 'latency' | 'stacks'>, ReadonlySet<string>>> = {
  count: COUNTS,
  rate: COUNTS,
  top: new Set([...COUNTS, 'max', 'avg']),
  sum: new Set(['sum', '+=', 'stats']),
  average: new Set(['avg', 'stats']),
  min: new Set(['min', 'hist', 'lhist']),
  max: new Set(['max', 'hist', 'lhist']),
  distribution: new Set(['hist', 'lhist', 'tseries']),
};
const TIME = /nsecs|elapsed|_ns\b|delay|latency|runtime|srtt|rtt|duration|delta|usecs/;

function heldMeasure({ told }: Reading, { measure, conditions }: Intent, { amount }: EventClasses): Diagnostic[] {
  if (measure === undefined) return [];
  const { value, words } = measure;
  const maps = told.filter(({ by }) => by !== undefined);
  const isShown = ((): boolean => {
    switch (value) {
      case 'each':
        return told.some(({ form }) => form === 'row') || maps.length > 0;
      case 'stacks':
        return told.some(({ parts, value: measured }) => [...parts, measured].some((part) => /[ku]stack/.test(part)));
      case 'latency':
        // What takes longer than so much is asked for, not how long: that is a condition.
        return conditions.some((one) => one.value.what === 'time') || told.some(({ value: measured }) => TIME.test(measured));
      case 'distribution':
        return maps.some(({ by }) => SHOWN.distribution.has(by ?? ''));
      default:
        // What a clock prints is worked out by the program itself. A line for each event lets the reader see it, and does not sum it up.
        return maps.some(({ by }) => SHOWN[value].has(by ?? '') || isCounted(value, by ?? '', amount)) || told.some(({ clocked }) => clocked);
    }
  })();
  if (isShown) return [];
  return [wrong('asked-measure', `the question asks for ${NOUNS[value]} (“${words.trim()}”), which the program does not tell`, [HINTS[value]], told.at(-1))];
}

/** Where no amount is asked for, a total is a count; of amounts and counts alike the greatest is found in what adds them up. */
function isCounted(measure: Measure, by: string, amount: boolean): boolean {
  return (measure === 'sum' && !amount && COUNTS.has(by)) || (measure === 'max' && amount && SHOWN.sum.has(by));
}

const NOUNS: Readonly<Record<Measure, string>> = {
  each: 'each event',
  count: 'a count',
  rate: 'a rate',
  top: 'who does it most',
  sum: 'a sum',
  average: 'an average',
  min: 'the least',
  max: 'the greatest',
  distribution: 'a distribution',
  latency: 'a time',
  stacks: 'stacks',
};
const HINTS: Readonly<Record<Measure, string>> = {
  each: 'print a line for each event with printf()',
  count: 'count in a map: @[key] = count()',
  rate: 'count in a map, print and clear it in an interval',
  top: 'count or sum in a map by what is to be compared',
  sum: 'sum up in a map: @[key] = sum(value)',
  average: '@[key] = avg(value)',
  min: '@[key] = min(value)',
  max: '@[key] = max(value)',
  distribution: '@ = hist(value)',
  latency: 'keep nsecs where it begins, and take the difference where it ends',
  stacks: 'use kstack or ustack as a key',
};

function heldKeys({ told, points }: Reading, { keys }: Intent): Diagnostic[] {
  const answers = told.filter(({ form, by }) => form === 'row' || by !== undefined);
  // A histogram tells its values apart.
  const parts = answers.flatMap((one) => (/hist$/.test(one.by ?? '') ? [...one.parts, one.value] : one.parts));
  // Probes on different calls, counted apart by their names or in maps of their own.
  const isApart = points.length > 1 && new Set(answers.map(({ span }) => span.start)).size > 1;
  return keys
    .filter(({ value }) => !showsKey(value, parts) && !(isApart && value === 'syscall'))
    .map(({ value, words }) =>
      wrong(
        'asked-key',
        `the question asks by ${value} (“${words.trim()}”), which the answer does not show`,
        ['use it as a key of the map, or print it'],
        answers.findLast(({ by }) => by !== undefined) ?? answers.at(-1),
      ),
    );
}

function heldFilter(reading: Reading, intent: Intent): Diagnostic[] {
  const at = reading.points[0];
  const { filter, conditions } = intent;
  const missing = conditions
    .filter(({ value }) => !applies(value, reading))
    .map(({ words }) =>
      wrong(
        'asked-filter',
        `“${words.trim()}” is not applied: the program tells others too`,
        ['add it to the predicate of the probe, or to an if around what is told'],
        at,
      ),
    );
  if (filter === undefined) return missing;
  const { pid, comm } = filter.value;
  if (pid !== undefined && !isOfPid(pid, reading))
    missing.push(wrong('asked-filter', `the question is about process ${pid} only, and the program about others`, [`add the predicate /pid == ${pid}/`], at));
  if (comm !== undefined && !isOfComm(cutComm(comm), reading))
    missing.push(
      wrong('asked-filter', `the question is about ${comm} only, and the program about others`, [`add the predicate /comm == "${cutComm(comm)}"/`], at),
    );
  return missing;
}

function heldWindow({ told, end, every: shown, ends }: Reading, { seconds, every, measure }: Intent): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (seconds !== undefined && seconds.words !== '') {
    if (!ends)
      found.push(
        note('asked-window', `the question says how long (“${seconds.words}”); the program has no end of its own`, [`interval:s:${seconds.value} { exit(); }`]),
      );
    else if (end !== undefined && Math.abs(end.seconds - seconds.value) > 0.01)
      found.push(
        wrong(
          'asked-window',
          `the question asks for ${seconds.value} s (“${seconds.words}”); the program ends after ${end.seconds} s`,
          [`interval:s:${seconds.value}`],
          end,
        ),
      );
  }
  const wanted = every ?? (measure?.value === 'rate' ? { value: 1, words: measure.words } : undefined);
  // Entries by time are told apart as intervals are; a line for each event tells its own time.
  if (wanted === undefined || told.some(({ parts }) => parts.some((part) => /nsecs|elapsed|strftime/.test(part))) || told.some(({ by }) => by === 'tseries'))
    return found;
  const isOnce = end !== undefined && Math.abs(end.seconds - wanted.value) <= 0.01;
  const isDivided = told.some(({ clocked, value }) => clocked && value.includes('/'));
  if (shown === undefined && !isOnce && !isDivided)
    found.push(
      wrong('asked-window', `the question asks for an answer at intervals (“${wanted.words}”); the program gives one`, [
        `print and clear the map in interval:s:${wanted.value}`,
      ]),
    );
  if (shown !== undefined && Math.abs(shown.seconds - wanted.value) > 0.01 && !isDivided)
    found.push(
      wrong(
        'asked-window',
        `the question asks for an answer every ${wanted.value} s (“${wanted.words}”); the program gives one every ${shown.seconds} s`,
        [`interval:s:${wanted.value}`],
        shown,
      ),
    );
  return found;
}

function wrong(code: string, message: string, hints: readonly string[], at?: { readonly span: Span }): Diagnostic {
  return { code, severity: 'error', message, hints, fixes: [], ...(at === undefined ? {} : { span: at.span }) };
}

function note(code: string, message: string, hints: readonly string[]): Diagnostic {
  return { code, severity: 'note', message, hints, fixes: [] };
}
