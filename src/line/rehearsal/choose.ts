/** Which workload makes happen what a program watches. */
import type { AttachPoint, Script } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Machine } from '../../check/machine.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import type { Plan } from '../../plan/plan.ts';
import { forBehaviour, forFunction, forLibrary, forOther, forSyscall, forTracepoint, forUserFunction, type Rehearsed } from '../../rehearse/workloads.ts';

const ENTRY = /^sys_(?:enter|exit)_(.+)$/;
/** The functions that the kernel makes of its system calls: `__x64_sys_openat`. */
const SYSCALL_FUNCTION = /^_{2,3}(?:x64|arm64|ia32|s390x?|riscv|se|do)?_?sys_(\w+)$/;
const FUNCTIONS: ReadonlySet<string> = new Set(['kprobe', 'kretprobe', 'kfunc', 'kretfunc', 'fentry', 'fexit']);
const NO_EVENTS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval', 'self', 'test', 'bench']);

/**
 * The workload that was named; else that of the library's program; else one that is known to make one of its attach points fire. A program of the library that
 * names none waits for what is rare (an allocation that fails): what makes its attach points fire is no proof of it.
 */
export function chooseWorkload(plan: Plan, library: readonly LibraryProgram[], machine: Machine, named?: readonly string[]): Rehearsed | undefined {
  if (named !== undefined) return forBehaviour(named);
  const { source, origin, answer } = plan.program;
  const { script } = parse(source);
  const own = origin.kind === 'library' ? library.find(({ name }) => name === origin.name) : undefined;
  if (own?.workload !== undefined) {
    const found = forLibrary(own.workload, unitOf(own));
    if (answer === own.answer && tellsAlike(script, source, own)) return found;
    // Told by other keys, or measured otherwise, it amounts to something else.
    const { evidence: _, ...plain } = found;
    const count = Number(found.run[1]);
    return { ...plain, of: Math.min(found.of, count), least: Math.min(found.least, count) };
  }
  if (own !== undefined) return undefined;
  const points = script.probes.flatMap(({ attachPoints }) => attachPoints).filter(({ provider }) => !NO_EVENTS.has(provider));
  for (const point of points) {
    const found = forPoint(point, machine);
    if (found !== undefined) return found;
  }
  return fromLibrary(points, library);
}

/** What its amounts are measured in, where they are no numbers of events. */
function unitOf({ measure, value }: LibraryProgram): string | undefined {
  return measure === 'sum' ? (value.unit ?? value.name) : undefined;
}

function forPoint({ provider, parts }: AttachPoint, { tracepoints }: Machine): Rehearsed | undefined {
  const [first = '', second = ''] = parts;
  const has = (syscall: string): boolean => tracepoints.has('syscalls', `sys_enter_${syscall}`) === true;
  const last = parts.at(-1) ?? '';
  if (provider === 'tracepoint') {
    const call = first === 'syscalls' ? ENTRY.exec(second)?.[1] : undefined;
    return call === undefined ? forTracepoint(`${first}:${second}`) : forSyscall(call, has);
  }
  if (provider === 'rawtracepoint') return forTracepoint(`*:${last}`);
  if (FUNCTIONS.has(provider)) {
    const call = SYSCALL_FUNCTION.exec(last)?.[1];
    return call === undefined ? forFunction(last) : forSyscall(call, has);
  }
  if (provider === 'uprobe' || provider === 'uretprobe') return forUserFunction(first, second);
  return forOther(provider, first);
}

/** What the library's programs on the same attach points are rehearsed with. */
function fromLibrary(points: readonly AttachPoint[], library: readonly LibraryProgram[]): Rehearsed | undefined {
  const here = new Set(points.map(place));
  const sharing = library.find(
    ({ workload, source }) =>
      workload !== undefined && parse(source).script.probes.some(({ attachPoints }) => attachPoints.some((point) => here.has(place(point)))),
  );
  const workload = sharing?.workload;
  if (workload === undefined) return undefined;
  const { evidence: _, ...found } = forLibrary(workload);
  return found;
}

/** One function is the same place however it is attached to, on its way in or out. */
function place({ provider, parts }: AttachPoint): string {
  return FUNCTIONS.has(provider) ? `function:${parts.at(-1)}` : `${provider}:${parts.join(':')}`;
}

/** Whether the answer is told as in the library: the same keys, the same measure. */
function tellsAlike(script: Script, source: string, own: LibraryProgram): boolean {
  if (own.answer === 'rows') return true;
  const known = new Set(assignments(parse(own.source).script, own.source, own.answer));
  return assignments(script, source, own.answer).every((text) => known.has(text));
}

function assignments(script: Script, source: string, map: string): string[] {
  const found: string[] = [];
  for (const node of walk(script)) {
    const target = node.kind === 'assignment' ? node.target : node.kind === 'unary' ? node.operand : undefined;
    if (target?.kind === 'map' && target.name === map) found.push(source.slice(node.span.start, node.span.end).replaceAll(/\s+/g, ''));
  }
  return found;
}

/** The maps that count: what is in them is a number of events. */
export function countingMaps(source: string): ReadonlySet<string> {
  const counting = new Set<string>();
  for (const node of walk(parse(source).script)) {
    if (node.kind === 'unary' && node.operator === '++' && node.operand.kind === 'map') counting.add(node.operand.name);
    if (node.kind === 'assignment' && node.target.kind === 'map' && node.value.kind === 'call' && node.value.name === 'count') counting.add(node.target.name);
  }
  return counting;
}
