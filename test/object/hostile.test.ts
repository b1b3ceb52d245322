/** Objects that are made to take for ever, or all memory: refused as a whole, so that no program is left out of what is judged. */
import { expect, it } from 'vitest';
import { MOST } from '../../src/object/limits.ts';
import { readObject } from '../../src/object/read.ts';
import { compiled } from './compiled.ts';

interface Part {
  readonly name: string;
  readonly type: number;
  readonly data: Buffer;
  readonly flags?: number;
  readonly link?: number;
  readonly info?: number;
}

const NOTHING = Buffer.alloc(0);

/** A relocatable ELF file for BPF with these sections from number 1 on. */
function elf(parts: readonly Part[]): Buffer {
  const names = Buffer.from(`\0${parts.map(({ name }) => `${name}\0`).join('')}`);
  const all: readonly Part[] = [{ name: '', type: 0, data: NOTHING }, ...parts, { name: '', type: 3, data: names }];
  const head = Buffer.alloc(64);
  const table = Buffer.alloc(64 * all.length);
  const contents: Buffer[] = [];
  let end = 64;
  let nameAt = 1;
  all.forEach(({ name, type, data, flags = 0, link = 0, info = 0 }, number) => {
    const at = number * 64;
    table.writeUInt32LE(name === '' ? 0 : nameAt, at);
    table.writeUInt32LE(type, at + 4);
    table.writeUInt32LE(flags, at + 8);
    table.writeUInt32LE(end, at + 24);
    table.writeUInt32LE(data.length, at + 32);
    table.writeUInt32LE(link, at + 40);
    table.writeUInt32LE(info, at + 44);
    contents.push(data);
    end += data.length;
    if (name !== '') nameAt += name.length + 1;
  });
  head.writeUInt32BE(0x7f454c46);
  head.set([2, 1, 1], 4);
  head.writeUInt16LE(1, 16);
  head.writeUInt16LE(247, 18);
  head.writeUInt32LE(end, 40);
  for (const [value, at] of [
    [64, 52],
    [64, 58],
    [all.length, 60],
    [all.length - 1, 62],
  ] as const)
    head.writeUInt16LE(value, at);
  return Buffer.concat([head, ...contents, table]);
}

/** Instructions that move a constant, and an end. */
function code(count: number): Buffer {
  const bytes = Buffer.alloc(8 * count);
  for (let at = 0; at < bytes.length; at += 8) bytes[at] = at === bytes.length - 8 ? 0x95 : 0xb7;
  return bytes;
}

/** `step`: how far behind each other they begin. */
function functions(count: number, size: number, step: number): Buffer {
  const table = Buffer.alloc(24 * (count + 1));
  for (let at = 24; at < table.length; at += 24) {
    table.writeUInt32LE(1, at);
    table[at + 4] = 0x12;
    table.writeUInt16LE(1, at + 6);
    table.writeUInt32LE((at / 24 - 1) * step, at + 8);
    table.writeUInt32LE(size, at + 16);
  }
  return table;
}

function programs(count: number, instructions: number, more: readonly Part[] = [], step = 0): Buffer {
  return elf([
    { name: 'xdp', type: 1, flags: 6, data: code(instructions) },
    { name: '.strtab', type: 3, data: Buffer.from('\0f\0') },
    { name: '.symtab', type: 2, link: 2, data: functions(count, step === 0 ? 8 * instructions : step, step) },
    ...more,
  ]);
}

it('reads what is made here as long as there is little of it', () => {
  const read = readObject(programs(3, 5));
  expect(read.ok && read.object.description.programs.map(({ type, instructions }) => `${type} ${instructions}`)).toEqual(['xdp 5', 'xdp 5', 'xdp 5']);
});

const calls = code(800);
for (let at = 0; at < calls.length - 8; at += 8) calls.set([0x85, 0x10, 0, 0, 0xff, 0xff, 0xff, 0xff], at);
const places = Buffer.alloc(16 * 800);
for (let at = 0; at < 800; at++) {
  places.writeUInt32LE(8 * at, 16 * at);
  places.writeUInt32LE(2 + at, 16 * at + 12);
}

it.each([
  ['symbols', programs(MOST.symbols + 1, 2)],
  ['programs', programs(MOST.programs + 1, 2)],
  ['functions', programs(MOST.functions + 1, 2)],
  ['instructions', programs(MOST.programs, MOST.instructions / MOST.programs + 1)],
  [
    'functions that lead to each other',
    programs(800, 800, [{ name: '.relxdp', type: 9, link: 3, info: 1, data: places }], 8).fill(calls, 64, 64 + calls.length),
  ],
  [
    'relocations',
    programs(
      1,
      2,
      Array.from({ length: 9 }, () => ({ name: '.rel', type: 9, link: 3, info: 1, data: Buffer.alloc(1_000_000) })),
    ),
  ],
])('too many %s', (_, bytes) => {
  expect(readObject(bytes)).toMatchObject({ ok: false, why: 'too-large' });
});

const large = compiled('large.bpf.c');

it.skipIf(large === undefined)('takes no room for records and values that are larger than the kernel has any', () => {
  const read = readObject(large ?? NOTHING);
  if (!read.ok) throw new Error(read.message);
  const bytes = Buffer.alloc(64, 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  expect(read.object.decoderOf('events')?.(bytes, view, 0, 64)).toEqual([0x01010101]);
  expect(read.object.readerOf('values')?.value(bytes, view, 0, 64)).toEqual([0x01010101]);
  expect(read.object.description.outputs.map(({ shape }) => shape)).toEqual(['rows', 'values']);
});
