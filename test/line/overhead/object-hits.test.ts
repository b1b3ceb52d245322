import { expect, it } from 'vitest';
import type { Program } from '../../../src/core/program.ts';
import { objectHits } from '../../../src/line/overhead/object-hits.ts';
import type { BpfProgram } from '../../../src/system/cost.ts';
import { compiled } from '../../object/compiled.ts';

const elf = compiled('sample.bpf.c');
const program: Program = {
  language: 'object',
  source: '',
  ...(elf === undefined ? {} : { binary: elf.toString('base64') }),
  title: '',
  origin: { kind: 'file', path: 'x.o' },
  attachPoints: [],
  outputs: [],
};
const TRACEPOINT = 5;
const XDP = 6;
const KPROBE = 2;
const seen = (id: number, type: number, runs: number): BpfProgram => ({ id, type, runs, nanoseconds: runs * 10 }) as BpfProgram;

it.skipIf(elf === undefined)("tells the kernel's programs apart by the order in which they were loaded, whatever order they are read in", () => {
  // The third is not loaded: its section begins with ?.
  expect(objectHits(program)([seen(8, XDP, 2), seen(7, TRACEPOINT, 5)])).toEqual([
    { attachPoint: 'tracepoint:syscalls:sys_enter_openat', runs: 5, nanoseconds: 50 },
    { attachPoint: 'xdp', runs: 2, nanoseconds: 20 },
  ]);
});

it.each([
  ['one is missing', [seen(7, TRACEPOINT, 5)]],
  ['one is too many', [seen(7, TRACEPOINT, 5), seen(8, XDP, 2), seen(9, XDP, 2)]],
  ['they are of other kinds', [seen(7, KPROBE, 5), seen(8, XDP, 2)]],
  ['there is none', []],
])('says nothing where %s', (_, programs) => {
  expect(objectHits(program)(programs)).toEqual([]);
});

it.each([
  ['a module', { ...program, language: 'wasm' }],
  ['what was not compiled', { ...program, binary: undefined }],
  ['what is no object', { ...program, binary: 'AAAA' }],
])('says nothing of %s', (_, one) => {
  expect(objectHits(one as Program)([seen(7, TRACEPOINT, 5), seen(8, XDP, 2)])).toEqual([]);
});
