import type { AnyNode, AttachPoint, Call, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import type { SafetyReason } from '../../core/program.ts';
import { functionName, isPattern } from '../attach-point.ts';
import { patternOf } from '../pattern.ts';
import { Flow } from './flow.ts';

/** What somebody gave a program, or a program gave somebody. In words: "shows WHAT". */
interface Data {
  readonly what: string;
  /** Only where it is read as text: a number read through it tells no more than a flag would. */
  readonly textOnly?: true;
}

const ARGUMENTS: Data = { what: 'what programs are given as arguments, passwords among them' };
const ENVIRONMENT: Data = { what: 'the environment of programs, where secrets are kept' };
const BUFFERS: Data = { what: 'the data that programs read and write' };
/** A struct msghdr holds an address too; its data lies behind `iov_base`. */
const HEADERS: Data = { ...BUFFERS, textOnly: true };
const ADDRESSES: Data = { what: 'what programs connect to', textOnly: true };

/** Parameters that point at data, by the names the kernel gives them (include/linux/syscalls.h, and the functions behind the system calls). */
const POINTERS: Readonly<Record<string, Data>> = {
  argv: ARGUMENTS,
  envp: ENVIRONMENT,
  buf: BUFFERS,
  ubuf: BUFFERS,
  buff: BUFFERS,
  vec: BUFFERS,
  lvec: BUFFERS,
  rvec: BUFFERS,
  iov: BUFFERS,
  msg: HEADERS,
  mmsg: HEADERS,
  msgp: BUFFERS,
  u_msg_ptr: BUFFERS,
  optval: BUFFERS,
  _payload: { what: 'keys given to the kernel' },
  uservaddr: ADDRESSES,
  umyaddr: ADDRESSES,
};
/** System calls whose `buf` or `value` holds no data of a program's. */
const PATHS = /^sys_(?:enter|exit)_(?:getcwd|readlink|readlinkat|statfs\w*|fstatfs\w*|ustat|getdents\w*|.*stat\w*)$/;
/** Members of kernel structures that lead there (include/linux/mm_types.h, include/uapi/linux/uio.h, include/linux/skbuff.h). */
const MEMBERS: Readonly<Record<string, Data>> = {
  arg_start: ARGUMENTS,
  arg_end: ARGUMENTS,
  env_start: ENVIRONMENT,
  env_end: ENVIRONMENT,
  argv: ARGUMENTS,
  envp: ENVIRONMENT,
  iov_base: BUFFERS,
  ubuf: BUFFERS,
};
/** Kernel functions that are handed data, and which of their arguments it is. */
const FUNCTIONS: readonly (readonly [name: RegExp, argument: RegExp])[] = [
  [/^(?:vfs|ksys|kernel|__kernel|__vfs|new_sync)_(?:read|write)$|^ksys_p(?:read|write)64$/, /^arg1$/],
  [/^(?:n_)?tty_(?:read|write|receive\w*|insert\w*)$|^pty_write$|^con_write$|^uart_write$/, /^arg\d$/],
  [/^__(?:x64|arm64|ia32)_(?:compat_)?sys_|^do_syscall_64$/, /^arg0$/],
  [/^__(?:se|do)_sys_(?:p?read|p?write)/, /^arg1$/],
  [/^do_execve$/, /^arg[12]$/],
  [/^do_execveat/, /^arg[23]$/],
];
/** Of those, names that a pattern is held against. */
const NAMES = ['vfs_read', 'vfs_write', 'ksys_read', 'ksys_write', 'tty_write', 'tty_read', '__x64_sys_write', '__x64_sys_execve', 'do_execve'];

const KERNEL_FUNCTION = /^(?:kprobe|kfunc|kretprobe|kretfunc)$/;
const USER_FUNCTION = /^(?:uprobe|uretprobe|usdt)$/;
/** Where values of a user function come from; `retval` of a kernel function is a number. */
const GIVEN = /^(?:arg\d+|sarg\d+|retval)$/;

/** Functions that show the contents of memory. */
const SHOWS = new Set(['str', 'buf', 'kstr', 'ustr', 'join', 'memcmp', 'strncmp']);

/** Where a program shows contents rather than events. */
export function* readReasons(script: Script, source: string): Generator<SafetyReason> {
  const flow = new Flow<Data>(script, dataOf);
  const done = new Set<number>();
  for (const [item, one] of script.items.entries()) {
    for (const node of walk(one)) {
      const why = node.kind === 'call' ? ofCall(node, item, flow, source) : ofAccess(node, item, flow, source);
      // One reading is one reason, however many layers it has.
      if (why === undefined || done.has(node.span.start)) continue;
      done.add(node.span.start);
      yield { kind: 'reads-user-data', why, span: node.span };
    }
  }
}

function ofCall(call: Call, item: number, flow: Flow<Data>, source: string): string | undefined {
  if (call.name === 'cat') return isPublicFile(call) ? undefined : 'cat() shows the contents of a file, read as root';
  if (!SHOWS.has(call.name)) return undefined;
  const [first] = call.args;
  const data = first === undefined ? undefined : flow.find(first, item);
  if (data !== undefined) return `${textOf(call, source)} shows ${data.what}`;
  if (call.name === 'join') return `${textOf(call, source)} shows lists of texts, as arguments are`;
  return undefined;
}

/** A number read through a pointer: a byte at a time is a text as well. */
function ofAccess(node: AnyNode, item: number, flow: Flow<Data>, source: string): string | undefined {
  const pointer = node.kind === 'unary' && node.operator === '*' && !node.postfix ? node.operand : node.kind === 'index' ? node.object : undefined;
  // `args->argv[1]` is a pointer still: what it points at is what counts.
  if (pointer === undefined || (node.kind === 'index' && isList(pointer))) return undefined;
  const data = flow.find(pointer, item);
  return data === undefined || data.textOnly ? undefined : `${textOf(node, source)} shows ${data.what}`;
}

function isList(pointer: AnyNode): boolean {
  return pointer.kind === 'field' && ['argv', 'envp', 'args'].includes(pointer.name);
}

/** A file of /proc or /sys that is the same for everybody: how busy the machine is, not what a process holds. */
function isPublicFile({ args }: Call): boolean {
  const [path] = args;
  if (path?.kind !== 'string' || args.length > 1) return false;
  return /^\/(?:proc|sys)\//.test(path.value) && !/^\/proc\/(?:\d|self|thread-self|kcore|kmsg|keys)|%|\.\./.test(path.value);
}

function dataOf(node: AnyNode, points: readonly AttachPoint[]): Data | undefined {
  if (node.kind === 'field') {
    const ofArgs = node.object.kind === 'identifier' && node.object.name === 'args';
    return lookup(MEMBERS, node.name) ?? (ofArgs ? first(points, (point) => argument(node.name, point)) : undefined);
  }
  if (node.kind === 'identifier') return GIVEN.test(node.name) ? first(points, (point) => given(node.name, point)) : undefined;
  return node.kind === 'call' && node.name === 'reg' ? first(points, (point) => given('reg', point)) : undefined;
}

function first<T>(points: readonly AttachPoint[], of: (point: AttachPoint) => T | undefined): T | undefined {
  for (const point of points) {
    const found = of(point);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `args->NAME` at an attach point. */
function argument(name: string, { provider, parts }: AttachPoint): Data | undefined {
  if (USER_FUNCTION.test(provider)) return ofFunction(provider, parts);
  if (provider !== 'tracepoint' && !KERNEL_FUNCTION.test(provider)) return undefined;
  const [category = '', event = ''] = parts;
  // The six numbers of a system call, whichever it is.
  if (category === 'raw_syscalls' && name === 'args') return { ...BUFFERS, textOnly: true };
  if (provider === 'tracepoint' && category !== 'syscalls' && !isPattern(category)) return undefined;
  return PATHS.test(event) ? undefined : lookup(POINTERS, name);
}

/** `argN`, `retval` or a register at an attach point. */
function given(name: string, { provider, parts }: AttachPoint): Data | undefined {
  if (USER_FUNCTION.test(provider)) return ofFunction(provider, parts);
  if (provider === 'rawtracepoint') return /sys_(?:enter|exit)|[*?[]/.test(parts.join(':')) ? { ...BUFFERS, textOnly: true } : undefined;
  if (provider !== 'kprobe' || name === 'retval') return undefined;
  const wanted = functionName({ parts });
  const pattern = isPattern(wanted) ? patternOf(wanted) : undefined;
  const candidates = pattern === undefined ? [wanted] : NAMES.filter((candidate) => pattern.test(candidate));
  const match = FUNCTIONS.some(([function_, which]) => (which.test(name) || name === 'reg') && candidates.some((one) => function_.test(one)));
  return match ? BUFFERS : undefined;
}

function ofFunction(provider: string, parts: readonly string[]): Data {
  const name = parts.at(-1) ?? 'the function';
  return { what: provider === 'uretprobe' ? `what ${name} returns to a program` : `what a program gives to ${name}` };
}

const MOST_TEXT = 40;

function textOf(node: AnyNode, source: string): string {
  const text = source.slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}
