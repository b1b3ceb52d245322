import { expect, test } from 'vitest';
import { Ring } from '../../../src/engines/libbpf/ring.ts';

const PAGE = 4096;
const SIZE = 4096;

/** A ring in memory of ours, written as the kernel writes it: its data is there twice. */
function ring(start = 0) {
  const consumer = new ArrayBuffer(PAGE);
  const producer = new ArrayBuffer(PAGE + 2 * SIZE);
  new BigInt64Array(consumer)[0] = BigInt(start);
  new BigInt64Array(producer, 0, 1)[0] = BigInt(start);
  const view = new DataView(producer, PAGE);
  let end = start;
  return {
    ring: new Ring(-1, SIZE, consumer, producer),
    consumed: () => Number(new BigInt64Array(consumer)[0]),
    write(text: string, flags = 0): number {
      const at = end % SIZE;
      const bytes = Buffer.from(text);
      view.setUint32(at, (bytes.length | flags) >>> 0, true);
      for (const [index, byte] of bytes.entries()) {
        view.setUint8((at + 8 + index) % (2 * SIZE), byte);
        view.setUint8((at + 8 + index + SIZE) % (2 * SIZE), byte);
      }
      end += (bytes.length + 15) & ~7;
      new BigInt64Array(producer, 0, 1)[0] = BigInt(end);
      return at;
    },
    submit: (at: number, length: number) => view.setUint32(at, length, true),
  };
}

function taken(one: Ring, most = 1000): string[] {
  const texts: string[] = [];
  one.consume((bytes, _view, offset, length) => texts.push(bytes.toString('utf8', offset, offset + length)), most);
  return texts;
}

test('records come in their order, those that were discarded do not, and their room is given back', () => {
  const { ring: one, write, consumed } = ring();
  write('a');
  write('gone', 0x4000_0000);
  write('twelve bytes');
  expect(taken(one)).toEqual(['a', 'twelve bytes']);
  expect(consumed()).toBe(16 + 16 + 24);
  expect(taken(one)).toEqual([]);
});

test('a record that is still written holds up what follows it', () => {
  const { ring: one, write, submit, consumed } = ring();
  write('a');
  const at = write('busy', 0x8000_0000);
  write('c');
  expect(taken(one)).toEqual(['a']);
  expect(consumed()).toBe(16);
  submit(at, 4);
  expect(taken(one)).toEqual(['busy', 'c']);
});

test('a record across the end is whole, also where positions are beyond 32 bits', () => {
  for (const start of [SIZE - 16, 2 ** 32 - 16, 2 ** 40 + SIZE - 16]) {
    const { ring: one, write, consumed } = ring(start);
    write('0123456789012345678901234567890123456789');
    write('next');
    expect(taken(one)).toEqual(['0123456789012345678901234567890123456789', 'next']);
    expect(consumed()).toBe(start + 48 + 16);
    expect(one.consumed).toBe(64);
  }
});

test('no more are taken than are wanted, and who throws has taken what it threw at', () => {
  const { ring: one, write } = ring();
  for (const text of ['a', 'b', 'c', 'd']) write(text);
  expect(taken(one, 2)).toEqual(['a', 'b']);
  expect(() =>
    one.consume(() => {
      throw new Error('no');
    }, 9),
  ).toThrow('no');
  expect(taken(one)).toEqual(['d']);
});

test('a ring that was found full says so; one that is closed gives nothing', () => {
  const { ring: one, write } = ring();
  write('x'.repeat(48));
  taken(one);
  expect(one.wasFull).toBe(false);
  for (let index = 0; index < 73; index++) write('x'.repeat(48));
  expect(taken(one)).toHaveLength(73);
  expect(one.wasFull).toBe(true);
  write('late');
  one.close();
  expect(taken(one)).toEqual([]);
});
