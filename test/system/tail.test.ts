import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { headOf, tailOf } from '../../src/system/tail.ts';

/** A letter of three bytes lies across two pieces. */
const PIECES = ['abc', '字d', 'efgh'].join('');
const inPieces = (): Readable => Readable.from([...Buffer.from(PIECES)].map((byte) => Buffer.from([byte])));

it.each([
  [3, 'abc', 'fgh'],
  [4, 'abc字', 'efgh'],
  [100, PIECES, PIECES],
])('of what is printed %i letters are kept, the first or the last, and all is read', async (most, first, last) => {
  const [one, other] = [inPieces(), inPieces()];
  const [head, tail] = [headOf(one, most), tailOf(other, most)];
  await Promise.all([one, other].map((stream) => new Promise((resolve) => stream.once('end', resolve))));
  expect([head(), tail()]).toEqual([first, last]);
});
