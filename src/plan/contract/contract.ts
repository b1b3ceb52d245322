/**
 * The intent contract: a program, whoever wrote it, held against what was asked. It says what the program does not do of that, and says nothing where it
 * cannot tell.
 */
import type { Script } from '../../bpftrace/ast.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Condition, Intent, Measure } from '../../core/intent.ts';
import { cutComm } from '../fill/text.ts';
import { type EventClasses, isOfEvent } from './events.ts';
import { showsKey } from './keys.ts';
import { type Reading, readScript, type Told } from './reading.ts';

/** What is wrong with a program as an answer to a question; nothing where it does what was asked. Pure, never throws. */
export function holdAgainst(script: Script, source: string, intent: Intent, classes: EventClasses): Diagnostic[] {
  const reading = readScript(script, source);
  // What cannot be read, or prints nothing, the checker has its word about.
  if (reading.told.length === 0) return [];
  return [
    ...heldEvent(reading, intent, classes),
    ...heldMeasure(reading, intent),
    ...heldKeys(reading, intent),
    ...heldFilter(reading, intent),
    ...heldConditions(reading, intent, source),
    ...heldWindow(reading, intent),
  ];
}

function heldEvent({ points }: Reading, intent: Intent, classes: EventClasses): Diagnostic[] {
  const verdict = isOfEvent(points, intent, classes);
  if (verdict !== 'no') return [];
  const asked = intent.event === undefined ? `“${classes.asked}”` : `“${intent.event.words}”`;
  return [wrong('asked-event', `the question is about ${asked}, and no probe of the program sees that`, ['choose probes that see it: gpttrace probes'])];
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'sum', '++', '+=', 'stats', 'hist', 'lhist']);
/** What shows each measure: functions of maps. */
const SHOWN: Readonly<Record<Exclude<Measure, 'each' | 'latency' | 'stacks'>, ReadonlySet<string>>> = {
  count: COUNTS,
  rate: COUNTS,
  top: new Set([...COUNTS, 'max', 'avg']),
  sum: new Set(['sum', '+=', 'stats', 'count', '++']),
  average: new Set(['avg', 'stats']),
  min: new Set(['min', 'hist', 'lhist']),
  max: new Set(['max', 'hist', 'lhist']),
  distribution: new Set(['hist', 'lhist', 'tseries']),
};
const TIME = /nsecs|elapsed|_ns\b|delay|latency|runtime|srtt|rtt|duration|delta|usecs/;

function heldMeasure({ told }: Reading, { measure }: Intent): Diagnostic[] {
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
        return told.some(({ value: measured }) => TIME.test(measured));
      default:
        // A line for each event that holds the number lets the reader see it, and does not sum it up.
        return maps.some(({ by }) => SHOWN[value].has(by ?? ''));
    }
  })();
  if (isShown) return [];
  return [wrong('asked-measure', `the question asks for ${NOUNS[value]} (“${words}”), which the program does not tell`, [HINTS[value]], told.at(-1))];
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

function heldKeys({ told }: Reading, { keys }: Intent): Diagnostic[] {
  const parts = told.flatMap((one) => (one.form === 'map' && one.by === undefined ? [] : one.parts));
  return keys
    .filter(({ value }) => !showsKey(value, parts))
    .map(({ value, words }) =>
      wrong('asked-key', `the question asks by ${value} (“${words}”), which the answer does not show`, [`use it as a key of the map, or print it`]),
    );
}

function heldFilter({ compared, conditions }: Reading, { filter }: Intent): Diagnostic[] {
  if (filter === undefined) return [];
  const { pid, comm } = filter.value;
  const missing: Diagnostic[] = [];
  // A positional parameter stands for what is given on the command line.
  const isGiven = conditions.some((condition) => /\$\d/.test(condition));
  if (pid !== undefined && !compared.numbers.has(pid) && !isGiven)
    missing.push(wrong('asked-filter', `the question is about process ${pid} only; the program watches all`, [`add the predicate /pid == ${pid}/`]));
  if (comm !== undefined && !compared.texts.has(cutComm(comm)) && !isGiven)
    missing.push(wrong('asked-filter', `the question is about ${comm} only; the program watches all`, [`add the predicate /comm == "${cutComm(comm)}"/`]));
  return missing;
}

function heldConditions(reading: Reading, { conditions }: Intent, source: string): Diagnostic[] {
  return conditions
    .filter(({ value }) => !applies(value, reading, source))
    .map(({ words }) =>
      wrong('asked-filter', `“${words}” is not applied: the program tells others too`, [
        'add it to the predicate of the probe, or to an if around what is told',
      ]),
    );
}

/** Whether a program compares with what a condition names. */
function applies(condition: Condition, { compared, conditions, points }: Reading, source: string): boolean {
  const has = (...numbers: readonly number[]): boolean => numbers.some((number) => compared.numbers.has(number));
  switch (condition.what) {
    case 'path':
      return [...compared.texts].some((text) => condition.path.startsWith(text) || text.startsWith(condition.path));
    case 'address':
      return source.includes(condition.address) || conditions.some((text) => /addr/.test(text));
    case 'port':
      return has(condition.port, ((condition.port & 0xff) << 8) | (condition.port >> 8));
    case 'size':
      return has(...around(condition.bytes), ...around(condition.bytes / 512));
    case 'time':
      return has(...around(condition.ns), ...around(condition.ns / 1e3), ...around(condition.ns / 1e6), ...around(condition.ns / 1e9));
    case 'outcome':
      return conditions.some((text) => /ret|err|fail|status|exit|res/.test(text)) || /fail|err/.test(points.map(({ text }) => text).join());
    case 'errno':
      return conditions.some((text) => /ret|err/.test(text));
    case 'signal':
      return conditions.some((text) => /sig/.test(text));
    case 'syscall':
      return (
        points.some(({ text }) => new RegExp(`sys_(?:enter|exit)?_?\\w*${condition.name}\\b`).test(text)) || conditions.some((text) => /->id\b/.test(text))
      );
    case 'user':
      return conditions.some((text) => /\buid\b|username|cred/.test(text));
    case 'cpu':
      return conditions.some((text) => /\bcpu\b/.test(text)) && has(condition.cpu);
    case 'container':
      return conditions.some((text) => /cgroup|nsproxy|uts/.test(text));
    case 'device':
      return conditions.some((text) => /dev|disk|name/.test(text));
  }
}

/** "More than 10" may be written as at least 11. */
function around(number: number): number[] {
  return [number, number + 1, number - 1];
}

function heldWindow({ endsAfter, everySeconds }: Reading, { seconds, every }: Intent): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (seconds !== undefined && seconds.words !== '' && endsAfter === undefined)
    found.push(
      note('asked-window', `the question says how long (“${seconds.words}”); the program has no end of its own`, [`interval:s:${seconds.value} { exit(); }`]),
    );
  if (seconds !== undefined && seconds.words !== '' && endsAfter !== undefined && Math.abs(endsAfter - seconds.value) > 0.01)
    found.push(wrong('asked-window', `the question asks for ${seconds.value} s (“${seconds.words}”); the program ends after ${endsAfter} s`, []));
  if (every !== undefined && everySeconds === undefined)
    found.push(
      wrong('asked-window', `the question asks for an answer at intervals (“${every.words}”); the program gives one`, [
        `print and clear the map in interval:s:${every.value}`,
      ]),
    );
  return found;
}

function wrong(code: string, message: string, hints: readonly string[], at?: Told): Diagnostic {
  return { code, severity: 'error', message, hints, fixes: [], ...(at === undefined ? {} : { span: at.span }) };
}

function note(code: string, message: string, hints: readonly string[]): Diagnostic {
  return { code, severity: 'note', message, hints, fixes: [] };
}
