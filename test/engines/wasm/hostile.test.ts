import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RUNTIME_HEADER } from '../../../src/compiler/wasm/user-part.ts';
import { module, sleb } from './bytes.ts';
import { compiled, ended, events, noClang, texts } from './run.ts';

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

  test('an object that its file does not have is not loaded', async () => {
    const wasm = guest('int main(void) { char *made = calloc(1, 4096); memcpy(made, "\\x7f" "ELF", 4); return (int)wasm_load_bpf_object(made, 4096); }');
    const all = await events(wasm);
    expect(all).toContainEqual({ type: 'warning', message: expect.stringMatching(/not among those it was checked for/) });
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
