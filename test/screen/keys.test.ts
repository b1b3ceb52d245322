import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Key, KeyReader } from '../../src/screen/keys.ts';

/** As `up`, or as what was typed in quotes. */
function keysOf(pieces: readonly (string | Uint8Array)[]): string[] {
  const reader = new KeyReader();
  const keys: Key[] = pieces.flatMap((piece) => reader.feed(typeof piece === 'string' ? Buffer.from(piece) : piece));
  return [...keys, ...reader.settle()].map((key) => ('text' in key ? `${key.name === 'paste' ? 'paste ' : ''}"${key.text}"` : key.name));
}

describe('KeyReader', () => {
  it.each<[string, readonly (string | Uint8Array)[], string[]]>([
    ['letters', ['q/'], ['"q"', '"/"']],
    ['arrows, as both kinds of terminals send them', ['\u001b[A\u001bOB\u001b[C\u001b[D'], ['up', 'down', 'right', 'left']],
    ['arrows with Shift or Ctrl', ['\u001b[1;2A\u001b[1;5D'], ['up', 'left']],
    ['home and end, of four kinds', ['\u001b[H\u001b[1~\u001b[7~\u001bOF\u001b[4~\u001b[8~'], ['home', 'home', 'home', 'end', 'end', 'end']],
    ['pages', ['\u001b[5~\u001b[6~'], ['page-up', 'page-down']],
    ['a sequence in pieces', ['\u001b', '[', '1;', '5A'], ['up']],
    ['Escape alone', ['\u001b'], ['escape']],
    ['Escape, and then a letter', ['\u001bq'], ['escape', '"q"']],
    ['a sequence that is nobody’s', ['\u001b[99;3;1zq'], ['"q"']],
    ['a sequence without an end', [`\u001b[${'1;'.repeat(60)}`, 'q'], ['escape', '"q"']],
    [
      'control characters',
      ['\r\n\t\u007f\u0008\u0003\u001a\u000c\u0015'],
      ['enter', 'enter', 'tab', 'backspace', 'backspace', 'interrupt', 'suspend', 'redraw', 'clear-line'],
    ],
    ['control characters that mean nothing', ['\u0000\u0001\u001c'], []],
    ['Shift-Tab', ['\u001b[Z'], ['back-tab']],
    ['a character of three bytes, in pieces', [Uint8Array.of(0xe8), Uint8Array.of(0xbf), Uint8Array.of(0x9b)], ['"进"']],
    ['a character of two code units', ['😀'], ['"😀"']],
    ['bytes that are no UTF-8', [Uint8Array.of(0xff, 0x71)], ['"\ufffd"', '"q"']],
    ['what is pasted, on one line', ['\u001b[200~q\u0003\r\nrm', ' -rf\u001b[20', '1~q'], ['paste "q rm -rf"', '"q"']],
  ])('reads %s', (_what, pieces, expected) => {
    expect(keysOf(pieces)).toEqual(expected);
  });

  it('reads the same whatever pieces the bytes come in, and keeps little of a paste without an end', () => {
    const part = fc.constantFrom('q', '\u001b[A', '\u001bOH', '\u001b[5~', '进', '\u001b[200~ab\u001b[201~', '\r', '\u001b[1;5C');
    fc.assert(
      fc.property(fc.array(part), fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (parts, lengths) => {
        const all = Buffer.from(parts.join(''));
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < all.length; ) {
          const length = lengths.next().value ?? 1;
          pieces.push(all.subarray(at, at + length));
          at += length;
        }
        expect(keysOf(pieces)).toEqual(keysOf([all]));
      }),
    );
    const reader = new KeyReader();
    reader.feed(Buffer.from('\u001b[200~'));
    for (let i = 0; i < 50; i++) expect(reader.feed(Buffer.from('x'.repeat(10_000)))).toEqual([]);
    const [key] = reader.feed(Buffer.from('\u001b[201~'));
    expect(key !== undefined && 'text' in key ? key.text.length : 0).toBe(10_000);
  });
});
