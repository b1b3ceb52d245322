/** What is coloured in a program, and that nothing of it is lost, whatever it is. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/core/program.ts';
import { codeMarks, codePieces } from '../../src/explain/code-pieces.ts';

const coloured = (source: string, language: Language): string[] =>
  codePieces(source, language).flatMap(({ colour, text }) => (colour === '' ? [] : [`${colour} ${text}`]));

const SCRIPTS: readonly (readonly [source: string, expected: readonly string[]])[] = [
  ['#include <x.h>\nBEGIN { printf("a\\n") } // end', ['keyword #include <x.h>', 'probe BEGIN', 'call printf', 'text "a\\n"', 'comment // end']],
  ['uprobe:/lib/*:f { @a = $1 } /* x */', ['probe uprobe:/lib/*:f', 'map @a', 'variable $1', 'comment /* x */']],
  ['t:a:b, kprobe:f\n/pid == 1/ { if (1) { return; } }', ['probe t:a:b', 'probe kprobe:f', 'number 1', 'keyword if', 'number 1', 'keyword return']],
  // While it is being written.
  ['tracepoint:sysca', ['probe tracepoint:sysca']],
  ['tracepoint:a:b /pid == ', ['probe tracepoint:a:b']],
  ['interval:s:1, profile:hz:', ['probe interval:s:1', 'probe profile:hz:']],
  ['config = { a=1 } BEGIN{ "open', ['keyword config', 'number 1', 'probe BEGIN', 'text "open']],
  // A name of a kind that begins no probe.
  ['BEGIN { t = 1; h }', ['probe BEGIN', 'number 1']],
  ['END\n{ } kretfunc:vfs_read { }', ['probe END', 'probe kretfunc:vfs_read']],
];

const IN_C: typeof SCRIPTS = [
  ['#include "vmlinux.h"', ['keyword #include', 'text "vmlinux.h"']],
  [
    'SEC("tp/x") int f(void *c) { return 0x1fULL; }',
    ['probe SEC', 'text "tp/x"', 'variable int', 'call f', 'variable void', 'keyword return', 'number 0x1fULL'],
  ],
  ['/* int\nx */ __u64 a; // return', ['comment /* int\nx */', 'variable __u64', 'comment // return']],
  ['/* never closed\nint x;', ['comment /* never closed\nint x;']],
  ['"a \\" b" \'\\\'\' "open', ['text "a \\" b"', "text '\\''", 'text "open']],
];

describe('a program in colour', () => {
  it.each(SCRIPTS)('%j', (source, expected) => expect(coloured(source, 'bpftrace')).toEqual(expected));
  it.each(IN_C)('in C: %j', (source, expected) => expect(coloured(source, 'c')).toEqual(expected));

  it('is none in languages that nobody colours', () => expect(codePieces('f() {}', 'wasm')).toEqual([{ text: 'f() {}', colour: '' }]));

  it('is the whole program, for each of the library and for any that is cut off', () => {
    for (const name of readdirSync('library').filter((file) => /\.(?:bt|bpf\.c)$/.test(file))) {
      const source = readFileSync(`library/${name}`, 'utf8');
      const language = name.endsWith('.bt') ? 'bpftrace' : 'c';
      for (const text of [source, source.slice(0, source.length / 2), source.slice(source.length / 3)])
        expect(
          codePieces(text, language)
            .map((piece) => piece.text)
            .join(''),
          name,
        ).toBe(text);
    }
  });

  it('has marks in their order, none within another, whatever is typed', () => {
    const words = fc.constantFrom(
      'kprobe:',
      'uprobe:/a',
      '{',
      '}',
      '/',
      '*',
      '//',
      '"',
      "'",
      '@x',
      '$x',
      'f(',
      '\n',
      ' ',
      ',',
      '#include',
      '/*',
      '*/',
      '1',
      't',
      'é',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), fc.constantFrom('bpftrace', 'c'), (parts, language) => {
        let done = 0;
        for (const { from, to } of codeMarks(parts.join(''), language)) {
          expect(from).toBeGreaterThanOrEqual(done);
          expect(to).toBeGreaterThan(from);
          done = to;
        }
        expect(done).toBeLessThanOrEqual(parts.join('').length);
      }),
    );
  });

  it('is told apart in time, whatever it is', () => {
    for (const language of ['bpftrace', 'c'] as const)
      for (const piece of ['"', "'", '/*', '\\', '#', '(', 'a', ' ', 't:'])
        expect(codeMarks(piece.repeat(50_000), language).length).toBeLessThanOrEqual(50_000);
  });
});
