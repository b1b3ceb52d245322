/** Where the checker and `bpftrace -d` disagree, and why. A disagreement that none of these is about fails the differential test. */
import type { Case } from './generate.ts';
import type { Verdict } from './verdict.ts';

/** A program that bpftrace takes and the checker does not, or the other way round. */
export interface Disagreement {
  readonly program: Case;
  readonly verdict: Verdict;
  /** Of the errors the checker finds. */
  readonly codes: readonly string[];
}

export interface Explanation {
  readonly why: string;
  /** Who says what is true of running the program on this machine. */
  readonly right: 'bpftrace' | 'gpttrace';
  /** What the checker does with it. */
  readonly ours: 'accepts' | 'refuses';
  /** About programs whose text is like this, */
  readonly source?: RegExp;
  /** of which bpftrace says this, */
  readonly says?: RegExp;
  /** of which the checker says only this. */
  readonly codes?: readonly string[];
}

export const EXPLAINED: readonly Explanation[] = [
  {
    why: 'bpftrace -d does not attach, and does not look whether a program has the function',
    right: 'gpttrace',
    ours: 'refuses',
    codes: ['unknown-symbol', 'unknown-target', 'unknown-usdt'],
  },
  {
    why: 'bpftrace -d only warns of a kernel function that cannot be traced; to attach to it fails',
    right: 'gpttrace',
    ours: 'refuses',
    codes: ['untraceable-function', 'unknown-kernel-function'],
  },
  {
    why: 'cpid is there where a command is given with -c, which is not part of the program',
    right: 'gpttrace',
    ours: 'accepts',
    source: /\bcpid\b/,
    says: /cpid cannot be used without child command/,
  },
  {
    why: 'positional parameters are given on the command line, which is not part of the program: without them $1 is 0',
    right: 'gpttrace',
    ours: 'accepts',
    source: /\$\d/,
    says: /unroll minimum value|\$\d/,
  },
  {
    why: 'a name may come from a header that the program includes, which the checker does not read',
    right: 'bpftrace',
    ours: 'accepts',
    source: /#\s*include/,
    says: /Unknown identifier|Unknown struct|found integer|Unknown builtin/,
  },
  {
    why: 'a header that the program includes does not compile, or is not there, on this machine',
    right: 'bpftrace',
    ours: 'accepts',
    source: /#\s*include/,
    says: /fatal error|error: unknown type name|usr\/include/,
  },
  {
    why: "the addresses of the kernel's data, and control groups, are looked up by bpftrace when it compiles",
    right: 'bpftrace',
    ours: 'accepts',
    source: /kaddr|cgroupid/,
    says: /Failed to resolve kernel symbol|Failed to get `cgroupid`/,
  },
  {
    why: 'bpftrace 0.17 fails an assertion of LLVM where a narrow value that was cast to a pointer is compared, or buffers are; a bug of its',
    right: 'bpftrace',
    ours: 'accepts',
    says: /Assertion|SIGABRT/,
  },
  {
    why: 'strncmp() with a length of a million is unrolled until the stack of the compiler is gone',
    right: 'bpftrace',
    ours: 'accepts',
    source: /strncmp\([^)]*\d{5,}/,
    says: /SIGSEGV/,
  },
  {
    why: 'bpftrace 0.17 includes the types of all tracepoints of a pattern, and fails on one of them',
    right: 'bpftrace',
    ours: 'accepts',
    source: /tracepoint:[^\s{/]*\*/,
    says: /field has incomplete type|does not contain a field/,
  },
];

/** The first explanation that is about a disagreement. */
export function explanationOf({ program, verdict, codes }: Disagreement, explanations: readonly Explanation[]): Explanation | undefined {
  const ours = codes.length === 0 ? 'accepts' : 'refuses';
  return explanations.find((explanation) => {
    if (explanation.ours !== ours) return false;
    if (explanation.source !== undefined && !explanation.source.test(program.source)) return false;
    if (explanation.says !== undefined && !explanation.says.test(verdict.says)) return false;
    return explanation.codes === undefined || codes.every((code) => explanation.codes?.includes(code));
  });
}
