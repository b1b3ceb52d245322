import type { Overhead } from '../../core/overhead.ts';
import type { HitsReader } from '../../engines/bpftrace/hits.ts';
import { type BpfProgram, type ProcessCost, processCost, programDescriptors, readProgram } from '../../system/cost.ts';
import type { Host } from '../../system/host.ts';

export interface GaugeOptions {
  readonly host: Host;
  /** The tracer's process. */
  readonly pid: number;
  readonly processors: number;
  /** What gpttrace itself has cost. */
  readonly own: () => ProcessCost;
  /** What tells probes by their programs: undefined while it is not sure that the kernel has counted all their runs. */
  readonly hits: () => HitsReader | undefined;
}

/** What the kernel and /proc have counted, at one moment. */
interface Reading {
  /** Seconds, on a clock that only goes forward. */
  readonly at: number;
  readonly tracer: ProcessCost;
  readonly own: ProcessCost;
  readonly programs?: readonly BpfProgram[];
}

const NOTHING: ProcessCost = { cpu: 0, memory: 0 };

export type Measured = Omit<Overhead, 'rate' | 'lost' | 'state' | 'limit'>;

/** Measures a run, from the moment all is attached. */
export class Gauge {
  readonly #options: GaugeOptions;
  #descriptors: readonly string[] | undefined;
  readonly #first: Reading | undefined;
  #last: Reading | undefined;

  constructor(options: GaugeOptions, now: number) {
    this.#options = options;
    this.#first = this.#read(now);
    this.#last = this.#first;
  }

  /** What it has cost until now; undefined where that cannot be told, or no time has passed. */
  measure(now: number): (Measured & { readonly since: number }) | undefined {
    const [first, last, next] = [this.#first, this.#last, this.#read(now)];
    if (first === undefined || last === undefined || next === undefined || next.at <= last.at) return undefined;
    this.#last = next;
    const since = next.at - last.at;
    const { processors } = this.#options;
    const hits = this.#options.hits();
    const [bpf, before] = [bpfSeconds(next), bpfSeconds(last)];
    const spent = next.tracer.cpu - last.tracer.cpu + (next.own.cpu - last.own.cpu) + ((bpf ?? 0) - (before ?? 0));
    return {
      seconds: rounded(next.at - first.at),
      since,
      processors,
      ...(bpf === undefined ? {} : { bpf: rounded(bpf - (bpfSeconds(first) ?? 0)) }),
      tracer: rounded(next.tracer.cpu - first.tracer.cpu),
      own: rounded(next.own.cpu - first.own.cpu),
      memory: { tracer: next.tracer.memory, own: next.own.memory },
      share: rounded(Math.max(0, spent / (since * processors))),
      ...(hits === undefined || next.programs === undefined ? {} : { hits: hits(next.programs) }),
    };
  }

  /** A tracer that is about to end has closed some of its programs, or is gone: then there is nothing more to read. */
  #read(at: number): Reading | undefined {
    const { host, pid, own } = this.#options;
    // What runs in this process is counted as ours already.
    const tracer = pid === process.pid ? NOTHING : processCost(host, pid);
    // All are loaded by now, and none is added.
    if (this.#options.hits() !== undefined) this.#descriptors ??= programDescriptors(host, pid);
    const read = this.#descriptors?.map((descriptor) => readProgram(host, pid, descriptor));
    // A program may be held by several descriptors.
    const programs = read?.filter((one, at) => one === undefined || read.findIndex((other) => other?.id === one.id) === at);
    if (tracer === undefined || programs?.includes(undefined) === true) return undefined;
    return { at, tracer, own: own(), ...(programs === undefined || programs.length === 0 ? {} : { programs: programs as readonly BpfProgram[] }) };
  }
}

/** To millionths: what lies beyond is the arithmetic's. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function bpfSeconds({ programs }: Reading): number | undefined {
  return programs === undefined ? undefined : programs.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0) / 1e9;
}
