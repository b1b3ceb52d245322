/** What became of a question that was changed, in a line: what is asked now that was not before. Pure. */
import type { Intent, Measure, OutputWish } from '../core/intent.ts';
import { heading } from '../views/words.ts';

type Words<K extends string> = Readonly<Record<K, readonly [en: string, zh: string]>>;

const MEASURES: Words<Measure> = {
  each: ['each one', '逐条显示'],
  count: ['counted', '计数'],
  sum: ['added up', '求和'],
  average: ['on average', '取平均'],
  min: ['the least', '取最小'],
  max: ['the greatest', '取最大'],
  distribution: ['as a histogram', '以直方图显示'],
  latency: ['how long each takes', '看耗时'],
  rate: ['a second', '看每秒次数'],
  top: ['the largest', '看最多的'],
  stacks: ['by call stack', '按调用栈'],
};

const OUTPUTS: Words<OutputWish> = {
  table: ['as a table', '以表格显示'],
  histogram: ['as a histogram', '以直方图显示'],
  'flame-graph': ['as a flame graph', '以火焰图显示'],
  list: ['as a list', '以列表显示'],
};

/** `now: only nginx, by file`; that it is the same again where nothing of it is another. What stands in it was typed: it is shown through `visible()`. */
export function toldChange(before: Intent, now: Intent, language: string): string {
  const zh = language === 'zh';
  const parts = changes(before, now, zh ? 1 : 0);
  if (parts.length === 0) return zh ? `再来一次:${before.question}` : `again: ${before.question}`;
  return zh ? `现在:${parts.join(',')}` : `now: ${parts.join(', ')}`;
}

function changes(before: Intent, now: Intent, at: 0 | 1): string[] {
  const say = (en: string, zh: string): string => (at === 1 ? zh : en);
  const parts: string[] = [];
  const { filter, measure, output, keys, seconds, every, times, top } = now;
  // What it was broken down by and measured as was part of the topic, too.
  const isOther = coreOf(now) !== coreOf(before) && sameShape(before, now);
  if (isOther && now.topic !== '') parts.push(say(`about ${now.topic}`, `关于${now.topic}`));
  const whom = whomOf(now);
  if (whom !== whomOf(before)) parts.push(filter === undefined ? say('all processes', '所有进程') : say(`only ${whom}`, `只看 ${whom}`));
  if (measure !== undefined && measure.value !== before.measure?.value) parts.push(MEASURES[measure.value][at]);
  if (output !== undefined && output.value !== before.output?.value && !parts.includes(OUTPUTS[output.value][at])) parts.push(OUTPUTS[output.value][at]);
  const by = keys.map(({ value }) => value);
  // Who says once more by what it was wants to hear it.
  if (by.length > 0 && toldKeys(now) !== toldKeys(before)) {
    const names = by.map((name) => heading(name, at === 1 ? 'zh' : 'en'));
    parts.push(say(`by ${names.join(' and ')}`, `按${names.join('和')}`));
  }
  const told = new Set(before.conditions.map(({ value }) => JSON.stringify(value)));
  for (const { value, words } of now.conditions) if (!told.has(JSON.stringify(value)) && words !== '') parts.push(words.trim());
  if (now.conditions.length === 0 && before.conditions.length > 0) parts.push(say('without conditions', '不带条件'));
  if (seconds !== undefined && seconds.value !== before.seconds?.value) parts.push(say(`for ${seconds.value} s`, `持续 ${seconds.value} 秒`));
  if (every !== undefined && every.value !== before.every?.value) parts.push(say(`every ${every.value} s`, `每 ${every.value} 秒`));
  if (times !== undefined && times.value !== before.times?.value) parts.push(say(`${times.value} times`, `${times.value} 次`));
  if (top !== undefined && top.value !== before.top?.value) parts.push(say(`the top ${top.value}`, `前 ${top.value} 名`));
  return parts;
}

function whomOf({ filter }: Intent): string {
  const { comm, pid } = filter?.value ?? {};
  return [comm, pid === undefined ? undefined : `pid ${pid}`].filter((part) => part !== undefined).join(', ');
}

function toldKeys({ keys }: Intent): string {
  return keys.map(({ value, words }) => `${value} ${words.trim()}`).join();
}

/** A topic without by what it is broken down, how it is measured, and as what it is shown. */
function coreOf({ topic, keys, measure, output }: Intent): string {
  return [...keys, measure, output]
    .map((heard) => heard?.words.trim() ?? '')
    .reduce((rest, words) => (words === '' ? rest : rest.replace(words, ' ')), topic)
    .replace(/\s+/g, ' ')
    .trim();
}

function sameShape(before: Intent, now: Intent): boolean {
  const shape = ({ measure, output, keys }: Intent): string => [measure?.value, output?.value, ...keys.map(({ value }) => value)].join();
  return shape(before) === shape(now);
}
