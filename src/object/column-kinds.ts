/** What a field is, told by its name and its C types: the way tools of bcc, libbpf-tools and the kernel's examples name theirs. The first entry that fits holds. */
import type { Column, ColumnKind, Unit } from '../core/program.ts';

interface Meaning {
  readonly name: RegExp;
  readonly kind: ColumnKind;
  readonly unit?: Unit;
  /** Only where its C type is one of these. */
  readonly type?: RegExp;
  readonly integer?: Column['integer'];
}

const MEANINGS: readonly Meaning[] = [
  { name: /(^|_)(comm|task|command|process|prog_?name)\d?$/, kind: 'process', type: /char|u8/ },
  { name: /(^|_)ppid$|^parent_?pid$|^real_parent$/, kind: 'ppid' },
  { name: /(^|_)(pid|tgid|pid_ns)\d?$/, kind: 'pid' },
  { name: /(^|_)tid$/, kind: 'tid' },
  { name: /(^|_)e?uid$/, kind: 'user' },
  { name: /(^|_)e?gid$/, kind: 'group' },
  { name: /(^|_)(cgroup|cgroup_?id|cgid|container)$/, kind: 'container' },
  { name: /(^|_)cpu(_?id)?$/, kind: 'cpu' },
  { name: /(^|_)(dir|directory|cwd)$/, kind: 'directory', type: /char|u8/ },
  { name: /(^|_)(file|filename|fname|path|pathname)$/, kind: 'file', type: /char|u8/ },
  { name: /^(syscall|syscall_?(nr|id)|nr|sys_?nr)$/, kind: 'syscall', type: /int|long|u16|u32|u64|short/ },
  { name: /(^|_)(ret|retval|err|error|errno|rc)$/, kind: 'errno', integer: 'int32' },
  { name: /(^|_)(sig|signal|signo)$/, kind: 'signal' },
  { name: /^(s|d|l|r|src|dst|local|remote|source|dest|peer)_?(addr|ip)(_?v?[46])?$|^(addr|ip)_?v?[46]$|^ip(v[46])?$/, kind: 'address' },
  { name: /^(s|d|l|r|src|dst|local|remote|source|dest|peer)?_?port$|^(sport|dport|lport)$/, kind: 'port' },
  { name: /(^|_)(protocol|proto)$/, kind: 'protocol' },
  { name: /^(state|oldstate|newstate|old_state|new_state)$/, kind: 'state', type: /int|u8|u16|u32/ },
  { name: /(^|_)(family|af)$/, kind: 'family' },
  { name: /^(cap|capability)$/, kind: 'capability' },
  { name: /^(softirq|vec|vec_nr)$/, kind: 'softirq' },
  { name: /(^|_)(mode|perm|permissions)$/, kind: 'permissions' },
  { name: /^(dev|dev_t|device)$/, kind: 'device', type: /int|u32|u64|dev_t|long/ },
  { name: /(^|_)ns$|^(ts|timestamp|time|start|end|start_time|end_time|delta|latency|lat|duration|dur|elapsed|delay)$/, kind: 'plain', unit: 'ns' },
  { name: /(^|_)us$/, kind: 'plain', unit: 'us' },
  { name: /(^|_)(ms|msecs?)$/, kind: 'plain', unit: 'ms' },
  { name: /(^|_)(secs?|seconds)$/, kind: 'plain', unit: 's' },
  { name: /(^|_)(bytes|size|len|length|sz|bytes_(sent|received)|rx_bytes|tx_bytes)\d?$/, kind: 'plain', unit: 'bytes' },
  { name: /(^|_)(pages|nr_pages|npages)$/, kind: 'plain', unit: 'pages' },
  { name: /(^|_)(count|counts|cnt|calls|hits|packets|pkts|events|num|total|drops|errors|reads|writes|value)$/, kind: 'count' },
];

/** Names that hold text although their type only says bytes. */
export const TEXT_NAMES: RegExp = /(^|_)(comm|name|fname|file|filename|path|str|string|text|msg|message|command|cmd|args?|argv|query|host|task|line)\d?$/;

/** Names of what is a stack: of a whole number its number in a map of stacks, of an array of words its addresses. */
const STACK = /^(?:(?<kernel>k(?:ern(?:el)?)?_?)|(?<user>u(?:ser)?_?))?(?:stack(?:_?trace)?s?(?:_?id)?|stackid|stk_?id)(?:_(?<later>kern(?:el)?|user))?$/;

/** Whether a field is a stack by its name, and whose. */
export function stackOfField(path: string): Pick<Column, 'stack'> | undefined {
  const groups = STACK.exec((path.split('.').at(-1) ?? path).toLowerCase())?.groups;
  if (groups === undefined) return undefined;
  if (groups.kernel !== undefined || groups.later?.startsWith('kern') === true) return { stack: 'kernel' };
  return groups.user !== undefined || groups.later === 'user' ? { stack: 'user' } : {};
}

export function meaningOfField(path: string, type: string): { readonly kind: ColumnKind; readonly unit?: Unit; readonly integer?: Column['integer'] } {
  const name = (path.split('.').at(-1) ?? path)
    .replace(/\[\d+\]$/, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const meaning = MEANINGS.find((one) => one.name.test(name) && (one.type === undefined || one.type.test(type)));
  if (meaning === undefined) return { kind: 'plain' };
  return {
    kind: meaning.kind,
    ...(meaning.unit === undefined ? {} : { unit: meaning.unit }),
    ...(meaning.integer === undefined ? {} : { integer: meaning.integer }),
  };
}
