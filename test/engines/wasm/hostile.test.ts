import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { RUNTIME_HEADER } from '../../../src/compiler/wasm/user-part.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { module, sleb } from './bytes.ts';
import { compiled, ended, events, jobOf, noClang, texts } from './run.ts';

const C32 = 0x41;
const LOOP_FOR_EVER = [0x03, 0x40, 0x0c, 0, 0x0b];

describe('what is no module that can be run is said so, and nothing of it runs', () => {
  const whole = module({});
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /not a WebAssembly file/],
    ['an ELF file', readFileSync(process.execPath).subarray(0, 4096), /not a WebAssembly file/],
    ['half a header', whole.subarray(0, 6), /cut off/],
    ['half a module', whole.subarray(0, whole.length - 4), /cut off/],
    ['a component', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0), /component \(WASI preview 2\)/],
    ['a later version', Uint8Array.of(0, 0x61, 0x73, 0x6d, 9, 0, 0, 0), /version 9/],
    ['1 GB of memory', module({ memory: [16_384] }), /1024 MiB of memory to begin with; at most 256 MiB/],
    [
      'functions of others',
      module({
        imports: [
          ['env', 'system'],
          ['wasm_bpf', 'wasm_bpf_do_evil'],
        ],
      }),
      /env\.system, wasm_bpf\.wasm_bpf_do_evil/,
    ],
    ['preview 2 as a module', module({ imports: [['wasi:io/poll', 'poll']] }), /wasi:io\/poll\.poll \(WASI preview 2\)/],
    [
      'a function of wasm-bpf with other parameters',
      module({ imports: [['wasm_bpf', 'wasm_bpf_buffer_poll']] }),
      /-> instead of i64 i32 i32 i32 i32 i32 i32 -> i32/,
    ],
    [
      'the polling of Go with the parameters of C',
      module({ imports: [['callback-wrapper', 'wasm_bpf_buffer_poll', 1]] }),
      /i32 i32 -> i64 instead of i64 i32 i32 i32 i32 i32 -> i32/,
    ],
    ['tables of 400 million elements', module({ tables: Array.from({ length: 40 }, () => [10_000_000] as const) }), /wants 40 tables; at most 16 are given/],
    ['a table of 10 million elements', module({ tables: [[10_000_000]] }), /wants tables of 10000000 elements; at most 1000000 are given/],
    ['code that is none', module({ start: [0xff] }), /cannot be run/],
    ['a WASI function that there is not', module({ imports: [['wasi_snapshot_preview1', 'open_everything']] }), /open_everything/],
  ])('%s', async (_name, wasm, message) => {
    const end = ended(await events(wasm));
    expect(end.reason).toBe('rejected');
    expect(end.message).toMatch(message);
  });

  test('every beginning of a module, and every byte of it changed, ends well', async () => {
    const { fitnessOf } = await import('../../../src/engines/wasm/fitness.ts');
    const { findObjects } = await import('../../../src/engines/wasm/objects.ts');
    const made = module({ imports: [['wasm_bpf', 'wasm_load_bpf_object', 1]], data: [[8, Uint8Array.from(Buffer.from('\x7fELF\x02\x01', 'latin1'))]] });
    for (let at = 0; at < made.length; at++) {
      expect(fitnessOf(made.subarray(0, at)).ok && at < 8).toBe(false);
      for (const value of [0, 0x7f, 0x80, 0xff]) {
        const changed = made.with(at, value);
        expect(typeof fitnessOf(changed).ok).toBe('boolean');
        expect(findObjects(changed)).toEqual([]);
      }
    }
  });
});

describe('a module that runs harms nobody', () => {
  test('an endless loop is ended when its time is over', async () => {
    const end = ended(await events(module({ start: LOOP_FOR_EVER }), { seconds: 0.2 }));
    expect(end).toMatchObject({ reason: 'deadline', killed: true });
    expect(end.message).toMatch(/did not end when it was asked/);
  });

  test('an endless loop is ended when the user asks', async () => {
    const stop = new AbortController();
    const all = await events(module({ start: LOOP_FOR_EVER }), { stop: stop.signal, seen: ({ type }) => type === 'started' && stop.abort('interrupted') });
    expect(ended(all)).toMatchObject({ reason: 'interrupted', killed: true });
  });

  test('one that calls itself without end is told', async () => {
    const end = ended(await events(module({ start: [0x10, 0] })));
    expect(end).toMatchObject({ reason: 'crashed', message: 'the module failed: Maximum call stack size exceeded' });
  });

  test('its process is gone when its run is over, whatever it was about', async () => {
    let pid = 0;
    await events(module({ start: LOOP_FOR_EVER }), {
      seconds: 0.1,
      seen: (event) => {
        if (event.type === 'started') pid = event.pid;
      },
    });
    expect(pid).toBeGreaterThan(1);
    expect(pid).not.toBe(process.pid);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });

  test('its process is gone when nobody wants its run any more', async () => {
    let pid = 0;
    const run = wasmEngine.run(jobOf(module({ start: LOOP_FOR_EVER })));
    for await (const batch of run) {
      for (const event of batch) if (event.type === 'started') pid = event.pid;
      break;
    }
    await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: 20_000 });
  });

  test('a trap is told', async () => {
    const end = ended(await events(module({ start: [0x00] })));
    expect(end.reason).toBe('crashed');
    expect(end.message).toMatch(/unreachable/);
  });

  test('memory grows no further than to its limit', async () => {
    // Grows by 64 MiB until it is refused, then ends with how many pages it has as its status: 4096 of at most 4096, of which a status keeps them all.
    const grow = [0x03, 0x40, C32, ...sleb(1023), 0x40, 0, C32, ...sleb(-1), 0x47, 0x0d, 0, 0x0b, 0x3f, 0, 0x10, 0];
    const end = ended(await events(module({ imports: [['wasi_snapshot_preview1', 'proc_exit', 3]], start: grow })));
    expect(end.message).toBe('the module ended with status 4093');
  });

  test('a table grows no further than to its limit', async () => {
    // Grows by 100,000 elements until it is refused, then ends with how many it has as its status.
    const grow = [0x03, 0x40, 0xd0, 0x70, C32, ...sleb(100_000), 0xfc, 0x0f, 0, C32, ...sleb(-1), 0x47, 0x0d, 0, 0x0b, 0xfc, 0x10, 0, 0x10, 0];
    const made = (most?: number): Uint8Array =>
      module({ imports: [['wasi_snapshot_preview1', 'proc_exit', 3]], start: grow, tables: [most === undefined ? [1] : [1, most]] });
    expect(ended(await events(made())).message).toBe('the module ended with status 900001');
    expect(ended(await events(made(4_000_000_000))).message).toBe('the module ended with status 900001');
    expect(ended(await events(made(250_000))).message).toBe('the module ended with status 200001');
  });

  test('what runs before anything of it can be reached has no memory that a call could write to', async () => {
    // fd_write(1, 0, 1, 8) while it is made, then as its start: EFAULT of WASI, then the status of a call that works.
    const call = [C32, 1, C32, 0, C32, 1, C32, 8, 0x10, 0, 0x04, 0x40, 0x0f, 0x0b, C32, 7, 0x10, 1];
    const wasm = module({
      imports: [
        ['wasi_snapshot_preview1', 'fd_write', 2],
        ['wasi_snapshot_preview1', 'proc_exit', 3],
      ],
      start: call,
      atOnce: true,
    });
    expect(ended(await events(wasm)).message).toBe('the module ended with status 7');
  });

  test('an endless loop before its start is ended as any other', async () => {
    const end = ended(await events(module({ start: LOOP_FOR_EVER, atOnce: true }), { seconds: 0.2 }));
    expect(end).toMatchObject({ reason: 'deadline', killed: true });
  });

  test('one that catches its own end, again and again, is ended all the same', async () => {
    // for (;;) try { proc_exit(0) } catch (...) {}
    const caught = [0x03, 0x40, 0x06, 0x40, C32, 0, 0x10, 0, 0x19, 0x0b, 0x0c, 0, 0x0b];
    const end = ended(await events(module({ imports: [['wasi_snapshot_preview1', 'proc_exit', 3]], start: caught }), { seconds: 0.2 }));
    expect(end).toMatchObject({ reason: 'deadline', killed: true });
  });

  test('pointers out of its memory are errors to it', async () => {
    // fd_write(1, 0xfffffff0, 4, 0xfffffff0), whose answer is the status: EFAULT of WASI.
    const call = [C32, 1, C32, ...sleb(-16), C32, 4, C32, ...sleb(-16), 0x10, 0, 0x10, 1];
    const wasm = module({
      imports: [
        ['wasi_snapshot_preview1', 'fd_write', 2],
        ['wasi_snapshot_preview1', 'proc_exit', 3],
      ],
      start: call,
    });
    expect(ended(await events(wasm)).message).toBe('the module ended with status 21');
  });
});

describe.skipIf(noClang !== undefined)(`modules in C${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const guest = (body: string): Uint8Array =>
    compiled(`#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n${RUNTIME_HEADER}\n${body}`);

  test('arguments arrive; files, environment and input do not', async () => {
    const wasm = guest(`extern char **environ;
      int main(int argc, char **argv) {
        for (int i = 1; i < argc; i++) puts(argv[i]);
        printf("%s %s %s\\n", fopen("/etc/passwd", "r") ? "file" : "no file", environ && *environ ? "env" : "no env", getchar() == EOF ? "no input" : "input");
        return fopen("made", "w") != 0;
      }`);
    const all = await events(wasm, { args: ['one', 'two words'] });
    expect(texts(all)).toEqual(['one', 'two words', 'no file no env no input']);
    expect(ended(all).reason).toBe('finished');
  });

  test('wild pointers, numbers and names to the kernel are errors', async () => {
    const wasm = guest(`static int on(void *c, void *d, int n) { return 0; }
      int main(void) {
        char small[8];
        printf("%d %d %d %d %d %d %d\\n", (int)wasm_load_bpf_object((void *)0xfffffff0, 100), (int)wasm_load_bpf_object(small, -5),
          wasm_close_bpf_object(77), wasm_attach_bpf_program(77, (char *)0xffffffff, 0), wasm_bpf_map_fd_by_name(77, (char *)0xffffffff),
          wasm_bpf_buffer_poll(77, 1, on, 0, (char *)0xffffff00, 1 << 30, -1), wasm_bpf_map_operate(1, 1, (void *)0xffffff00, small, 0, 0));
        return 0;
      }`);
    expect(texts(await events(wasm))).toEqual(['0 0 -22 -22 -2 -22 -9']);
  });

  test('descriptors that are not its own are out of its reach', async () => {
    const wasm = guest(`int main(void) {
        char bytes[64];
        int status = 0;
        for (int fd = -2; fd < 100; fd++) {
          for (int command = 0; command < 6; command++) status |= wasm_bpf_map_operate(fd, command, bytes, bytes, bytes, 0) != -9;
          status |= close(fd) == 0 && (fd < 0 || fd > 2);
          status |= wasm_bpf_buffer_poll(1, fd, 0, 0, bytes, 64, 0) != -22;
        }
        return status;
      }`);
    expect(ended(await events(wasm))).toMatchObject({ reason: 'finished' });
  });

  test('a huge object, and many that are none, are told a few times and no more', async () => {
    const wasm = guest(`int main(void) {
        char *huge = malloc(20 << 20);
        if (wasm_load_bpf_object(huge, 20 << 20)) return 1;
        for (int i = 0; i < 1000; i++) if (wasm_load_bpf_object(huge, 100)) return 1;
        return 0;
      }`);
    const all = await events(wasm, { judge: () => ({ may: true }) });
    const warnings = all.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings[0]).toMatch(/it has 20971520 bytes; at most 16777216 are taken/);
    expect(warnings.length).toBeLessThan(40);
    expect(warnings.at(-1)).toMatch(/no more of it is told/);
    expect(ended(all).reason).toBe('finished');
  });

  test.each([
    ['without an end of line', 'for (;;) fwrite(bytes, 1, sizeof(bytes), stdout);'],
    ['line by line', 'for (;;) puts("line");'],
    ['to standard error', 'for (;;) fputs("line\\n", stderr);'],
  ])('output without end, %s, ends in time', async (_name, body) => {
    const all = await events(guest(`static char bytes[4096]; int main(void) { memset(bytes, 'x', sizeof(bytes)); ${body} }`), { seconds: 0.3 });
    expect(ended(all)).toMatchObject({ reason: 'finished' });
    expect(ended(all)).not.toHaveProperty('killed');
    if (!body.includes('stderr')) expect(texts(all).length).toBeGreaterThan(1);
  });

  test('a flood is made as slow as its reader, and nothing of it is lost', async () => {
    const wasm = guest('int main(void) { for (int i = 0; i < 200000; i++) printf("%d\\n", i); return 0; }');
    let expected = 0;
    let most = 0;
    for await (const batch of wasmEngine.run(jobOf(wasm))) {
      most = Math.max(most, batch.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const event of batch) if (event.type === 'text') expect(event.text).toBe(String(expected++));
    }
    expect(expected).toBe(200_000);
    expect(most).toBeLessThan(50_000);
  });

  test('an object that its file does not have is not loaded', async () => {
    const wasm = guest('int main(void) { char *made = calloc(1, 4096); memcpy(made, "\\x7f" "ELF", 4); return (int)wasm_load_bpf_object(made, 4096); }');
    const all = await events(wasm);
    expect(all).toContainEqual({ type: 'warning', message: expect.stringMatching(/not among those it was checked for/) });
    expect(ended(all).reason).toBe('finished');
  });

  test('an object that is made at run time is judged as it is then, before the kernel sees it', async () => {
    const wasm = guest(
      `int main(void) { char *made = calloc(1, 300); for (int i = 0; i < 300; i++) made[i] = i ^ 0x55; return (int)wasm_load_bpf_object(made, 300); }`,
    );
    const judged: Uint8Array[] = [];
    const all = await events(wasm, {
      judge: (elf) => {
        judged.push(elf);
        return { may: false, message: 'this one may not' };
      },
    });
    expect(judged).toEqual([Uint8Array.from({ length: 300 }, (_, i) => (i ^ 0x55) & 0xff)]);
    expect(all).toContainEqual({ type: 'warning', message: 'this one may not' });
    expect(ended(all).reason).toBe('finished');
  });

  test('whoever sleeps for an hour is woken, says its last word, and ends', async () => {
    const all = await events(guest('int main(void) { puts("before"); fflush(stdout); sleep(3600); puts("after"); return 0; }'), { seconds: 0.2 });
    expect(texts(all)).toEqual(['before', 'after']);
    expect(ended(all)).not.toHaveProperty('killed');
  });

  test('whoever sleeps again and again is ended without being killed', async () => {
    const end = ended(await events(guest('int main(void) { for (;;) usleep(10); }'), { seconds: 0.2 }));
    expect(end.reason).toBe('finished');
    expect(end).not.toHaveProperty('killed');
  });

  test('what goes to standard error is a warning, and a status is told', async () => {
    const all = await events(guest('int main(void) { fputs("no luck\\n", stderr); return 7; }'));
    expect(all).toContainEqual({ type: 'warning', message: 'the module says: no luck' });
    expect(ended(all)).toMatchObject({ reason: 'crashed', message: 'the module ended with status 7' });
  });
});
