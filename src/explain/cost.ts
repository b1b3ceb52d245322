/** What a run cost, in a line. */
import { meanShare, type Overhead } from '../core/overhead.ts';
import { secondsText, sharePercent, showAmount } from '../views/values.ts';
import { times } from './silence.ts';

interface Words {
  readonly cost: (share: string, parts: string, memory: string) => string;
  readonly programs: (seconds: string) => string;
  readonly uncounted: string;
  readonly own: (seconds: string) => string;
  readonly slowed: (seconds: string, limit: string) => string;
  readonly hit: (probe: string, count: string, each: string, several: boolean) => string;
  readonly never: (probe: string) => string;
  readonly and: string;
}

const en: Words = {
  cost: (share, parts, memory) => `this run cost ${share} of the machine's CPU time (${parts}) and ${memory} of memory`,
  programs: (seconds) => `BPF programs ${seconds}`,
  uncounted: 'BPF programs not counted',
  own: (seconds) => `gpttrace ${seconds}`,
  slowed: (seconds, limit) => `it was slowed down for ${seconds}, to keep within ${limit} (--max-overhead)`,
  hit: (probe, count, each, several) => `${probe} was hit ${count}, ${each}${several ? ' each' : ''}`,
  never: (probe) => `${probe} was never hit`,
  and: ', ',
};

const zh: Words = {
  cost: (share, parts, memory) => `本次运行占用本机 CPU 时间的 ${share}(${parts}),内存 ${memory}`,
  programs: (seconds) => `BPF 程序 ${seconds}`,
  uncounted: 'BPF 程序未计',
  own: (seconds) => `gpttrace ${seconds}`,
  slowed: (seconds, limit) => `为不超过 ${limit}(--max-overhead),放慢了 ${seconds}`,
  hit: (probe, count, each, several) => `${probe} 命中 ${count},${several ? '每次' : '用时'} ${each}`,
  never: (probe) => `${probe} 从未命中`,
  and: '、',
};

/** Below this part of the machine nobody who did not ask wants to know. */
const NOTABLE = 0.05;
/** Of a shorter run the share is that of its beginning and its end. */
const LEAST_SECONDS = 1;

/**
 * What is worth saying about a run's cost: where it was notable, where something was done about it, or, `asked`, all of it. `tracer` is the name of the process that
 * traced; empty where that was gpttrace's own.
 */
export function costRemarks(overhead: Overhead, slowedSeconds: number, asked: boolean, language: string, tracer = 'bpftrace'): string[] {
  const words = language === 'zh' ? zh : en;
  const remarks: string[] = [];
  if (asked || slowedSeconds > 0 || overhead.state !== 'within' || (overhead.seconds >= LEAST_SECONDS && meanShare(overhead) >= NOTABLE))
    remarks.push(costLine(overhead, language, tracer));
  if (slowedSeconds > 0) remarks.push(words.slowed(secondsText(slowedSeconds, language), sharePercent(overhead.limit)));
  if (asked)
    for (const { attachPoint, runs, nanoseconds } of overhead.hits ?? [])
      remarks.push(runs === 0 ? words.never(attachPoint) : words.hit(attachPoint, times(runs, language), showAmount(nanoseconds / runs, 'ns'), runs > 1));
  return remarks;
}

function costLine(overhead: Overhead, language: string, name: string): string {
  const words = language === 'zh' ? zh : en;
  const { bpf, tracer, own, memory } = overhead;
  const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${language === 'zh' ? '秒' : 's'}`;
  const parts = [
    bpf === undefined ? words.uncounted : words.programs(seconds(bpf)),
    ...(name === '' ? [] : [`${name} ${seconds(tracer)}`]),
    words.own(seconds(own)),
  ];
  return words.cost(sharePercent(meanShare(overhead)), parts.join(words.and), showAmount(memory.tracer + memory.own, 'bytes'));
}
