/** What processes and BPF programs cost, as /proc tells it. */
import { type Host, textOf } from './host.ts';

export interface ProcessCost {
  /** Seconds of CPU time since it started. */
  readonly cpu: number;
  /** Resident bytes. */
  readonly memory: number;
}

/** The kernel counts in these for programs whatever it counts in itself (USER_HZ; man 7 time). */
const TICKS_PER_SECOND = 100;

/** Undefined where there is no such process, or nothing is told of it. */
export function processCost(host: Host, pid: number): ProcessCost | undefined {
  const fields = statFields(textOf(host, `/proc/${pid}/stat`));
  const resident = /^VmRSS:\s*(\d+) kB$/m.exec(textOf(host, `/proc/${pid}/status`) ?? '')?.[1];
  const cpu = cpuSeconds(fields);
  if (resident === undefined || !Number.isFinite(cpu)) return undefined;
  return { cpu, memory: Number(resident) * 1024 };
}

/** User and system time of a process, of the fields of its stat: 14 and 15 of proc_pid_stat(5). Not a number where it tells none. */
export function cpuSeconds(fields: readonly string[]): number {
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** What follows the name in /proc/PID/stat: the name may hold anything, so fields are counted from its end (man 5 proc). The first is its state. */
export function statFields(stat: string | undefined): readonly string[] {
  return stat === undefined ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The process of this name that `pid` is or has started, itself or through others: what sudo runs has a pid of its own. */
export function processNamed(host: Host, pid: number, name: string): number | undefined {
  if (commOf(host, pid) === name) return pid;
  const parents = new Map<number, number>();
  for (const entry of host.list('/proc') ?? []) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(statFields(textOf(host, `/proc/${entry}/stat`))[1]);
    if (Number.isInteger(parent)) parents.set(Number(entry), parent);
  }
  const descends = (one: number): boolean => {
    for (let at: number | undefined = one, steps = 0; at !== undefined && steps < 16; at = parents.get(at), steps++) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].find((one) => one !== pid && descends(one) && commOf(host, one) === name);
}

function commOf(host: Host, pid: number): string | undefined {
  return textOf(host, `/proc/${pid}/comm`)?.trimEnd();
}

/** A BPF program that a process holds. */
export interface BpfProgram {
  /** Rises with every program that is loaded: the order in which they were. */
  readonly id: number;
  /** A `bpf_prog_type` (include/uapi/linux/bpf.h). */
  readonly type: number;
  readonly runs: number;
  readonly nanoseconds: number;
}

const ID = /^prog_id:\s*(\d+)$/m;
const TYPE = /^prog_type:\s*(\d+)$/m;
const RUNS = /^run_cnt:\s*(\d+)$/m;
const NANOSECONDS = /^run_time_ns:\s*(\d+)$/m;

/** The descriptors that are BPF programs; undefined where those of this process are not to be seen. */
export function programDescriptors(host: Host, pid: number): readonly string[] | undefined {
  return host.list(`/proc/${pid}/fdinfo`)?.filter((descriptor) => readProgram(host, pid, descriptor) !== undefined);
}

/** How often, and how long, a program has run, as far as that was counted; undefined where the descriptor is none of a program. */
export function readProgram(host: Host, pid: number, descriptor: string): BpfProgram | undefined {
  const text = textOf(host, `/proc/${pid}/fdinfo/${descriptor}`);
  if (text === undefined) return undefined;
  // A link to a program tells the program's id too, but no runs.
  const field = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
  const program = { id: field(ID), type: field(TYPE), runs: field(RUNS), nanoseconds: field(NANOSECONDS) };
  return Object.values(program).every(Number.isFinite) ? program : undefined;
}
