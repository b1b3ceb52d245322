import { describe, expect, it, vi } from 'vitest';
import type { Machine } from '../../../src/check/machine.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { GivenProgram } from '../../../src/core/request.ts';
import { planFile } from '../../../src/line/plans.ts';
import { compiledProblem } from '../../../src/line/proof/problem.ts';
import { type Proof, type ProofAround, prove } from '../../../src/line/proof.ts';
import { realHost } from '../../../src/system/real.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { compiled } from '../../object/compiled.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

/** A machine of which nothing is known but that it has the tracepoints that are asked for. */
const machine = {
  facts: { privilege: 'root', probeKinds: {} },
  tracepoints: { has: () => true, list: () => [], fields: () => undefined },
} as unknown as Machine;
const C = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\nSEC("tracepoint/a/b")\nint handle(void *ctx) { return 0; }\n';

/** Nothing is loaded: the kernel is not asked. */
async function proofOf(given: GivenProgram, around: Partial<ProofAround> = {}, pid?: number): Promise<Proof> {
  const plan = await planFile({ program: given, ...(pid === undefined ? {} : { pid }) }, machine);
  return prove(plan, machine, { host: realHost(), willRun: false, ...around });
}

function object(bytes: Uint8Array, path = 'x.bpf.o'): GivenProgram {
  return { path, language: 'object', source: '', binary: Buffer.from(bytes).toString('base64') };
}

async function problemOf(given: GivenProgram, around: Partial<ProofAround> = {}): Promise<Problem> {
  const told = await proofOf(given, around).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(Problem);
  return told as Problem;
}

describe('a machine that cannot compile', () => {
  const c: GivenProgram = { path: 'x.bpf.c', language: 'c', source: C };
  const clang = { '/usr/bin/clang': '' };
  const headers = { '/usr/include/bpf/bpf_helpers.h': '' };
  const bpftool = { '/usr/sbin/bpftool': '' };

  it.each([
    ['no clang', { ...headers, ...bpftool }, 'no-compiler', /clang is not installed/],
    ['no headers of libbpf', { ...clang, ...bpftool }, 'no-compiler', /libbpf's headers .* are not installed/],
    ['no bpftool, for vmlinux.h', { ...clang, ...headers, '/sys/kernel/btf/vmlinux': 'types' }, 'no-compiler', /bpftool is not installed/],
    ['no BTF', { ...clang, ...headers, ...bpftool }, 'no-kernel-types', /\/sys\/kernel\/btf\/vmlinux/],
  ])('%s', async (_, files, code, says) => {
    const host = recordedHost({ files: { ...files, '/usr/bin/apt-get': '' } });
    const problem = await problemOf(c, { host });
    expect(problem).toMatchObject({ code, exit: 7, message: expect.stringMatching(says) });
    if (code === 'no-compiler') expect(problem.hints[0]).toMatch(/^install: apt-get install --no-install-recommends /);
  });

  it('still shows what the library has, and says why no more is known of it', async () => {
    const plan = await planFile({ program: c }, machine);
    const known = { ...plan, program: { ...plan.program, origin: { kind: 'library', name: 'x' } as const } };
    const { plan: proven, diagnostics } = await prove(known, machine, { host: recordedHost({}), willRun: false });
    expect(diagnostics).toEqual([]);
    expect(proven.notes).toEqual([expect.stringContaining('not installed')]);
    await expect(prove(known, machine, { host: recordedHost({}) })).rejects.toMatchObject({ code: 'no-compiler' });
  });
});

const elf = compiled('sample.bpf.c');
const other = (number: number): Buffer => {
  const copy = Buffer.from(elf ?? []);
  copy.writeUInt16LE(number, 18);
  return copy;
};

describe.skipIf(elf === undefined)('a compiled object', () => {
  const bytes = elf ?? Buffer.alloc(0);

  it.each([
    ['empty', () => Buffer.alloc(0), 'truncated-object', 10, /it is empty/],
    ['no ELF file', () => Buffer.from('BEGIN { exit(); }'), 'bad-object', 4, /no ELF file/],
    ['cut in its header', () => bytes.subarray(0, 20), 'truncated-object', 10, /cut off/],
    ['cut in the middle', () => bytes.subarray(0, bytes.length / 2), 'truncated-object', 10, /cut off/],
    ['of x86-64', () => other(62), 'other-architecture', 4, /it was made for x86-64/],
    ['of AArch64', () => other(183), 'other-architecture', 4, /it was made for AArch64/],
    ['of a machine without a name', () => other(999), 'other-architecture', 4, /the machine number 999/],
    [
      'for big-endian machines',
      () => Buffer.concat([bytes.subarray(0, 5), Buffer.from([2]), bytes.subarray(6, 18), Buffer.from([0, 247]), bytes.subarray(20)]),
      'bad-object',
      4,
      /big-endian/,
    ],
  ] as const)('%s', async (_, make, code, exit, says) => {
    const problem = await problemOf(object(make()));
    expect(problem).toMatchObject({ code, exit, message: expect.stringMatching(says) });
    expect(problem.message).toContain('x.bpf.o');
    expect(problem.hints.length).toBeGreaterThan(0);
  });

  it('is described by what it holds', async () => {
    const { plan, diagnostics } = await proofOf(object(bytes), { allowUnsafe: true });
    expect(diagnostics).toEqual([]);
    expect(plan.program.attachPoints).toEqual(['tracepoint:syscalls:sys_enter_openat', 'xdp', 'kprobe:vfs_read']);
    expect(plan.program.answer).toBe('rows');
    expect(plan.program.outputs.map(({ shape }) => shape)).toContain('histogram');
    expect(plan.safety.classes[0]).toBe('unsafe');
    expect(plan.program.source).toContain('on_open: SEC("tracepoint/syscalls/sys_enter_openat")');
  });

  it('is narrowed where it has a constant for that', async () => {
    const { plan } = await proofOf(object(bytes), { allowUnsafe: true }, 42);
    expect(plan.program.pid).toBe(42);
    expect(plan.notes).toEqual([]);
    const without = Buffer.from(bytes.toString('latin1').replaceAll('target_pid', 'target_xxx'), 'latin1');
    const { plan: wide } = await proofOf(object(without), { allowUnsafe: true }, 42);
    expect(wide.program.pid).toBeUndefined();
    expect(wide.notes).toEqual([expect.stringMatching(/not narrowed to pid 42/)]);
  });

  it('is refused for what it may do beside watching, with a status of its own', async () => {
    const { plan, diagnostics } = await proofOf(object(bytes));
    expect(diagnostics.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
      ['unsafe-call', 'drop'],
      ['unsafe-call', 'over'],
    ]);
    expect(compiledProblem('x', plan.program, diagnostics)).toMatchObject({ exit: 6, file: 'x.bpf.o' });
  });

  it('never ends in anything but a proof or a Problem, whatever its bytes', async () => {
    let seed = 20_26;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const ends = { proven: 0, refused: 0 };
    for (let round = 0; round < 1000; round++) {
      const damaged = Buffer.from(bytes);
      for (let flips = 1 + random(round % 9 === 0 ? 120 : 6); flips > 0; flips--)
        damaged[random(damaged.length)] = [0, 0xff, 0x7f, 0x80, random(256)][random(5)] ?? 0;
      const cut = round % 11 === 0 ? damaged.subarray(0, random(damaged.length)) : damaged;
      try {
        JSON.stringify(await proofOf(object(cut), { allowUnsafe: round % 2 === 0 }));
        ends.proven++;
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        ends.refused++;
      }
    }
    expect(Math.min(ends.proven, ends.refused)).toBeGreaterThan(20);
  }, 60_000);
});

describe('a module', () => {
  it.each([
    ['empty', Buffer.alloc(0), /not a WebAssembly file/],
    ['cut off', Buffer.from('\0asm'), /cut off/],
    ['without a beginning', Buffer.from('\0asm\x01\0\0\0', 'latin1'), /no _start/],
  ])('%s', async (_, bytes, says) => {
    const given: GivenProgram = { path: 'x.wasm', language: 'wasm', source: '', binary: bytes.toString('base64') };
    expect(await problemOf(given)).toMatchObject({ code: 'bad-module', exit: 4, message: expect.stringMatching(says) });
  });
});
