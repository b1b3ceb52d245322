import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../src/check/machine.ts';
import { contextDiagnostics } from '../../../src/check/object/context.ts';
import { applyEdits, type Diagnostic } from '../../../src/core/diagnostic.ts';
import { typesOf } from '../../../src/kernel/kernel-types.ts';
import { parseFormat, type Tracepoints } from '../../../src/kernel/tracepoints.ts';
import { type ObjectFile, readObject } from '../../../src/object/read.ts';
import { compiled } from '../../object/compiled.ts';

/** As format files of Linux 6.18 have them: declaration, offset, size. */
const FORMATS: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  'sched:sched_switch': [
    ['unsigned short common_type', 0, 2],
    ['char prev_comm[16]', 8, 16],
    ['pid_t prev_pid', 24, 4],
    ['int prev_prio', 28, 4],
    ['long prev_state', 32, 8],
    ['char next_comm[16]', 40, 16],
    ['pid_t next_pid', 56, 4],
    ['int next_prio', 60, 4],
  ],
  'sched:sched_process_exec': [
    ['__data_loc char[] filename', 8, 4],
    ['pid_t pid', 12, 4],
    ['pid_t old_pid', 16, 4],
  ],
  'syscalls:sys_enter_close': [
    ['int __syscall_nr', 8, 4],
    ['unsigned int fd', 16, 8],
  ],
  'syscalls:sys_exit_close': [
    ['int __syscall_nr', 8, 4],
    ['long ret', 16, 8],
  ],
};

const tracepoints: Tracepoints = {
  has: (category, name) => `${category}:${name}` in FORMATS,
  list: () => Object.keys(FORMATS),
  fields: (category, name) => {
    const fields = FORMATS[`${category}:${name}`];
    return fields === undefined
      ? undefined
      : parseFormat(fields.map(([declaration, offset, size]) => `\tfield:${declaration};\toffset:${offset};\tsize:${size};\tsigned:0;\n`).join(''));
  },
};

const elf = compiled('context.bpf.c');
const source = readFileSync(new URL('../../object/context.bpf.c', import.meta.url), 'utf8');
const read = elf === undefined ? undefined : readObject(elf);
const object = (read?.ok === true ? read.object : undefined) as ObjectFile;
/** The object has the structures that the kernel's types would tell. */
const types = object?.btf === undefined ? undefined : typesOf({ vmlinux: btfIn(elf ?? Buffer.alloc(0)), modules: () => [] });
const machine = { tracepoints, types } as unknown as Machine;

function btfIn(file: Buffer): Uint8Array {
  const table = Number(file.readBigUInt64LE(40));
  const names = table + file.readUInt16LE(62) * 64;
  for (let at = table; at < file.length; at += 64) {
    const name = Number(file.readBigUInt64LE(names + 24)) + file.readUInt32LE(at);
    const [offset, size] = [Number(file.readBigUInt64LE(at + 24)), Number(file.readBigUInt64LE(at + 32))];
    if (file.toString('latin1', name, name + 5) === '.BTF\0') return Uint8Array.from(file.subarray(offset, offset + size));
  }
  throw new Error('the object has no BTF');
}

function of(name: string, on: Machine = machine, text: string | undefined = source): Diagnostic | undefined {
  return contextDiagnostics(object, on, text).find(({ message }) => message.startsWith(`${name}: `));
}

describe.skipIf(elf === undefined)('what programs on tracepoints read', () => {
  it.each(['right', 'right_call', 'text', 'registers'])('%s is right', (name) => expect(of(name)).toBeUndefined());

  it.each<[string, Diagnostic['severity'], RegExp, RegExp, string]>([
    [
      'of_another',
      'error',
      /reads id, args of struct trace_event_raw_sys_enter.*not what sched:sched_switch delivers/,
      /struct trace_event_raw_sched_switch$/,
      'sum += ctx->id;',
    ],
    ['by_helper', 'error', /reads id of struct trace_event_raw_sys_enter/, /struct trace_event_raw_sched_switch$/, 'bpf_probe_read_kernel(&id'],
    ['after_a_call', 'error', /reads id of struct trace_event_raw_sys_enter/, /struct trace_event_raw_sched_switch$/, 'sum += other->id;'],
    ['common', 'error', /the common fields are not there/, /bpf_get_current_pid_tgid/, 'ctx->ent.pid'],
    ['moved', 'error', /reads prev_state of struct own at offset 40, and .* has it at 32$/, /prev_state \(8 at 32\)/, 'ctx->prev_state'],
    ['across', 'warning', /reads 8 bytes at offset 28 of .*, and no field lies so$/, /prev_prio \(4 at 28\)/, 'ctx + 28'],
    ['asks', 'warning', /reads old_state of struct trace_event_raw_sched_switch/, /prev_comm/, 'sum += ctx->old_state;'],
    ['too_many', 'error', /reads 8 bytes at offset 40 of what syscalls:sys_enter_close delivers, which has 24 bytes$/, /fd \(8 at 16\)/, 'ctx->args[3]'],
    ['enter_at_exit', 'error', /reads args of struct trace_event_raw_sys_enter/, /struct trace_event_raw_sys_exit$/, 'ctx->args[0]'],
  ])('%s: %s', (name, severity, says, hint, line) => {
    const found = of(name);
    expect(found).toMatchObject({ code: 'wrong-context', severity, message: expect.stringMatching(says) });
    expect(found?.hints.some((one) => hint.test(one))).toBe(true);
    expect(source.slice(found?.span?.start, found?.span?.end)).toContain(line);
  });

  it('has no place without the C, and nothing to say where the format cannot be read', () => {
    expect(contextDiagnostics(object, machine).every(({ span }) => span === undefined)).toBe(true);
    const listed: Tracepoints = { ...tracepoints, fields: () => [{ name: 'fd', declaration: 'int fd' }] };
    expect(contextDiagnostics(object, { ...machine, tracepoints: listed }, source)).toEqual([]);
    expect(contextDiagnostics(object, { ...machine, tracepoints: { ...tracepoints, fields: () => undefined } }, source)).toEqual([]);
  });

  it('of a member that both structures have, takes the right structure', () => {
    const found = of('elsewhere');
    expect(found?.message).toMatch(/reads pid of struct trace_event_raw_sched_process_template/);
    expect(found?.hints[0]).toBe('the type of its argument: struct trace_event_raw_sched_process_exec');
    // In the file it stands where it is defined, too: only a person knows which is meant.
    expect(found?.fixes).toEqual([]);
    const alone = 'SEC("tp/sched/sched_process_exec") int elsewhere(struct trace_event_raw_sched_process_template *ctx) { sum += ctx->pid; return 0; }';
    const [fix] = of('elsewhere', machine, alone)?.fixes ?? [];
    expect(fix?.automatic).toBe(true);
    expect(applyEdits(alone, fix?.edits ?? [])).toContain('(struct trace_event_raw_sched_process_exec *ctx)');
    expect(of('enter_at_exit', machine, 'struct trace_event_raw_sys_enter *ctx')?.fixes).toEqual([]);
  });
});
