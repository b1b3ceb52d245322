/** Where the checker and the bpftrace of a guest disagree though the program is attached, and why. */
import type { Explanation } from '../differential/explained.ts';

export const EXPLAINED_IN_GUESTS: readonly Explanation[] = [
  {
    why: 'positional parameters are given on the command line, which is not part of the program: without them $1 is 0',
    right: 'gpttrace',
    ours: 'accepts',
    source: /\$\d/,
    says: /unroll|\$\d/,
  },
  {
    why: 'a name may come from a header that the program includes, which the checker does not read; a guest has no headers',
    right: 'bpftrace',
    ours: 'accepts',
    source: /#\s*include/,
  },
  {
    why: "the addresses of the kernel's data, and control groups, are looked up by bpftrace when it compiles",
    right: 'bpftrace',
    ours: 'accepts',
    source: /kaddr|cgroupid/,
    says: /Failed to resolve kernel symbol|Failed to get `cgroupid`/,
  },
  {
    why: 'where in a function an instruction begins is told by its machine code, which the checker does not read',
    right: 'bpftrace',
    ours: 'accepts',
    source: /probe:[^\s{]*\+\w+/,
    says: /middle of an instruction|Could not add kprobe|[Oo]ffset|multibyte/,
  },
  {
    why: 'the checker knows of each function one module that has it, and not which modules are loaded',
    right: 'bpftrace',
    ours: 'accepts',
    source: /:nosuchmodule:/,
  },
];
