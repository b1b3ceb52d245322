import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readAtMost } from '../../src/core/read-at-most.ts';

describe('a stream of so many bytes at most', () => {
  it.each<{ readonly name: string; readonly pieces: readonly string[]; readonly most: number; readonly all: string | undefined }>([
    { name: 'empty', pieces: [], most: 0, all: '' },
    { name: 'as long as it may be', pieces: ['ab', 'c'], most: 3, all: 'abc' },
    // A character in two pieces is one.
    { name: 'cut within a character', pieces: ['\u00e4'], most: 2, all: '\u00e4' },
    { name: 'one byte too long', pieces: ['ab', 'cd'], most: 3, all: undefined },
  ])('$name', async ({ pieces, most, all }) => {
    const bytes = Buffer.from(pieces.join(''));
    const stream = Readable.from(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect((await readAtMost(stream, most))?.toString('utf8')).toBe(all);
  });

  it('is not read any further once it is too long', async () => {
    let asked = 0;
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          asked++;
          yield Buffer.alloc(1000);
        }
      })(),
      { highWaterMark: 1 },
    );
    expect(await readAtMost(endless, 5000)).toBeUndefined();
    expect(endless.destroyed).toBe(true);
    expect(asked).toBeLessThan(20);
  });

  it('fails as the stream does', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('a');
        throw new Error('reset');
      })(),
    );
    await expect(readAtMost(broken, 10)).rejects.toThrow('reset');
  });
});
