/**
 * Which tools may run, and with which options: those that are known to do nothing but watch (`allowed.ts`). What else there is is `unsafe`, and runs only where the user
 * says so; what reads user data or is costly is told and agreed to.
 */
import type { Safety, SafetyClass, SafetyReason } from '../core/program.ts';
import { SAFETY_CLASSES } from '../core/program.ts';
import { isWatching, isWatchingOption, isWatchingWord } from './allowed.ts';
import type { Given } from './arguments.ts';
import type { ToolOption } from './schema.ts';
import type { Tool } from './tool.ts';

interface Rule {
  /** The names of tools, without prefix and suffix. */
  readonly tools: RegExp;
  /** Only with one of these options; always without it. */
  readonly options?: readonly string[];
  /** Only with an argument that stands alone and is no number: a command, an expression, a verb. */
  readonly bare?: true;
  /** Only where the value, of the option or of what stands alone, is like this. */
  readonly value?: RegExp;
  readonly kind: Exclude<SafetyClass, 'observe'>;
  readonly why: string;
}

export const RULES: readonly Rule[] = [
  // What changes what the machine does.
  { tools: /^inject$/, kind: 'unsafe', why: 'makes functions of the kernel fail' },
  { tools: /^reset-trace$/, kind: 'unsafe', why: 'clears the tracing state of the kernel, also what others set up' },
  { tools: /^ss$/, options: ['-K'], kind: 'unsafe', why: 'closes the sockets it finds' },
  { tools: /^ss$/, options: ['-D'], kind: 'unsafe', why: 'writes a file' },
  { tools: /^ss$/, options: ['-N'], kind: 'unsafe', why: 'enters another network namespace' },
  { tools: /^strace$/, options: ['--inject', '--fault'], kind: 'unsafe', why: 'makes system calls of the process fail or delays them' },
  { tools: /^strace$/, options: ['-e'], value: /\b(?:inject|fault)\b/, kind: 'unsafe', why: 'makes system calls of the process fail or delays them' },
  { tools: /^strace$/, options: ['-o', '--output-separately', '-A'], kind: 'unsafe', why: 'writes a file, or starts a command that reads the trace' },
  { tools: /^strace$/, options: ['-D', '-u', '-E', '-I'], kind: 'unsafe', why: 'changes how a command is run, or outlives gpttrace' },
  { tools: /^(?:strace|perf (?:stat|trace|top))$/, bare: true, kind: 'unsafe', why: 'starts a command' },
  {
    tools: /^perf (?:record|probe|ftrace|inject|bench|kvm|mem|buildid-cache|config|daemon|sched|lock)$/,
    kind: 'unsafe',
    why: 'writes files, sets up probes or changes settings',
  },
  { tools: /^perf (?:report|script)$/, kind: 'unsafe', why: 'reads a recording, and may start commands and scripts named in it or beside it' },
  { tools: /^perf /, options: ['-o', '--append', '--log-fd', '--control'], kind: 'unsafe', why: 'writes to a file or to what another program reads' },
  {
    tools: /^perf /,
    options: ['--pre', '--post', '--objdump', '--addr2line', '--input', '-i'],
    value: /./,
    kind: 'unsafe',
    why: 'starts a command, or reads a file instead of the machine',
  },
  { tools: /^perf stat$/, options: ['--sync'], kind: 'unsafe', why: 'writes all file systems out before it begins' },
  { tools: /^perf (?:stat|top|trace)$/, options: ['-e', '--event'], value: /\.(?:c|o)\b|\//, kind: 'unsafe', why: 'loads a BPF program from a file' },
  { tools: /^memleak$/, options: ['-c'], kind: 'unsafe', why: 'starts a command' },
  { tools: /^deadlock$/, options: ['--dump-graph'], kind: 'unsafe', why: 'writes a file' },
  { tools: /^tcpstates$/, options: ['--journal'], kind: 'unsafe', why: 'writes into the log of the system' },
  { tools: /^ss$/, options: ['-F'], kind: 'unsafe', why: 'reads a file' },
  {
    tools: /^strace$/,
    options: ['-e'],
    value:
      /^(?!(?:(?:trace|t|abbrev|a|verbose|v|raw|x|signals?|s|status|reads?|r|writes?|w|quiet|silent|silence|q|decode-fds?|decode-pids?|kvm)=)?[!?\w,%@/^.$*+|()[\]-]*$)/,
    kind: 'unsafe',
    why: 'holds an expression that is not known to only watch',
  },
  { tools: /^bpftool /, bare: true, value: /^f(?:i(?:le?)?)?$/, kind: 'unsafe', why: 'writes a file' },
  // Arbitrary expressions become C in the kernel.
  { tools: /^(?:trace|argdist)$/, kind: 'unsafe', why: 'takes expressions that become a program in the kernel, which nobody has checked' },
  {
    tools: /^(?:funccount|stackcount|funclatency|funcslower|funcinterval|ksnoop)$/,
    bare: true,
    kind: 'costly',
    why: 'attaches to every function that the name fits, however often they are called',
  },
  { tools: /^(?:funccount|stackcount|funclatency)$/, options: ['-r'], kind: 'unsafe', why: 'a regular expression may fit functions by the thousand' },
  // What other people type, send and read.
  { tools: /^bashreadline$/, kind: 'reads-user-data', why: 'shows what is typed into shells, passwords on command lines among it' },
  { tools: /^(?:sslsniff|undump)$/, kind: 'unsafe', why: 'shows what programs say to each other, secrets among it' },
  { tools: /^ttysnoop$/, kind: 'unsafe', why: "shows what stands on another user's terminal" },
  { tools: /^(?:dbslower|mysqld_qslower)$/, kind: 'reads-user-data', why: 'shows queries with the values in them' },
  { tools: /^(?:strace|perf trace)$/, kind: 'reads-user-data', why: 'shows the arguments of system calls, texts that are read and written among them' },
  { tools: /^execsnoop$/, kind: 'reads-user-data', why: 'shows the arguments of commands, which may hold secrets' },
  {
    tools: /^(?:opensnoop|statsnoop|filelife|filegone|filetop|(?:file|fs|ext4|xfs|btrfs|zfs|nfs)slower|dcsnoop)$/,
    kind: 'reads-user-data',
    why: 'shows the names of files',
  },
  { tools: /^tcpconnect$/, options: ['--dns'], kind: 'reads-user-data', why: 'shows the names of hosts that are looked up' },
  { tools: /^gethostlatency$/, kind: 'reads-user-data', why: 'shows the names of hosts that are looked up' },
  { tools: /^bpftool (?:map|prog) dump$/, kind: 'reads-user-data', why: 'shows what other programs keep in the kernel' },
  // What slows others.
  { tools: /^bpftool feature probe$/, kind: 'costly', why: 'loads a trial program of every kind there is' },
  { tools: /^strace$/, kind: 'costly', why: 'stops the process at every system call: it becomes many times slower' },
  {
    tools:
      /^(?:memleak|cachestat|cachetop|vfscount|vfsstat|dcsnoop|dcstat|slabratetop|klockstat|offcputime|offwaketime|wakeuptime|cpudist|deadlock|.*(?:calls|flow|objnew))$/,
    kind: 'costly',
    why: 'attaches to what happens very often on a busy machine',
  },
  { tools: /^syscount$/, kind: 'costly', why: 'runs at every system call of the machine' },
];

/** What a tool with these arguments may do. `starts` is where each argument begins in the command line that is shown, and `length` is that of the whole. */
export function assessTool(tool: Tool, given: readonly Given[], span: (at?: number) => { readonly start: number; readonly end: number }): Safety {
  const reasons: SafetyReason[] = [];
  const isKnown = isWatching(tool.base, tool.kind);
  for (const rule of RULES) {
    if (!rule.tools.test(tool.base)) continue;
    if (rule.options === undefined && rule.bare === undefined) {
      reasons.push({ kind: rule.kind, why: `${tool.name} ${rule.why}`, span: span() });
      continue;
    }
    const hit = given.find(
      ({ option, value = '' }) =>
        (option === undefined ? rule.bare === true && !/^\d/.test(value) : rule.options?.some((name) => option.names.includes(name)) === true) &&
        (rule.value === undefined || rule.value.test(value)),
    );
    if (hit !== undefined) reasons.push({ kind: rule.kind, why: `${hit.option?.names[0] ?? (hit.value ?? '').slice(0, 40)} ${rule.why}`, span: span(hit.at) });
  }
  const isTold = (at?: number): boolean => reasons.some(({ kind, span: { start } }) => kind === 'unsafe' && start === span(at).start);
  if (!isKnown && !isTold()) reasons.push({ kind: 'unsafe', why: `${tool.name} is not known to do nothing but watch`, span: span() });
  for (const { option, value = '', at } of given) {
    const known = option === undefined ? isWatchingWord(tool.base, tool.kind, value) : isWatchingOption(tool.base, tool.kind, option.names);
    if (!isKnown || known || isTold(at)) continue;
    reasons.push({ kind: 'unsafe', why: `${option?.names[0] ?? value.slice(0, 40)} is not known to do nothing but watch`, span: span(at) });
  }
  const order = [...SAFETY_CLASSES].reverse();
  const classes = order.filter((kind) => reasons.some((reason) => reason.kind === kind));
  return {
    classes: classes.length === 0 ? ['observe'] : classes,
    reasons: reasons.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.span.start - b.span.start),
  };
}

/** The worst an option may make of a tool, whatever its value; `observe` for one that makes it no worse. */
export function classOfOption(tool: Tool, option: ToolOption): SafetyClass {
  if (!isWatchingOption(tool.base, tool.kind, option.names)) return 'unsafe';
  const hits = RULES.filter(
    ({ tools, options, value }) => tools.test(tool.base) && value === undefined && options?.some((name) => option.names.includes(name)) === true,
  );
  return [...SAFETY_CLASSES].reverse().find((kind) => hits.some((rule) => rule.kind === kind)) ?? 'observe';
}
