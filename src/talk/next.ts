/** What could be asked after an answer, from what was seen in it: questions as they are typed, the most telling first. Which of them this machine can answer is for others to say. Pure. */
import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isName } from './names.ts';

/** Questions are in the language of the answer. */
type Both = readonly [en: string, zh: string];

/** Of a process, in the order in which they tell most of it. NAME is its name. */
const OF_PROCESS: readonly Both[] = [
  ['which files does NAME open', '跟踪 NAME 打开文件'],
  ['count system calls of NAME by system call', '按名称统计 NAME 的系统调用'],
  ['how long is NAME off the CPU', 'NAME 的 off-CPU 时间'],
  ['histogram of read latency of NAME', 'NAME 的 read 延迟直方图'],
  ['which functions of NAME use the CPU', '采样 NAME 的用户态调用栈'],
  ['new tcp connections of NAME', '跟踪 NAME 发起的 TCP 连接'],
];

/** Where its time goes, for who asks why. */
const WHY_PROCESS: readonly Both[] = [
  ['off-CPU stacks of NAME', 'NAME 的 off-CPU 调用栈'],
  ['which functions of NAME use the CPU', '采样 NAME 的用户态调用栈'],
  ['how long is NAME off the CPU', 'NAME 的 off-CPU 时间'],
  ['count system calls of NAME by system call', '按名称统计 NAME 的系统调用'],
];

/** Where time goes on a machine, whoever's it is. */
const WHY_MACHINE: readonly Both[] = [
  ['run queue latency', '运行队列延迟'],
  ['how long is each process blocked?', '统计各进程的 off-CPU 时间'],
  ['disk latency', '磁盘延迟'],
];

/** The same looked at in another way, of what has one number for all. */
const OF_WHOLE: readonly Both[] = [
  ['by process', '按进程'],
  ['again for 30 seconds', '再跑 30 秒'],
];

/** Where nothing was seen. */
const OF_SILENCE: readonly Both[] = [
  ['all processes', '所有进程'],
  ['again for 30 seconds', '再跑 30 秒'],
];

/** `why`: whether somebody wants to know what is behind it. */
export function nextAfter(record: RunRecord, why: boolean): string[] {
  const at = record.language === 'zh' ? 1 : 0;
  if (record.records === 0) return OF_SILENCE.map((both) => both[at]);
  const name = processOf(record);
  const named = name === undefined ? [] : (why ? WHY_PROCESS : OF_PROCESS).map((both) => both[at].replaceAll('NAME', name));
  const other = why ? WHY_MACHINE : OF_WHOLE;
  return [...named, ...other.map((both) => both[at])];
}

/** The process that most of an answer is about; not the tracer itself. */
export function processOf({ datasets, program }: RunRecord): string | undefined {
  for (const dataset of datasets) {
    const found = dataset.shape === 'table' ? ofTable(dataset) : dataset.groups.map(({ key }) => ofKeys(dataset.keys, key));
    const name = found
      .filter((one) => one !== undefined)
      .map(String)
      .find((one) => isName(one) && !OWN.has(one) && one !== program.command?.tool);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Who watches is no news. */
const OWN: ReadonlySet<string> = new Set(['bpftrace', 'gpttrace']);

/** The one that most rows are about first, then by row. */
function ofTable({ columns, rows, most }: Table): (Scalar | undefined)[] {
  return [most?.value, ...rows.map((row) => ofKeys(columns, row))];
}

function ofKeys(columns: Table['columns'], values: readonly Scalar[]): Scalar | undefined {
  return values[columns.findIndex(({ kind }) => kind === 'process')];
}
