import { expect, test } from 'vitest';
import type { Machine } from '../../../src/check/machine.ts';
import { assessObject } from '../../../src/check/object/policy.ts';
import type { BpfObject, BpfProgram } from '../../../src/core/bpf-object.ts';
import { meaningOf } from '../../../src/object/program-types.ts';

const machine = { facts: {}, tracepoints: { has: () => undefined, list: () => undefined } } as unknown as Machine;

function classes(section: string, more: Partial<BpfProgram> = {}): readonly string[] {
  const program: BpfProgram = { name: 'one', section, instructions: 2, helpers: [], kfuncs: [], ...meaningOf(section), ...more };
  const object: BpfObject = { license: 'GPL', programs: [program], maps: [], variables: [], outputs: [], core: false };
  return assessObject(object, machine).classes;
}

test.each([
  ['xdp', { returns: [1, 2] }, ['unsafe']],
  ['xdp', {}, ['unsafe']],
  ['xdp', { returns: [2] }, ['observe']],
  ['tc', { returns: [0] }, ['unsafe']],
  ['tc', { returns: [-1, 0] }, ['unsafe']],
  ['tc', {}, ['unsafe']],
  ['tc', { returns: [-1] }, ['observe']],
  ['tc', { returns: [-1], helpers: ['bpf_clone_redirect'] }, ['unsafe']],
  ['lsm/file_open', { returns: [0] }, ['observe']],
  ['lsm/file_open', { returns: [-1, 0] }, ['unsafe']],
  ['fmod_ret/x', { returns: [0] }, ['unsafe']],
  ['struct_ops/x', {}, ['unsafe']],
  ['cgroup/connect4', { returns: [1] }, ['unsafe']],
  ['kprobe/x', { helpers: ['bpf_override_return'] }, ['unsafe']],
  ['kprobe/x', { helpers: ['bpf_send_signal_thread'] }, ['unsafe']],
  ['kprobe/x', { helpers: ['bpf_helper_999'] }, ['unsafe']],
  ['tp/syscalls/sys_enter_openat', { helpers: ['bpf_probe_read_user_str'] }, ['observe']],
  ['tp/syscalls/sys_enter_write', { helpers: ['bpf_probe_read_user'] }, ['reads-user-data']],
  ['tp/sched/sched_switch', {}, ['costly']],
] as const)('%s %o is %o', (section, more, expected) => {
  expect(classes(section, more)).toEqual(expected);
});

test.each([
  ['hash', 1024, false],
  ['hash', 1 << 28, true],
  ['array', 1 << 20, false],
  ['percpu_array', 1 << 22, true],
  ['ringbuf', 1 << 20, false],
  ['ringbuf', 1 << 29, true],
])('a %s of %d entries is costly for its memory: %s', (type, maxEntries, costly) => {
  const map = { name: 'counts', type, keySize: 4, valueSize: 8, maxEntries, pinned: false };
  const object: BpfObject = { license: 'GPL', programs: [], maps: [map], variables: [], outputs: [], core: false };
  const { classes: found, reasons } = assessObject(object, machine);
  expect(found).toEqual(costly ? ['costly'] : ['observe']);
  expect(reasons.map(({ why }) => why).join()).toMatch(costly ? /its maps may take [\d,]+ MB/ : /^$/);
});
