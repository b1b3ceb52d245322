import { describe, expect, it, test } from 'vitest';
import { Clock } from '../../src/engines/libbpf/clock.ts';
import { timeOfDay, unknownConversion } from '../../src/object/clock.ts';
import { linearBounds } from '../../src/object/map-values.ts';
import { readObject } from '../../src/object/read.ts';
import { compiled } from './compiled.ts';

const bytes = compiled('tags.bpf.c');

describe.skipIf(bytes === undefined)('what tags say', () => {
  const read = readObject(bytes ?? Buffer.alloc(0));
  const object = read.ok ? read.object : undefined;
  const outputs = object?.description.outputs ?? [];

  it('of numbers that are times', () => {
    const rows = outputs.find((output) => output.shape === 'rows');
    expect(rows?.shape === 'rows' ? rows.columns : []).toEqual([
      { name: 'pid', kind: 'pid', type: 'integer', integer: 'unsigned' },
      { name: 'time', kind: 'time', type: 'string', clock: '%H:%M' },
      { name: 'narrow', kind: 'plain', type: 'integer', integer: 'unsigned' },
      { name: 'plain', kind: 'plain', type: 'integer', integer: 'unsigned' },
    ]);
    const sizes = outputs.find((output) => output.shape !== 'rows' && output.map === 'sizes');
    expect(sizes).toMatchObject({ keys: [{ name: 'at', clock: '%F' }] });
  });

  it('of histograms, with steps; what has none is by powers of two, and what libbpf keeps is not shown', () => {
    const shapes = outputs.flatMap((output) => (output.shape === 'rows' ? [] : [`${output.map} ${output.shape}`]));
    expect(shapes).toEqual(['sizes histogram', 'percpu histogram', 'wrong histogram', 'untagged values']);
  });

  function bucketsOf(map: string, slots: readonly number[], size: 4 | 8, repeat = 1): unknown {
    const values = Buffer.alloc(slots.length * size * repeat);
    for (let at = 0; at < slots.length * repeat; at++) values.writeUInt32LE(slots[at % slots.length] ?? 0, at * size);
    return object?.readerOf(map)?.buckets?.(values, new DataView(values.buffer, values.byteOffset, values.length), 0, values.length);
  }

  it('of the bounds, which are open at both ends', () => {
    const slots = new Array<number>(200).fill(0);
    slots[0] = 1;
    slots[2] = 7;
    expect(bucketsOf('sizes', slots, 8)).toEqual([
      { max: -101, count: 1 },
      { min: -100, max: -51, count: 0 },
      { min: -50, max: -1, count: 7 },
    ]);
    expect(bucketsOf('percpu', [0, 1, 0, 2], 4, 2)).toEqual([
      { min: 10, max: 14, count: 2 },
      { min: 15, max: 19, count: 0 },
      { min: 20, count: 4 },
    ]);
    expect(bucketsOf('wrong', [1, 0, 0, 0], 4)).toEqual([{ min: 0, max: 1, count: 1 }]);
  });
});

test('bounds are exact where numbers are not', () => {
  const steps = { min: (1n << 61n) + 1n, step: 3n };
  expect(linearBounds(1, 4, steps)).toEqual({ min: (1n << 61n) + 1n, max: (1n << 61n) + 3n });
});

const MOMENT = new Date(2024, 1, 9, 0, 5, 7, 80);

test.each([
  ['%H:%M:%S', '00:05:07'],
  ['%F %T.%f', '2024-02-09 00:05:07.080123'],
  ['%I:%M %p|%l|%k|%e', '12:05 AM|12| 0| 9'],
  ['%a %A %b %B', 'Fri Friday Feb February'],
  ['%j %y %C %u %w', '040 24 20 5 5'],
  ['%c', 'Fri Feb  9 00:05:07 2024'],
  ['%D %x %X %R %r', '02/09/24 02/09/24 00:05:07 00:05 12:05:07 AM'],
  ['100%% %', '100% %'],
  ['%G %q', '%G %q'],
  ['plain', 'plain'],
])('%s is %s', (format, text) => {
  expect(timeOfDay(format, BigInt(MOMENT.getTime()) * 1_000_000n + 123_456n)).toBe(text);
});

test('conversions that are not known are named, and nothing throws', () => {
  expect(unknownConversion('%H %G')).toBe('%G');
  expect(unknownConversion('%H%')).toBe('%');
  expect(unknownConversion('%H %%')).toBeUndefined();
  expect(timeOfDay('%H', 1n << 80n)).toBe('');
  expect(timeOfDay('%F', -1n)).toMatch(/^19(69|70)-/);
});

test('times of the kernel become times of day, once what lies between the clocks is known', () => {
  const clock = new Clock(BigInt(MOMENT.getTime()) * 1_000_000n);
  const columns = [
    { name: 'time', kind: 'time', type: 'string', clock: '%S.%f' },
    { name: 'pid', kind: 'pid', type: 'integer' },
  ] as const;
  expect(clock.namer(columns)?.([1_500_000_000, 7])).toEqual(['08.580000', 7]);
  expect(clock.namer(columns)?.([null, 7])).toEqual([null, 7]);
  expect(clock.namer(columns.slice(1))).toBeUndefined();
  const now = new Clock().namer([{ name: 'time', kind: 'time', type: 'string', clock: '%s.%f' }]);
  expect(Math.abs(Number(now?.([process.hrtime.bigint()])[0]) - Date.now() / 1000)).toBeLessThan(10);
});
