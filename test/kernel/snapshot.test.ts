import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelFacts } from '../../src/core/facts.ts';
import { Problem } from '../../src/core/problem.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { machineFromSnapshot, type Snapshot, takeSnapshot } from '../../src/kernel/snapshot.ts';
import { tracefsTracepoints, unknownTracepoints } from '../../src/kernel/tracepoints.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { btf, INT } from './btf-builder.ts';

const TRACEFS = '/sys/kernel/tracing';
const SECRET = 'ffffffffc0ffee00';
const host = recordedHost({
  files: {
    '/home/alice/bin/bpftrace': 'binary',
    '/proc/sys/kernel/random/boot_id': '9f0c2f4e-boot\n',
    '/proc/sys/kernel/hostname': 'alices-laptop\n',
    '/proc/kallsyms': `${SECRET} T vfs_read\n${SECRET} t btrfs_sync\t[btrfs]\n`,
    [`${TRACEFS}/available_filter_functions`]: 'vfs_read\n',
    [`${TRACEFS}/available_events`]: 'sched:sched_switch\nsched:unreadable\n',
    [`${TRACEFS}/events/sched/sched_switch/format`]:
      'format:\n\tfield:int common_pid;\toffset:4;\n\n\tfield:char prev_comm[16];\toffset:8;\n\tfield:pid_t prev_pid;\toffset:24;\n',
    '/sys/kernel/debug/kprobes/blacklist': `0x${SECRET}-0x${SECRET}\tschedule_idle\n`,
  },
  binaries: {
    '/sys/kernel/btf/vmlinux': btf([INT, { kind: 'struct', name: 'task', size: 4, parts: [{ name: 'pid', type: 1 }] }]).toString('base64'),
    '/sys/kernel/btf/btrfs': btf([{ kind: 'typedef', name: 'own_t', size: 1 }], { strings: new Map(), end: 14 }).toString('base64'),
  },
  commands: { '/home/alice/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' } },
});

async function snapshot(withTypes = true): Promise<Snapshot> {
  const { facts } = await gatherFacts(host);
  return takeSnapshot(host, facts, tracefsTracepoints(host, TRACEFS), withTypes);
}

describe('a snapshot of a machine', () => {
  it('holds what a check needs of it', async () => {
    const machine = machineFromSnapshot(JSON.stringify(await snapshot()), 'host.json');
    expect(machine.facts).toMatchObject({ release: '6.1.0', btf: true, bpftrace: { path: 'bpftrace', version: '0.17.0' } });
    expect(machine.tracepoints.list()).toEqual(['sched:sched_switch', 'sched:unreadable']);
    expect(machine.tracepoints.fields('sched', 'sched_switch')).toEqual([
      { name: 'prev_comm', declaration: 'char prev_comm[16]' },
      { name: 'prev_pid', declaration: 'pid_t prev_pid' },
    ]);
    expect(machine.tracepoints.fields('sched', 'unreadable')).toBeUndefined();
    expect(machine.tracepoints.has('constructor', 'name')).toBe(false);
    const { functions, types } = machine;
    expect(['vfs_read', 'btrfs_sync', 'nonesuch'].map((name) => [functions.has(name), functions.traceable(name), functions.module(name)])).toEqual([
      ['yes', 'yes', undefined],
      ['yes', 'no', 'btrfs'],
      ['no', 'no', undefined],
    ]);
    expect(functions.traceable('schedule_idle', 'kprobe')).toBe('no');
    expect([types?.named('struct task')?.kind, types?.named('own_t')?.kind, types?.named('none_t')]).toEqual(['record', 'int', undefined]);
  });

  it('does not know what the machine did not tell', async () => {
    const { facts } = await gatherFacts(host);
    const bare = recordedHost({});
    const machine = machineFromSnapshot(JSON.stringify(takeSnapshot(bare, facts, unknownTracepoints, true)), 'host.json');
    expect([machine.tracepoints.has('a', 'b'), machine.tracepoints.list(), machine.functions.has('vfs_read'), machine.types]).toEqual([
      undefined,
      undefined,
      'unknown',
      undefined,
    ]);
  });

  it('may leave the types out', async () => {
    expect(machineFromSnapshot(JSON.stringify(await snapshot(false)), 'host.json').types).toBeUndefined();
  });

  it('holds nothing of who uses the machine', async () => {
    const text = JSON.stringify(await snapshot());
    for (const secret of [SECRET, 'alice', '9f0c2f4e']) expect(text).not.toContain(secret);
    const { functions } = await snapshot();
    for (const packed of Object.values(functions)) {
      const { gunzipSync } = await import('node:zlib');
      expect(gunzipSync(Buffer.from(packed ?? '', 'base64')).toString()).not.toContain(SECRET);
    }
  });
});

describe('what is no snapshot', () => {
  const problemOf = (text: string): Problem | undefined => {
    try {
      machineFromSnapshot(text, 'host.json');
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  };
  const changed = async (change: (snapshot: { -readonly [key in keyof Snapshot]: unknown }) => void): Promise<string> => {
    const copy = { ...(await snapshot()) };
    change(copy);
    return JSON.stringify(copy);
  };
  const cases: Readonly<Record<string, { readonly text: () => Promise<string>; readonly code?: string; readonly says: RegExp }>> = {
    'an empty file': { text: async () => '', says: /no JSON/ },
    'some text': { text: async () => 'kernel: 6.1\n', says: /no JSON/ },
    'half of one': { text: async () => JSON.stringify(await snapshot()).slice(0, 1000), says: /cut short/ },
    'other JSON': { text: async () => '{"facts":{}}', says: /something else/ },
    'a list': { text: async () => '[]', says: /something else/ },
    null: { text: async () => 'null', says: /something else/ },
    'one of a later format': {
      text: () => changed((s) => (s.version = 2)),
      code: 'newer-snapshot',
      says: /newer gpttrace: its format is 2, and this one reads 1/,
    },
    'without facts': { text: () => changed((s) => (s.facts = undefined)), says: /missing/ },
    'with half the facts': { text: () => changed((s) => (s.facts = { ...(s.facts as KernelFacts), probeKinds: {} })), says: /missing/ },
    'with tracepoints that are none': { text: () => changed((s) => (s.tracepoints = { 'a:b': [1] })), says: /missing/ },
    'with functions that are none': { text: () => changed((s) => (s.functions = null)), says: /missing/ },
    'with a list that cannot be unpacked': { text: () => changed((s) => (s.functions = { known: 'AAAA', traceable: null, blacklist: null })), says: /damaged/ },
    'with types that cannot be unpacked': { text: () => changed((s) => (s.types = { vmlinux: 'x', modules: [] })), says: /damaged/ },
    'with types that are none': { text: () => changed((s) => (s.types = { vmlinux: 'H4sIAAAAAAAAA0vOAACiYfOgAgAAAA==', modules: [] })), says: /damaged/ },
  };
  for (const [name, { text, code = 'not-a-snapshot', says }] of Object.entries(cases)) {
    it(name, async () => {
      const problem = problemOf(await text());
      expect([problem?.code, problem?.message.startsWith('host.json ')]).toEqual([code, true]);
      expect(problem?.message).toMatch(says);
    });
  }

  it('damage of any kind is a Problem or does not matter', async () => {
    const text = JSON.stringify(await snapshot());
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, junk) => {
        problemOf(text.slice(0, at) + junk + text.slice(at + junk.length));
        return true;
      }),
      { numRuns: 300 },
    );
  });
});
