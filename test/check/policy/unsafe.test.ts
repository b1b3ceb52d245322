import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import { check } from '../../../src/check/check.ts';
import { assess, assessUnsafe } from '../../../src/check/policy/assess.ts';
import { blind } from './machine.ts';

/** Programs that do more than watch, however it is written. bpftrace 0.17 refuses each of those it can read without --unsafe. */
const UNSAFE: readonly (readonly [what: string, program: string])[] = [
  ['plain', 'BEGIN { system("id"); }'],
  ['with blanks', 'BEGIN { system ("id"); }'],
  ['over lines, with comments', 'BEGIN { system /* a */ // b\n ( "id" ) ; }'],
  ['behind a filter', 'tracepoint:sched:sched_switch /pid == 1/ { system("id"); }'],
  ['in a filter', 'tracepoint:sched:sched_switch /signal("KILL")/ { @ = count(); }'],
  ['in a second probe on the line', 'BEGIN { } tracepoint:sched:sched_switch { @ = count(); } interval:s:1 { system("id"); }'],
  ['in a condition', 'BEGIN { if (1) { if (2) { } else { system("id"); } } }'],
  ['in a loop', 'BEGIN { unroll (3) { system("id"); } }'],
  ['as a branch', 'BEGIN { 1 ? system("id") : 0; }'],
  ['behind a path with a comment in it', 'uprobe:/lib/*/x:f { system("id"); } // */'],
  ['behind a quoted path with a brace in it', 'uprobe:"/tmp/a { b":f { signal(9); }'],
  ['a signal', 'kprobe:f { signal("KILL"); }'],
  ['a signal to a thread', 'kprobe:f { signal_thread("KILL"); }'],
  ['another return value', 'kprobe:f { override(1); }'],
  ['the function behind it', 'kprobe:f { __override(ctx, 1); }'],
  ['memory of a process', 'uprobe:/bin/a:f { write_user(arg0, $x, 4); }'],
  ['a file', 'kprobe:f { $r = skboutput("/etc/passwd", arg0, 10, 0); }'],
  ['a pinned iterator', 'iter:task:list { printf("%d\\n", 1); }'],
  ['in a header of its own', '#include "e.h"\nBEGIN { EVIL; }'],
  ['in a header of a path', '#include </tmp/e.h>\nBEGIN { EVIL; }'],
  ['in a header reached sideways', '#include <linux/../../tmp/e.h>\nBEGIN { EVIL; }'],
  ['in a header that is found behind another one', '#include_next </tmp/e.h>\nBEGIN { EVIL; }'],
  ['in a header that a #define names', '#define H "/tmp/e.h"\n#include H\nBEGIN { EVIL; }'],
  ['in a header that a struct brings in', 'struct s {\n#include "/tmp/e.h"\n};\nBEGIN { EVIL; }'],
  ['in a header that a struct brings in, spelled otherwise', 'struct s {\n%:include_next </tmp/e.h>\n};\nBEGIN { EVIL; }'],
  ['in a header that a struct brings in, over lines', 'struct s {\n# /* a\n */ in\\\nclude "/tmp/e.h"\n};\nBEGIN { EVIL; }'],
  ['in a #define within a struct', 'struct s {\n#define X system("id")\nint a; };\nBEGIN { X; }'],
  ['in a #define that was put away', '#define X system("id")\n#pragma push_macro("X")\n#undef X\n#define X 1\n#pragma pop_macro("X")\nBEGIN { X; }'],
  ['in a #define', '#define X system("id")\nBEGIN { X; }'],
  ['in a #define with blanks and comments', '#  define\tX /* a */ system /* b */ ("id")\nBEGIN { X; }'],
  ['in a #define of a #define', '#define A system("id")\n#define B A\nBEGIN { B; }'],
  ['its name in a #define', '#define S system\nBEGIN { S ("id"); }'],
  ['half of it in a #define', '#define S system\n#define B S ("id")\nBEGIN { B; }'],
  ['after the end of a statement in a #define', '#define X 1; system("id"); 2\nBEGIN { $a = X; }'],
  ['in a #define that is used in a filter', '#define X signal(9)\nkprobe:f /X/ { }'],
  ['in one of two #defines', '#ifdef A\n#define X 1\n#else\n#define X system("id")\n#endif\nBEGIN { X; }'],
  ['in a #define used where a member is named', '#define X f; system("id")\nBEGIN { $a = args.X; }'],
  ['in a #define that opens a probe', '#define X 1; } interval:s:1 { system("id"); } END { 1\nBEGIN { X; }'],
  ['#defines that go round in circles', '#define A B\n#define B A A\nBEGIN { A; }'],
  ['in a macro', 'macro m() { system("id"); } BEGIN { m(); }'],
  ['in a subprogram', 'fn f($a : int64) : void { system("id"); } BEGIN { f(1); }'],
  ['in an import', 'import "helpers.bt"; BEGIN { }'],
];

/** What looks like it, and is not. */
const SAFE: readonly (readonly [what: string, program: string])[] = [
  ['a text', 'BEGIN { printf("system(\\"id\\")"); }'],
  ['a comment', '// system("id")\nBEGIN { /* signal(9) */ exit(); }'],
  ['a map and a variable of that name', 'BEGIN { @system = 1; $signal = 2; }'],
  ['a field of that name', 'tracepoint:signal:signal_generate { @[args->signal] = count(); }'],
  ['a probe of that name', 'uprobe:/bin/system:signal { @ = count(); }'],
  ['a member of a struct of that name', 'struct s { int system; }\nBEGIN { $x = ((struct s *)0)->system; }'],
  ['a struct with a number sign in a comment', 'struct s { int a; /* #1 */ }\nBEGIN { exit(); }'],
  ['a #define nobody uses', '#define X system("id")\nBEGIN { exit(); }'],
  ['a #define of a number', '#define N 10\nBEGIN { $x = N; }'],
  ['a #define in a text', '#define X system("id")\nBEGIN { printf("X"); }'],
  ['a header of the system', '#include <linux/sched.h>\nBEGIN { exit(); }'],
  ['a function with a longer name', 'BEGIN { systemd("id"); }'],
];

describe('unsafe', () => {
  it.each(UNSAFE)('%s', (_what, program) => {
    const { script } = parse(program);
    const reasons = assessUnsafe(script, program);
    expect(reasons.map(({ kind }) => kind)).toContain('unsafe');
    expect(assess(script, program, blind).classes[0]).toBe('unsafe');
    // A reason points into the program as it was written.
    for (const { span } of reasons) expect(program.slice(span.start, span.end)).not.toBe('');
  });

  it.each(UNSAFE)('%s is refused unless it is allowed', (_what, program) => {
    const errors = (allow: boolean): string[] =>
      check(program, blind, allow)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
    expect(errors(false)).not.toEqual([]);
    expect(errors(true)).not.toContain('unsafe-call');
  });

  it.each(SAFE)('not %s', (_what, program) => {
    expect(assessUnsafe(parse(program).script, program)).toEqual([]);
  });

  it('points at the word that stands for it', () => {
    const program = '#define RUN system("id")\nBEGIN { $a = 1; RUN; }';
    const [reason] = assessUnsafe(parse(program).script, program);
    expect(program.slice(reason?.span.start, reason?.span.end)).toBe('RUN');
  });

  it('in a program of two thousand probes', () => {
    const program = `#define X system("id")\n${'BEGIN { X; $a = 1; $b = X; }\n'.repeat(2000)}`;
    expect(assess(parse(program).script, program, blind).classes).toEqual(['unsafe']);
  });

  it('#defines that double each other are given up on', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `#define A${at} A${at + 1} + A${at + 1}`);
    const program = `${lines.join('\n')}\nBEGIN { $x = A0; }`;
    expect(assessUnsafe(parse(program).script, program)).toHaveLength(1);
  });
});
