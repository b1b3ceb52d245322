import { describe, expect, test } from 'vitest';
import type { SafetyClass } from '../../src/core/program.ts';
import type { Surroundings } from '../../src/line/events.ts';
import { judgeOf } from '../../src/line/module-judge.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { realHost } from '../../src/system/real.ts';
import { machine } from '../check/linux-6.18.ts';
import { module } from '../engines/wasm/bytes.ts';
import { compiled, noClang } from '../engines/wasm/run.ts';

const HEAD = '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\nchar LICENSE[] SEC("license") = "GPL";\n';

describe.skipIf(noClang !== undefined)(`objects that a module wants loaded${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const object = (body: string): Uint8Array => (noClang === undefined ? compiled(HEAD + body, 'object.bpf.c') : new Uint8Array());
  const watches = object('const volatile int level = 1; SEC("tracepoint/syscalls/sys_enter_execve") int seen(void *c) { return level; }');
  const other = object('SEC("tracepoint/syscalls/sys_enter_execve") int other(void *c) { return 0; }');
  const kills = object('SEC("tracepoint/syscalls/sys_enter_execve") int kills(void *c) { bpf_send_signal(9); return 0; }');
  const drops = object('SEC("xdp") int drops(struct xdp_md *c) { return 1; }');

  const judge = async (elf: Uint8Array, { agreed = ['observe'], allowUnsafe = false }: { agreed?: readonly SafetyClass[]; allowUnsafe?: boolean } = {}) => {
    const wasm = module({ data: [[64, watches]] });
    const plan = {
      program: {
        language: 'wasm',
        source: '',
        binary: Buffer.from(wasm).toString('base64'),
        title: '',
        origin: { kind: 'edited' },
        attachPoints: [],
        outputs: [],
      },
      safety: { classes: agreed, reasons: [] },
    } as unknown as Plan;
    const around = { host: realHost(), allowUnsafe } as unknown as Surroundings;
    return (await judgeOf(plan, machine.facts, around))(elf);
  };

  test('what was shown may be loaded', async () => {
    expect(await judge(watches)).toEqual({ may: true });
  });

  test('what was not, and only watches, may be, which is said', async () => {
    expect(await judge(other)).toEqual({
      may: true,
      message: expect.stringMatching(/made a BPF object while it ran.*no more than was agreed to \(tracepoint:syscalls:sys_enter_execve\)/),
    });
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['kills processes', kills, /bpf_send_signal\(\) does more than watch.*--allow-unsafe lets it/],
    ['drops packets', drops, /it can drop or redirect packets/],
    ['is no object', new Uint8Array(300), /cannot be read; it was not loaded/],
    ['is cut off', watches.subarray(0, 200), /cannot be read; it was not loaded/],
  ])('what %s may not', async (_name, elf, message) => {
    expect(await judge(elf)).toEqual({ may: false, message: expect.stringMatching(message) });
  });

  test('what does more than watch may be where that is allowed', async () => {
    expect(await judge(kills, { allowUnsafe: true })).toMatchObject({ may: true });
  });

  test('what is costly may not be where nobody agreed to that', async () => {
    const costly = object('SEC("tracepoint/raw_syscalls/sys_enter") int costly(void *c) { return 0; }');
    expect(await judge(costly)).toMatchObject({ may: false, message: expect.stringMatching(/fires/) });
    expect(await judge(costly, { agreed: ['costly'] })).toMatchObject({ may: true });
  });
});
