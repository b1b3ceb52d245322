import { describe, expect, it } from 'vitest';
import type { BpfMap, BpfObject, BpfProgram } from '../../src/core/bpf-object.ts';
import type { Safety } from '../../src/core/program.ts';
import { explainObject } from '../../src/explain/object/object.ts';
import { meaningOf } from '../../src/object/program-types.ts';

const OBSERVE: Safety = { classes: ['observe'], reasons: [] };

function program(name: string, section: string, more: Partial<BpfProgram> = {}): BpfProgram {
  return { name, section, instructions: 12, helpers: [], kfuncs: [], ...meaningOf(section), ...more };
}

function map(name: string, type: string, more: Partial<BpfMap> = {}): BpfMap {
  return { name, type, keySize: 4, valueSize: 8, maxEntries: 64, pinned: false, ...more };
}

function object(programs: readonly BpfProgram[], maps: readonly BpfMap[] = [], more: Partial<BpfObject> = {}): BpfObject {
  return { license: 'GPL', programs, maps, variables: [], outputs: [], core: true, ...more };
}

const SOURCE = `// handle( is not this line
SEC("tracepoint/sched/sched_switch")
int handle(void *ctx)
{
}

SEC("xdp")
int BPF_PROG(pass, int x)
`;

describe('a compiled program in words', () => {
  const told = explainObject(
    object([
      program('pass', 'xdp', { returns: [2] }),
      program('handle', 'tracepoint/sched/sched_switch', { helpers: ['bpf_ktime_get_ns', 'bpf_helper_999'], kfuncs: ['bpf_task_release'] }),
    ]),
    OBSERVE,
    SOURCE,
    'en',
  );

  it('stands at the lines of its functions, in their order', () => {
    expect(told.lines.map(({ code, from }) => [code, from])).toEqual([
      ['handle', 3],
      ['pass', 8],
    ]);
  });

  it('says what it is, where it runs, and what it returns where that decides something', () => {
    expect(told.lines.map(({ text }) => text)).toEqual([
      'handle is a program that runs at each event of a tracepoint, at tracepoint:sched:sched_switch (12 instructions).',
      'pass is a program that sees each packet as it arrives, before the kernel does (12 instructions); it does not attach by itself; it returns 2.',
    ]);
  });

  it('says of each helper what it does, also of one it does not know', () => {
    expect(told.lines[0]?.names).toEqual([
      { name: 'bpf_ktime_get_ns', means: 'the time now, in nanoseconds since the start' },
      { name: 'bpf_helper_999', means: 'a helper of the kernel' },
      { name: 'bpf_task_release', means: 'a function of the kernel that it calls' },
    ]);
  });

  it('says what it cannot show', () => {
    expect(told.limits).toEqual(['nothing of what it collects: it has no map that could be read', 'what pass would see: nobody attaches that by itself']);
  });

  it('is told in Chinese too', () => {
    const { lines, facts } = explainObject(object([program('handle', 'tracepoint/sched/sched_switch')]), OBSERVE, '', 'zh');
    expect(lines[0]?.text).toBe('handle 是在跟踪点每次触发时运行的程序,位于 tracepoint:sched:sched_switch(12 条指令)。');
    expect(facts?.[0]).toBe('它只观察');
  });
});

/** A map, and what is said of it. */
it.each([
  [
    map('events', 'ringbuf', { keySize: 0, valueSize: 0, valueType: 'struct event', maxEntries: 4096 }),
    'a ring buffer, through which records come as they happen of struct event, 4096 bytes',
    'result',
  ],
  [map('pending', 'hash', { keyType: '__u32', valueType: '__u64' }), 'a table, __u32 to __u64, at most 64 entries', 'carried'],
  [map('one', 'array', { keyType: '__u32', valueType: '__u64', maxEntries: 1 }), 'an array, __u32 to __u64, at most 1 entry', 'carried'],
  [map('old', 'hash'), 'a table, 4 bytes to 8 bytes, at most 64 entries', 'carried'],
  [map('shared', 'hash', { pinned: true }), 'a table, 4 bytes to 8 bytes, at most 64 entries; pinned: it stays after the run', 'carried'],
  [map('odd', 'bloom_filter', { keySize: 0 }), 'bloom_filter of 8 bytes, at most 64 entries', 'carried'],
] as const)('$name', (one, holds, role) => {
  expect(explainObject(object([], [one]), OBSERVE, '', 'en').maps).toEqual([{ name: one.name, role, holds }]);
});

it('says of each class why, each reason once', () => {
  const reason = { kind: 'unsafe', why: 'drop: it can drop packets', span: { start: 0, end: 0 } } as const;
  const { facts } = explainObject(object([], [], { license: '', core: false }), { classes: ['unsafe'], reasons: [reason, reason] }, '', 'en');
  expect(facts).toEqual(['it does more than watch, and is refused without --allow-unsafe: drop: it can drop packets']);
});

it('takes a name of an object for a name, whatever it is', () => {
  const odd = '(.*';
  expect(explainObject(object([program(odd, '$1')]), OBSERVE, SOURCE, 'en').lines[0]).toMatchObject({ from: 1, code: odd });
  expect(
    explainObject(object([program('__proto__', 'constructor', { type: 'constructor', helpers: ['toString'] })], [map('x', '__proto__')]), OBSERVE, '', 'en')
      .lines[0]?.names,
  ).toEqual([{ name: 'toString', means: 'a helper of the kernel' }]);
});
