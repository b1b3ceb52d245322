/** An Intent with what was said after its answer: what is new takes the place of what was there, all else stays. Pure. */
import type { Condition, Heard, Intent, Measure } from '../core/intent.ts';

export interface Wording {
  /** What was said, in full. */
  readonly text: string;
  /** Whether the new keys go beside the old ones. */
  readonly adds: boolean;
}

/** `heard`: what was said, understood by itself; its topic is empty where it speaks of none. */
export function changed(last: Intent, heard: Intent, { text, adds }: Wording): Intent {
  const keys = heard.keys.length === 0 ? last.keys : adds ? joined(last.keys, heard.keys) : heard.keys;
  // What it was broken down by and measured as is part of the topic, and would draw it back to where it was.
  const topic = heard.topic === '' ? retold(last, heard, adds) : heard.topic;
  const filter = heard.filter ?? last.filter;
  const toward = heard.filter === undefined ? last.toward : (heard.toward ?? false);
  const { measure: _, filter: __, toward: ___, output: ____, refusal: _____, event, ...rest } = last;
  // What is to be a table again is no distribution any more.
  const isTable = heard.output?.value === 'table' || heard.output?.value === 'list';
  const measure = heard.measure ?? (isTable && last.measure?.value === 'distribution' ? undefined : last.measure);
  const output = heard.output ?? (heard.measure === undefined ? last.output : undefined);
  return {
    ...rest,
    // Of something else, the old event's name says nothing.
    ...(heard.topic === '' && event !== undefined ? { event } : {}),
    question: together(last.question, text),
    topic,
    keys,
    conditions: joinedConditions(last.conditions, heard.conditions),
    unapplied: [...heard.unapplied],
    ...(measure === undefined ? {} : { measure }),
    ...(filter === undefined ? {} : { filter, ...(toward === undefined ? {} : { toward }) }),
    ...(output === undefined ? {} : { output }),
    ...picked(heard, last, 'seconds'),
    ...picked(heard, last, 'every'),
    ...picked(heard, last, 'times'),
    ...picked(heard, last, 'top'),
  };
}

function picked<K extends 'seconds' | 'every' | 'times' | 'top'>(heard: Intent, last: Intent, part: K): Partial<Pick<Intent, K>> {
  const value = heard[part] ?? last[part];
  return value === undefined ? {} : ({ [part]: value } as Pick<Intent, K>);
}

function joined(old: readonly Heard<string>[], more: readonly Heard<string>[]): Heard<string>[] {
  return [...old, ...more.filter(({ value }) => !old.some((key) => key.value === value))];
}

/** One of a kind: a port takes the place of a port. */
function joinedConditions(old: readonly Heard<Condition>[], more: readonly Heard<Condition>[]): Heard<Condition>[] {
  return [...old.filter(({ value }) => !more.some((one) => one.value.what === value.what)), ...more];
}

/** What can be said of how long something takes: that is what it stays about. */
const OF_TIMES: ReadonlySet<Measure> = new Set<Measure>(['average', 'min', 'max', 'sum', 'distribution', 'top']);
const TIME: Readonly<Record<string, string>> = { en: 'latency', zh: '延迟' };

function retold({ language, topic, keys, measure, output }: Intent, heard: Intent, adds: boolean): string {
  let text = topic;
  const gone = [
    ...(heard.keys.length === 0 || adds ? [] : keys.map(({ words }) => words)),
    ...(heard.measure === undefined ? [] : [measure?.words, output?.words]),
  ];
  for (const words of gone) if (words !== undefined && words.trim() !== '') text = cut(text, words.trim());
  const added = [...heard.keys.map(({ words }) => words), heard.measure?.words].filter((words) => words !== undefined && words.trim() !== '');
  if (measure?.value === 'latency' && heard.measure !== undefined && OF_TIMES.has(heard.measure.value)) added.unshift(TIME[language] ?? measure.words);
  return [...new Set([text.replace(/\s+/g, ' ').trim(), ...added])].join(' ').trim();
}

function cut(text: string, words: string): string {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)} ${text.slice(at + words.length)}`;
}

/** What was asked, no longer broken down by some keys; undefined where it is by none of them. */
export function withoutKeys(last: Intent, gone: readonly Heard<string>[], text: string): Intent | undefined {
  const isGone = ({ value }: Heard<string>): boolean => gone.some((one) => one.value === value);
  if (!last.keys.some(isGone)) return undefined;
  const topic = last.keys.filter(isGone).reduce((rest, { words }) => (words.trim() === '' ? rest : cut(rest, words.trim())), last.topic);
  const question = together(last.question, text);
  return { ...last, question, topic: topic.replace(/\s+/g, ' ').trim(), keys: last.keys.filter((key) => !isGone(key)) };
}

/** Where neither the question nor a flag says how long. */
const USUAL_SECONDS = 10;
const LONGER = 3;

/** For three times as long, or a third of it. */
export function lengthened(last: Intent, how: 'longer' | 'shorter', text: string): Intent {
  const value = Math.max(1, (last.seconds?.value ?? USUAL_SECONDS) * (how === 'longer' ? LONGER : 1 / LONGER));
  return { ...last, question: together(last.question, text), seconds: { value, words: text.trim() } };
}

/** What was asked, with what was said after it. */
export function together(question: string, text: string): string {
  return `${question} · ${text.trim()}`;
}
