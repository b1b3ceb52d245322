import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyNode } from '../../src/bpftrace/ast.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { children, walk } from '../../src/bpftrace/visit.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { outline } from './outline.ts';

/** What a program reads as, in full. Add a line for a construct that is missing. */
const TREES: readonly { readonly name: string; readonly input: string; readonly expect: string }[] = [
  // Attach points.
  { name: 'BEGIN', input: 'BEGIN { }', expect: 'BEGIN {}' },
  { name: 'the small BEGIN of later versions', input: 'begin { }', expect: 'BEGIN {}' },
  { name: 'a tracepoint', input: 'tracepoint:sched:sched_switch { }', expect: 'tracepoint<sched><sched_switch> {}' },
  {
    name: 'short names of kinds',
    input: 't:a:b, k:f, kr:f, p:hz:9, i:s:1, s:faults:1, h:cycles:1 {}',
    expect: 'tracepoint<a><b> kprobe<f> kretprobe<f> profile<hz><9> interval<s><1> software<faults><1> hardware<cycles><1> {}',
  },
  { name: 'u and U differ', input: 'u:/a:f, U:/a:p:n {}', expect: 'uprobe</a><f> usdt</a><p><n> {}' },
  { name: 'wildcards', input: 'tracepoint:syscalls:sys_enter_*,kprobe:tcp_[sr]e?d {}', expect: 'tracepoint<syscalls><sys_enter_*> kprobe<tcp_[sr]e?d> {}' },
  { name: 'a path is no predicate', input: 'uprobe:/bin/bash:readline /pid == 1/ { }', expect: 'uprobe</bin/bash><readline> /(== pid 1)/ {}' },
  { name: 'a path that holds a comment opening', input: 'uprobe:/lib/*:malloc { }', expect: 'uprobe</lib/*><malloc> {}' },
  { name: 'quotes hold anything', input: 'uprobe:"/opt/a b,c{/x":"C::f(int)" { }', expect: 'uprobe</opt/a b,c{/x><C::f(int)> {}' },
  { name: 'an empty part', input: 'usdt:/bin/a::probe {}', expect: 'usdt</bin/a><><probe> {}' },
  { name: 'a list over lines', input: 'kprobe:a,\n  kprobe:b\n, kprobe:c\n{ }', expect: 'kprobe<a> kprobe<b> kprobe<c> {}' },
  { name: 'a comma behind the last of a list', input: 'kprobe:a,\n{ }', expect: 'kprobe<a> {}' },
  { name: 'an offset', input: 'kprobe:f+8 {}', expect: 'kprobe<f+8> {}' },
  { name: 'no blank before the brace', input: 'kprobe:f{ exit() }', expect: 'kprobe<f> {exit()}' },
  { name: 'no blank before the predicate', input: 'kprobe:f/pid/{ }', expect: 'kprobe<f> /pid/ {}' },

  // Predicates and slashes.
  { name: 'division inside a predicate', input: 'k:f /nsecs / 1000 > 5/ { }', expect: 'kprobe<f> /(> (/ nsecs 1000) 5)/ {}' },
  { name: 'division at the end of a predicate', input: 'k:f /10 / 2/ { }', expect: 'kprobe<f> /(/ 10 2)/ {}' },
  { name: 'division in parentheses', input: 'k:f /(a / b) == 1/ { }', expect: 'kprobe<f> /(== (/ a b) 1)/ {}' },
  { name: 'a predicate closed on the next line', input: 'k:f\n/pid == 1\n/\n{ }', expect: 'kprobe<f> /(== pid 1)/ {}' },
  { name: 'a comment between predicate and brace', input: 'k:f /pid/ // why\n/* more */ { }', expect: 'kprobe<f> /pid/ {}' },
  { name: 'a string with a slash in a predicate', input: 'k:f /comm == "a/b"/ { }', expect: 'kprobe<f> /(== comm "a/b")/ {}' },
  { name: 'division in a body', input: 'BEGIN { $x = 8 / 4 / 2; }', expect: 'BEGIN {(= $x (/ (/ 8 4) 2))}' },
  { name: 'division before a block', input: 'BEGIN { if (6 / 2) { @ = 1; } }', expect: 'BEGIN {if (/ 6 2) {(= @ 1)}}' },

  // Precedence, as in C.
  { name: 'products before sums', input: 'BEGIN { $x = 1 + 2 * 3 - 4; }', expect: 'BEGIN {(= $x (- (+ 1 (* 2 3)) 4))}' },
  { name: 'shifts before comparisons before bits', input: 'BEGIN { $x = 1 << 2 < 3 & 4 | 5 ^ 6; }', expect: 'BEGIN {(= $x (| (& (< (<< 1 2) 3) 4) (^ 5 6)))}' },
  { name: 'and before or', input: 'BEGIN { $x = a || b && c; }', expect: 'BEGIN {(= $x (|| a (&& b c)))}' },
  { name: 'parentheses', input: 'BEGIN { $x = (1 + 2) * 3; }', expect: 'BEGIN {(= $x (* (+ 1 2) 3))}' },
  { name: 'a ternary leans right', input: 'BEGIN { $x = a ? 1 : b ? 2 : 3; }', expect: 'BEGIN {(= $x (? a 1 (? b 2 3)))}' },
  { name: 'unary before binary', input: 'BEGIN { $x = -a + !b * ~c; }', expect: 'BEGIN {(= $x (+ (- a) (* (! b) (~ c))))}' },
  { name: 'a pointer is read, then indexed', input: 'BEGIN { $x = *$p + &$q; }', expect: 'BEGIN {(= $x (+ (* $p) (& $q)))}' },
  { name: 'fields and indexes chain', input: 'k:f { $x = $s->a.b[2]->c; }', expect: 'kprobe<f> {(= $x (-> (index (. (-> $s a) b) 2) c))}' },
  { name: 'tuple fields', input: 'BEGIN { $x = $t.0 + $t.1; }', expect: 'BEGIN {(= $x (+ (. $t 0) (. $t 1)))}' },

  // Casts.
  { name: 'a cast to a struct', input: 'k:f { $s = (struct sock *)arg0; }', expect: 'kprobe<f> {(= $s (as <struct sock *> arg0))}' },
  { name: 'a cast binds tighter than a sum', input: 'k:f { $s = (uint64)arg0 + 1; }', expect: 'kprobe<f> {(= $s (+ (as <uint64> arg0) 1))}' },
  { name: 'a cast reaches over fields', input: 'k:f { $s = (int32)args->ret; }', expect: 'kprobe<f> {(= $s (as <int32> (-> args ret)))}' },
  { name: 'blanks in a type', input: 'k:f { $s = (struct  sock**) arg0; }', expect: 'kprobe<f> {(= $s (as <struct sock **> arg0))}' },
  { name: 'an array type', input: 'k:f { $s = (uint8[6])arg0; }', expect: 'kprobe<f> {(= $s (as <uint8[6]> arg0))}' },
  { name: 'a kernel type by its _t', input: 'k:f { $s = (dev_t)arg0; }', expect: 'kprobe<f> {(= $s (as <dev_t> arg0))}' },
  { name: 'a name in parentheses is no cast', input: 'k:f { $s = (pid) - 1; }', expect: 'kprobe<f> {(= $s (- pid 1))}' },
  { name: 'a dereferenced cast', input: 'k:f { $s = *(uint32 *)(arg0 + 4); }', expect: 'kprobe<f> {(= $s (* (as <uint32 *> (+ arg0 4))))}' },

  // Statements.
  { name: 'counting up and down', input: 'BEGIN { @a++; ++@b[1]; $c--; --$d; }', expect: 'BEGIN {(@a ++); (++ @b[1]); ($c --); (-- $d)}' },
  {
    name: 'compound assignments',
    input: 'BEGIN { @a += 1; @a -= 2; $x <<= 3; $x >>= 1; @m %= 2; @m /= 2; }',
    expect: 'BEGIN {(+= @a 1); (-= @a 2); (<<= $x 3); (>>= $x 1); (%= @m 2); (/= @m 2)}',
  },
  { name: 'a map with several keys', input: 'BEGIN { @a[pid, comm, str(args->f)] = count(); }', expect: 'BEGIN {(= @a[pid comm str((-> args f))] count())}' },
  { name: 'the nameless map', input: 'BEGIN { @ = 1; @[pid] = 2; }', expect: 'BEGIN {(= @ 1); (= @[pid] 2)}' },
  { name: 'tuples', input: 'BEGIN { $t = (1, "a", (2, 3)); $u = (1,); }', expect: 'BEGIN {(= $t (tuple 1 "a" (tuple 2 3))); (= $u (tuple 1))}' },
  { name: 'a tuple as a key', input: 'BEGIN { @a[(1, 2)] = 1; }', expect: 'BEGIN {(= @a[(tuple 1 2)] 1)}' },
  {
    name: 'if and else',
    input: 'BEGIN { if (a) { @ = 1 } else if (b) { @ = 2; } else { @ = 3 } }',
    expect: 'BEGIN {if a {(= @ 1)} else if b {(= @ 2)} else {(= @ 3)}}',
  },
  { name: 'while', input: 'BEGIN { while ($i < 5) { $i++; break; } }', expect: 'BEGIN {while (< $i 5) {($i ++); break}}' },
  { name: 'for over a map', input: 'BEGIN { for ($kv : @a) { print($kv.0); continue; } }', expect: 'BEGIN {for $kv : @a {print((. $kv 0)); continue}}' },
  { name: 'for over a range', input: 'BEGIN { for ($i : 0..10) { @[$i] = 1; } }', expect: 'BEGIN {for $i : 0 .. 10 {(= @[$i] 1)}}' },
  { name: 'unroll', input: 'BEGIN { unroll(3) { @++; } unroll ($1) { } }', expect: 'BEGIN {unroll 3 {(@ ++)}; unroll $1 {}}' },
  { name: 'let', input: 'BEGIN { let $a; let $b: uint64 = 5; let $c = "x"; }', expect: 'BEGIN {let $a; let $b uint64 5; let $c "x"}' },
  { name: 'return', input: 'BEGIN { return; } END { return 1 }', expect: 'BEGIN {return}\nEND {return 1}' },
  { name: 'a block of its own', input: 'BEGIN { { @ = 1; } }', expect: 'BEGIN {{(= @ 1)}}' },
  {
    name: 'positional parameters',
    input: 'BEGIN { @ = $1 + $12 + $#; printf("%s", str($2)); }',
    expect: 'BEGIN {(= @ (+ (+ $1 $12) $#)); printf("%s" str($2))}',
  },
  {
    name: 'sizeof and offsetof take a type',
    input: 'BEGIN { @ = sizeof(struct a *) + offsetof(struct b, c); }',
    expect: 'BEGIN {(= @ (+ (sizeof <struct a *>) (offsetof <struct b> c)))}',
  },

  // Literals.
  {
    name: 'integers',
    input: 'BEGIN { @ = 0x1F; @ = 1_000; @ = 1e6; @ = 010; @ = 5u; @ = 7ULL; }',
    expect: 'BEGIN {(= @ 31); (= @ 1000); (= @ 1000000); (= @ 8); (= @ 5); (= @ 7)}',
  },
  {
    name: 'integers beyond 2^53',
    input: 'BEGIN { @ = 18446744073709551615; @ = 0xffffffffffffffff; }',
    expect: 'BEGIN {(= @ 18446744073709551615); (= @ 18446744073709551615)}',
  },
  { name: 'durations', input: 'BEGIN { @ = 5us; @ = 2s; @ = 1m; }', expect: 'BEGIN {(= @ 5000); (= @ 2000000000); (= @ 60000000000)}' },
  { name: 'escapes in a string', input: String.raw`BEGIN { printf("a\n\t\"\\\x41\101"); }`, expect: String.raw`BEGIN {printf("a\n\t\"\\AA")}` },
  { name: 'a string that looks like code', input: 'BEGIN { printf("} // /* @x"); }', expect: 'BEGIN {printf("} // /* @x")}' },

  // Comments and what stands before the probes.
  { name: 'a shebang', input: '#!/usr/bin/env bpftrace\nBEGIN { }', expect: 'BEGIN {}' },
  { name: 'comments everywhere', input: '/* a */ BEGIN /* b */ { // c }\n /* d\n } */ @ = /* e */ 1; }', expect: 'BEGIN {(= @ 1)}' },
  { name: 'an include', input: '#include <linux/sched.h>\n#define X 5\nBEGIN { @ = X; }', expect: 'directive\ndirective\nBEGIN {(= @ X)}' },
  { name: 'a struct', input: 'struct a { int b; struct { char c[8]; } d; };\nBEGIN { }', expect: 'definition\nBEGIN {}' },
  { name: 'an enum without its semicolon', input: 'enum e { A, B }\nBEGIN { @ = A; }', expect: 'definition\nBEGIN {(= @ A)}' },
  { name: 'a config block', input: 'config = { max_map_keys = 5; }\nBEGIN { }', expect: 'config\nBEGIN {}' },
  { name: 'nothing', input: '', expect: '' },
  { name: 'only comments', input: '// a\n/* b */', expect: '' },
];

describe('parse', () => {
  it.each(TREES)('$name', ({ input, expect: expected }) => {
    const { script, diagnostics } = parse(input);
    expect(diagnostics).toEqual([]);
    expect(outline(script)).toBe(expected);
  });

  const library = readLibrary().map(({ name, source }) => ({ name: `library/${name}.bt`, source }));
  const tools = existsSync('/usr/sbin') ? readdirSync('/usr/sbin').filter((file) => file.endsWith('.bt')) : [];
  const installed = tools.map((file) => ({ name: `/usr/sbin/${file}`, source: readFileSync(`/usr/sbin/${file}`, 'utf8') }));

  it('has a library to read', () => expect(library.length).toBeGreaterThan(70));

  it.each([...library, ...installed])('reads $name whole', ({ source }) => {
    const { script, diagnostics } = parse(source);
    expect(diagnostics).toEqual([]);
    expect(script.probes.length).toBeGreaterThan(0);
    for (const node of walk(script)) expectNested(node, node.kind === 'script' ? '' : source);
  });

  it('finds comments, and takes none for one inside a string', () => {
    const source = '// one\nBEGIN { printf("/* no */ // no"); /* two */ }';
    expect(parse(source).comments.map(({ start, end }) => source.slice(start, end))).toEqual(['// one', '/* two */']);
  });

  it('gives spans that can be cut out of the source and put elsewhere', () => {
    const source = 'k:f /pid == 1/ { @a[comm, (pid)] = sum((1 + 2) * 3); }';
    const [probe] = parse(source).script.probes;
    const statement = probe?.body.statements[0];
    const cut = (span: { start: number; end: number } | undefined): string => source.slice(span?.start, span?.end);
    expect(cut(probe?.predicate?.span)).toBe('/pid == 1/');
    expect(cut(probe?.attachPoints[0]?.span)).toBe('k:f');
    expect(statement).toMatchObject({ kind: 'assignment', target: { kind: 'map' }, value: { kind: 'call' } });
    if (statement?.kind !== 'assignment' || statement.target.kind !== 'map' || statement.value.kind !== 'call') return;
    expect(cut(statement.target.keySpan)).toBe('comm, (pid)');
    expect(cut(statement.value.nameSpan)).toBe('sum');
    expect(cut(statement.value.args[0]?.span)).toBe('(1 + 2) * 3');
  });
});

/** Edits are made by spans: one that leaves its parent's would change the wrong text. */
function expectNested(node: AnyNode, source: string): void {
  expect(node.span.start).toBeLessThanOrEqual(node.span.end);
  const text = source.slice(node.span.start, node.span.end);
  expect(text).toBe(text.trim());
  let before = node.span.start;
  for (const child of children(node)) {
    expect(child.span.start).toBeGreaterThanOrEqual(before);
    expect(child.span.end).toBeLessThanOrEqual(node.span.end);
    before = child.span.start;
  }
}
