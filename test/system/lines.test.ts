import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineBatches } from '../../src/system/lines.ts';

async function read(chunks: readonly (string | Buffer)[]): Promise<string[][]> {
  const batches: string[][] = [];
  for await (const batch of lineBatches(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) batches.push([...batch]);
  return batches;
}

describe('lineBatches', () => {
  it.each([
    { name: 'nothing', chunks: [], expect: [] },
    { name: 'a batch per chunk', chunks: ['a\nb\n', 'c\n'], expect: [['a', 'b'], ['c']] },
    { name: 'a line over several chunks', chunks: ['a', 'b', 'c\nd\n'], expect: [['abc', 'd']] },
    { name: 'a last line without its end', chunks: ['a\nb'], expect: [['a'], ['b']] },
    { name: 'empty lines are left out', chunks: ['\n\na\n\n\nb\n', '\n'], expect: [['a', 'b']] },
    { name: 'a line end at the start of a chunk', chunks: ['a', '\nb\n'], expect: [['a', 'b']] },
  ])('$name', async ({ chunks, expect: expected }) => expect(await read(chunks)).toEqual(expected));

  it('puts a character together that two chunks share', async () => {
    const bytes = Buffer.from('中文\n');
    expect(await read([bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5)])).toEqual([['中文']]);
  });

  it('loses nothing, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '🙂') })), async (chunks) => {
        const lines = chunks
          .join('')
          .split('\n')
          .filter((line) => line !== '');
        expect((await read(chunks)).flat()).toEqual(lines);
      }),
      { numRuns: 50 },
    );
  });

  it('hands on a line without end in pieces, so that it cannot fill the memory', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const batches = await read(Array.from({ length: 10 }, () => megabyte));
    expect(batches.length).toBeGreaterThan(1);
    expect(Math.max(...batches.flat().map((line) => line.length))).toBeLessThan(6 * 1024 * 1024);
    expect(batches.flat().join('').length).toBe(10 * 1024 * 1024);
  });
});
