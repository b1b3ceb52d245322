import { describe, expect, it } from 'vitest';
import type { KernelFacts, Verdict } from '../../src/core/facts.ts';
import { PROBE_KINDS } from '../../src/core/facts.ts';
import { isOfProbes, missingNeeds } from '../../src/rehearse/needs.ts';
import { type Recording, recordedHost } from '../../src/system/recorded.ts';

function facts(yes: readonly string[] = [], otherwise: Verdict = 'no'): KernelFacts {
  const verdicts = PROBE_KINDS.map((kind) => [kind, { verdict: yes.includes(kind) ? 'yes' : otherwise, why: '' }]);
  return {
    format: 1,
    arch: 'x64',
    release: '6.1.0',
    bootId: '',
    privilege: 'root',
    btf: true,
    tracefs: { state: 'mounted', path: '/t' },
    probeKinds: Object.fromEntries(verdicts) as KernelFacts['probeKinds'],
  };
}

/** Needs that a machine does not meet, and one beside it that does. */
const NEEDS: readonly { readonly need: string; readonly without?: Recording; readonly with: Recording; readonly kinds?: readonly string[] }[] = [
  { need: 'kprobe', with: {}, kinds: ['kprobe'] },
  { need: 'fentry', with: {}, kinds: ['kfunc'] },
  { need: 'pmu', with: {}, kinds: ['hardware'] },
  { need: 'kprobe|fentry', with: {}, kinds: ['kfunc'] },
  { need: 'kprobe|tracepoint:lock:contention_begin', with: { files: { '/t/events/lock/contention_begin/format': '' } } },
  {
    need: 'tracepoint:kvm:kvm_exit',
    without: { files: { '/t/events/kvm/kvm_entry/format': '' } },
    with: { files: { '/t/events/kvm/kvm_exit/format': '' } },
  },
  {
    need: 'kvm',
    without: { files: { '/dev/kvm': '', '/proc/cpuinfo': 'flags\t\t: fpu vme\nvmx flags\t: vnmi\n' } },
    with: { files: { '/dev/kvm': '', '/proc/cpuinfo': 'flags\t\t: fpu svm vme\n' } },
  },
  { need: 'kvm', without: { files: { '/proc/cpuinfo': 'flags\t\t: fpu vmx\n' } }, with: { files: { '/dev/kvm': '', '/proc/cpuinfo': 'flags\t\t: vmx\n' } } },
  {
    need: 'xfs',
    without: { files: { '/proc/filesystems': '\tvxfs\n', '/usr/sbin/mkfs.xfs': '' } },
    with: { files: { '/proc/filesystems': '\text4\n\txfs\n', '/usr/sbin/mkfs.xfs': '' } },
  },
  {
    need: 'btrfs',
    without: { files: { '/proc/filesystems': '\tbtrfs\n' } },
    with: { files: { '/lib/modules/6.1.0/kernel/fs/btrfs/btrfs.ko': '', '/usr/sbin/mkfs.btrfs': '' } },
  },
  { need: 'zfs', with: { files: { '/sys/module/zfs/version': '' } } },
  { need: 'md', with: { files: { '/proc/mdstat': '' } } },
  { need: 'swap', with: { files: { '/proc/swaps': '' } } },
  {
    need: 'memcg',
    without: { files: { '/proc/self/mounts': 'cgroup /sys/fs/cgroup/memory cgroup ro,memory 0 0\n' } },
    with: { files: { '/proc/self/mounts': 'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n' } },
  },
  {
    need: 'memcg',
    without: { files: { '/proc/self/mounts': 'c /g cgroup2 rw 0 0\n', '/g/cgroup.controllers': 'cpu pids\n' } },
    with: { files: { '/proc/self/mounts': 'c /g cgroup2 rw 0 0\n', '/g/cgroup.controllers': 'cpu memory\n' } },
  },
  {
    need: 'memcg',
    without: { uid: 1000, files: { '/proc/self/mounts': 'c /m cgroup rw,memory 0 0\n' } },
    with: { files: { '/proc/self/mounts': 'c /m cgroup rw,memory 0 0\n' } },
  },
  { need: 'bash', with: { files: { '/bin/bash': '' } } },
];

describe('missingNeeds', () => {
  it.each(NEEDS)('$need', ({ need, without = {}, with: has, kinds = [] }) => {
    expect(missingNeeds([need], facts(), recordedHost(without))).toEqual([need]);
    expect(missingNeeds([need], facts(kinds), recordedHost(has))).toEqual([]);
  });

  it('is met by what is there, not by what nobody could tell', () => {
    expect(missingNeeds(['kprobe'], facts([], 'unknown'), recordedHost({}))).toEqual(['kprobe']);
  });

  it('names every one that is missing', () => {
    expect(missingNeeds(['bash', 'pmu', 'zfs'], facts(['hardware']), recordedHost({}))).toEqual(['bash', 'zfs']);
  });
});

describe('isOfProbes', () => {
  it.each([
    ['kprobe', true],
    ['kprobe|fentry|tracepoint:lock:contention_begin', true],
    ['pmu', true],
    ['btrfs', false],
    ['btrfs|kprobe', false],
  ])('%s: %s', (need, of) => {
    expect(isOfProbes(need)).toBe(of);
  });
});
