import { describe, expect, it } from 'vitest';
import type { ProbeHits } from '../../src/core/overhead.ts';
import { type Narrowing, type ProbeFacts, pairReasons, silenceReasons } from '../../src/explain/silence.ts';

const ENTER = 'tracepoint:syscalls:sys_enter_read';
const EXIT = 'tracepoint:syscalls:sys_exit_read';
const hit = (attachPoint: string, runs: number): ProbeHits => ({ attachPoint, runs, nanoseconds: runs * 100 });
const facts = (hits: readonly ProbeHits[] | undefined, more: Partial<ProbeFacts> = {}): ProbeFacts => ({
  ...(hits === undefined ? {} : { hits }),
  seconds: 4.94,
  conditions: [],
  unattached: [],
  ...more,
});

interface Case {
  readonly name: string;
  readonly facts: ProbeFacts;
  readonly narrowing?: Narrowing;
  readonly lost?: number;
  readonly seconds?: number;
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'never hit',
    facts: facts([hit('kprobe:f', 0)]),
    en: ['kprobe:f was attached and never hit in 4.9 s'],
    zh: ['kprobe:f 已挂载,但 4.9 秒 内从未命中'],
  },
  {
    name: 'several never hit, for a process that was there',
    facts: facts([hit('kprobe:f', 0), hit('kprobe:g', 0)]),
    narrowing: { process: 'nginx', processRuns: true },
    en: ['kprobe:f, kprobe:g were attached and never hit in 4.9 s', 'nginx was there but did none of this in that time'],
    zh: ['kprobe:f、kprobe:g 已挂载,但 4.9 秒 内从未命中', 'nginx 在运行,但这段时间没有做这件事'],
  },
  {
    name: 'many never hit',
    facts: facts(Array.from('abcdefgh', (name) => hit(`kprobe:${name}`, 0))),
    en: ['kprobe:a, kprobe:b, kprobe:c, 5 more were attached and never hit in 4.9 s'],
    zh: ['kprobe:a、kprobe:b、kprobe:c、另外 5 个 已挂载,但 4.9 秒 内从未命中'],
  },
  {
    name: 'filtered out',
    facts: facts([hit('kprobe:f', 1234)], { conditions: [{ attachPoint: 'kprobe:f', shows: true, conditional: true, text: 'comm == "nginx"' }] }),
    narrowing: { process: 'nginx', processRuns: false },
    en: ['no process nginx was running', 'kprobe:f was hit 1,234 times, but the program\'s condition let nothing through: comm == "nginx"'],
    zh: ['当时没有名为 nginx 的进程在运行', 'kprobe:f 命中 1,234 次,但都被程序的条件滤掉了:comm == "nginx"'],
  },
  {
    name: 'a pid that is none: a longer time would not help',
    facts: facts([hit('kprobe:f', 0)], { seconds: 1 }),
    seconds: 1,
    narrowing: { process: 'pid 99', processRuns: false },
    en: ['no process with pid 99 was running', 'kprobe:f was attached and never hit in 1.0 s'],
    zh: ['当时没有 pid 99 的进程在运行', 'kprobe:f 已挂载,但 1.0 秒 内从未命中'],
  },
  {
    name: 'filtered out by what cannot be said in a line, once',
    facts: facts([hit('kprobe:f', 1)], { conditions: [{ attachPoint: 'kprobe:f', shows: true, conditional: true }] }),
    en: ["kprobe:f was hit once, but the program's own conditions let nothing through"],
    zh: ['kprobe:f 命中 1 次,但都被程序自身的条件滤掉了'],
  },
  {
    name: 'two probes with one condition, told as one',
    facts: facts([hit('kprobe:f, kprobe:g', 7)], {
      conditions: ['kprobe:f', 'kprobe:g'].map((attachPoint) => ({ attachPoint, shows: true, conditional: true, text: 'pid == 1' })),
    }),
    en: ["kprobe:f, kprobe:g was hit 7 times, but the program's condition let nothing through: pid == 1"],
    zh: ['kprobe:f, kprobe:g 命中 7 次,但都被程序的条件滤掉了:pid == 1'],
  },
  {
    name: 'hit, with nothing in the way',
    facts: facts([hit('kprobe:f', 2)], { conditions: [{ attachPoint: 'kprobe:f', shows: true, conditional: false }] }),
    en: ['kprobe:f was hit 2 times, but that left nothing to show'],
    zh: ['kprobe:f 命中 2 次,但没有留下可显示的内容'],
  },
  {
    name: 'lost: what came through is not known',
    facts: facts([hit('kprobe:f', 5000)], { conditions: [{ attachPoint: 'kprobe:f', shows: true, conditional: true, text: 'pid == 1' }] }),
    lost: 4000,
    en: ['4,000 events happened but were lost before they could be read'],
    zh: ['发生了 4,000 个事件,但都在读取之前丢失了'],
  },
  {
    name: 'not attached',
    facts: facts([hit('kprobe:f', 0)], { unattached: ['kprobe:g'] }),
    en: ['kprobe:g could not be attached, so it saw nothing', 'kprobe:f was attached and never hit in 4.9 s'],
    zh: ['kprobe:g 未能挂载,因此什么也看不到', 'kprobe:f 已挂载,但 4.9 秒 内从未命中'],
  },
  {
    name: 'begun and never ended',
    facts: facts([hit(ENTER, 3), hit(EXIT, 0)]),
    en: [`${ENTER} was hit 3 times, ${EXIT} never: nothing of it came to its end in that time`],
    zh: [`${ENTER} 命中 3 次,而 ${EXIT} 从未命中:这段时间内没有一个结束`],
  },
  {
    name: 'ended and never begun',
    facts: facts([hit(ENTER, 0), hit(EXIT, 1)]),
    en: [`${EXIT} was hit once, ${ENTER} never: what ended had begun before`],
    zh: [`${EXIT} 命中 1 次,而 ${ENTER} 从未命中:结束的都在观察之前就已开始`],
  },
  {
    name: 'what the kernel did not count is guessed',
    facts: facts(undefined),
    en: ['nothing on this machine did this in 5.0 s'],
    zh: ['5.0 秒 内本机没有发生这类事件'],
  },
  {
    name: 'a program without probes',
    facts: facts([]),
    narrowing: { command: 'true' },
    en: ['true did none of this, or ended before it came to it'],
    zh: ['true 没有做这件事,或者还没做到就结束了'],
  },
];

describe('the reasons of a silence, by what was counted', () => {
  it.each(CASES)('$name', ({ facts: known, narrowing = {}, lost = 0, seconds = 5, en, zh }) => {
    expect(silenceReasons({ seconds, lost }, narrowing, 'en', known)).toEqual(en);
    expect(silenceReasons({ seconds, lost }, narrowing, 'zh', known)).toEqual(zh);
  });
});

const PAIRS: readonly { readonly name: string; readonly hits: readonly ProbeHits[]; readonly told: number }[] = [
  { name: 'both were hit', hits: [hit(ENTER, 3), hit(EXIT, 2)], told: 0 },
  { name: 'neither was hit', hits: [hit(ENTER, 0), hit(EXIT, 0)], told: 0 },
  {
    name: 'of several calls, one',
    hits: [hit(ENTER, 3), hit(EXIT, 2), hit('tracepoint:syscalls:sys_enter_write', 5), hit('tracepoint:syscalls:sys_exit_write', 0)],
    told: 1,
  },
  { name: 'calls that are no pair', hits: [hit(ENTER, 3), hit('tracepoint:syscalls:sys_exit_write', 0)], told: 0 },
  { name: 'a function', hits: [hit('uprobe:/bin/a:f', 1), hit('uretprobe:/bin/a:f', 0)], told: 1 },
  { name: 'a function of the kernel', hits: [hit('kprobe:f', 0), hit('kretprobe:f', 1)], told: 1 },
  { name: 'a disk', hits: [hit('tracepoint:block:block_rq_issue', 1), hit('tracepoint:block:block_rq_complete', 0)], told: 1 },
  { name: 'an interrupt', hits: [hit('tracepoint:irq:softirq_entry', 1), hit('tracepoint:irq:softirq_exit', 0)], told: 1 },
  { name: 'what cannot be told apart', hits: [hit(`${ENTER}, ${EXIT}`, 1)], told: 0 },
];

describe('pairs of which one was never hit', () => {
  it.each(PAIRS)('$name', ({ hits, told }) => expect(pairReasons(hits, 'en')).toHaveLength(told));
});
