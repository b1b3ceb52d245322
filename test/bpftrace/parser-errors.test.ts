import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { walk } from '../../src/bpftrace/visit.ts';
import { positionAt } from '../../src/core/diagnostic.ts';

/** What is said, and where: `line:column`. `probes` is how many are still read. */
const MISTAKES: readonly {
  readonly name: string;
  readonly input: string;
  readonly codes: readonly string[];
  readonly at: readonly string[];
  readonly says?: RegExp;
  readonly probes?: number;
}[] = [
  { name: 'a missing semicolon', input: 'BEGIN {\n  @a = 1\n  @b = 2;\n}', codes: ['missing-semicolon'], at: ['2:9'], says: /";".*"@b"/, probes: 1 },
  { name: 'a missing operand', input: 'BEGIN { @a = ; }', codes: ['syntax'], at: ['1:14'], says: /expression.*";"/ },
  { name: 'a missing closing parenthesis', input: 'BEGIN { printf("%d", 1; }', codes: ['unclosed-bracket'], at: ['1:23'], says: /"\)"/ },
  { name: 'a missing bracket', input: 'BEGIN { @a[1 = 2; }', codes: ['unclosed-bracket'], at: ['1:13'], says: /"\]"/ },
  { name: 'a missing brace at the end', input: 'BEGIN { @a = 1;', codes: ['missing-brace'], at: ['1:16'], says: /"}".*end of the program/ },
  { name: 'a probe without a body', input: 'kprobe:f', codes: ['syntax'], at: ['1:9'], says: /"{"/ },
  { name: 'a predicate that is never closed', input: 'kprobe:f /pid == 1 { @ = 1; }', codes: ['predicate-slash'], at: ['1:19'], says: /"\/"/ },
  { name: 'a body without a probe', input: '{ @ = 1; }', codes: ['missing-probe'], at: ['1:1'], says: /probe/ },
  { name: 'a number as a probe', input: '12:a { }', codes: ['syntax'], at: ['1:1'], says: /probe/ },
  { name: 'an assignment to a builtin', input: 'BEGIN { pid = 5; }', codes: ['not-assignable'], at: ['1:9'], probes: 1 },
  { name: 'an unclosed string', input: 'BEGIN { printf("abc); }\n', codes: ['unclosed-string'], at: ['1:16'] },
  { name: 'an unclosed comment', input: 'BEGIN { } /* here\nit goes on', codes: ['unclosed-comment'], at: ['1:11'], probes: 1 },
  { name: 'a stray character', input: 'BEGIN { @a = 1 ` ; }', codes: ['stray-character'], at: ['1:16'], probes: 1 },
  { name: 'a stray character of two code units', input: 'BEGIN { @a = 1; 🙂 }', codes: ['stray-character'], at: ['1:17'], probes: 1 },
  { name: 'if without its closing parenthesis', input: 'BEGIN { if (a == 1 { } }', codes: ['unclosed-bracket'], at: ['1:19'], says: /"\)"/ },
  { name: 'a for without a variable', input: 'BEGIN { for (5 : @a) { } }', codes: ['syntax'], at: ['1:14'], says: /scratch variable/ },
  { name: 'let without a variable', input: 'BEGIN { let 5 = 1; }', codes: ['syntax'], at: ['1:13'], says: /scratch variable/ },
  { name: 'a field that is no name', input: 'BEGIN { @ = args->; }', codes: ['syntax'], at: ['1:19'], says: /field/ },
  { name: 'a ternary without its second half', input: 'BEGIN { @ = a ? 1; }', codes: ['syntax'], at: ['1:18'], says: /":"/ },
  { name: 'an unclosed struct', input: 'struct a { int b;', codes: ['syntax'], at: ['1:18'], says: /"}"/, probes: 0 },
  { name: 'a struct without a brace', input: 'struct a', codes: ['syntax'], at: ['1:9'], says: /"{"/, probes: 0 },
  { name: 'sizeof never closed', input: 'BEGIN { @ = sizeof(struct a; }', codes: ['unclosed-bracket'], at: ['1:28'], says: /"\)"/ },
  {
    name: 'two mistakes, each in its probe; all probes are read',
    input: 'BEGIN {\n  @a = ;\n}\nkprobe:f {\n  @n = count();\n}\nEND {\n  printf(;\n}\ninterval:s:1 {\n  exit();\n}\n',
    codes: ['syntax', 'syntax'],
    at: ['2:8', '8:10'],
    probes: 4,
  },
  {
    name: 'a mistake in the attach point does not hide the next probe',
    input: ':bad {\n  @ = 1;\n}\nkprobe:f {\n  @n = ;\n}\n',
    codes: ['syntax', 'syntax'],
    at: ['1:1', '5:8'],
    probes: 1,
  },
];

describe('mistakes', () => {
  it.each(MISTAKES)('$name', ({ input, codes, at, says, probes }) => {
    const { script, diagnostics } = parse(input);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(
      diagnostics.map(({ span }) => {
        const { line, column } = positionAt(input, span?.start ?? -1);
        return `${line}:${column}`;
      }),
    ).toEqual(at);
    for (const diagnostic of diagnostics) expect(diagnostic.severity).toBe('error');
    if (says !== undefined) expect(diagnostics[0]?.message).toMatch(says);
    if (probes !== undefined) expect(script.probes).toHaveLength(probes);
  });

  it('proposes what was probably meant for a bare name that is assigned to', () => {
    expect(parse('BEGIN { total = 5; }').diagnostics[0]?.hints.join()).toMatch(/\$total.*@total/);
  });
});

/** Each is far deeper than any program; the answer must be a diagnostic, not an overflow. */
const DEEP: readonly { readonly name: string; readonly input: string }[] = [
  { name: 'parentheses', input: `BEGIN { @ = ${'('.repeat(10_000)}1${')'.repeat(10_000)}; }` },
  { name: 'unclosed parentheses', input: `BEGIN { @ = ${'('.repeat(10_000)}` },
  { name: 'a predicate', input: `k:f /${'('.repeat(10_000)}1${')'.repeat(10_000)}/ { }` },
  { name: 'blocks', input: `BEGIN ${'{'.repeat(10_000)}${'}'.repeat(10_000)}` },
  { name: 'ifs', input: `BEGIN { ${'if (1) { '.repeat(10_000)} ${'}'.repeat(10_000)} }` },
  { name: 'else ifs', input: `BEGIN { if (1) { } ${'else if (1) { } '.repeat(10_000)} }` },
  { name: 'minus signs', input: `BEGIN { @ = ${'- '.repeat(10_000)}1; }` },
  { name: 'ternaries', input: `BEGIN { @ = ${'a ? b : '.repeat(10_000)}1; }` },
  { name: 'casts', input: `BEGIN { @ = ${'(uint64)'.repeat(10_000)}1; }` },
  { name: 'map keys', input: `BEGIN { @ = ${'@a['.repeat(10_000)}1${']'.repeat(10_000)}; }` },
  { name: 'calls', input: `BEGIN { @ = ${'str('.repeat(10_000)}1${')'.repeat(10_000)}; }` },
];

describe('deep nesting', () => {
  it.each(DEEP)('$name: refused with a diagnostic', ({ input }) => {
    const { diagnostics } = parse(input);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics[0]?.message).toMatch(/nest/);
  });

  /** Left-leaning chains are loops to the parser, and a chain of a few thousand is a long program, no attack: all that follows must bear its depth. */
  it.each([
    { name: 'a sum', input: `BEGIN { @ = 1${' + 1'.repeat(20_000)}; }` },
    { name: 'fields', input: `BEGIN { @ = $a${'.b'.repeat(20_000)}; }` },
    { name: 'indexes', input: `BEGIN { @ = $a${'[0]'.repeat(20_000)}; }` },
  ])('$name of 20,000 parts is read or refused, and can be walked', ({ input }) => {
    const { script } = parse(input);
    let nodes = 0;
    for (const _ of walk(script)) nodes++;
    expect(nodes).toBeGreaterThan(0);
  });

  it('reads a hundred levels, which no program reaches', () => {
    expect(parse(`BEGIN { @ = ${'('.repeat(40)}1${')'.repeat(40)}; }`).diagnostics).toEqual([]);
  });
});

/** What parse promises of any text. */
function expectSane(input: string): void {
  const { script, diagnostics, comments } = parse(input);
  for (const { span, message } of diagnostics) {
    expect(message).not.toBe('');
    expect(span?.start).toBeGreaterThanOrEqual(0);
    expect(span?.end).toBeLessThanOrEqual(input.length);
    expect(span?.end).toBeGreaterThanOrEqual(span?.start ?? 0);
  }
  for (const { start, end } of comments) expect(end).toBeGreaterThan(start);
  for (const node of walk(script)) expect(node.span.end).toBeLessThanOrEqual(input.length);
  // Text that is there is never passed over in silence.
  if (diagnostics.length === 0 && script.probes.length === 0 && script.preamble.length === 0)
    expect(input.replace(/\/\/.*|\/\*[\s\S]*?\*\/|^#!.*/g, '').trim()).toBe('');
}

const PIECES =
  'BEGIN|END|kprobe:f|tracepoint:a:b|uprobe:/a:b|/|{|}|(|)|[|]|;|,|@a|@|$x|$1|"s"|"|\\|//|/*|*/|#|\n| |if|else|for|while|unroll|let|return|struct|config =|=|==|+|++|->|.|..|?|:|1|0x|1e9|(struct a *)|sizeof(|count()|é|\u0000'.split(
    '|',
  );

describe('any text', () => {
  it('never throws: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectSane(Buffer.from(bytes).toString(bytes.length % 2 === 0 ? 'utf8' : 'latin1'))),
      { numRuns: 300 },
    );
  });

  it('never throws: pieces of programs in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => expectSane(pieces.join(' '))),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => expectSane(pieces.join(''))),
      { numRuns: 400 },
    );
  });

  it('never throws: a program with a piece cut out of it', () => {
    const program =
      'tracepoint:a:b,\nkprobe:f /pid == $1 && @s[tid] / 2/ {\n  @a[comm, str(args->f)] = hist((uint64)nsecs);\n  if (x) { printf("%d\\n", 1); } else { delete(@s[tid]); }\n}\n';
    fc.assert(
      fc.property(fc.nat(program.length), fc.nat(40), (at, length) => expectSane(program.slice(0, at) + program.slice(at + length))),
      { numRuns: 500 },
    );
  });
});

/** A megabyte, within the time a test has: nothing may take the square of its input. Less of what gives a node or a diagnostic for every few bytes. */
const MEGABYTE = 1024 * 1024;
const LESS = MEGABYTE / 4;
const LARGE: readonly { readonly name: string; readonly piece: string; readonly before?: string; readonly size?: number }[] = [
  { name: 'whole probes', piece: 'kprobe:f /pid == 1/ {\n  @a[comm] = count();\n}\n' },
  { name: 'broken probes', piece: 'kprobe:f {\n  @a = ;\n}\n', size: LESS },
  { name: 'broken probes on one line', piece: 'kprobe:f { @a = ; } ' },
  { name: 'statements', piece: '@a = 1; ', before: 'BEGIN { ', size: LESS },
  { name: 'stray characters', piece: '`', size: LESS },
  { name: 'opening braces', piece: '{' },
  { name: 'opening parentheses', piece: '(', before: 'BEGIN { ' },
  { name: 'slashes in a predicate', piece: '1 / ', before: 'k:f /', size: LESS },
  { name: 'comment openings', piece: '/*' },
  { name: 'line comments', piece: '// a comment\n' },
  { name: 'quotes', piece: '"\n' },
  { name: 'backslashes', piece: '\\', before: 'BEGIN { printf("' },
  { name: 'words', piece: 'aaaaaaaa' },
  { name: 'blanks', piece: ' ' },
  { name: 'digits', piece: '7', before: 'BEGIN { @ = ' },
  { name: 'attach points', piece: 'kprobe:f,' },
  { name: 'parentheses with words', piece: '(a a a a ', before: 'BEGIN { @ = ' },
  { name: 'keys within keys', piece: '@a[', before: 'BEGIN { ' },
  { name: 'one string', piece: 'x', before: 'BEGIN { printf("' },
  { name: 'other quotes', piece: "'" },
  { name: 'typographic quotes', piece: '“' },
  { name: 'strings side by side', piece: '"a" ', before: 'BEGIN { printf(', size: LESS },
  { name: 'colons in an attach point', piece: ':', before: 'kprobe:' },
  { name: 'blanks in an attach point', piece: ' ', before: 'kprobe:' },
  { name: 'blanks in a cast', piece: ' ', before: 'BEGIN { @ = (a' },
  { name: 'names without a sigil', piece: 'a = b; ', before: 'BEGIN { ', size: LESS },
  { name: 'declarations', piece: 'int x = 5; ', before: 'BEGIN { ', size: LESS },
  { name: 'statements outside', piece: '@x = 1;\n', size: LESS },
  { name: 'loops of C', piece: 'for (i = 0; i < 5; i++) ', before: 'BEGIN { ', size: LESS },
  { name: 'structs within structs', piece: 'struct a { ' },
  { name: 'members', piece: 'int b; ', before: 'struct a { ', size: LESS },
  { name: 'enumerators that refer to one', piece: 'b = a, ', before: 'enum e { a, ', size: LESS },
  { name: 'directives behind a probe', piece: '#define A\n', before: 'BEGIN { }\n', size: LESS },
  { name: 'strings that end on no line', piece: 'BEGIN { printf("a\n', size: LESS },
];

describe('a large program', () => {
  it.each(LARGE)('of $name ends', ({ piece, before = '', size = MEGABYTE }) => {
    const input = before + piece.repeat(Math.ceil(size / piece.length));
    const { script, diagnostics } = parse(input);
    expect(script.span.end).toBe(input.length);
    expect(diagnostics.length).toBeLessThan(1100);
    for (const { span } of diagnostics.slice(0, 10)) expect(span?.end).toBeLessThanOrEqual(input.length);
  });

  it('is refused past some megabytes, with one message', () => {
    const { script, diagnostics } = parse('BEGIN { }\n'.repeat(MEGABYTE));
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-large']);
    expect(script.items).toEqual([]);
  });
});
