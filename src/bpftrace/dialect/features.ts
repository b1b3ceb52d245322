import type { Entry, Lifetime } from './entry.ts';

/** A piece of syntax. `name` is its stable name. */
export interface Feature extends Lifetime {
  readonly doc: string;
  /** As it is written, for people. */
  readonly example: string;
  /** A whole program that uses it, where the example does not stand in a BEGIN probe by itself. */
  readonly program?: string;
}

/** Facts: src/parser.yy, src/lexer.l (a hand-written parser since 0.26), the semantic analyser and CHANGELOG.md of each release. */
export const FEATURES = [
  { name: 'args-arrow', doc: 'args->NAME', example: 'args->prev_pid', program: 'tracepoint:sched:sched_switch { print(args->prev_pid); }' },
  { name: 'args-dot', doc: 'args.NAME', example: 'args.prev_pid', program: 'tracepoint:sched:sched_switch { print(args.prev_pid); }', since: '0.19' },
  {
    name: 'config-block',
    doc: 'settings before the first probe',
    example: 'config = { max_map_keys = 10 }',
    program: 'config = { max_map_keys = 10 } BEGIN { }',
    since: '0.20',
  },
  {
    name: 'config-semicolon',
    doc: 'a semicolon after the last setting',
    example: 'config = { max_map_keys = 10; }',
    program: 'config = { max_map_keys = 10; } BEGIN { }',
    since: '0.21',
  },
  { name: 'array-cast', doc: 'an integer cast to an array', example: '$a = (uint8[8])nsecs;', since: '0.19' },
  { name: 'for-map', doc: 'a loop over the entries of a map', example: '@m[1] = 1; for ($kv : @m) { print($kv.0); }', since: '0.21' },
  {
    name: 'for-several-probes',
    doc: 'for in more than one probe',
    example: 'BEGIN { for ($kv : @m) { } } END { for ($kv : @m) { } }',
    program: 'BEGIN { @m[1] = 1; for ($kv : @m) { print($kv.0); } } END { for ($kv : @m) { print($kv.0); } }',
    since: '0.22',
  },
  {
    name: 'for-outer-variables',
    doc: 'variables from outside a for used in it',
    example: '$x = 1; @m[1] = 1; for ($kv : @m) { print($x); }',
    since: '0.22',
  },
  { name: 'for-return', doc: 'return in for', example: '@m[1] = 1; for ($kv : @m) { return; }', since: '0.25' },
  {
    name: 'subprogram',
    doc: "functions of one's own: they are read, but cannot be called",
    example: 'fn one(): int64 { return 1; }',
    program: 'fn one(): int64 { return 1; } BEGIN { }',
    since: '0.21',
  },
  { name: 'let', doc: 'a variable declared with let, with or without a type', example: 'let $x = 1;', since: '0.22' },
  {
    name: 'block-scope',
    doc: 'a variable is known only in the block that assigns it first',
    example: 'if (1) { $x = 1; } print($x); is an error',
    program: 'BEGIN { if (pid) { $x = 1; } if (pid) { $x = "s"; } }',
    since: '0.22',
  },
  { name: 'tuple-key', doc: 'a tuple as the key of a map', example: '@[(1, 2)] = 1', since: '0.22' },
  {
    name: 'enum-cast',
    doc: 'an integer cast to an enum',
    example: '(enum color)1',
    program: 'enum color { RED = 1 } BEGIN { $x = (enum color)1; }',
    since: '0.23',
  },
  { name: 'pointer-condition', doc: 'a pointer as a condition', example: 'if (curtask) { }', since: '0.23' },
  { name: 'use-before-assignment', doc: 'a variable declared but never assigned may be read', example: 'let $x: uint64; print($x);', since: '0.23' },
  {
    name: 'offsetof-path',
    doc: 'offsetof with a path of members',
    example: 'offsetof(struct task_struct, se.load)',
    program: 'BEGIN { $x = offsetof(struct task_struct, se.load); }',
    since: '0.23',
  },
  { name: 'for-range', doc: 'a loop over numbers', example: 'for ($i : 0..5) { print($i); }', since: '0.24' },
  { name: 'for-break', doc: 'break and continue in for', example: '@m[1] = 1; for ($kv : @m) { break; }', since: '0.24' },
  {
    name: 'bool-type',
    doc: 'true and false have a type of their own; before they stand for 1 and 0',
    example: 'let $x: bool = true; printf("%s", $x);',
    since: '0.24',
  },
  { name: 'duration', doc: 'a number with a unit of time', example: '$x = 5ms;', since: '0.24' },
  { name: 'interval-duration', doc: 'an interval or profile given by a duration', example: 'interval:500ms', program: 'interval:500ms { }', since: '0.24' },
  { name: 'block-expression', doc: 'a block that yields a value', example: '$x = { let $y = 1; $y };', since: '0.24' },
  { name: 'if-expression', doc: 'an if that yields a value', example: '$x = if (pid > 1) { 1 } else { 2 };', since: '0.25' },
  { name: 'case-insensitive-kind', doc: 'probe kinds in capitals and small letters alike', example: 'begin { }', program: 'begin { }', since: '0.24' },
  { name: 'several-begins', doc: 'more than one BEGIN or END', example: 'BEGIN { } BEGIN { }', program: 'BEGIN { $x = 1; } BEGIN { $x = 1; }', since: '0.25' },
  { name: 'macro', doc: 'macros', example: 'macro one() { 1 }', program: 'macro one() { 1 } BEGIN { print(one()); }', since: '0.24' },
  {
    name: 'map-declaration',
    doc: 'maps declared with their type and size',
    example: 'let @m = lruhash(100);',
    program: 'let @m = lruhash(100); BEGIN { @m[1] = 1; }',
    since: '0.24',
  },
  { name: 'import', doc: 'other files imported', example: 'import "file.bt";', program: 'import "/usr/share/nothing"; BEGIN { }', since: '0.24' },
  {
    name: 'condition-without-parentheses',
    doc: 'if, while, for and unroll without parentheses, where nothing binary stands in them',
    example: 'if pid { }',
    since: '0.24',
  },
  { name: 'blank-in-probe', doc: 'blanks around the colons of a probe', example: 'kprobe: f', program: 'software: faults: 100 { }', until: '0.26' },
  {
    name: 'variable-index',
    doc: 'an array indexed by a variable',
    example: '$a[$i]',
    program: 'BEGIN { $i = 1; $a = (uint8[8])nsecs; print($a[$i]); }',
    since: '0.24',
  },
  { name: 'address-of', doc: 'the address of a variable', example: '$p = &$x;', program: 'BEGIN { $x = 1; $p = &$x; }', since: '0.24' },
  { name: 'record', doc: 'a tuple with named members', example: '$r = (a=1, b=2); print($r.a);', since: '0.25' },
  { name: 'tuple-index', doc: 'a tuple indexed like an array', example: '$t = (1, 2); print($t[0]);', since: '0.25' },
  { name: 'string-index', doc: 'one character of a string', example: '$c = comm[0];', program: 'BEGIN { $s = comm; $c = $s[0]; }', since: '0.25' },
  { name: 'dot-through-pointer', doc: 'a dot where -> is meant', example: 'curtask.pid', program: 'BEGIN { print(curtask.pid); }', since: '0.25' },
  { name: 'typeof', doc: 'the type of an expression', example: 'let $x: typeof(pid) = 1;', since: '0.25' },
  { name: 'comptime', doc: 'what is decided before the program runs', example: 'if comptime (true) { print(1); }', since: '0.25' },
  { name: 'ternary-without-middle', doc: 'the second operand of ?: left out', example: '$x = pid ?: 1;', since: '0.26' },
  {
    name: 'plus-in-path',
    doc: 'a plus sign in the path of an attach point',
    example: 'uprobe:/usr/lib/libstdc++.so.6:f',
    since: '0.19',
    program: 'uprobe:"/usr/lib/x86_64-linux-gnu/libstdc++.so.6":_Znwm, uprobe:/usr/lib/x86_64-linux-gnu/libstdc++.so.6:_Znwm { }',
  },
  { name: 'builtin-call', doc: 'a builtin written as a call', example: 'print(comm());', since: '0.24' },
  { name: 'named-probe', doc: 'a probe with a name', example: 'name=kprobe:f', program: 'name=tracepoint:sched:sched_switch { }', since: '0.26' },
  { name: 'while', doc: 'a loop with a condition', example: '$i = 0; while ($i < 5) { $i++; }' },
  { name: 'unroll', doc: 'a loop of a fixed number of rounds', example: 'unroll (3) { print(1); }' },
  { name: 'bare-block', doc: 'a block by itself', example: '{ print(1); }', since: '0.24' },
  { name: 'else-if', doc: 'else if', example: 'if (pid == 1) { } else if (pid == 2) { } else { }' },
  { name: 'tuple', doc: 'tuples', example: '$t = (1, "a"); print($t.1);' },
  { name: 'digit-separator', doc: 'underscores in numbers', example: '$x = 1_000_000;' },
  { name: 'exponent', doc: 'numbers with an exponent', example: '$x = 1e6;' },
  { name: 'hexadecimal-escape', doc: '\\x41 in strings', example: 'print("\\x41");' },
  { name: 'octal-escape', doc: '\\101 in strings', example: 'print("\\101");' },
] as const;
// Beside it, because a declaration that is made from the table's own text may not be wrapped.
FEATURES satisfies readonly Entry<Feature>[];

export type FeatureName = (typeof FEATURES)[number]['name'];
