import type { Dialect } from '../../bpftrace/dialect/dialect.ts';
import { lookup } from '../../core/lookup.ts';

/** What stands for a name that bpftrace does not have. */
export interface Equivalent {
  readonly text: string;
  /** What is told differently, in words; absent where nothing is. */
  readonly changes?: string;
}

/** Builtins of other tracers, of C and of common sense, and what they are in bpftrace. */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  probefunc: 'func',
  function: 'func',
  func_name: 'func',
  funcname: 'func',
  function_name: 'func',
  probename: 'probe',
  probe_name: 'probe',
  probeprov: 'probe',
  tracepoint_name: 'probe',
  event: 'probe',
  event_name: 'probe',
  execname: 'comm',
  process: 'comm',
  process_name: 'comm',
  procname: 'comm',
  pname: 'comm',
  prog: 'comm',
  command: 'comm',
  task_comm: 'comm',
  COMM: 'comm',
  PID: 'pid',
  tgid: 'pid',
  process_id: 'pid',
  processid: 'pid',
  getpid: 'pid',
  TID: 'tid',
  thread_id: 'tid',
  UID: 'uid',
  GID: 'gid',
  timestamp: 'nsecs',
  walltimestamp: 'nsecs',
  vtimestamp: 'nsecs',
  ts: 'nsecs',
  now: 'nsecs',
  time: 'nsecs',
  ns: 'nsecs',
  nsec: 'nsecs',
  ktime: 'nsecs',
  time_ns: 'nsecs',
  stack: 'kstack',
  kernel_stack: 'kstack',
  kstacks: 'kstack',
  stacktrace: 'kstack',
  user_stack: 'ustack',
  ustacks: 'ustack',
  cpuid: 'cpu',
  cpu_id: 'cpu',
  CPU: 'cpu',
  current: 'curtask',
  task: 'curtask',
  curthread: 'curtask',
  ppid: 'curtask->real_parent->tgid',
  parent_pid: 'curtask->real_parent->tgid',
  pcomm: 'curtask->real_parent->comm',
  parent_comm: 'curtask->real_parent->comm',
  cgroup_id: 'cgroup',
  NULL: '0',
  nil: '0',
  None: '0',
  retvalue: 'retval',
  return_value: 'retval',
  ret_val: 'retval',
  errno_t: 'retval',
};

/** What stands for an identifier: exact, or with what it changes; undefined where nothing does. */
export function identifierEquivalent(name: string, dialect: Dialect): Equivalent | undefined {
  if ((name === 'true' || name === 'false') && !dialect.has('bool-type')) return { text: name === 'true' ? '1' : '0' };
  const text = lookup(IDENTIFIERS, name) ?? lookup(IDENTIFIERS, name.toLowerCase());
  if (text !== undefined) return name === 'vtimestamp' ? { text, changes: 'it is the time that passed, not the time on a CPU' } : { text };
  const lower = name.toLowerCase();
  return lower !== name && dialect.builtin(lower) !== undefined ? { text: lower } : undefined;
}

/** The arguments of a call as they are written. */
export interface WrittenCall {
  readonly name: string;
  readonly args: readonly string[];
}

type Rewrite = (args: readonly string[], dialect: Dialect) => Equivalent | undefined;

const always =
  (text: string): Rewrite =>
  () => ({ text });
/** The same arguments to another function. */
const renamed =
  (name: string): Rewrite =>
  (args) => ({ text: `${name}(${args.join(', ')})` });
/** Another function of the first argument alone. */
const ofFirst =
  (name: string): Rewrite =>
  ([first]) =>
    first === undefined ? undefined : { text: `${name}(${first})` };
/** The first argument in its place. */
const unwrapped: Rewrite = ([first]) => (first === undefined ? undefined : { text: first });
/** The same, where what is told is no longer what was asked for. */
const asItIs =
  (changes: string): Rewrite =>
  ([first]) =>
    first === undefined ? undefined : { text: first, changes };
const byteSwap =
  (bits: 16 | 32): Rewrite =>
  ([value], dialect) => {
    if (value === undefined) return undefined;
    if (dialect.function('bswap') !== undefined) return { text: `bswap((uint${bits})${parenthesised(value)})` };
    if (bits === 32 || !/^[\w$@>.[\]-]+$/.test(value)) return undefined;
    return { text: `((${value} >> 8) | ((${value} & 0xff) << 8))` };
  };
const printed: Rewrite = (args) => {
  const [format, ...rest] = args;
  if (format === undefined) return { text: 'printf("\\n")' };
  if (!format.startsWith('"')) return rest.length === 0 ? { text: `print(${format})` } : undefined;
  const text = /\\n"$/.test(format) ? format : `${format.slice(0, -1)}\\n"`;
  return { text: `printf(${[text, ...rest].join(', ')})` };
};

function parenthesised(text: string): string {
  return /^[\w$@>.[\]()-]+$/.test(text) ? text : `(${text})`;
}

/** A text literal and what it says in bytes, where it has no escapes; undefined for anything else. */
const literalLength = (text: string): number | undefined => (/^"[\x20-\x21\x23-\x5b\x5d-\x7e]+"$/.test(text) ? text.length - 2 : undefined);
const beginsWith: Rewrite = ([first, second]) => {
  const length = second === undefined ? undefined : literalLength(second);
  return first === undefined || length === undefined ? undefined : { text: `(strncmp(${first}, ${second}, ${length}) == 0)` };
};
const sameText: Rewrite = ([first, second]) => (first === undefined || second === undefined ? undefined : { text: `(${first} == ${second})` });
/** C's comparison: 0 where the texts are the same. What it is where they differ is hardly ever asked for. */
const comparedText: Rewrite = ([first, second]) => (first === undefined || second === undefined ? undefined : { text: `(${first} == ${second} ? 0 : 1)` });
/** Of two texts one stands in the other. Where there is no strcontains(), nothing tells that of a text of which only a part is known. */
const holdsText: Rewrite = ([first, second], dialect) =>
  first === undefined || second === undefined || dialect.function('strcontains') === undefined ? undefined : { text: `strcontains(${first}, ${second})` };
/** Numbers are integers: rounding them leaves them as they are. */
const wholeNumber: Rewrite = ([value]) => (value === undefined ? undefined : { text: parenthesised(value) });
const increased: Rewrite = ([map, by]) =>
  map === undefined || !/^[@$]/.test(map) ? undefined : { text: by === undefined || by === '1' ? `${map}++` : `${map} += ${by}` };

/** Functions of BPF helpers (include/uapi/linux/bpf.h), of C, of DTrace and of other languages, and what they are in bpftrace. */
const FUNCTIONS: Readonly<Record<string, Rewrite>> = {
  ntohs: byteSwap(16),
  htons: byteSwap(16),
  bpf_ntohs: byteSwap(16),
  bpf_htons: byteSwap(16),
  be16_to_cpu: byteSwap(16),
  cpu_to_be16: byteSwap(16),
  __be16_to_cpu: byteSwap(16),
  swab16: byteSwap(16),
  __builtin_bswap16: byteSwap(16),
  ntohl: byteSwap(32),
  htonl: byteSwap(32),
  bpf_ntohl: byteSwap(32),
  bpf_htonl: byteSwap(32),
  be32_to_cpu: byteSwap(32),
  inet_ntoa: ofFirst('ntop'),
  inet_ntop: (args) => ({ text: `ntop(${args.slice(0, 2).join(', ')})` }),
  inet_ntoa6: renamed('ntop'),
  ntoa: renamed('ntop'),
  ip: renamed('ntop'),
  ipaddr: renamed('ntop'),
  ip_to_string: renamed('ntop'),
  inet_pton: ([, address]) => (address === undefined ? undefined : { text: `pton(${address})` }),
  bpf_ktime_get_ns: always('nsecs'),
  bpf_ktime_get_boot_ns: always('nsecs'),
  ktime_get_ns: always('nsecs'),
  ktime_get: always('nsecs'),
  ktime_get_real_ns: always('nsecs'),
  ktime_get_boottime_ns: always('nsecs'),
  getnsecs: always('nsecs'),
  get_nsecs: always('nsecs'),
  gettime: always('nsecs'),
  time_ns: always('nsecs'),
  timestamp: always('nsecs'),
  clock: always('nsecs'),
  now: always('nsecs'),
  gettimeofday: always('nsecs'),
  gettimeofday_ns: always('nsecs'),
  gettimeofday_us: always('(nsecs / 1000)'),
  bpf_get_current_pid_tgid: always('((pid << 32) | tid)'),
  bpf_get_current_uid_gid: always('((gid << 32) | uid)'),
  bpf_get_current_task: always('curtask'),
  bpf_get_smp_processor_id: always('cpu'),
  smp_processor_id: always('cpu'),
  raw_smp_processor_id: always('cpu'),
  bpf_get_current_cgroup_id: always('cgroup'),
  bpf_get_prandom_u32: always('rand'),
  random: always('rand'),
  rand: always('rand'),
  getpid: always('pid'),
  gettid: always('tid'),
  getuid: always('uid'),
  geteuid: always('uid'),
  getgid: always('gid'),
  getppid: always('curtask->real_parent->tgid'),
  ppid: always('curtask->real_parent->tgid'),
  pid: always('pid'),
  tid: always('tid'),
  uid: always('uid'),
  gid: always('gid'),
  comm: always('comm'),
  nsecs: always('nsecs'),
  elapsed: always('elapsed'),
  cpu: always('cpu'),
  curtask: always('curtask'),
  probe: always('probe'),
  func: always('func'),
  retval: always('retval'),
  cgroup: always('cgroup'),
  execname: always('comm'),
  get_comm: always('comm'),
  getcomm: always('comm'),
  task_comm: always('comm'),
  probefunc: always('func'),
  stack: renamed('kstack'),
  copyinstr: ofFirst('str'),
  stringof: ofFirst('str'),
  kernel_string: renamed('str'),
  user_string: renamed('str'),
  user_string_quoted: renamed('str'),
  cstr: renamed('str'),
  string: renamed('str'),
  tostring: renamed('str'),
  to_string: renamed('str'),
  bpf_probe_read_str: (args) => (args.length === 1 ? { text: `str(${args[0] ?? ''})` } : undefined),
  quantize: renamed('hist'),
  histogram: renamed('hist'),
  hist_log: renamed('hist'),
  log2: renamed('hist'),
  lquantize: (args) => (args.length === 4 ? { text: `lhist(${args.join(', ')})` } : undefined),
  linear_hist: renamed('lhist'),
  average: renamed('avg'),
  mean: renamed('avg'),
  total: renamed('sum'),
  println: printed,
  puts: printed,
  log: printed,
  echo: printed,
  trace: printed,
  trace_printk: printed,
  bpf_printk: printed,
  bpf_trace_printk: printed,
  printk: printed,
  pr_info: printed,
  logf: printed,
  print_str: printed,
  fprintf: ([, ...rest]) => ({ text: `printf(${rest.join(', ')})` }),
  Printf: renamed('printf'),
  reset: renamed('clear'),
  trunc: (args) => (args.length === 1 ? { text: `clear(${args[0] ?? ''})` } : undefined),
  remove: renamed('delete'),
  abs: ([value], dialect) =>
    value === undefined || dialect.function('abs') !== undefined ? undefined : { text: `(${value} < 0 ? -${parenthesised(value)} : ${value})` },
  ksym_name: renamed('ksym'),
  usym_name: renamed('usym'),
  sym: renamed('ksym'),
  ksyms: renamed('ksym'),
  symname: renamed('ksym'),
  syscall_name: asItIs('system calls are told by number'),
  syscall: asItIs('system calls are told by number'),
  sysname: asItIs('system calls are told by number'),
  get_syscall_name: asItIs('system calls are told by number'),
  syscall_to_name: asItIs('system calls are told by number'),
  devname: asItIs('devices are told by number (major << 20 | minor)'),
  dev_name: asItIs('devices are told by number (major << 20 | minor)'),
  strerror: asItIs('errors are told by number'),
  errname: asItIs('errors are told by number'),
  errno_name: asItIs('errors are told by number'),
  errno_str: asItIs('errors are told by number'),
  errno_to_string: asItIs('errors are told by number'),
  errstr: asItIs('errors are told by number'),
  error_name: asItIs('errors are told by number'),
  perror: asItIs('errors are told by number'),
  strsignal: asItIs('signals are told by number'),
  signame: asItIs('signals are told by number'),
  signal_name: asItIs('signals are told by number'),
  sig_name: asItIs('signals are told by number'),
  startswith: beginsWith,
  starts_with: beginsWith,
  strstartswith: beginsWith,
  has_prefix: beginsWith,
  hasprefix: beginsWith,
  str_starts_with: beginsWith,
  strstarts: beginsWith,
  strprefix: beginsWith,
  prefix: beginsWith,
  streq: sameText,
  strequal: sameText,
  strequals: sameText,
  str_equals: sameText,
  equals: sameText,
  strcmp: comparedText,
  contains: holdsText,
  strstr: holdsText,
  str_contains: holdsText,
  round: wholeNumber,
  floor: wholeNumber,
  to_int: wholeNumber,
  toint: wholeNumber,
  inc: increased,
  incr: increased,
  increment: increased,
  uint64: unwrapped,
  int64: unwrapped,
  uint32: ([value]) => (value === undefined ? undefined : { text: `(uint32)${parenthesised(value)}` }),
  int: wholeNumber,
  long: wholeNumber,
};

/** What stands for a call; undefined where nothing does. The arguments are put in as they are written. */
export function callEquivalent({ name, args }: WrittenCall, dialect: Dialect): Equivalent | undefined {
  const rewrite = lookup(FUNCTIONS, name) ?? lookup(FUNCTIONS, name.toLowerCase());
  const found = rewrite?.(args, dialect);
  if (found !== undefined) return found.text === `${name}(${args.join(', ')})` ? undefined : found;
  const lower = name.toLowerCase();
  return lower !== name && dialect.function(lower) !== undefined ? { text: `${lower}(${args.join(', ')})` } : undefined;
}
