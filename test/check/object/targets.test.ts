import { expect, test } from 'vitest';
import type { Machine } from '../../../src/check/machine.ts';
import { targetDiagnostics } from '../../../src/check/object/targets.ts';
import type { BpfObject } from '../../../src/core/bpf-object.ts';
import { meaningOf } from '../../../src/object/program-types.ts';

const known = ['sched:sched_switch', 'syscalls:sys_enter_openat'];
const machine = {
  facts: {},
  tracepoints: { has: (category: string, name: string) => known.includes(`${category}:${name}`), list: () => known },
} as unknown as Machine;

function found(section: string): readonly { readonly code: string; readonly hints: readonly string[] }[] {
  const program = { name: 'one', section, instructions: 2, helpers: [], kfuncs: [], ...meaningOf(section) };
  const object: BpfObject = { license: 'GPL', programs: [program], maps: [], variables: [], outputs: [], core: false };
  return targetDiagnostics(object, machine).map(({ code, hints }) => ({ code, hints }));
}

test('a tracepoint that is not there is told, with the one that may have been meant', () => {
  expect(found('tracepoint/syscalls/sys_enter_opennat')).toEqual([{ code: 'unknown-tracepoint', hints: ['did you mean syscalls/sys_enter_openat?'] }]);
});

test('a section that libbpf knows nothing of is told', () => {
  expect(found('nonsense/x').map(({ code }) => code)).toEqual(['unknown-section']);
});

test.each(['tracepoint/sched/sched_switch', 'tp/syscalls/sys_enter_openat', 'xdp', 'kprobe/vfs_read'])('nothing is said of %s', (section) => {
  expect(found(section)).toEqual([]);
});
