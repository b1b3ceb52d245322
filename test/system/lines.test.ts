import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../src/system/lines.ts';

async function read(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of wholeLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) pieces.push(piece.toString());
  return pieces;
}

describe('wholeLines', () => {
  it.each([
    { name: 'nothing', chunks: [], expect: [] },
    { name: 'a piece per chunk', chunks: ['a\nb\n', 'c\n'], expect: ['a\nb', 'c'] },
    { name: 'a line over several chunks', chunks: ['a', 'b', 'c\nd\n'], expect: ['abc\nd'] },
    { name: 'a last line without its end', chunks: ['a\nb'], expect: ['a', 'b'] },
    { name: 'empty lines are lines', chunks: ['\n\na\n\n\nb\n', '\n'], expect: ['\n\na\n\n\nb', ''] },
    { name: 'a line end at the start of a chunk', chunks: ['a', '\nb\n'], expect: ['a\nb'] },
  ])('$name', async ({ chunks, expect: expected }) => expect(await read(chunks)).toEqual(expected));

  it('puts a character together that two chunks share', async () => {
    const bytes = Buffer.from('中文\n');
    expect(await read([bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5)])).toEqual(['中文']);
  });

  it('loses nothing, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '🙂') })), async (chunks) => {
        const text = chunks.join('');
        const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text === '' ? [] : text.split('\n');
        expect((await read(chunks)).flatMap((piece) => piece.split('\n'))).toEqual(lines);
      }),
      { numRuns: 50 },
    );
  });

  it('hands on a line without end in pieces, so that it cannot fill the memory', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const pieces = await read(Array.from({ length: 10 }, () => megabyte));
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces.map((line) => line.length))).toBeLessThan(6 * 1024 * 1024);
    expect(pieces.join('').length).toBe(10 * 1024 * 1024);
  });
});
