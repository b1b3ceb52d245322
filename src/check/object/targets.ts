import type { BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Machine } from '../machine.ts';
import { suggest } from '../suggest.ts';

/** What the programs of an object attach to that is not on the machine. Says nothing where it cannot tell. */
export function targetDiagnostics(object: BpfObject, machine: Machine): Diagnostic[] {
  return object.programs.flatMap((program) => {
    const found = missingTarget(program, machine);
    return found === undefined ? [] : [found];
  });
}

function missingTarget(program: BpfProgram, machine: Machine): Diagnostic | undefined {
  if (!program.autoAttach) return program.type === 'unspec' ? unknownSection(program) : undefined;
  if (program.type === 'tracepoint') return missingTracepoint(program, machine);
  if (/^(?:kprobe|kretprobe|fentry|fexit|fmod_ret)(?:\.s)?\//.test(program.section)) return missingFunction(program, machine);
  return undefined;
}

function unknownSection(program: BpfProgram): Diagnostic {
  return {
    code: 'unknown-section',
    severity: 'error',
    message: `${program.name}: libbpf knows no programs of the section "${program.section}"`,
    hints: ['sections say what a program is and where it attaches: SEC("tracepoint/sched/sched_switch"), SEC("kprobe/vfs_read"), SEC("xdp")'],
    fixes: [],
  };
}

function missingTracepoint({ name, target }: BpfProgram, { tracepoints }: Machine): Diagnostic | undefined {
  const [category = '', event = ''] = target.split('/');
  if (tracepoints.has(category, event) !== false) return undefined;
  const near = suggest(`${category}:${event}`, tracepoints.list() ?? []);
  return {
    code: 'unknown-tracepoint',
    severity: 'error',
    message: `${name}: this kernel has no tracepoint ${category}:${event}`,
    hints: near.length === 0 ? [] : [`did you mean ${near.map((one) => one.replace(':', '/')).join(', ')}?`],
    fixes: [],
  };
}

function missingFunction({ name, target }: BpfProgram, { functions }: Machine): Diagnostic | undefined {
  const wanted = target.replace(/\+.*$/, '');
  const all = functions?.list();
  if (all === undefined || all.length === 0 || wanted.includes('*') || all.includes(wanted)) return undefined;
  const near = suggest(wanted, all);
  return {
    code: 'unknown-kernel-function',
    severity: 'error',
    message: `${name}: this kernel has no function ${wanted} that could be probed`,
    hints: near.length === 0 ? [] : [`did you mean ${near.join(', ')}?`],
    fixes: [],
  };
}
