/** Which of the kernel's BPF programs is which probe of ours: nothing names them, so it is told by their kinds and by the order in which bpftrace loads them. */
import type { AttachPoint } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { lookup } from '../../core/lookup.ts';
import type { ProbeHits } from '../../core/overhead.ts';
import type { BpfProgram } from '../../system/cost.ts';

/** `bpf_prog_type` by kind of probe (include/uapi/linux/bpf.h). What is missing here is not told apart. */
const KPROBE = 2;
const TRACEPOINT = 5;
const PERF_EVENT = 7;
const PROGRAM_TYPES: Readonly<Record<string, number>> = {
  kprobe: KPROBE,
  kretprobe: KPROBE,
  uprobe: KPROBE,
  uretprobe: KPROBE,
  usdt: KPROBE,
  tracepoint: TRACEPOINT,
  profile: PERF_EVENT,
  interval: PERF_EVENT,
  software: PERF_EVENT,
  hardware: PERF_EVENT,
  rawtracepoint: 17,
};

/**
 * bpftrace loads and attaches in two passes: these kinds in the second one, from the last to the first, so that they fire in the order of the program
 * (`attach_reverse` in its src/bpftrace.cpp; seen so on 0.17).
 */
const SECOND_PASS: ReadonlySet<string> = new Set(['kprobe', 'uprobe', 'uretprobe', 'usdt', 'software']);
/** From here on libbpf loads all programs at once, those of BEGIN and END among them, in an order of its own. */
const LOADS_AT_ONCE = 20;
const NO_EVENTS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval', 'self', 'test', 'bench']);

/** A probe of the program, as one attach point. */
interface Point {
  readonly text: string;
  readonly provider: string;
  /** Whether it may be several programs in the kernel: a pattern, or a place that stands in several copies. */
  readonly wide: boolean;
}

/** Tells how often each probe was hit. */
export type HitsReader = (programs: readonly BpfProgram[]) => ProbeHits[];

/**
 * What tells how often each probe of this program was hit, from the kernel's programs. Where these cannot be told apart, they share an entry that names all their
 * attach points; a kind whose programs are not as many as they should be is left out.
 */
export function hitsReader(source: string, version: string): HitsReader {
  const points = parse(source).script.probes.flatMap(({ attachPoints }) => attachPoints.map(pointOf));
  const inOrder = isInOrder(version);
  const order = inOrder ? [...points.filter(isFirst), ...points.filter((point) => !isFirst(point)).reverse()] : points;
  return (programs) => {
    const found = new Map<Point | undefined, ProbeHits>();
    for (const type of new Set(programs.map((program) => program.type))) {
      const ofType = programs.filter((program) => program.type === type).sort((a, b) => a.id - b.id);
      const named = order.filter((point) => lookup(PROGRAM_TYPES, point.provider) === type);
      for (const group of inOrder ? inGroups(named, ofType) : together(named, ofType, type)) {
        // Clocks that cannot be told from events would be counted with them.
        if (!group.points.every(isEvent)) continue;
        const own = points.filter((point) => group.points.includes(point));
        found.set(own[0], {
          attachPoint: own.map(({ text }) => text).join(', '),
          runs: group.programs.reduce((sum, { runs }) => sum + runs, 0),
          nanoseconds: group.programs.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0),
        });
      }
    }
    return points.flatMap((point) => found.get(point) ?? []);
  };
}

interface Group {
  readonly points: readonly Point[];
  readonly programs: readonly BpfProgram[];
}

/** One program a point, in the same order. Between the first point that may be several and the last such, nothing tells where one begins. */
function inGroups(points: readonly Point[], programs: readonly BpfProgram[]): Group[] {
  const first = points.findIndex(({ wide }) => wide);
  if (first === -1) return points.length === programs.length ? points.map((point, at) => one(point, programs[at])) : [];
  // Every point is at least one program.
  if (programs.length < points.length) return [];
  const last = points.findLastIndex(({ wide }) => wide);
  const behind = points.length - 1 - last;
  const middle = programs.slice(first, programs.length - behind);
  return [
    ...points.slice(0, first).map((point, at) => one(point, programs[at])),
    { points: points.slice(first, last + 1), programs: middle },
    ...points.slice(last + 1).map((point, at) => one(point, programs[programs.length - behind + at])),
  ];
}

function one(point: Point, program: BpfProgram | undefined): Group {
  return { points: [point], programs: program === undefined ? [] : [program] };
}

/** All of a kind as one, where they are as many as they should be: so no beginning or end is among them. A lone tracepoint may be any number. */
function together(named: readonly Point[], programs: readonly BpfProgram[], type: number): Group[] {
  const known = named.every(({ wide }) => !wide) && named.length === programs.length;
  return known || (named.length === 1 && type === TRACEPOINT) ? [{ points: named, programs }] : [];
}

function pointOf({ text, provider, parts }: AttachPoint): Point {
  const wide = provider === 'usdt' || parts.some((part) => /[*?["]/.test(part) || part === 'cpp');
  return { text, provider, wide };
}

function isEvent({ provider }: Point): boolean {
  return !NO_EVENTS.has(provider);
}

function isFirst({ provider }: Point): boolean {
  return !SECOND_PASS.has(provider);
}

function isInOrder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 0 && minor < LOADS_AT_ONCE;
}
