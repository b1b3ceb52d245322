/** Whether an installed tool can work on this machine: told by what it attaches to, which stands in its own file, before it is run. */
import { check, type Machine } from '../../check/check.ts';
import { targetDiagnostics } from '../../check/object/targets.ts';
import type { BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import type { ProbeKind } from '../../core/facts.ts';
import { readObject } from '../../object/read.ts';
import { type Host, textOf } from '../../system/host.ts';
import { hasHeaders } from '../../toolbox/plan.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { installing } from './packages.ts';

export interface Works {
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Empty where there is nothing to say. */
  readonly why: string;
  /** The command that mends it. */
  readonly mend?: string;
}

const YES: Works = { verdict: 'yes', why: '' };

/** Reads the tool's file; runs nothing. */
export function worksHere(tool: Tool, machine: Machine, host: Host): Works {
  switch (tool.kind) {
    case 'bcc':
      return hasHeaders(host) ? YES : withoutHeaders(host);
    case 'libbpf':
      return objectWorks(embeddedObject(tool, host), machine);
    case 'bpftrace':
      return scriptWorks(tool, machine, host);
    case 'perf':
      return machine.facts.probeKinds.hardware.verdict === 'no' && /stat|top/.test(tool.base)
        ? { verdict: 'yes', why: 'this machine lets nobody count what its processors do: only events of software are there' }
        : YES;
    case 'perf-tools':
      return { verdict: 'unknown', why: 'it sets up the tracer of the kernel itself' };
    default:
      return YES;
  }
}

function withoutHeaders(host: Host): Works {
  const mend = installing(host, `linux-headers-${host.release}`);
  return {
    verdict: 'no',
    why: 'it compiles its program against the headers of the running kernel, which are not here',
    ...(mend === undefined ? {} : { mend }),
  };
}

/** Longer than any of them. */
const MOST_PROGRAM = 16 * 1024 * 1024;
/** Of the ELF header: the machine an object is for, and BPF's number. */
const MACHINE_AT = 18;
const BPF = 247;

/** What it loads into the kernel, which libbpf's skeletons keep in the data of the program. */
function embeddedObject({ path }: Tool, host: Host): BpfObject | undefined {
  const bytes = Buffer.from(host.bytes(path, 0, MOST_PROGRAM) ?? []);
  for (let at = bytes.indexOf('\x7fELF', 1, 'latin1'); at !== -1; at = bytes.indexOf('\x7fELF', at + 4, 'latin1')) {
    const rest = bytes.subarray(at);
    if (rest.length < 64 || rest.readUInt16LE(MACHINE_AT) !== BPF) continue;
    const read = readObject(rest);
    if (read.ok) return read.object.description;
  }
  return undefined;
}

const KIND_OF_SECTION: readonly (readonly [RegExp, ProbeKind])[] = [
  [/^(?:kprobe|kretprobe)/, 'kprobe'],
  [/^(?:fentry|fexit)/, 'kfunc'],
  [/^(?:uprobe|uretprobe)/, 'uprobe'],
  [/^usdt/, 'usdt'],
];

/** A tool that has the same twice, for older and newer kernels, needs one of each only. */
function objectWorks(object: BpfObject | undefined, machine: Machine): Works {
  const programs = object?.programs.filter(({ section }) => !/^\.|^license|dummy/.test(section)) ?? [];
  if (object === undefined || programs.length === 0) return { verdict: 'unknown', why: '' };
  const missing = new Map(
    programs.flatMap((program) => {
      const why = whyNot(program, object, machine);
      return why === undefined ? [] : [[program, why] as const];
    }),
  );
  const works = programs.filter((program) => !missing.has(program));
  const [first] = missing.values();
  if (first === undefined) return YES;
  if (works.length === 0) return { verdict: 'no', why: first };
  const alone = [...missing].filter(([program]) => !works.some((other) => lastOf(other) === lastOf(program)));
  return alone.length === 0 ? YES : { verdict: 'unknown', why: `part of it cannot work: ${alone[0]?.[1] ?? first}` };
}

function whyNot(program: BpfProgram, object: BpfObject, machine: Machine): string | undefined {
  const kind = KIND_OF_SECTION.find(([pattern]) => pattern.test(program.section))?.[1];
  const offered = kind === undefined ? undefined : machine.facts.probeKinds[kind];
  if (offered?.verdict === 'no') return `it attaches to ${program.attachPoint}, and ${offered.why}`;
  const [missing] = targetDiagnostics({ ...object, programs: [{ ...program, autoAttach: true }] }, machine);
  return missing?.message.replace(/^\w+: /, '');
}

function lastOf({ section }: BpfProgram): string {
  return section.split('/').at(-1) ?? section;
}

function scriptWorks({ path }: Tool, machine: Machine, host: Host): Works {
  if (machine.facts.bpftrace === undefined) {
    const mend = installing(host, 'bpftrace');
    return { verdict: 'no', why: 'bpftrace, which runs it, is not installed', ...(mend === undefined ? {} : { mend }) };
  }
  const source = textOf(host, path);
  if (source === undefined) return { verdict: 'unknown', why: 'its file cannot be read' };
  const missing = [...source.matchAll(/\bkaddr\("(\w{1,128})"\)/g)].map(([, name = '']) => name).find((name) => !hasSymbol(name, host));
  if (missing !== undefined) return { verdict: 'no', why: `the kernel does not tell where its ${missing} is` };
  const wrong = check(source, machine, true).diagnostics.find(({ severity }) => severity === 'error');
  return wrong === undefined ? YES : { verdict: 'no', why: wrong.message };
}

function hasSymbol(name: string, host: Host): boolean {
  return textOf(host, '/proc/kallsyms')?.includes(` ${name}\n`) ?? true;
}
