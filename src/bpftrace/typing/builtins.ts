/** The types of the words that stand for values: `pid`, `comm`, `args` (bpftrace's semantic_analyser.cpp). */

import type { CTypes } from '../../core/ctype.ts';
import { lookup } from '../../core/lookup.ts';
import type { Probe } from '../ast.ts';
import { compareVersions } from '../dialect/version.ts';
import { argsOf } from './args.ts';
import type { TypingEnvironment } from './environment.ts';
import { fromC } from './from-c.ts';
import { integer, pointer, type Type, UINT64, UNKNOWN } from './type.ts';

const NUMBERS: ReadonlySet<string> = new Set(['nsecs', 'elapsed', 'pid', 'tid', 'ppid', 'cgroup', 'uid', 'gid', 'cpu', 'ncpus', 'rand', 'numaid', 'jiffies']);

/** The kernel's task names are this long, their final zero included (TASK_COMM_LEN). */
const COMM_SIZE = 16;

/** The type of a builtin in a probe; undefined where no version has a builtin of this name. */
export function builtinType(name: string, probe: Probe | undefined, environment: TypingEnvironment, types: CTypes | undefined): Type | undefined {
  if (NUMBERS.has(name) || /^s?arg[0-9]$/.test(name)) return UINT64;
  const provider = probe?.attachPoints[0]?.provider;
  switch (name) {
    case 'cpid':
      return integer(4, false);
    case 'comm':
      return { kind: 'string', size: COMM_SIZE };
    case 'curtask':
      return pointerTo('struct task_struct', types);
    case 'kstack':
    case 'ustack':
    case 'username':
      return { kind: name };
    case 'probe':
      return compareVersions(environment.version, '0.22') >= 0 ? { kind: 'string', size: 64 } : { kind: name };
    case 'usermode':
      return integer(1, false);
    case 'func':
      return { kind: provider === 'uprobe' || provider === 'uretprobe' ? 'usym' : 'ksym' };
    case 'ctx':
      return contextOf(probe, environment.version, types);
    case 'retval': {
      if (provider !== 'kretfunc' && provider !== 'kfunc') return UINT64;
      const prototype = probe === undefined ? undefined : argsOf(probe, environment, types).prototype;
      return prototype === undefined ? UNKNOWN : fromC(prototype.returns, 'kernel');
    }
    case 'args': {
      if (probe === undefined) return UNKNOWN;
      const args = argsOf(probe, environment, types);
      return { ...pointer({ kind: 'record', name: 'args', size: 8, args, context: true }, args.of === 'tracepoint' ? 'unknown' : 'kernel'), context: true };
    }
    default:
      return undefined;
  }
}

function contextOf(probe: Probe | undefined, version: TypingEnvironment['version'], types: CTypes | undefined): Type {
  const point = probe?.attachPoints[0];
  const ofIterator = point?.provider === 'iter' ? `struct bpf_iter__${point.parts[0] ?? ''}` : undefined;
  // Where its types are not there, nothing is known of what it hands over; and 0.17 finds its way to them by rules of its own (reach.ts).
  if (ofIterator !== undefined && (types?.named(ofIterator) === undefined || compareVersions(version, '0.18') < 0)) return UNKNOWN;
  const name = ofIterator ?? (point === undefined ? undefined : lookup(CONTEXTS, point.provider));
  return name === undefined ? UNKNOWN : { ...pointerTo(name, types), context: true };
}

const CONTEXTS: Readonly<Record<string, string>> = {
  kprobe: 'struct pt_regs',
  kretprobe: 'struct pt_regs',
  uprobe: 'struct pt_regs',
  uretprobe: 'struct pt_regs',
  usdt: 'struct pt_regs',
  profile: 'struct bpf_perf_event_data',
  interval: 'struct bpf_perf_event_data',
  software: 'struct bpf_perf_event_data',
  hardware: 'struct bpf_perf_event_data',
};

function pointerTo(name: string, types: CTypes | undefined) {
  const type = types?.named(name);
  return pointer(type === undefined ? UNKNOWN : fromC(type), 'kernel');
}
