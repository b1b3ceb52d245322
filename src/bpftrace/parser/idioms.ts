/** Words by which a statement of another language is known, and what bpftrace has instead. */
export const FOREIGN_STATEMENTS: ReadonlyMap<string, string> = new Map([
  ['switch', 'bpftrace has no switch: write if (...) { ... } else if (...) { ... }'],
  ['do', 'bpftrace has no do: write while (...) { ... }'],
  ['goto', 'bpftrace has no goto'],
  ['try', 'bpftrace has no exceptions'],
  ['foreach', 'bpftrace has no foreach: write for ($kv : @map) { ... }'],
  ['function', 'bpftrace has no functions inside a block'],
  ['def', 'bpftrace has no functions inside a block'],
  ['with', 'bpftrace has no with'],
]);

/** Functions that are sometimes written without their parentheses (`exit;`, `printf "x"`): no builtin is called like one of them. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'printf print exit time clear zero delete join cat system signal str buf ntop ksym usym kaddr uaddr reg strftime macaddr cgroupid hist lhist tseries ' +
    'count sum avg min max stats strncmp strcontains path override unwatch debugf errorf warnf skboutput pton bswap has_key len strerror'
  ).split(' '),
);

/** Kinds of probes, short and long, of any version: what a block that was never closed is followed by. */
export const PROBE_KINDS: ReadonlySet<string> = new Set(
  (
    'kprobe kretprobe uprobe uretprobe usdt tracepoint rawtracepoint profile interval software hardware watchpoint asyncwatchpoint iter kfunc kretfunc ' +
    'fentry fexit self test bench k kr u ur U t rt p i s h w aw it f fr'
  ).split(' '),
);

/** What begins and ends a program, in either spelling. */
export const SPECIAL_PROBES: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end']);

/** Words that begin a statement. */
export const STATEMENT_WORDS: ReadonlySet<string> = new Set(['if', 'while', 'for', 'unroll', 'let', 'return', 'break', 'continue', 'import', 'else']);
