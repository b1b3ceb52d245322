import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { format, print } from '../../src/bpftrace/print.ts';
import { walk } from '../../src/bpftrace/visit.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { bare } from './arbitrary.ts';

/** What a source is formatted to; `expect` left out where it is to stay as it is. Add a block for what comes out wrong. */
const SOURCES: readonly { readonly name: string; readonly input: string; readonly expect?: string; readonly version?: string; readonly width?: number }[] = [
  // What must not be lost.
  { name: 'nothing', input: '' },
  { name: 'only a comment', input: '// nothing yet\n' },
  { name: 'front matter, to the letter', input: '/*---\ntitle =   "x"  \n\n\n  a = 1\n---*/\n\n// why\nBEGIN\n{\n  exit();\n}\n' },
  { name: 'the first line', input: '#!/usr/bin/env bpftrace\n// a\nBEGIN\n{\n}\n' },
  {
    name: 'comments before, behind and after a statement',
    input: 'BEGIN\n{\n  // one\n  @a = 1; // two\n  /* three */\n  @b = 2; /* four */\n  // five\n}\n// six\n',
  },
  { name: 'comments in an empty block', input: 'BEGIN\n{\n  // nothing\n}\n' },
  { name: 'comments between attach points', input: 'kprobe:a, // one\n// two\nkprobe:b // three\n{\n}\n' },
  { name: 'comments around a predicate', input: 'kprobe:a\n// one\n/pid == 1/ // two\n// three\n{\n}\n' },
  { name: 'a comment inside an expression', input: 'BEGIN\n{\n  @a = 1 + /* two */ 2;\n}\n' },
  {
    name: 'a comment inside a call',
    input: 'BEGIN\n{\n  printf("%d %d",\n    // the process\n    pid,\n    tid);\n}\n',
    expect: 'BEGIN\n{\n  printf("%d %d",\n    // the process\n    pid, tid);\n}\n',
  },
  { name: 'a comment at the start of a predicate', input: 'kprobe:a\n/ /* one */ pid == 1/\n{\n}\n' },
  { name: 'a comment to the end of the line at the start of a predicate', input: 'kprobe:a\n/ // one\npid == 1/\n{\n}\n' },
  {
    name: 'a comment between a definition and its semicolon',
    input: 'struct a { int b; } /* one */;\nenum e { A } // two\n;\nBEGIN { }',
    expect: 'struct a { int b; }; /* one */\nenum e { A }; // two\n\nBEGIN\n{\n}\n',
  },
  { name: 'comments around an else', input: 'BEGIN\n{\n  if (1) {\n    @a = 1;\n    // one\n  } else {\n    // two\n    @a = 2;\n  }\n}\n' },
  { name: 'comments in a config block', input: 'config = {\n  // one\n  max_map_keys = 5; // two\n  // three\n}\n' },
  { name: 'comments inside a struct', input: 'struct a {\n  int b; // one\n  /* two */\n};\n' },
  { name: 'literals as they were written', input: 'BEGIN\n{\n  @a = 0x1F + 1_000 + 1e6 + 5ms + 7ULL + 010;\n  printf("\\x41\\101\\"\\\\");\n}\n' },

  // Blank lines.
  {
    name: 'one empty line between probes, none at the ends of blocks',
    input: 'BEGIN { \n\n @a = 1;\n\n\n\n@b = 2;\n\n} END { }',
    expect: 'BEGIN\n{\n  @a = 1;\n\n  @b = 2;\n}\n\nEND\n{\n}\n',
  },
  { name: 'directives stay together', input: '#include <a.h>\n#include <b.h>\n\n#define X 1\n\nBEGIN\n{\n}\n' },

  // Layout.
  {
    name: 'a line becomes a program',
    input: 'kprobe:f,kprobe:g/pid==1/{@[comm]=count()}',
    expect: 'kprobe:f, kprobe:g\n/pid == 1/\n{\n  @[comm] = count();\n}\n',
  },
  { name: 'attach points on lines of their own stay there', input: 'kprobe:f,\nkprobe:g\n{\n}\n' },
  {
    name: 'if, else if, else',
    input: 'BEGIN { if(1){@=1}else if(2){@=2}else{@=3} }',
    expect: 'BEGIN\n{\n  if (1) {\n    @ = 1;\n  } else if (2) {\n    @ = 2;\n  } else {\n    @ = 3;\n  }\n}\n',
  },
  {
    name: 'loops',
    input:
      'BEGIN\n{\n  while ($i < 5) {\n    $i++;\n  }\n  for ($kv : @a) {\n    print($kv.0);\n  }\n  for ($i : 0..10) { }\n  unroll (3) {\n    @++;\n  }\n}\n',
  },
  { name: 'conditions without parentheses get them', input: 'BEGIN { if $x { @ = 1 } }', expect: 'BEGIN\n{\n  if ($x) {\n    @ = 1;\n  }\n}\n' },
  { name: 'a macro, a function, a declared map', input: 'let @m = lruhash(100);\n\nmacro two($x) { $x + 2 }\n\nfn f($a: uint64): int8 {\n  return 1;\n}\n' },
  { name: 'an import, in both places', input: 'import "a.bt";\n\nBEGIN\n{\n  import "b.bt";\n}\n' },
  {
    name: 'casts and types',
    input: 'k:f { $s=(struct  sock*)arg0; $a=(uint8 [6])$s; let $t:int8=1; @=sizeof( struct  a )+offsetof(struct a,b.c); }',
    expect: 'k:f\n{\n  $s = (struct sock *)arg0;\n  $a = (uint8[6])$s;\n  let $t: int8 = 1;\n  @ = sizeof(struct a) + offsetof(struct a, b.c);\n}\n',
  },
  { name: 'a long call', input: 'BEGIN\n{\n  printf("%d %d %d\\n", pid, tid,\n    uid);\n}\n', width: 34 },
  { name: 'a long predicate', input: 'kprobe:f\n/pid == 1 && tid == 2 &&\n  uid == 3/\n{\n}\n', width: 28 },
  { name: 'a star at the start of a predicate opens no comment', input: 'kprobe:f\n/ *$1 == 2/\n{\n}\n' },
  { name: 'a constant of the name of an operator', input: 'BEGIN { @=(not); @a[(not)]=not+1; }', expect: 'BEGIN\n{\n  @ = not;\n  @a[not] = not + 1;\n}\n' },

  // Parentheses.
  {
    name: 'those that are needed',
    input: 'BEGIN\n{\n  @a = (1 + 2) * 3 - (4 - 5);\n  @b = (1 ? 2 : 3) ? 4 : 5;\n  @c = -(1 + 2);\n  @d = ((struct a *)$x)->b;\n}\n',
  },
  {
    name: 'those that are not',
    input: 'BEGIN { @a = ((1)) + (2 * 3); @b = (((struct a *)$x))->b; }',
    expect: 'BEGIN\n{\n  @a = 1 + 2 * 3;\n  @b = ((struct a *)$x)->b;\n}\n',
  },
  { name: 'those that make it clear', input: 'BEGIN\n{\n  @a = (1 && 2) || 3;\n  @b = ($x >> 8) & 15;\n}\n' },
  { name: 'signs that would run together', input: 'BEGIN\n{\n  @a = - -1;\n  @b = 1 - -2;\n}\n' },

  // Versions.
  { name: 'fentry for 0.17', input: 'fentry:vfs_read\n{\n  @ = args.count;\n}\n', expect: 'kfunc:vfs_read\n{\n  @ = args->count;\n}\n', version: '0.17' },
  { name: 'fentry for 0.27', input: 'fentry:vfs_read\n{\n  @ = args.count;\n}\n', version: '0.27' },
  { name: 'fields of a structure keep their points', input: 'BEGIN\n{\n  @ = $t.0;\n}\n', version: '0.17' },
  { name: 'durations for 0.17', input: 'BEGIN\n{\n  @a = 5us;\n}\n', expect: 'BEGIN\n{\n  @a = 5000;\n}\n', version: '0.17' },
  { name: 'a named probe', input: 'mine=fentry:f\n{\n}\n', expect: 'mine=kfunc:f\n{\n}\n', version: '0.17' },
];

describe('format', () => {
  it.each(SOURCES)('$name', ({ input, expect: expected = input, version, width }) => {
    const options = { ...(version === undefined ? {} : { version }), ...(width === undefined ? {} : { width }) };
    expect(format(input, options).text).toBe(expected);
    expect(format(expected, options).text).toBe(expected);
  });

  it('refuses what has syntax errors, and says which', () => {
    const { text, diagnostics } = format('BEGIN { @a = ; }');
    expect(text).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['syntax']);
  });

  it('bears chains of 20,000 parts', () => {
    for (const source of [
      `BEGIN { @ = 1${' + 1'.repeat(20_000)}; }`,
      `BEGIN { @ = $a${'.b'.repeat(20_000)}; }`,
      `BEGIN { printf("x"${', 1'.repeat(20_000)}); }`,
    ]) {
      const { text = '' } = format(source);
      const kinds = (of: string): string[] => [...walk(parse(of).script)].map(({ kind }) => kind);
      expect(kinds(text)).toEqual(kinds(source));
      expect(format(text).text).toBe(text);
    }
  });

  it('prints a tree that has no source', () => {
    const { script } = parse('BEGIN { /* lost */ @a = 1; } END { }');
    expect(print(script)).toBe('BEGIN\n{\n  @a = 1;\n}\n\nEND\n{\n}\n');
  });
});

describe('the library', () => {
  it.each(readLibrary())('$name is formatted', ({ source }) => expect(format(source).text).toBe(source));
});

const tools = existsSync('/usr/sbin') ? readdirSync('/usr/sbin').filter((file) => file.endsWith('.bt')) : [];

describe.skipIf(tools.length === 0)('the tools that are installed', () => {
  it.each(tools)('%s says the same when it is formatted, and keeps its comments', (file) => {
    const source = readFileSync(`/usr/sbin/${file}`, 'utf8');
    const { text = '' } = format(source);
    const [before, after] = [parse(source), parse(text)];
    expect(bare(after.script)).toEqual(bare(before.script));
    const comments = (of: string, { comments: spans }: typeof before): string[] => spans.map(({ start, end }) => of.slice(start, end).trimEnd());
    expect(comments(text, after)).toEqual(comments(source, before));
    expect(format(text).text).toBe(text);
  });
});
