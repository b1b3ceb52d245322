/** What perf prints that has no heading of its own, or one of three lines. */
import type { MapEntry, Scalar } from '../../core/events.ts';
import type { Column, MapOutput } from '../../core/program.ts';

const COUNTER = /^\s*([\d,]{1,30}(?:\.\d+)?|<not \w+>)\s+(?:(msec|nsec) )?([\w:./-]{1,80})\s*(?:#.*)?$/;

/** A line of `perf stat`: the event, what was counted, in which unit. */
export function counted(line: string): Scalar[] | undefined {
  const [, value, unit, event] = COUNTER.exec(line) ?? [];
  if (value === undefined || event === undefined) return undefined;
  const number = Number(value.replaceAll(',', ''));
  return [event, Number.isNaN(number) ? value : number, unit ?? null];
}

/** The summary of `perf trace -s`: a part a thread, whose name and number stand above it. */
export const SUMMARY_COLUMNS: readonly Column[] = [
  { name: 'comm', kind: 'process', type: 'string' },
  { name: 'tid', kind: 'tid', type: 'integer' },
  { name: 'syscall', kind: 'syscall', type: 'string' },
  { name: 'calls', kind: 'count', type: 'integer' },
  { name: 'errors', kind: 'count', type: 'integer' },
  ...['total', 'min', 'avg', 'max'].map((name): Column => ({ name, kind: 'plain', type: 'integer', unit: 'ms' })),
  { name: 'stddev %', kind: 'plain', type: 'unknown' },
];

const THREAD = /^ (.{1,20}) \((\d{1,10})\), \d+ events?, [\d.]+%/;
/** The heading and the two lines below it, which say nothing that the columns do not. */
const ABOUT = /^\s*(?:Summary of events:|syscall +calls(?: +errors)? +total +min +avg +max +stddev|(?:\(msec\) +)+\(%\)|-{3,}(?: +-{3,})+)$/;
const CALL = /^ {3}(\w{1,60}) +(\d{1,18}) +(?:(\d{1,18}) +)?(\d+\.\d+) +(\d+\.\d+) +(\d+\.\d+) +(\d+\.\d+) +(\d+\.\d+)%$/;

/** Keeps whose part it is. */
export class TraceSummary {
  #thread: readonly [string, number] | undefined;

  /** The row that a line is; `about` for a line of the summary that is none, undefined for a line of something else. */
  read(line: string): readonly Scalar[] | 'about' | undefined {
    const [, name, tid] = THREAD.exec(line) ?? [];
    if (name !== undefined) {
      this.#thread = [name, Number(tid)];
      return 'about';
    }
    if (ABOUT.test(line)) return 'about';
    const found = this.#thread === undefined ? null : CALL.exec(line);
    if (found === null || this.#thread === undefined) return undefined;
    const [, call = '', calls, errors, ...times] = found;
    return [...this.#thread, call, Number(calls), errors === undefined ? null : Number(errors), ...times.map(Number)];
  }
}

/** What `perf top` shows of one function: `6.67%  [kernel]  [k] schedule`. */
const FUNCTION = /^ *(\d{1,3}\.\d+)% +(\S.{0,80}?) +\[(.)\] (\S.{0,400})$/;
/** Its screens, and the keys that it would hear. */
const SCREEN = /^ *PerfTop: .*irqs\/sec|^-{40,}$|^Mapped keys:$|^\t\[\w+\] {2}|^Enter selection, or unmapped key to continue/;

export const FUNCTIONS: MapOutput = {
  shape: 'values',
  map: 'functions',
  keys: [
    { name: 'program', kind: 'plain', type: 'string' },
    { name: 'function', kind: 'plain', type: 'string' },
  ],
  value: { name: '% of CPU samples', kind: 'plain', type: 'unknown' },
};

/** An entry of a screen of `perf top`; `screen` where one begins, `about` for what is drawn around it. */
export function functionOf(line: string): MapEntry | 'screen' | 'about' | undefined {
  if (/^ *PerfTop: /.test(line)) return 'screen';
  if (SCREEN.test(line)) return 'about';
  const [, share, program, , name] = FUNCTION.exec(line) ?? [];
  return share === undefined || program === undefined || name === undefined ? undefined : { key: [program, name.trim()], value: Number(share) };
}
