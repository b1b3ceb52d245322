import type { Entry } from './entry.ts';
import { type Func, one, takes } from './function.ts';
import type { ProbeKindId } from './probes.ts';

const SIGNALLING: readonly ProbeKindId[] = ['kprobe', 'kretprobe', 'uprobe', 'uretprobe', 'usdt', 'tracepoint', 'profile', 'kfunc', 'kretfunc'];

/** What acts on the system. Facts: `SemanticAnalyser::visit(Call &)` and `UNSAFE_BUILTIN_FUNCS` of each release. */
export const ACTION_FUNCTIONS: readonly Entry<Func>[] = [
  {
    name: 'signal',
    doc: 'sends a signal to the current process',
    signatures: takes(one('signal', 'string-literal', 'integer')),
    result: 'none',
    placement: 'statement',
    unsafe: true,
    probes: SIGNALLING,
    changes: [{ in: '0.18', probes: [...SIGNALLING, 'rawtracepoint'] }],
  },
  {
    name: 'override',
    doc: 'makes a kernel function return another value',
    signatures: takes(one('value', 'integer')),
    result: 'none',
    placement: 'statement',
    unsafe: true,
    probes: ['kprobe'],
  },
  {
    name: 'skboutput',
    doc: 'writes a packet to a pcap file',
    signatures: takes(one('file', 'string-literal'), one('skb', 'pointer'), one('length', 'integer'), one('offset', 'integer')),
    result: 'uint32',
    placement: 'variable-value',
    changes: [{ in: '0.24', probes: ['kfunc', 'kretfunc'], placement: 'value' }],
  },
  { name: 'unwatch', doc: 'removes a watchpoint', signatures: takes(one('address', 'integer')), result: 'none', placement: 'statement' },
  {
    name: 'signal_thread',
    doc: 'sends a signal to the current thread',
    signatures: takes(one('signal', 'string-literal', 'integer')),
    result: 'none',
    placement: 'statement',
    unsafe: true,
    probes: [...SIGNALLING, 'rawtracepoint'],
    since: '0.25',
  },
  {
    name: 'write_user',
    doc: "writes into the traced process's memory",
    signatures: takes(one('to', 'any'), one('from', 'any'), one('length', 'any')),
    result: 'none',
    placement: 'statement',
    unsafe: true,
    since: '0.26',
  },
];
