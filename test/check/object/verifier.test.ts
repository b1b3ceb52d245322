import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLog, verifierDiagnostics } from '../../../src/check/object/verifier.ts';
import { applyEdits, positionAt } from '../../../src/core/diagnostic.ts';

/** What Linux 6.18 and libbpf 1.1 said of the program beside it. */
const textOf = (name: string): string => readFileSync(new URL(`verifier/${name}`, import.meta.url), 'utf8');

/** The program, its code, the line of C that it is told at, and what the message says. */
const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
  ['null-check', 'verifier-null-check', '*value += 1;', /NULL/],
  ['ringbuf-null', 'verifier-null-check', '*event = 1;', /bpf_ringbuf_reserve/],
  ['ringbuf-leak', 'verifier-leak', 'if (*event > 3) return 0;', /not given back/],
  ['bounds', 'verifier-bounds', 'slots[at] += 1;', /index/],
  ['bounds-size', 'verifier-bounds', 'bpf_probe_read_user(buffer, size, (void *)ctx->args[1]);', /size/],
  ['map-value', 'verifier-bounds', 'value[9] = 1;', /beyond memory of 8 bytes: at offset 9, a size of 1$/],
  ['record-bounds', 'verifier-bounds', '((char *)e)[24] = 1;', /beyond memory of 20 bytes: at offset 24, a size of 1$/],
  ['submitted', 'verifier-used-after-release', 'e->pid = 1;', /handed over already/],
  ['submit-twice', 'verifier-used-after-release', 'bpf_ringbuf_submit(e, 0);', /no record of a ring buffer/],
  ['constant-size', 'verifier-constant', 'struct event *e = bpf_ringbuf_reserve(&rb, ctx->args[2], 0);', /known when the program is compiled/],
  ['context-write', 'verifier-read-only', 'ctx->args[1] = 0;', /writes to its context at offset 24/],
  ['constant-write', 'verifier-read-only', '*(volatile __u32 *)&limit = 6;', /a constant of its own/],
  ['division', 'verifier-division', 'asm volatile("%0 /= 0" : "+r"(x));', /divides by zero/],
  ['recursion', 'verifier-call-depth', 'return f(n - 1) + f(n - 2);', /call each other/],
  ['global-function', 'verifier-null-check', 'return p[0];', /verified by itself/],
  ['task-pointer', 'verifier-argument-type', '__u64 *v = bpf_task_storage_get(&st, t, 0, 1);', /vouches for/],
  ['by-value', 'verifier-argument-type', 'bpf_map_update_elem(&m, (void *)1, &v, BPF_ANY);', /an address of memory/],
  ['offset-stack', 'verifier-stack-bounds', 'key[at] = 1;', /stack/],
  ['user-pointer', 'verifier-foreign-pointer', 'return name[0];', /only read by a helper/],
  ['gpl', 'verifier-gpl-only', 'bpf_probe_read_kernel(&value, 8, ctx);', /licence/],
  ['helper-type', 'verifier-helper-not-allowed', 'return bpf_redirect(1, 0);', /bpf_redirect$/],
  ['context', 'verifier-context', 'return ctx->r15 + ctx->ss + ctx->sp;', /reads 8 bytes at offset 0 of its context/],
  ['helper-missing', 'verifier-helper-missing', 'return bpf_later(ctx);', /no helper 9999/],
  ['sleepable', 'verifier-sleeps', 'bpf_copy_from_user(text, sizeof(text), (void *)1);', /may sleep/],
  ['trusted', 'verifier-read-only', 'prev->pid = 3;', /only read/],
  ['lock', 'verifier-lock', '}', /lock/],
  ['loop', 'verifier-too-complex', 'for (u64 at = 0; at < end; at++) __sync_fetch_and_add(&total, at);', /loop/],
  ['core', 'core-no-field', 'return BPF_CORE_READ(task, no_such_field);', /no field no_such_field in struct task_struct,/],
  ['target', 'no-attach-target', 'SEC("fentry/no_such_function")', /no no_such_function/],
  ['kfunc', 'no-kfunc', 'extern void bpf_no_such_kfunc(void) __ksym;', /bpf_no_such_kfunc/],
  ['extern', 'no-extern', 'extern int no_such_variable;', /no_such_variable/],
  ['callback', 'verifier-return', 'return at;', /calls back returns another value than 0 or 1/],
  ['dynptr', 'verifier-leak', 'if (bpf_ringbuf_reserve_dynptr(&events, 16, 0, &room))', /what bpf_ringbuf_reserve_dynptr reserved is not given back/],
  ['late-check', 'verifier-null-check', 'if (*count > 0 && count)', /NULL/],
  ['long-comm', 'verifier-stack-bounds', 'bpf_get_current_comm(comm, 64);', /outside of a variable on its stack/],
  [
    'not-the-context',
    'verifier-argument-type',
    'bpf_perf_event_output(&event, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));',
    /an address on the stack where it takes the context$/,
  ],
  ['other-map', 'verifier-map-type', 'bpf_ringbuf_output(&events, &now, sizeof(now), 0);', /bpf_ringbuf_output takes another type of map/],
  ['stack-map', 'verifier-map-type', 'return bpf_get_stackid(ctx, &stacks, 0) < 0;', /bpf_get_stackid takes another type of map/],
  ['packet', 'verifier-packet-bounds', 'if (eth->h_proto == bpf_htons(0x0800))', /reads 2 bytes at 12 of a packet that may be shorter$/],
  ['packet-options', 'verifier-packet-bounds', 'ports += udp->dest;', /reads 2 bytes at 16 of a packet that may be shorter$/],
  ['raw-argument', 'verifier-context', 'sum += ctx->args[20];', /8 bytes at offset 160 of its context/],
  ['skb-write', 'verifier-read-only', 'skb->len = 60;', /writes to its context at offset 0/],
  ['string-compare', 'verifier-argument-type', 'if (!bpf_strncmp(comm, sizeof(comm), wanted))', /a text that is a constant of the program$/],
  ['submit-inside', 'verifier-argument-type', 'bpf_ringbuf_submit(&event->uid, 0);', /not the pointer that was got/],
  ['task-field', 'verifier-foreign-pointer', 'last = task->tgid;', /bpf_get_current_task\(\) returns is a number/],
  ['kernel-text', 'verifier-foreign-pointer', '__builtin_memcpy(name, program->filename, 15);', /only read by a helper$/],
  ['unsized-copy', 'verifier-bounds', 'bpf_probe_read_user(event->data, event->size, (void *)ctx->args[1]);', /size may be larger/],
  ['user-write', 'verifier-foreign-write', '*name = 0;', /not for a program to write$/],
  ['section', 'unknown-section', 'SEC("tracepont/syscalls/sys_enter_openat")', /tracepont/],
];

describe('what the kernel refuses', () => {
  it.each(REFUSED)('%s: %s', (name, code, line, says) => {
    const source = textOf(`${name}.bpf.c`);
    const [found, ...others] = verifierDiagnostics(textOf(`${name}.log`), source);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code, severity: 'error', message: expect.stringMatching(says) });
    expect(source.split('\n')[positionAt(source, found?.span?.start ?? -1).line - 1]?.trim()).toBe(line);
    expect(found?.hints.length).toBeGreaterThan(0);
  });

  it.each([
    ['null-check', 'if (!value) return 0;'],
    ['ringbuf-null', 'if (!event) return 0;'],
    ['bounds', 'if (at >= 16) return 0;'],
    ['gpl', 'SEC("license") = "GPL"'],
    ['late-check', 'if (!count) return 0;'],
    ['packet', 'if ((void *)(eth + 1) > (void *)(long)ctx->data_end) return XDP_PASS;'],
    ['packet-options', 'if ((void *)(udp + 1) > (void *)(long)ctx->data_end) return XDP_PASS;'],
    ['task-field', '(struct task_struct *)bpf_get_current_task_btf();'],
  ])('%s: its fix writes %s', (name, text) => {
    const source = textOf(`${name}.bpf.c`);
    const [fix] = verifierDiagnostics(textOf(`${name}.log`), source)[0]?.fixes ?? [];
    expect(source).not.toContain(text);
    expect(applyEdits(source, fix?.edits ?? [])).toContain(text);
  });

  it('has no fix where the pointer is compared with the end already, or the packet is nobody knows whose', () => {
    const source = textOf('packet.bpf.c');
    const compared = source.replace('\tif (eth', '\tif ((void *)(eth + 1) < 0) return 0;\n\tif (eth');
    const other = source.replace('struct xdp_md *ctx', 'void *ctx');
    for (const text of [compared, other]) expect(verifierDiagnostics(textOf('packet.log').replace(/@ packet\.bpf\.c:\d+/g, ''), text)[0]?.fixes).toEqual([]);
  });

  it('says of a log without an end how much of it is there', () => {
    expect(verifierDiagnostics(textOf('loop.log'), textOf('loop.bpf.c'))[0]?.hints.at(-1)).toMatch(
      /^the log was cut: \d+ lines of it are here, and not its end$/,
    );
    expect(readLog(textOf('bounds.log')).cut).toBe(false);
  });

  it("asks the object for the line where the kernel kept the log's end alone, as it does of a long loop", () => {
    const end = `libbpf: prog 'handle': BPF program load failed\n-- BEGIN PROG LOAD LOG --\n8: (07) r4 += 1000000  ; R4=scalar()\n9: (07) r2 += 1 ; R2=0x2\nBPF program is too large. Processed 1000001 insn\nprocessed 1000001 insns (limit 1000000)\n`;
    const source = 'int handle(void *ctx) {\n  for (;;) spin();\n}\n';
    const asked: unknown[] = [];
    const [found] = verifierDiagnostics(end, source, (...which) => {
      asked.push(which);
      return { text: '  for (;;) spin();', line: 2 };
    });
    expect(asked).toEqual([['handle', 9]]);
    expect(found?.code).toBe('verifier-too-complex');
    expect(source.slice(found?.span?.start, found?.span?.end)).toBe('for (;;) spin();');
    expect(found?.hints.at(-1)).toMatch(/not its beginning$/);
    expect(verifierDiagnostics(end, source)[0]?.span).toEqual({ start: 4, end: 10 });
  });

  it('tells what libbpf says of a damaged object, without what it passes by', () => {
    const said =
      'libbpf: elf: skipping section(20) ts (size 0)\nlibbpf: Error loading ELF section .BTF.ext: -22. Ignored and continue.\nlibbpf: BTF is required, but is missing or corrupted.\n';
    const [found] = verifierDiagnostics(said);
    expect(found).toMatchObject({ code: 'object-without-types' });
    const [other] = verifierDiagnostics('libbpf: elf: skipping section(20) ts (size 0)\nlibbpf: elf: corrupted section table.\n');
    expect(other).toMatchObject({ code: 'verifier-refused', message: 'libbpf cannot load the object: elf: corrupted section table.' });
    expect(other?.hints[0]).toMatch(/built again/);
  });

  it('tells the line of C where the C is not at hand', () => {
    const [found] = verifierDiagnostics(textOf('null-check.log'));
    expect(found?.span).toBeUndefined();
    expect(found?.hints).toContain('the line: *value += 1;');
  });

  it('finds the line by its text where the kernel is too old to number it', () => {
    const source = textOf('user-pointer.bpf.c');
    const old = textOf('user-pointer.log')
      .replace(/ @ \S+:\d+$/gm, '')
      .replace("'scalar'", "'inv'");
    const [found] = verifierDiagnostics(old, source);
    expect(found?.code).toBe('verifier-foreign-pointer');
    expect(source.slice(found?.span?.start, found?.span?.end)).toBe('return name[0];');
  });

  it.each(['', 'nonsense', "libbpf: prog 'handle': BPF program load failed: Bad message", '0: (b7) r0 = 0\nquux is not frobbed\nprocessed 1 insns'])(
    'is honest of what it does not know: %j',
    (log) => {
      const [found] = verifierDiagnostics(log, 'int handle(void) {}');
      expect(found).toMatchObject({ code: 'verifier-refused', severity: 'error' });
      expect(found?.hints.join()).toContain('no words of its own');
    },
  );
});
