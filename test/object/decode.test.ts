import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoderFor } from '../../src/object/decode.ts';
import type { Field } from '../../src/object/fields.ts';

const SIZE = 80;
const field: Field = { column: { name: 'file', kind: 'file', type: 'string' }, offset: 3, size: SIZE, reading: { how: 'text' } };
const decode = decoderFor([field], SIZE + 3);

function decoded(bytes: Uint8Array): unknown {
  return decode(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)[0];
}

/** Few different letters, so that texts come again, and different ones of the same hash do too. */
const short = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '\x01', '/'), maxLength: 6 });
const long = fc.string({ unit: 'grapheme', maxLength: 30 });

test('texts that come again, or look alike, are each what its own bytes say, up to the first that is 0', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(short, long), { maxLength: 200 }), (texts) => {
      for (const [i, text] of texts.entries()) {
        const bytes = i % 2 === 0 ? Buffer.alloc(SIZE + 3, 0xff) : new Uint8Array(SIZE + 3);
        const [whole = ''] = text.split('\0');
        const length = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(`${whole}\0`, 3) - 1;
        const cut = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', 3, 3 + length);
        expect(decoded(bytes)).toBe(cut);
      }
    }),
  );
});

test.each([
  ['C5', 'BT'],
  ['aaC5', 'aaBT'],
])('%s and %s have one hash and stay apart', (one, other) => {
  for (const text of [one, other, one, other]) {
    const bytes = Buffer.alloc(SIZE + 3);
    bytes.write(text, 3);
    expect(decoded(bytes)).toBe(text);
  }
});
