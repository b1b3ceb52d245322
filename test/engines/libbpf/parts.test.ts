import { expect, test } from 'vitest';
import type { MapOutput } from '../../../src/core/program.ts';
import { refusedAt } from '../../../src/engines/libbpf/attach.ts';
import type { Decode } from '../../../src/engines/libbpf/decoding.ts';
import { errnoInWords } from '../../../src/engines/libbpf/errno.ts';
import { open } from '../../../src/engines/libbpf/library.ts';
import { countsLoss } from '../../../src/engines/libbpf/loss.ts';
import { mapEvent } from '../../../src/engines/libbpf/map-events.ts';
import type { RawEntry } from '../../../src/engines/libbpf/maps.ts';
import { tryLoad } from '../../../src/engines/libbpf/trial.ts';
import { Voice } from '../../../src/engines/libbpf/voice.ts';
import { holdAfter } from '../../../src/engines/libbpf/waking.ts';

const word: Decode = (_bytes, view, at) => [view.getUint32(at, true)];
const wide: Decode = (_bytes, view, at) => {
  const value = view.getBigUint64(at, true);
  return [value > 2n ** 53n - 1n ? value : Number(value)];
};
const slots: Decode = (_bytes, view, at, length) => Array.from({ length: length / 4 }, (_, index) => view.getUint32(at + 4 * index, true));

function words(...values: number[]): Buffer {
  return Buffer.from(new Uint32Array(values).buffer);
}

function longs(...values: bigint[]): Buffer {
  return Buffer.from(new BigUint64Array(values).buffer);
}

function entry(key: Buffer, ...values: Buffer[]): RawEntry {
  return { key, values, whole: Buffer.concat(values) };
}

function output(shape: MapOutput['shape'], keys: number): MapOutput {
  const column = { name: 'key', kind: 'plain', type: 'integer' } as const;
  return { shape, map: 'm', keys: Array.from({ length: keys }, () => column), value: { ...column, name: 'value' } };
}

test('values of all processors are one sum, exact beyond 2^53', () => {
  const event = mapEvent(output('values', 1), [entry(words(7), longs(2n ** 63n), longs(5n))], { key: word, value: wide, isArray: false });
  expect(event).toEqual({ type: 'map', map: 'm', entries: [{ key: [7], value: 2n ** 63n + 5n }] });
});

test('an array shows what it holds; one of a single element also its zero', () => {
  const decoding = { key: word, value: wide, isArray: true };
  const entries = [0n, 3n, 0n].map((value, index) => entry(words(index), longs(value)));
  expect(mapEvent(output('values', 1), entries, decoding).entries).toEqual([{ key: [1], value: 3 }]);
  expect(mapEvent(output('values', 0), entries.slice(0, 1), decoding).entries).toEqual([{ key: [], value: 0 }]);
});

test('slots are powers of two, as an array in each value or as the map itself', () => {
  const buckets = [
    { min: 0, max: 1, count: 4 },
    { min: 2, max: 3, count: 0 },
    { min: 4, max: 7, count: 9 },
  ];
  const keyed = mapEvent(output('histogram', 1), [entry(words(5), words(4, 0, 9, 0))], { key: word, value: slots, isArray: false });
  expect(keyed.entries).toEqual([{ key: [5], buckets }]);
  const whole = [4, 0, 9, 0].map((count, slot) => entry(words(slot), words(count)));
  expect(mapEvent(output('histogram', 0), whole, { key: word, value: word, isArray: true }).entries).toEqual([{ key: [], buckets }]);
});

test.each([
  ['dropped', true],
  ['lost_events', true],
  ['events_lost', true],
  ['drops', true],
  ['drop_reasons', false],
  ['tcp_drops_by_port', false],
  ['lostness', false],
])('%s counts losses: %s', (name, is) => expect(countsLoss(name)).toBe(is));

test.each([
  [-2, 'ENOENT'],
  [1, 'CAP_BPF'],
  [524, 'ENOTSUPP'],
  [-4001, 'not a BPF object'],
  [4099, "libbpf's error 4099"],
])('error %i in words says %s', (errno, said) => expect(errnoInWords(errno)).toContain(said));

test('a symbol of several versions is told as what it is, and not as no BPF object', () => {
  const voice = new Voice();
  const told = (text: string): string => {
    const bpf = { listen: (hear: ((level: number, text: string) => void) | undefined) => hear?.(0, text) } as unknown as Parameters<Voice['during']>[0];
    voice.during(bpf, () => {});
    return voice.failure('cannot be attached to libc.so.6:dlopen', -4001, { name: 'loads', log: '' }).message;
  };
  expect(new Voice().failure('cannot be attached', -4001).message).toContain('not a BPF object');
  expect(told("libbpf: elf: ambiguous match for 'dlopen', 'dlopen' in '/usr/lib/libc.so.6'\n")).toMatch(
    /^program loads cannot be attached to libc\.so\.6:dlopen: \/usr\/lib\/libc\.so\.6 has dlopen more than once, in versions of its own, and this libbpf does not know which is meant/,
  );
});

test('few records wait for the kernel, many for a while, a flood not at all', () => {
  const one = { milliseconds: 10, capacity: 1 << 20 };
  expect(holdAfter({ ...one, records: 3, bytes: 120 })).toBeUndefined();
  expect(holdAfter({ ...one, milliseconds: 1, records: 3, bytes: 120 })).toBe(5);
  expect(holdAfter({ ...one, records: 1000, bytes: 40_000 })).toBe(10);
  expect(holdAfter({ ...one, records: 100_000, bytes: 4_000_000 })).toBe(0);
});

test('a library that is not there, and koffi that is not, are one message each', async () => {
  expect(await open(() => import('koffi'), 'libnope.so.1')).toMatchObject({ ok: false, message: { code: 'no-libbpf' } });
  expect(await open(() => Promise.reject(new Error('no prebuilt binary')), 'libbpf.so.1')).toMatchObject({ ok: false, message: { code: 'no-koffi' } });
});

test('bytes that are no object are refused by another process, and one that comes to no end is given up', async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(100).fill(0x7f), Buffer.from('\x7fELF\x02\x01\x01')]) {
    expect((await tryLoad(bytes)).kind).toMatch(/^(refused|no-libbpf)$/);
  }
  expect(await tryLoad(new Uint8Array(9), { timeout: 1 })).toMatchObject({ kind: 'crashed', message: expect.stringContaining('no end') });
});

test('a tracepoint that refuses a program is told as the wrong argument that it is', () => {
  const program = { name: 'one', type: 'tracepoint', attachPoint: 'tracepoint:a:b' };
  expect(refusedAt(program, -13)).toMatch(/^program one cannot be attached to tracepoint:a:b: it reads its argument beyond/);
  expect(refusedAt(program, -2)).toBeUndefined();
  expect(refusedAt({ ...program, type: 'kprobe' }, -13)).toBeUndefined();
});
