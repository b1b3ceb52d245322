import { expect, test } from 'vitest';
import { PerfBuffer } from '../../../src/engines/libbpf/perf.ts';

const PAGE = 4096;
const SIZE = 4096;

function buffer(start: number) {
  const memory = new ArrayBuffer(PAGE + SIZE);
  const positions = new BigInt64Array(memory, 0, PAGE / 8);
  const bytes = Buffer.from(memory, PAGE);
  positions[128] = BigInt(start);
  positions[129] = BigInt(start);
  let head = start;
  const put = (record: Buffer): void => {
    for (const byte of record) bytes[head++ % SIZE] = byte;
    positions[128] = BigInt(head);
  };
  return {
    perf: new PerfBuffer(-1, memory),
    tail: () => Number(positions[129]),
    sample(text: string): void {
      const record = Buffer.alloc(12 + Math.ceil((text.length + 4) / 8) * 8 - 4);
      record.writeUInt32LE(9, 0);
      record.writeUInt16LE(record.length, 6);
      record.writeUInt32LE(text.length, 8);
      record.write(text, 12);
      put(record);
    },
    lost(count: number): void {
      const record = Buffer.alloc(24);
      record.writeUInt32LE(2, 0);
      record.writeUInt16LE(24, 6);
      record.writeBigUInt64LE(BigInt(count), 16);
      put(record);
    },
    put,
  };
}

function taken(one: PerfBuffer, most = 1000): string[] {
  const texts: string[] = [];
  one.consume((bytes, _view, offset, length) => texts.push(bytes.toString('utf8', offset, offset + length)), most);
  return texts;
}

test.each([0, SIZE - 24, SIZE - 16, SIZE - 8])('samples are whole and losses counted, wherever the buffer ends: from %i', (start) => {
  const { perf, sample, lost, tail } = buffer(start);
  sample('first');
  lost(7);
  sample('a longer record of many bytes');
  expect(taken(perf)).toEqual(['first', 'a longer record of many bytes']);
  expect(perf.lost).toBe(7);
  expect(tail()).toBe(start + perf.consumed);
  expect(taken(perf)).toEqual([]);
});

test('a record without a length is told instead of read for ever', () => {
  const { perf, put } = buffer(0);
  put(Buffer.alloc(8));
  expect(() => taken(perf)).toThrow('no length');
});
