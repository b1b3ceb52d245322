import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildModule } from '../../src/compiler/wasm.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import { describedBy } from '../../src/engines/wasm/description.ts';
import { realHost } from '../../src/system/real.ts';
import { compiled, ended, events, noClang, texts } from '../engines/wasm/run.ts';
import { whyNot } from './helpers.ts';

const MAIN = fileURLToPath(new URL('../../dist/bin/main.js', import.meta.url));
const cannot = noClang ?? whyNot('root', 'tracefs');
const skipped = cannot === undefined ? '' : ` (${cannot})`;

describe.skipIf(cannot !== undefined)(`modules in the kernel${skipped}`, () => {
  const object =
    cannot === undefined ? compiled(readFileSync(new URL('../engines/wasm/execs.bpf.c', import.meta.url), 'utf8'), 'object.bpf.c') : new Uint8Array();
  const built = async (user?: string): Promise<Uint8Array> => {
    const { module, failure, diagnostics } = await buildModule(object, { host: realHost(), ...(user === undefined ? {} : { user }) });
    if (module === undefined) throw new Error(failure?.message ?? diagnostics.map(({ message }) => message).join('\n'));
    return module;
  };
  const INCLUDES = '#include <stdio.h>\n#include <string.h>\n#include "wasm-bpf.h"\n#include "bpf-object.h"\n';

  test('a packed module sees a program that is started', async () => {
    const module = await built();
    const stop = new AbortController();
    const all = await events(module, {
      seconds: 20,
      outputs: describedBy(module)?.outputs ?? [],
      stop: stop.signal,
      seen: (event) => {
        if (event.type === 'attached') spawnSync('/bin/true');
        if (event.type === 'row' && event.values[5] === '/bin/true') stop.abort('interrupted');
      },
    });
    const row = all.find((event) => event.type === 'row' && event.values[5] === '/bin/true');
    expect(row).toMatchObject({ statement: 0, values: [expect.any(Number), 5, -3, 0xfffffffffffffff0n, expect.any(String), '/bin/true'] });
    expect(ended(all)).toMatchObject({ reason: 'interrupted' });
    expect(ended(all)).not.toHaveProperty('killed');
  });

  const POLLING = `${INCLUDES}
    static char record[512];
    static bpf_object_id object;
    static int fd, calls;
    static void begin(void) {
      object = wasm_load_bpf_object(bpf_object, sizeof(bpf_object));
      fd = wasm_bpf_map_fd_by_name(object, "events");
      for (int i = 0; bpf_programs[i]; i++) wasm_attach_bpf_program(object, bpf_programs[i], 0);
    }`;

  test('an object that is closed while one of its records is handed over is gone for whoever asks it anything, and another can be loaded', async () => {
    const module = await built(`${POLLING}
      static int on(void *context, void *data, int size) {
        if (calls++ > 0) return 0;
        printf("closed %d\\n", wasm_close_bpf_object(object));
        printf("polled %d\\n", wasm_bpf_buffer_poll(object, fd, on, 0, record, sizeof(record), -1));
        printf("looked up %d\\n", wasm_bpf_map_operate(fd, WASM_BPF_LOOKUP, record, record, 0, 0));
        return 0;
      }
      int main(void) {
        begin();
        for (int status = 0; !calls && status >= 0;) status = wasm_bpf_buffer_poll(object, fd, on, 0, record, sizeof(record), 100);
        printf("polled %d, closed %d\\n", wasm_bpf_buffer_poll(object, fd, on, 0, record, sizeof(record), 10), wasm_close_bpf_object(object));
        begin();
        printf("anew %d\\n", object != 0 && fd > 0);
        return 0;
      }`);
    const all = await events(module, { seconds: 20, seen: (event) => event.type === 'attached' && spawnSync('/bin/true') });
    expect(texts(all)).toEqual(['closed 0', 'polled -22', 'looked up -9', 'polled -22, closed -22', 'anew 1']);
    expect(ended(all)).toMatchObject({ reason: 'finished' });
  });

  test('a function that cannot be handed a record ends its module with a word why', async () => {
    const module = await built(`${POLLING}
      static int on(long long context, double data) { return 0; }
      int main(void) {
        begin();
        while (wasm_bpf_buffer_poll(object, fd, (bpf_record_fn)on, 0, record, sizeof(record), 100) >= 0) ;
        return 0;
      }`);
    const all = await events(module, { seconds: 20, seen: (event) => event.type === 'attached' && spawnSync('/bin/true') });
    expect(ended(all)).toMatchObject({ reason: 'crashed', message: expect.stringMatching(/takes other parameters than three numbers of 32 bits$/) });
  });

  test('Go’s variant: what is polled has no callback, which is an export, called with the context', async () => {
    const module = await built(`${INCLUDES}
      __attribute__((import_module("callback-wrapper"), import_name("wasm_bpf_buffer_poll")))
      int poll_by_export(bpf_object_id object, int fd, unsigned context, void *record, int most, int milliseconds);
      static int seen;
      __attribute__((export_name("go-callback"))) unsigned on_record(unsigned context, unsigned data, unsigned size) {
        const char *file = (const char *)data + 32;
        if (!strcmp(file, "/bin/true")) { printf("%u %s\\n", context, file); seen = 1; }
        return 0;
      }
      int main(void) {
        static char record[512];
        bpf_object_id object = wasm_load_bpf_object(bpf_object, sizeof(bpf_object));
        for (int i = 0; bpf_programs[i]; i++) wasm_attach_bpf_program(object, bpf_programs[i], 0);
        int fd = wasm_bpf_map_fd_by_name(object, "events");
        while (!seen && poll_by_export(object, fd, 4711, record, sizeof(record), 100) >= 0) ;
        return 0;
      }`);
    const all = await events(module, { seconds: 20, seen: (event) => event.type === 'attached' && spawnSync('/bin/true') });
    expect(texts(all)).toEqual(['4711 /bin/true']);
    expect(ended(all)).toMatchObject({ reason: 'finished' });
  });

  const SYSCALLS = `#include <linux/bpf.h>
    #include <bpf/bpf_helpers.h>
    struct event { __u64 number; };
    const struct event *unused __attribute__((unused));
    char LICENSE[] SEC("license") = "GPL";`;

  test('records that a ring buffer had no room for are told as lost, as the program counts them', async () => {
    const small = compiled(
      `${SYSCALLS}
      struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); __type(value, struct event); } events SEC(".maps");
      __u64 dropped;
      SEC("raw_tracepoint/sys_enter") int calls(void *context) {
        struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
        if (!event) { __sync_fetch_and_add(&dropped, 1); return 0; }
        event->number = 1;
        bpf_ringbuf_submit(event, 0);
        return 0;
      }`,
      'object.bpf.c',
    );
    const { module = new Uint8Array() } = await buildModule(small, { host: realHost() });
    const all = await events(module, {
      seconds: 0.5,
      outputs: describedBy(module)?.outputs ?? [],
      seen: (event) => event.type === 'attached' && spawnSync('dd', ['if=/dev/zero', 'of=/dev/null', 'bs=1', 'count=100000']),
    });
    expect(all.reduce((sum, event) => sum + (event.type === 'lost' ? event.count : 0), 0)).toBeGreaterThan(100);
    expect(ended(all).reason).toBe('finished');
  });

  test('a perf buffer is read, from before the first program is attached', async () => {
    const perf = compiled(
      `${SYSCALLS}
      struct { __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); __uint(key_size, 4); __uint(value_size, 4); } events SEC(".maps");
      SEC("tracepoint/syscalls/sys_enter_execve") int on_execve(void *context) {
        struct event event = { 4711 };
        bpf_perf_event_output(context, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));
        return 0;
      }`,
      'object.bpf.c',
    );
    const { module = new Uint8Array(), failure } = await buildModule(perf, { host: realHost() });
    expect(failure).toBeUndefined();
    const stop = new AbortController();
    const all = await events(module, {
      seconds: 20,
      stop: stop.signal,
      outputs: describedBy(module)?.outputs ?? [],
      seen: (event) => {
        if (event.type === 'attached') spawnSync('/bin/true');
        if (event.type === 'row') stop.abort('interrupted');
      },
    });
    expect(all).toContainEqual({ type: 'row', statement: 0, values: [4711] });
  });

  test('whoever loads and attaches without end, then loops without end, is stopped, and nothing of it stays in the kernel', async () => {
    const module = await built(`${INCLUDES}
      static int on(void *context, void *record, int size) { return 0; }
      int main(void) {
        static char record[512];
        bpf_object_id object = 0, next;
        int count = 0;
        for (; (next = wasm_load_bpf_object(bpf_object, sizeof(bpf_object))); object = next)
          count += wasm_attach_bpf_program(next, bpf_programs[0], 0) == 0;
        printf("%d\\n", count);
        fflush(stdout);
        wasm_bpf_buffer_poll(object, wasm_bpf_map_fd_by_name(object, "events"), on, 0, record, sizeof(record), 0);
        for (;;) ;
      }`);
    const programs = (): string => spawnSync('bpftool', ['prog', 'show'], { encoding: 'utf8' }).stdout ?? '';
    let pid = 0;
    let meanwhile = '';
    const stop = new AbortController();
    const all = await events(module, {
      seconds: 30,
      stop: stop.signal,
      seen: (event: TraceEvent) => {
        if (event.type === 'started') pid = event.pid;
        if (event.type !== 'attached') return;
        meanwhile = programs();
        stop.abort('interrupted');
      },
    });
    expect(texts(all)).toEqual(['64']);
    expect(all).toContainEqual({ type: 'warning', message: expect.stringMatching(/64 are loaded already/) });
    expect(ended(all)).toMatchObject({ reason: 'interrupted', killed: true });
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    if (meanwhile !== '') expect([meanwhile.includes(NAME), programs().includes(NAME)]).toEqual([true, false]);
  });

  test.each<[string, string, readonly string[], RegExp]>([
    ['only watches is loaded, and told', 'return 0;', [], /made a BPF object while it ran, which was not shown before: it does no more than was agreed to/],
    [
      'does more is refused',
      'bpf_send_signal(0); return 0;',
      [],
      /more than was agreed to; it was not loaded: hidden: bpf_send_signal\(\) does more than watch/,
    ],
    ['does more is loaded where that is allowed', 'bpf_send_signal(0); return 0;', ['--allow-unsafe'], /which was not shown before/],
  ])('an object that is hidden in the module and %s', async (_name, body, flags, says) => {
    const source = `#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\nSEC("tracepoint/syscalls/sys_enter_sethostname") int hidden(void *c) { ${body} }\nchar LICENSE[] SEC("license") = "GPL";`;
    const hidden = compiled(source, 'object.bpf.c').map((byte) => byte ^ 0x5a);
    const folder = mkdtempSync(join(tmpdir(), 'gpttrace-hidden-'));
    try {
      const module = await built(`#include "wasm-bpf.h"
        #include <stdio.h>
        static unsigned char hidden[] __attribute__((aligned(8))) = { ${hidden.join(',')} };
        int main(void) {
          for (unsigned i = 0; i < sizeof(hidden); i++) hidden[i] ^= 0x5a;
          bpf_object_id object = wasm_load_bpf_object(hidden, sizeof(hidden));
          printf("%d %d\\n", object != 0, object ? wasm_attach_bpf_program(object, "hidden", 0) : 1);
          return 0;
        }`);
      writeFileSync(join(folder, 'hidden.wasm'), module);
      const ran = spawnSync(process.execPath, [MAIN, 'run', join(folder, 'hidden.wasm'), '--yes', '--no-keep', '--json', ...flags], {
        encoding: 'utf8',
        env: { ...process.env, XDG_STATE_HOME: folder },
      });
      expect(`${ran.stdout}${ran.stderr}`).toMatch(says);
      expect(ran.stdout).toMatch(says.source.includes('not loaded') ? /"text":"0 1"/ : /"text":"1 0"/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Of its program in the kernel, which takes 15 letters. */
const NAME = 'on_execve';
