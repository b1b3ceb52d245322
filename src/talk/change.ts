/** An Intent with what was said after its answer: what is new takes the place of what was there, all else stays. Pure. */
import type { Condition, Heard, Intent } from '../core/intent.ts';

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

function retold({ topic, keys, measure, output }: Intent, heard: Intent, adds: boolean): string {
  let text = topic;
  const gone = [
    ...(heard.keys.length === 0 || adds ? [] : keys.map(({ words }) => words)),
    ...(heard.measure === undefined ? [] : [measure?.words, output?.words]),
  ];
  for (const words of gone) if (words !== undefined && words.trim() !== '') text = cut(text, words.trim());
  const added = [...heard.keys.map(({ words }) => words), heard.measure?.words].filter((words) => words !== undefined && words.trim() !== '');
  return [...new Set([text.replace(/\s+/g, ' ').trim(), ...added])].join(' ').trim();
}

function cut(text: string, words: string): string {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)} ${text.slice(at + words.length)}`;
}

/** What was asked, with what was said after it. */
export function together(question: string, text: string): string {
  return `${question} · ${text.trim()}`;
}
