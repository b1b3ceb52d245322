import { describe, expect, it } from 'vitest';
import { contextReads } from '../../src/object/context.ts';
import { type ObjectFile, readObject } from '../../src/object/read.ts';
import { compiled } from './compiled.ts';

const elf = compiled('context.bpf.c');
const read = elf === undefined ? undefined : readObject(elf);
const object = read?.ok === true ? read.object : undefined;

/** As `offset+size member`, of what a program reads. */
function readsOf(name: string): string[] {
  return (object as ObjectFile).contextOf(name).reads.map(({ offset, size, member }) => `${offset}+${size} ${member?.struct}.${member?.name}`);
}

/** Instructions of 8 bytes: operation, registers (target, source), offset, immediate. */
function code(...instructions: readonly (readonly [number, number, number, number])[]): DataView {
  const view = new DataView(new ArrayBuffer(instructions.length * 8));
  for (const [i, [operation, registers, offset, immediate]] of instructions.entries()) {
    view.setUint8(i * 8, operation);
    view.setUint8(i * 8 + 1, registers);
    view.setInt16(i * 8 + 2, offset, true);
    view.setInt32(i * 8 + 4, immediate, true);
  }
  return view;
}
const EXIT = [0x95, 0, 0, 0] as const;
const offsetsIn = (...instructions: readonly (readonly [number, number, number, number])[]): number[] =>
  contextReads(code(...instructions), new Map()).map(({ offset }) => offset);

describe.skipIf(elf === undefined)('what programs in C read of their argument', () => {
  it.each([
    ['right', ['24+4', '43+1', '32+8'], 'trace_event_raw_sched_switch'],
    ['of_another', ['8+8', '24+8'], 'trace_event_raw_sys_enter'],
    ['by_helper', ['8+8'], 'trace_event_raw_sys_enter'],
    ['after_a_call', ['8+8'], 'trace_event_raw_sys_enter'],
    ['moved', ['24+4', '40+8'], 'own'],
  ])('%s', (name, places, struct) => {
    const reads = readsOf(name);
    expect(reads.map((one) => one.split(' ')[0]).sort()).toEqual([...places].sort());
    expect(reads.every((one) => one.includes(` ${struct}.`))).toBe(true);
  });

  it('without a type has no names', () => expect(readsOf('across')).toEqual(['28+8 undefined.undefined']));
  it('is not what lies at an offset that only the run tells', () =>
    expect(readsOf('text')).toEqual(['8+4 trace_event_raw_sched_process_exec.__data_loc_filename']));
  it('tells who asks what the kernel has', () => {
    expect((object as ObjectFile).contextOf('asks')).toMatchObject({
      asks: true,
      reads: [{ member: { struct: 'trace_event_raw_sched_switch', name: 'old_state' } }],
    });
    expect((object as ObjectFile).contextOf('right').asks).toBe(false);
  });
  it('of no program is nothing', () => expect((object as ObjectFile).contextOf('nobody')).toEqual({ reads: [], asks: false }));
});

describe('instructions', () => {
  it('are followed through registers, sums and the stack', () => {
    // r6 = r1; r6 += 8; *(u64 *)(r10 - 8) = r6; call 7; r2 = *(u64 *)(r10 - 8); r0 = *(u32 *)(r2 + 16); exit
    expect(offsetsIn([0xbf, 0x16, 0, 0], [0x07, 6, 0, 8], [0x7b, 0x6a, -8, 0], [0x85, 0, 0, 7], [0x79, 0xa2, -8, 0], [0x61, 0x20, 16, 0], EXIT)).toEqual([24]);
  });
  it('forget what a call leaves in r1, what is overwritten on the stack, and what two ways have differently', () => {
    expect(offsetsIn([0x85, 0, 0, 7], [0x61, 0x10, 8, 0], EXIT)).toEqual([]);
    expect(offsetsIn([0x7b, 0x1a, -8, 0], [0x62, 0x0a, -4, 1], [0x79, 0xa2, -8, 0], [0x61, 0x20, 8, 0], EXIT)).toEqual([]);
    // if (r0) r1 += 8; r0 = *(u32 *)(r1 + 8)
    expect(offsetsIn([0x15, 0, 1, 0], [0x07, 1, 0, 8], [0x61, 0x10, 8, 0], EXIT)).toEqual([]);
  });
  it.each([
    ['a jump out of the code', [[0x05, 0, 99, 0]]],
    ['a jump before it', [[0x05, 0, -9, 0]]],
    ['no exit', [[0x61, 0x10, 8, 0]]],
    ['half a wide load', [[0x18, 1, 0, 0]]],
    ['registers that there are not', [[0x61, 0xff, 8, 0], [0xbf, 0xfe, 0, 0], EXIT]],
  ] as const)('%s tells nothing', (_what, instructions) =>
    expect(offsetsIn(...(instructions as unknown as (readonly [number, number, number, number])[]))).toEqual([]),
  );
  it('of a loop without end are looked at to an end', () => {
    // r6 += 1; goto -2
    expect(offsetsIn([0x61, 0x10, 8, 0], [0x07, 6, 0, 1], [0x05, 0, -2, 0])).toEqual([8]);
  });
});
