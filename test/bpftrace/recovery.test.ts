import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { applyEdits, positionAt } from '../../src/core/diagnostic.ts';

/**
 * One mistake, one message: what is said of each program, as `line:column code`, and what it is once every automatic fix was applied, one after another.
 * `mended` is left out where nothing can be mended without asking.
 */
const PROGRAMS: readonly { readonly name: string; readonly input: string; readonly says: readonly string[]; readonly mended?: string }[] = [
  // Variables.
  {
    name: 'a name without a sigil, and its uses',
    input: 'kprobe:f { start = nsecs; if (start > 5) { @ = start; } }',
    says: ['1:12 bare-variable'],
    mended: 'kprobe:f { $start = nsecs; if ($start > 5) { @ = $start; } }',
  },
  {
    name: 'a time that another probe reads',
    input: 'kprobe:f { start = nsecs; }\nkretprobe:f { @ = hist(nsecs - start); }',
    says: ['1:12 bare-variable'],
    mended: 'kprobe:f { @start[tid] = nsecs; }\nkretprobe:f { @ = hist(nsecs - @start[tid]); }',
  },
  {
    name: 'a count that another probe reads',
    input: 'kprobe:f { n += 1; }\nEND { printf("%d", n); }',
    says: ['1:12 bare-variable'],
    mended: 'kprobe:f { @n += 1; }\nEND { printf("%d", @n); }',
  },
  { name: 'counting a bare name', input: 'kprobe:f { n++; }', says: ['1:12 bare-variable'], mended: 'kprobe:f { $n++; }' },
  { name: 'let without a sigil', input: 'kprobe:f { let x = 5; @ = x; }', says: ['1:16 bare-variable'], mended: 'kprobe:f { let $x = 5; @ = $x; }' },
  {
    name: 'C declarations',
    input: 'kprobe:f { int x = 5; u64 y; y = x; struct sock *sk = arg0; @ = sk->a; }',
    says: ['1:12 c-declaration', '1:23 c-declaration', '1:37 c-declaration'],
    mended: 'kprobe:f { $x = 5;  $y = $x; $sk = (struct sock *)arg0; @ = $sk->a; }',
  },
  {
    name: 'a narrow C declaration',
    input: 'kretprobe:f { int ret = retval; @ = ret; }',
    says: ['1:15 c-declaration'],
    mended: 'kretprobe:f { $ret = (int32)retval; @ = $ret; }',
  },
  {
    name: 'C types of several words',
    input: 'kprobe:f { @ = (unsigned long)arg0 + sizeof(unsigned int); }',
    says: ['1:17 c-type', '1:45 c-type'],
    mended: 'kprobe:f { @ = (uint64)arg0 + sizeof(uint32); }',
  },
  { name: 'an assignment to a builtin', input: 'kprobe:f { pid = 5; }', says: ['1:12 not-assignable'] },

  {
    name: 'maps without their @',
    input: 'kprobe:f { start[tid] = nsecs; hits[comm]++; }',
    says: ['1:12 not-assignable', '1:42 not-assignable'],
    mended: 'kprobe:f { @start[tid] = nsecs; @hits[comm]++; }',
  },

  // What damaged programs have shown: fixes that made room for themselves again.
  {
    name: 'a comment where the predicate should close',
    input: 'kprobe:f /pid == 1// one\n{ @++; }',
    says: ['1:19 predicate-slash'],
    mended: 'kprobe:f /pid == 1/ // one\n{ @++; }',
  },
  {
    name: 'a block that is not closed in a condition before a body',
    input: 'kprobe:f: ({',
    says: ['1:11 predicate-if', '1:13 unclosed-bracket', '1:13 syntax'],
  },
  { name: 'a block that is not closed in parentheses', input: 'BEGIN { @ = ({e', says: ['1:16 unclosed-bracket', '1:16 missing-brace'] },
  { name: 'a block that is not closed in the keys of a map', input: 'BEGIN { @[{@', says: ['1:13 unclosed-bracket', '1:13 missing-brace'] },
  { name: 'a block that is not closed outside of any probe', input: 'if d/{\ninterval:', says: ['1:1 outside-probe'] },
  { name: 'a block that is not closed in a condition', input: 'BEGIN { @ = if 1/{', says: ['1:16 condition-parentheses', '1:19 syntax'] },

  // Statements.
  {
    name: 'semicolons forgotten at the ends of lines',
    input: 'BEGIN\n{\n  @a = 1\n  printf("x")\n  @b = 2\n}',
    says: ['3:9 missing-semicolon', '4:14 missing-semicolon'],
    mended: 'BEGIN\n{\n  @a = 1;\n  printf("x");\n  @b = 2\n}',
  },
  {
    name: 'a semicolon forgotten on the line',
    input: 'BEGIN { printf("x") exit(); }',
    says: ['1:20 missing-semicolon'],
    mended: 'BEGIN { printf("x"); exit(); }',
  },
  { name: 'a semicolon too many', input: 'BEGIN { @a = 1;; };', says: ['1:16 stray-semicolon', '1:19 stray-semicolon'], mended: 'BEGIN { @a = 1; }' },
  {
    name: 'bodies without braces',
    input: 'BEGIN { if (1) @a = 1; else @b = 2; }',
    says: ['1:16 missing-braces', '1:29 missing-braces'],
    mended: 'BEGIN { if (1) { @a = 1; } else { @b = 2; } }',
  },
  {
    name: 'a condition without parentheses',
    input: 'BEGIN { if pid == 1 { @a = 1; } }',
    says: ['1:12 condition-parentheses'],
    mended: 'BEGIN { if (pid == 1) { @a = 1; } }',
  },
  { name: 'elif', input: 'BEGIN { if (1) { } elif (2) { } }', says: ['1:20 elif'], mended: 'BEGIN { if (1) { } else if (2) { } }' },
  {
    name: 'an assignment in a condition',
    input: 'BEGIN { if (pid = 1) { } }\nkprobe:f /pid = 1/ { }',
    says: ['1:17 assignment-in-condition', '2:15 assignment-in-condition'],
    mended: 'BEGIN { if (pid == 1) { } }\nkprobe:f /pid == 1/ { }',
  },
  { name: 'the for of C', input: 'BEGIN { for (int i = 0; i < 9; i++) { @[i] = i; } @z = ; }', says: ['1:9 c-for', '1:56 syntax'] },
  {
    name: 'the for of C, alone',
    input: 'BEGIN { for (int i = 0; i < 9; i++) { @[i] = i; } }',
    says: ['1:9 c-for'],
    mended: 'BEGIN { $i = 0; while ($i < 9) { @[$i] = $i; $i++; } }',
  },
  {
    name: 'the for of C with a continue, which would leave its step out',
    input: 'BEGIN { for ($i = 0; $i < 9; $i++) { if ($i == 3) { continue; } } }',
    says: ['1:9 c-for'],
  },
  { name: 'the for of Python', input: 'BEGIN { for ($kv in @a) { print($kv); } }', says: ['1:18 for-in'], mended: 'BEGIN { for ($kv : @a) { print($kv); } }' },
  { name: 'switch', input: 'BEGIN { switch (pid) { case 1: @a = 1; break; } @b = 2; }', says: ['1:9 foreign-statement'] },
  {
    name: 'calls without parentheses',
    input: 'BEGIN { printf "%d\\n", 5; exit; }',
    says: ['1:9 call-parentheses', '1:27 call-parentheses'],
    mended: 'BEGIN { printf("%d\\n", 5); exit(); }',
  },

  // Expressions.
  {
    name: 'operators in words',
    input: 'kprobe:f /pid == 1 and not uid or tid/ { }',
    says: ['1:20 word-operator', '1:24 word-operator', '1:32 word-operator'],
    mended: 'kprobe:f /pid == 1 && !uid || tid/ { }',
  },
  {
    name: 'operators of others',
    input: 'BEGIN { $a := 1; if ($a === 1 || $a <> 2) { } }',
    says: ['1:12 foreign-operator', '1:25 foreign-operator', '1:37 foreign-operator'],
    mended: 'BEGIN { $a = 1; if ($a == 1 || $a != 2) { } }',
  },
  {
    name: 'the address of a field',
    input: 't:a:b { @[str(&args->name)] = +1; }',
    says: ['1:15 address-of', '1:31 unary-plus'],
    mended: 't:a:b { @[str(args->name)] = 1; }',
  },
  {
    name: 'brackets that are not closed',
    input: 'BEGIN { printf("%d", 1; @a[5 = 2; $x = (1 + 2; }',
    says: ['1:23 unclosed-bracket', '1:29 unclosed-bracket', '1:46 unclosed-bracket'],
    mended: 'BEGIN { printf("%d", 1); @a[5] = 2; $x = (1 + 2); }',
  },
  {
    name: 'a call that ends with its line',
    input: 'BEGIN {\n  printf("x"\n  @a = 1;\n}',
    says: ['2:13 unclosed-bracket'],
    mended: 'BEGIN {\n  printf("x");\n  @a = 1;\n}',
  },
  { name: 'a bracket too many', input: 'BEGIN { printf("x")); @a = 1; }', says: ['1:20 unopened-bracket'], mended: 'BEGIN { printf("x"); @a = 1; }' },
  {
    name: 'commas behind the last',
    input: 'BEGIN { printf("%d", 1,); @a[1,] = 2; }',
    says: ['1:23 trailing-comma', '1:31 trailing-comma'],
    mended: 'BEGIN { printf("%d", 1); @a[1] = 2; }',
  },

  // Text.
  {
    name: 'other quotes',
    input: 'BEGIN { printf(\'it "is"\'); printf(“a”); }',
    says: ['1:16 single-quotes', '1:35 look-alike'],
    mended: 'BEGIN { printf("it \\"is\\""); printf("a"); }',
  },
  {
    name: 'a line break in a string',
    input: 'BEGIN { printf("a\nb", 1); @b = 1; }',
    says: ['1:16 newline-in-string'],
    mended: 'BEGIN { printf("a\\nb", 1); @b = 1; }',
  },
  { name: 'a string that is not closed hides only its line', input: 'BEGIN {\n  printf("a);\n  @b = ;\n}', says: ['2:10 unclosed-string', '3:8 syntax'] },
  { name: 'strings side by side', input: 'BEGIN { printf("a" "b"\n  "c\\n"); }', says: ['1:16 adjacent-strings'], mended: 'BEGIN { printf("abc\\n"); }' },
  {
    name: 'escapes of others',
    input: 'BEGIN { printf("\\a\\e\\d"); }',
    says: ['1:17 unknown-escape', '1:19 unknown-escape', '1:21 unknown-escape'],
    mended: 'BEGIN { printf("\\x07\\x1b\\\\d"); }',
  },
  {
    name: 'comments of others',
    input: '# what it does\nBEGIN {\n  # one\n  @a = 1; # two\n}',
    says: ['1:1 hash-comment', '3:3 hash-comment', '4:11 hash-comment'],
    mended: '// what it does\nBEGIN {\n  // one\n  @a = 1; // two\n}',
  },
  {
    name: 'characters that look alike',
    input: 'BEGIN { @a\u00a0= 1； @b = 5 − 3; }',
    says: ['1:11 look-alike', '1:15 look-alike', '1:24 look-alike'],
    mended: 'BEGIN { @a = 1; @b = 5 - 3; }',
  },
  { name: 'numbers that are none', input: 'BEGIN { @a = 10MB; @b = 1.5; @c = 20e3; }', says: ['1:14 malformed-number', '1:25 fraction', '1:35 exponent'] },

  // Probes.
  {
    name: 'statements outside of any probe: a declaration',
    input: '@x = hist();\nkprobe:f { @x = hist(arg0); }',
    says: ['1:1 outside-probe'],
    mended: '\nkprobe:f { @x = hist(arg0); }',
  },
  {
    name: 'statements outside of any probe: what is done at the start',
    input: '@n = 0;\nprintf("go\\n");\nkprobe:f { @n++; }',
    says: ['1:1 outside-probe'],
    mended: 'BEGIN { @n = 0; printf("go\\n"); }\n\nkprobe:f { @n++; }',
  },
  {
    name: 'statements outside of any probe, beside a BEGIN',
    input: 'BEGIN { @m = 1; }\n@n = 0;\nkprobe:f { @n++; }',
    says: ['2:1 outside-probe'],
    mended: 'BEGIN { @n = 0; @m = 1; }\n\nkprobe:f { @n++; }',
  },
  {
    name: 'statements outside of any probe that mean nothing at the start',
    input: '@x = hist(arg0);\nprintf("%d", pid);\nkprobe:f { @ = 1; }',
    says: ['1:1 outside-probe'],
  },
  {
    name: 'another language',
    input: 'BPF_HASH(start, u32);\nint probe(struct pt_regs *ctx) {\n  u64 ts = 5;\n  start.update(&pid, &ts);\n}',
    says: ['1:1 outside-probe', '2:1 c-function'],
  },
  {
    name: 'a brace too few, before the next probe and at the end',
    input: 'kprobe:f {\n  if (1) {\n    @a = 1;\nkprobe:g {\n  @b = 1;',
    says: ['3:12 missing-brace', '5:10 missing-brace'],
    mended: 'kprobe:f {\n  if (1) {\n    @a = 1;\n}\n}\nkprobe:g {\n  @b = 1;\n}',
  },
  {
    name: 'a brace too many',
    input: 'kprobe:f { @a = 1; } }\nkprobe:g { @b = 2; }',
    says: ['1:22 stray-brace'],
    mended: 'kprobe:f { @a = 1; } \nkprobe:g { @b = 2; }',
  },
  {
    name: 'a brace too many in the middle',
    input: 'kprobe:f { if (1) { @a = 1; } } @b = 2; }',
    says: ['1:31 stray-brace'],
    mended: 'kprobe:f { if (1) { @a = 1; }  @b = 2; }',
  },
  { name: 'a block without a probe', input: '{ @a = 1; @b = ; }\nkprobe:g { @b = 2; }', says: ['1:1 missing-probe', '1:16 syntax'] },
  {
    name: 'predicates in other clothes',
    input: 'kprobe:a if (pid == 1) { }\nkprobe:b (pid == 1) { }\nkprobe:c /pid == 1 { }\nkprobe:d pid == 1/ { }',
    says: ['1:10 predicate-if', '2:10 predicate-if', '3:19 predicate-slash', '4:10 predicate-slash'],
    mended: 'kprobe:a /pid == 1/ { }\nkprobe:b /pid == 1/ { }\nkprobe:c /pid == 1/ { }\nkprobe:d /pid == 1/ { }',
  },
  {
    name: 'parameters, and the word probe',
    input: 'probe kprobe:f(struct file *f) { @ = 1; }',
    says: ['1:1 probe-word', '1:15 probe-parameters'],
    mended: 'kprobe:f { @ = 1; }',
  },
  {
    name: 'C definitions behind a probe',
    input: 'BEGIN { }\n#include <linux/sched.h>\nEND { }',
    says: ['2:1 misplaced'],
    mended: '#include <linux/sched.h>\nBEGIN { }\nEND { }',
  },
  { name: 'prose', input: 'I cannot give you a program for that.\n\nBut this one comes near: see below.', says: ['1:3 syntax'] },
  {
    name: 'four mistakes in four places',
    input: 'kprobe:a { @x = ; }\nkprobe:b /pid ==/ { @y = 1; }\nkprobe:c { @z = 1 +; @v = hist(; }\n',
    says: ['1:17 syntax', '2:17 syntax', '3:20 syntax', '3:32 syntax'],
  },
];

describe('recovery', () => {
  it.each(PROGRAMS)('$name', ({ input, says, mended }) => {
    const { diagnostics } = parse(input);
    const said = diagnostics.map(({ code, span }) => {
      const { line, column } = positionAt(input, span?.start ?? -1);
      return `${line}:${column} ${code}`;
    });
    expect(said).toEqual(says);
    for (const { span } of diagnostics) expect((span?.end ?? 0) - (span?.start ?? 0)).toBeLessThan(80);
    const end = mend(input);
    if (mended === undefined) {
      expect(parse(end).diagnostics).not.toEqual([]);
    } else {
      expect(end).toBe(mended);
      expect(parse(end).diagnostics).toEqual([]);
    }
  });
});

/** Applies the first automatic fix there is until there is none: each must bring the program nearer to one that reads. */
function mend(input: string): string {
  let source = input;
  for (let round = 0; round < 20; round++) {
    const fix = parse(source)
      .diagnostics.flatMap(({ fixes }) => fixes)
      .find(({ automatic }) => automatic === true);
    if (fix === undefined) return source;
    source = applyEdits(source, fix.edits);
  }
  throw new Error(`no end of fixes: ${source}`);
}
