/** Why nothing was seen: from what the kernel counted, where it did; else what is likely. */
import type { ProbeHits } from '../core/overhead.ts';
import { group, secondsText } from '../views/values.ts';
import type { ProbeConditions } from './conditions.ts';
import { unpaired } from './pairs.ts';

/** What narrows a run, for the reasons of a silence. */
export interface Narrowing {
  readonly process?: string;
  readonly processRuns?: boolean;
  readonly command?: string;
}

/** What is known of the probes of a run. */
export interface ProbeFacts {
  /** As counted by the kernel; absent where it did not. */
  readonly hits?: readonly ProbeHits[];
  /** Seconds after which they were last counted. */
  readonly seconds: number;
  readonly conditions: readonly ProbeConditions[];
  /** Probes that bpftrace said it could not attach. */
  readonly unattached: readonly string[];
}

/** What of a run the reasons are told by. */
export interface Silent {
  readonly seconds: number;
  readonly lost: number;
}

interface Words {
  readonly lostAll: (count: string) => string;
  readonly unattached: (probes: string, several: boolean) => string;
  readonly never: (probes: string, several: boolean, seconds: string) => string;
  readonly filtered: (probe: string, count: string, condition: string | undefined) => string;
  readonly nothingShown: (probe: string, count: string) => string;
  readonly hit: (probe: string, count: string) => string;
  readonly noEnd: (begins: string, count: string, ends: string) => string;
  readonly noBeginning: (ends: string, count: string, begins: string) => string;
  readonly and: string;
  readonly more: (count: string) => string;
  readonly notRunning: (name: string) => string;
  readonly idle: (name: string) => string;
  readonly command: (command: string) => string;
  readonly nothing: (seconds: string) => string;
  readonly short: string;
}

const en: Words = {
  lostAll: (count) => `${count} events happened but were lost before they could be read`,
  unattached: (probes, several) => `${probes} could not be attached, so ${several ? 'they' : 'it'} saw nothing`,
  never: (probes, several, seconds) => `${probes} ${several ? 'were' : 'was'} attached and never hit in ${seconds}`,
  filtered: (probe, count, condition) =>
    condition === undefined
      ? `${probe} was hit ${count}, but the program's own conditions let nothing through`
      : `${probe} was hit ${count}, but the program's condition let nothing through: ${condition}`,
  nothingShown: (probe, count) => `${probe} was hit ${count}, but that left nothing to show`,
  hit: (probe, count) => `${probe} was hit ${count}`,
  noEnd: (begins, count, ends) => `${begins} was hit ${count}, ${ends} never: nothing of it came to its end in that time`,
  noBeginning: (ends, count, begins) => `${ends} was hit ${count}, ${begins} never: what ended had begun before`,
  and: ', ',
  more: (count) => `${count} more`,
  notRunning: (name) => `no process ${/^pid \d+$/.test(name) ? `with ${name}` : name} was running`,
  idle: (name) => `${name} was there but did none of this in that time`,
  command: (command) => `${command} did none of this, or ended before it came to it`,
  nothing: (seconds) => `nothing on this machine did this in ${seconds}`,
  short: 'the time was short: try a longer one with --duration',
};

const zh: Words = {
  lostAll: (count) => `发生了 ${count} 个事件,但都在读取之前丢失了`,
  unattached: (probes) => `${probes} 未能挂载,因此什么也看不到`,
  never: (probes, _several, seconds) => `${probes} 已挂载,但 ${seconds} 内从未命中`,
  filtered: (probe, count, condition) =>
    condition === undefined ? `${probe} 命中 ${count},但都被程序自身的条件滤掉了` : `${probe} 命中 ${count},但都被程序的条件滤掉了:${condition}`,
  nothingShown: (probe, count) => `${probe} 命中 ${count},但没有留下可显示的内容`,
  hit: (probe, count) => `${probe} 命中 ${count}`,
  noEnd: (begins, count, ends) => `${begins} 命中 ${count},而 ${ends} 从未命中:这段时间内没有一个结束`,
  noBeginning: (ends, count, begins) => `${ends} 命中 ${count},而 ${begins} 从未命中:结束的都在观察之前就已开始`,
  and: '、',
  more: (count) => `另外 ${count} 个`,
  notRunning: (name) => (/^pid \d+$/.test(name) ? `当时没有 ${name} 的进程在运行` : `当时没有名为 ${name} 的进程在运行`),
  idle: (name) => `${name} 在运行,但这段时间没有做这件事`,
  command: (command) => `${command} 没有做这件事,或者还没做到就结束了`,
  nothing: (seconds) => `${seconds} 内本机没有发生这类事件`,
  short: '观察时间较短:可用 --duration 延长',
};

/** Shorter than this a silence may be chance. */
const SHORT_SECONDS = 5;
/** Probes named one by one. */
const MOST_NAMED = 4;

/** The reasons of a silence: what is known first, then what is likely, the likeliest first. */
export function silenceReasons(seen: Silent, narrowing: Narrowing, language: string, facts?: ProbeFacts): string[] {
  const words = wordsOf(language);
  const reasons: string[] = [];
  if (seen.lost > 0) reasons.push(words.lostAll(group(seen.lost)));
  const { command, process, processRuns } = narrowing;
  // Nothing else matters then.
  const absent = command === undefined && process !== undefined && processRuns === false;
  if (absent) reasons.push(words.notRunning(process));
  const known = facts === undefined ? [] : knownReasons(facts, seen.lost > 0, language);
  reasons.push(...known);
  if (command !== undefined) reasons.push(words.command(command));
  else if (process !== undefined && !absent) reasons.push(words.idle(process));
  else if (process === undefined && known.length === 0 && seen.lost === 0) reasons.push(words.nothing(secondsText(seen.seconds, language)));
  if (seen.seconds < SHORT_SECONDS && command === undefined && !absent) reasons.push(words.short);
  return reasons;
}

function knownReasons({ hits = [], seconds, conditions, unattached }: ProbeFacts, lost: boolean, language: string): string[] {
  const words = wordsOf(language);
  const reasons = unattached.length === 0 ? [] : [words.unattached(list(unattached, words), unattached.length > 1)];
  const pairs = pairReasons(hits, language);
  const paired = new Set(unpaired(hits).flatMap(({ begins, ends }) => [begins, ends]));
  const never = hits.filter(({ runs }) => runs === 0).filter((hit) => !paired.has(hit));
  if (never.length > 0) {
    const names = never.map(({ attachPoint }) => attachPoint);
    reasons.push(words.never(list(names, words), names.length > 1 || names.some((name) => name.includes(', ')), secondsText(seconds, language)));
  }
  reasons.push(...pairs);
  // Where events were lost, some may well have come through.
  if (lost) return reasons;
  const hit = hits.filter((one) => one.runs > 0 && !paired.has(one));
  for (const one of hit.slice(0, MOST_NAMED)) {
    const its = conditions.filter(({ attachPoint }) => attachPoint === one.attachPoint || one.attachPoint.split(', ').includes(attachPoint));
    const count = times(one.runs, language);
    const texts = [...new Set(its.map(({ text }) => text))];
    if (its.length > 0 && its.every(({ shows, conditional }) => shows && conditional))
      reasons.push(words.filtered(one.attachPoint, count, texts.length === 1 ? texts[0] : undefined));
    else if (its.some(({ shows }) => shows)) reasons.push(words.nothingShown(one.attachPoint, count));
    else reasons.push(words.hit(one.attachPoint, count));
  }
  return reasons;
}

/** Of what has a beginning and an end, where one of the two was never hit. */
export function pairReasons(hits: readonly ProbeHits[], language: string): string[] {
  const words = wordsOf(language);
  return unpaired(hits).map(({ begins, ends }) =>
    ends.runs === 0
      ? words.noEnd(begins.attachPoint, times(begins.runs, language), ends.attachPoint)
      : words.noBeginning(ends.attachPoint, times(ends.runs, language), begins.attachPoint),
  );
}

/** "once", "1,234 times" */
export function times(count: number, language: string): string {
  if (language === 'zh') return `${group(count)} 次`;
  return count === 1 ? 'once' : `${group(count)} times`;
}

function list(names: readonly string[], words: Words): string {
  if (names.length <= MOST_NAMED) return names.join(words.and);
  return [...names.slice(0, MOST_NAMED - 1), words.more(group(names.length - MOST_NAMED + 1))].join(words.and);
}

function wordsOf(language: string): Words {
  return language === 'zh' ? zh : en;
}
