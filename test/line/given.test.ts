import { describe, expect, it, vi } from 'vitest';
import type { Machine } from '../../src/check/machine.ts';
import { packed } from '../../src/compiler/package.ts';
import type { Request } from '../../src/core/request.ts';
import { contentsOf, moduleContents } from '../../src/line/contents.ts';
import { planFile } from '../../src/line/plans.ts';
import { refuseElsewhere } from '../../src/line/prepare.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { compiled } from '../object/compiled.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const machine = { facts: {}, tracepoints: { has: () => true, list: () => [], fields: () => undefined } } as unknown as Machine;
const C = 'SEC("tracepoint/syscalls/sys_enter_openat") int f(void *c) { return 0; }\nSEC("kprobe/vfs_read") int g(void *c) { return 0; }\n';

describe('a file of the user', () => {
  it('in C is known by its sections before it is compiled', async () => {
    const { program, notes } = await planFile({ program: { path: 'dir/own.bpf.c', language: 'c', source: C }, seconds: 3, pid: 7, top: 5 }, machine);
    expect(program).toMatchObject({
      title: 'own.bpf.c',
      attachPoints: ['tracepoint:syscalls:sys_enter_openat', 'kprobe:vfs_read'],
      seconds: 3,
      pid: 7,
      top: 5,
      endsItself: false,
    });
    expect(notes).toEqual([]);
  });

  it('runs until it is stopped where no time is given, also by 0', async () => {
    for (const seconds of [undefined, 0])
      expect(
        (await planFile({ program: { path: 'a.bpf.c', language: 'c', source: C }, ...(seconds === undefined ? {} : { seconds }) }, machine)).program.seconds,
      ).toBeUndefined();
  });

  it('that is a module cannot be narrowed, and one in bpftrace is not: both are told', async () => {
    const module = { path: 'a.wasm', language: 'wasm', source: '', binary: Buffer.from('\0asm').toString('base64') } as const;
    const { program, notes } = await planFile({ program: module, pid: 7 }, machine);
    expect(program.pid).toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('not narrowed to pid 7')]);
    const script = await planFile({ program: { path: 'a.bt', source: 'BEGIN { exit(); }' }, pid: 7 }, machine);
    expect(script.notes).toEqual([expect.stringContaining('/pid == 7/')]);
  });

  const elf = compiled('sample.bpf.c');
  it.skipIf(elf === undefined)('that is an object is shown by its note, or by what it holds', async () => {
    const bytes = elf ?? new Uint8Array();
    const given = (object: Uint8Array): Request => ({
      program: { path: 'a.o', language: 'object', source: '', binary: Buffer.from(object).toString('base64') },
    });
    const noted = await planFile(given(packed(bytes, { title: 'opens', source: C }) ?? bytes), machine);
    expect(noted.program).toMatchObject({ title: 'opens', source: C });
    const plain = await planFile(given(bytes), machine);
    expect(plain.program).toMatchObject({ title: 'a.o', source: contentsOf(bytes) });
    expect(contentsOf(bytes).split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^drop: SEC\("xdp"\), \d+ instructions$/),
        'events: ringbuf of struct event, 4096 bytes',
        'hists: hash of struct where to struct hist, 64 entries',
      ]),
    );
  });

  it('of which nothing can be read has no contents, and nothing is thrown', () => {
    expect(contentsOf(new Uint8Array())).toBe('');
    expect(moduleContents(new Uint8Array())).toContain('no BPF object');
  });
});

describe('what is made for bpftrace programs', () => {
  const host = {} as never;
  const c: Request = { program: { path: 'a.bpf.c', language: 'c', source: C } };
  it.each([
    ['a guest', c, { launcher: {} }, 'only-on-this-machine'],
    ['--sandbox', c, { sandbox: {} }, 'only-on-this-machine'],
    ['--rehearse', c, { rehearse: {} }, 'only-on-this-machine'],
    ['--command', { ...c, command: 'ls' }, {}, 'command-not-followed'],
  ] as const)('%s is refused', (_, request, around, code) => {
    expect(() => refuseElsewhere(request, { host, ...around } as never)).toThrow(expect.objectContaining({ code, exit: 2 }));
    expect(() => refuseElsewhere({ program: { path: 'a.bt', source: '' }, command: 'ls' }, { host, ...around } as never)).not.toThrow();
  });
});
