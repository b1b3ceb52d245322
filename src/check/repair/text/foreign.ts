import { type TextMender, textProblem } from './mender.ts';
import { codeOnly } from './scan.ts';

interface Language {
  readonly name: string;
  readonly marks: RegExp;
  readonly hint: string;
}

const PYTHON_HINT = 'run it with python3 and bcc installed, or ask for a bpftrace program';

/** Other languages that trace, or that a model answers in, by what only they have. */
const LANGUAGES: readonly Language[] = [
  {
    name: 'a bcc program (C in a Python script)',
    marks:
      /\bBPF_(?:HASH|PERF_OUTPUT|HISTOGRAM|ARRAY|TABLE|STACK_TRACE|LRU_HASH|PERCPU_\w+|RINGBUF_OUTPUT|PROBE_\w+)\s*\(|\bTRACEPOINT_PROBE\s*\(|\bPT_REGS_(?:PARM\d|RC)\s*\(|\bfrom\s+bcc\b|\bimport\s+bcc\b|\.perf_submit\s*\(|\b(?:kprobe|kretprobe)__\w+\s*\(\s*struct\s+pt_regs/,
    hint: PYTHON_HINT,
  },
  {
    name: 'a libbpf program in C',
    marks: /\bSEC\s*\(\s*"|\bBPF_(?:KPROBE|KRETPROBE|PROG)\s*\(|\bbpf_map_(?:lookup|update|delete)_elem\s*\(|__uint\s*\(\s*type\s*,/,
    hint: 'compile it with clang -target bpf and load it with libbpf, or write the probe as kprobe:FUNCTION { ... }',
  },
  {
    name: 'a SystemTap script',
    marks: /\bprobe\s+(?:kernel|syscall|process|timer|module|begin|end|vm|scheduler)\b|\bglobal\s+\w+\s*(?:,|$)|<<<|\$\$parms|\bpid\(\)\s*,\s*execname\(\)/m,
    hint: 'run it with stap, or write the probe as kprobe:FUNCTION { ... }',
  },
  {
    name: 'a DTrace script',
    marks:
      /(?:^|[ \t;}])(?:syscall|fbt|proc|sched|io|vminfo|dtrace|pid\$target|profile|tick)\s*:\s*[\w*]*\s*:\s*[\w*]*\s*:\s*(?:entry|return)|\bself->|\bthis->|\bdtrace:::|\bcopyinstr\s*\(|(?:^|[ \t;}])syscall::/m,
    hint: 'syscall::NAME:entry is tracepoint:syscalls:sys_enter_NAME in bpftrace',
  },
  {
    name: 'a command line of another tracer',
    marks:
      /^[ \t]{0,80}(?:[$#]\s*)?(?:sudo\s+)?(?:perf\s+(?:record|stat|trace|probe|top|report|script|list)|strace\s+-|ltrace\s|trace-cmd\s+record|stap\s+-|dtrace\s+-|ftrace\b)/m,
    hint: 'run that tool itself, or ask for a bpftrace program',
  },
  {
    name: 'Python',
    marks: /^[ \t]{0,80}(?:import\s+\w+|from\s+\w+\s+import\b|def\s+\w+\s*\(.*\)\s*:|class\s+\w+.*:|if\s+__name__\s*==)/m,
    hint: PYTHON_HINT,
  },
  {
    name: 'awk',
    marks: /^[ \t]{0,80}(?:BEGIN\s{0,9})?\{[^}]{0,300}\bprint\s{1,4}\$\d|\bawk\s+'/m,
    hint: 'a bpftrace program begins with a probe, such as tracepoint:raw_syscalls:sys_enter',
  },
  {
    name: 'C',
    marks:
      /^[ \t]{0,80}(?:static[ \t]+|extern[ \t]+|const[ \t]+|inline[ \t]+){0,4}(?:int|void|long|unsigned|char|u?int\d+_t|struct\s+\w+\s*\*?)[ \t]{1,9}\**\w{1,80}[ \t]{0,9}\([^;{)]{0,300}\)\s{0,40}\{|^[ \t]{0,80}typedef\b/m,
    hint: 'a bpftrace program has no functions: write the probe as kprobe:FUNCTION { ... }',
  },
];

/** A program in another language: named, so that it is taken where it can run. */
export const foreign: TextMender = (source) => {
  const code = codeOnly(source);
  for (const { name, marks, hint } of LANGUAGES) {
    // What marks a language may be a string itself: SEC("...").
    const match = marks.exec(code) ?? (name.includes('libbpf') ? marks.exec(source) : null);
    if (match === null) continue;
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const problem = textProblem('another-language', `this is ${name}, not a bpftrace program`, '', [], [hint]);
    return { ...problem, span: { start, end: match.index + match[0].length } };
  }
  return undefined;
};
