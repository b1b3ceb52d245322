/** The engine of compiled programs against this kernel: what is counted here is known to the last event, as a process of our own does it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { EndReason, MapEntry, TraceEvent } from '../../src/core/events.ts';
import type { Attachment, Program } from '../../src/core/program.ts';
import { libbpfEngine } from '../../src/engines/libbpf/index.ts';
import { libbpf } from '../../src/engines/libbpf/library.ts';
import { closeObject, loadObject } from '../../src/engines/libbpf/load.ts';
import { openObject } from '../../src/engines/libbpf/open.ts';
import { attachFilter } from '../../src/engines/libbpf/traffic-control.ts';
import { readObject } from '../../src/object/read.ts';
import { realHost } from '../../src/system/real.ts';
import { Fold } from '../../src/views/fold.ts';
import { stacksOf } from '../../src/views/stacks.ts';
import { whyNot } from './helpers.ts';
import { machineHere } from './pipeline.ts';

const here = await machineHere();
const cannot = 'cannot' in here ? here.cannot : whyNot('root', 'tracefs');
const TARGET = 'const volatile __u32 target_pid = 0;\n';
const MINE = 'if (bpf_get_current_pid_tgid() >> 32 != target_pid) return 0;\n';

function c(text: string): string {
  return `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
${TARGET}${text}`;
}

/** Does the system call kill(itself, 0) so many times, once it is told to. */
const WORKER = `process.stdin.once('data', (data) => { for (let n = Number(data); n > 0; n--) process.kill(process.pid, 0); process.stdout.write('done'); });`;
const workers: ChildProcess[] = [];
afterAll(() => {
  for (const worker of workers) worker.kill('SIGKILL');
});

interface Worker {
  readonly pid: number;
  kills(times: number): Promise<unknown>;
}

function worker(): Worker {
  const child = spawn(process.execPath, ['-e', WORKER], { stdio: ['pipe', 'pipe', 'inherit'] });
  workers.push(child);
  return {
    pid: child.pid ?? 0,
    kills: (times) => {
      child.stdin.write(String(times));
      return once(child.stdout, 'data');
    },
  };
}

const compiled = new Map<string, Buffer>();

async function objectOf(source: string): Promise<Buffer> {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const { object, diagnostics } = await compile(source, { host: realHost() });
  if (object === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  compiled.set(source, Buffer.from(object));
  return Buffer.from(object);
}

interface Run {
  readonly stop: (reason?: EndReason) => void;
  readonly kill: () => void;
}

/** Runs an object; `attached` is called once it is, and the run ends with what it gives unless it was ended by then. */
async function traced(
  object: Uint8Array,
  attached: (run: Run) => Promise<unknown>,
  more: { readonly pid?: number; readonly attach?: Attachment; readonly slow?: boolean; readonly snapshots?: number } = {},
): Promise<readonly TraceEvent[]> {
  if ('cannot' in here) throw new Error(here.cannot);
  const read = readObject(object);
  const program: Program = {
    language: 'object',
    source: '',
    binary: Buffer.from(object).toString('base64'),
    title: '',
    origin: { kind: 'edited' },
    attachPoints: [],
    outputs: read.ok ? read.object.description.outputs : [],
    seconds: 60,
    ...(more.pid === undefined ? {} : { pid: more.pid }),
    ...(more.attach === undefined ? {} : { attach: more.attach }),
  };
  const stop = new AbortController();
  const kill = new AbortController();
  const events: TraceEvent[] = [];
  const job = {
    program,
    facts: here.machine.facts,
    allowUnsafe: false,
    args: [],
    stop: stop.signal,
    kill: kill.signal,
    pace: { slow: () => more.slow ?? false },
  };
  const run = libbpfEngine.run(more.snapshots === undefined ? job : { ...job, snapshots: more.snapshots });
  for await (const batch of run) {
    events.push(...batch);
    if (!batch.some(({ type }) => type === 'attached')) continue;
    const control: Run = { stop: (reason = 'interrupted') => stop.abort(reason), kill: () => kill.abort() };
    void attached(control).then(() => control.stop('command-ended'));
  }
  return events;
}

function rowsOf(events: readonly TraceEvent[]): number {
  return events.filter(({ type }) => type === 'row').length;
}

function lostOf(events: readonly TraceEvent[]): number {
  return events.reduce((sum, event) => sum + (event.type === 'lost' ? event.count : 0), 0);
}

function endOf(events: readonly TraceEvent[]): Extract<TraceEvent, { type: 'ended' }> {
  const end = events.at(-1);
  if (end?.type !== 'ended') throw new Error(`no end: ${JSON.stringify(end)}`);
  return end;
}

function valuesOf(events: readonly TraceEvent[], name: string): unknown {
  const event = events.findLast((one) => (one.type === 'map' || one.type === 'histogram') && one.map === name);
  return event?.type === 'map' || event?.type === 'histogram' ? event.entries : undefined;
}

/** What this process has open of BPF: programs, maps and links are anonymous inodes. */
function opened(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const what = readlinkSync(`/proc/self/fd/${fd}`);
      return /bpf|perf_event/.test(what) ? [what] : [];
    } catch {
      return [];
    }
  });
}

const RING = c(`
struct event { __u32 pid; __u64 number; char comm[16]; };
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); __type(value, struct event); } events SEC(".maps");
__u64 dropped;
__u64 number;
SEC("tracepoint/syscalls/sys_enter_kill") int gt_ring(void *ctx) {
  ${MINE}
  __u64 mine = __sync_fetch_and_add(&number, 1);
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) { __sync_fetch_and_add(&dropped, 1); return 0; }
  event->pid = target_pid; event->number = mine;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}`);

const PERF = c(`
struct event { __u32 pid; __u64 number; char filler[200]; };
struct { __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); __uint(key_size, 4); __uint(value_size, 4); } events SEC(".maps");
const struct event *unused __attribute__((unused));
__u64 number;
SEC("tracepoint/syscalls/sys_enter_kill") int gt_perf(void *ctx) {
  ${MINE}
  struct event event = { .pid = target_pid, .number = __sync_fetch_and_add(&number, 1) };
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));
  return 0;
}`);

const MAPS = c(`
struct asked { __u32 pid; __u32 sig; };
struct hist { __u32 slots[16]; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64); __type(key, struct asked); __type(value, __u64); } by_key SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_HASH); __uint(max_entries, 64); __type(key, __u32); __type(value, __u64); } by_pid SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } calls SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } quarters SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64); __type(key, __u32); __type(value, struct hist); } numbers SEC(".maps");
__u64 number;
static __always_inline void add(void *map, const void *key) {
  __u64 none = 0, *sum = bpf_map_lookup_elem(map, key);
  if (!sum) { bpf_map_update_elem(map, key, &none, BPF_NOEXIST); sum = bpf_map_lookup_elem(map, key); }
  if (sum) __sync_fetch_and_add(sum, 1);
}
SEC("tracepoint/syscalls/sys_enter_kill") int gt_maps(struct trace_event_raw_sys_enter *ctx) {
  ${MINE}
  __u32 pid = target_pid, none = 0;
  __u64 mine = __sync_fetch_and_add(&number, 1);
  __u32 quarter = mine & 3;
  struct asked key = { .pid = pid, .sig = ctx->args[1] };
  add(&by_key, &key); add(&by_pid, &pid); add(&calls, &none); add(&quarters, &quarter);
  struct hist empty = {}, *hist = bpf_map_lookup_elem(&numbers, &pid);
  if (!hist) { bpf_map_update_elem(&numbers, &pid, &empty, BPF_NOEXIST); hist = bpf_map_lookup_elem(&numbers, &pid); }
  if (!hist) return 0;
  __u32 slot = 0;
  for (int i = 1; i < 16; i++) if (mine >> i) slot = i;
  __sync_fetch_and_add(&hist->slots[slot & 15], 1);
  return 0;
}`);

const STACKS = c(`
struct called { __u32 pid; __s32 kernel_stack; __s32 user_stack; };
struct event { __u32 pid; __u64 kstack[20]; };
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 1024); __uint(key_size, 4); __uint(value_size, 127 * 8); } traces SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64); __type(key, struct called); __type(value, __u64); } calls SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 65536); __type(value, struct event); } events SEC(".maps");
SEC("tracepoint/syscalls/sys_enter_kill") int gt_stacks(void *ctx) {
  ${MINE}
  struct called key = { .pid = target_pid };
  key.kernel_stack = bpf_get_stackid(ctx, &traces, 0);
  key.user_stack = bpf_get_stackid(ctx, &traces, BPF_F_USER_STACK);
  __u64 one = 1, *sum = bpf_map_lookup_elem(&calls, &key);
  if (sum) __sync_fetch_and_add(sum, 1); else bpf_map_update_elem(&calls, &key, &one, BPF_NOEXIST);
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  __builtin_memset(event, 0, sizeof(*event));
  event->pid = target_pid;
  bpf_get_stack(ctx, event->kstack, sizeof(event->kstack), 0);
  bpf_ringbuf_submit(event, 0);
  return 0;
}`);

const at = (section: string): string => c(`SEC("${section}") int gt_at(void *ctx) { return target_pid; }`);

describe.skipIf(cannot !== undefined)('the engine of compiled programs', () => {
  test('a ring buffer that is too small: what is not a row is counted as lost, and the rows are whole and in order', async () => {
    const who = worker();
    const events = await traced(await objectOf(RING), () => who.kills(200_000), { pid: who.pid, slow: true });
    expect(endOf(events)).toMatchObject({ reason: 'command-ended' });
    expect(lostOf(events)).toBeGreaterThan(0);
    expect(rowsOf(events) + lostOf(events)).toBe(200_000);
    const numbers = events.flatMap((event) => (event.type === 'row' ? [Number(event.values[1])] : []));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(events.find(({ type }) => type === 'row')).toMatchObject({ values: [who.pid, expect.any(Number), expect.stringMatching(/^node|^MainThread/)] });
  });

  test('perf buffers: the kernel counts what it lost, across the end of the buffer too', async () => {
    const who = worker();
    const events = await traced(await objectOf(PERF), () => who.kills(100_000), { pid: who.pid });
    expect(rowsOf(events) + lostOf(events)).toBe(100_000);
    expect(rowsOf(events)).toBeGreaterThan(1000);
    expect(events.every((event) => event.type !== 'row' || event.values[0] === who.pid)).toBe(true);
  });

  test('perf buffers: what is lost last is counted too, though no later record tells of it', async () => {
    const who = worker();
    const events = await traced(await objectOf(PERF), () => who.kills(100_000), { pid: who.pid, slow: true });
    expect(lostOf(events)).toBeGreaterThan(0);
    expect(rowsOf(events) + lostOf(events)).toBe(100_000);
  });

  test('maps of every kind hold what was done, and so do looks at them on the way', async () => {
    const who = worker();
    const events = await traced(
      await objectOf(MAPS),
      async () => {
        await who.kills(1000);
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
      { pid: who.pid, snapshots: 0.1 },
    );
    expect(valuesOf(events, 'by_key')).toEqual([{ key: [who.pid, 0], value: 1000 }]);
    expect(valuesOf(events, 'by_pid')).toEqual([{ key: [who.pid], value: 1000 }]);
    expect(valuesOf(events, 'calls')).toEqual([{ key: [], value: 1000 }]);
    expect(valuesOf(events, 'quarters')).toEqual([0, 1, 2, 3].map((key) => ({ key: [key], value: 250 })));
    const counts = [2, 2, 4, 8, 16, 32, 64, 128, 256, 488];
    const buckets = counts.map((count, slot) => ({ min: slot === 0 ? 0 : 2 ** slot, max: 2 ** (slot + 1) - 1, count }));
    expect(valuesOf(events, 'numbers')).toEqual([{ key: [who.pid], buckets }]);
    const last = events.findLast((event) => event.type === 'snapshot' && event.map.map === 'calls');
    expect(last).toMatchObject({ map: { entries: [{ value: 1000 }] } });
  });

  test('stacks are frames with names, in maps and in rows, and a flame graph is made of them', async () => {
    const who = worker();
    const object = await objectOf(STACKS);
    const events = await traced(object, () => who.kills(100), { pid: who.pid });
    const entries = valuesOf(events, 'calls') as readonly MapEntry[];
    expect(entries.reduce((sum, { value }) => sum + Number(value), 0)).toBe(100);
    for (const { key } of entries) {
      expect(key[1]).toMatch(/\n {4}\w+\+\d+\n(?:.*\n)*? {4}do_syscall_64\+\d+/);
      expect(key[2]).toMatch(/\n\t[\da-f]+ \w*kill\+\d+ \(\/.*libc.*\)/);
    }
    const row = events.find(({ type }) => type === 'row');
    expect(row).toMatchObject({ values: [who.pid, expect.stringContaining('do_syscall_64+')] });
    const read = readObject(object);
    const outputs = read.ok ? read.object.description.outputs : [];
    const program: Program = { language: 'object', source: '', title: 'kills', origin: { kind: 'edited' }, attachPoints: [], outputs, answer: 'calls' };
    const fold = new Fold(program);
    for (const event of events) fold.add(event);
    const stacks = fold.datasets().flatMap((dataset) => (dataset.shape === 'table' ? (stacksOf(dataset) ?? []) : []))[0];
    expect(stacks?.samples.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(stacks?.samples.every(({ frames }) => frames.some(({ name }) => name === 'do_syscall_64') && frames.some(({ name }) => /kill/.test(name)))).toBe(
      true,
    );
  });

  test('two runs at once see the same, and each ends for itself', async () => {
    const who = worker();
    const object = await objectOf(MAPS);
    let waiting = 2;
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const done = begun.then(() => who.kills(500));
    const together = (): Promise<unknown> => {
      waiting--;
      if (waiting === 0) begin();
      return done;
    };
    const runs = await Promise.all([traced(object, together, { pid: who.pid }), traced(object, together, { pid: who.pid })]);
    expect(runs.map((events) => valuesOf(events, 'calls'))).toEqual([[{ key: [], value: 500 }], [{ key: [], value: 500 }]]);
  });

  test.each([
    ['tracepoint/syscalls/sys_enter_nothing', /gt_at cannot be attached.*sys_enter_nothing/],
    ['raw_tp/nothing_at_all', /gt_at cannot be attached: ENOENT/],
    ['tp_btf/nothing_at_all', /nothing_at_all/],
    ['uprobe//no/such/file:main', /gt_at cannot be attached/],
    ['xdp', /gt_at cannot be attached: there is no network interface "none0"/],
    ['socket', /none of its programs is attached.*\ngt_at is loaded and not attached: gpttrace attaches no programs of type socket_filter/],
    ['uprobe', /SEC\("uprobe"\) names no target/],
  ])('SEC("%s"): told in a sentence, and nothing stays', async (section, why) => {
    const before = opened().length;
    const events = await traced(await objectOf(at(section)), async () => {}, { attach: { interface: 'none0' } });
    expect(endOf(events)).toMatchObject({ reason: 'rejected', message: expect.stringMatching(why) });
    expect(opened().length).toBe(before);
  });

  test('bad objects are refused, whatever they are', async () => {
    const whole = await objectOf(RING);
    const flipped = Buffer.from(whole);
    for (let byte = 64; byte < 2000; byte += 13) flipped[byte] = (flipped[byte] ?? 0) ^ 0xff;
    const foreign = Buffer.from(whole);
    foreign.writeUInt16LE(62, 18);
    const bad = [Buffer.alloc(0), Buffer.from('BEGIN { }'), whole.subarray(0, 1000), whole.subarray(0, -200), flipped, foreign];
    for (const bytes of bad) expect(endOf(await traced(bytes, async () => {})), `${bytes.length} bytes`).toMatchObject({ reason: 'rejected' });
  });

  test('a stop tells all that was seen; a kill ends at once; who looks away leaves nothing behind', async () => {
    const who = worker();
    const object = await objectOf(MAPS);
    const before = opened().length;
    const stopped = await traced(object, ({ stop }) => who.kills(10).then(() => stop()), { pid: who.pid });
    expect(endOf(stopped)).toMatchObject({ reason: 'interrupted' });
    expect(valuesOf(stopped, 'calls')).toEqual([{ key: [], value: 10 }]);
    const killed = await traced(object, async ({ kill }) => kill());
    expect(endOf(killed)).toMatchObject({ killed: true });
    expect(valuesOf(killed, 'calls')).toBeUndefined();
    expect(opened().length).toBe(before);
  });

  test('it is closed while events flow: no program, map, link or event of it stays', async () => {
    if ('cannot' in here) throw new Error(here.cannot);
    const who = worker();
    const before = opened();
    const binary = (await objectOf(RING)).toString('base64');
    const program: Program = { language: 'object', source: '', binary, title: '', origin: { kind: 'edited' }, attachPoints: [], outputs: [], pid: who.pid };
    const never = new AbortController().signal;
    let rows = 0;
    let flowing: Promise<unknown> | undefined;
    for await (const batch of libbpfEngine.run({ program, facts: here.machine.facts, allowUnsafe: false, args: [], stop: never, kill: never })) {
      flowing ??= batch.some(({ type }) => type === 'attached') ? who.kills(300_000) : undefined;
      rows += rowsOf(batch);
      if (rows > 1000) break;
    }
    await flowing;
    expect(rows).toBeGreaterThan(1000);
    expect(opened()).toEqual(before);
    await expect.poll(() => namedPrograms('gt_ring'), { timeout: 5000 }).toBe(0);
  });

  test('a tc filter on kernels without tcx: its queue goes with it, and one that was there stays', async () => {
    const found = await libbpf();
    if (!found.ok) throw new Error(found.message.message);
    const opening = openObject(found.bpf, await objectOf(at('tc')));
    if (!opening.ok) throw new Error(opening.message);
    const { object } = opening;
    try {
      expect(loadObject(object)).toEqual({ ok: true });
      const program = object.programs[0]?.at ?? null;
      const index = found.bpf.ifNameToIndex('lo');
      const undos = [attachFilter(found.bpf, program, index, 'egress'), attachFilter(found.bpf, program, index, 'ingress')];
      expect(run('tc', 'filter', 'show', 'dev', 'lo', 'egress')).toContain('gt_at');
      for (const undo of undos) {
        if (typeof undo === 'number') throw new Error(`errno ${undo}`);
        undo();
        undo();
      }
      expect(run('tc', 'qdisc', 'show', 'dev', 'lo')).not.toContain('clsact');
      run('tc', 'qdisc', 'add', 'dev', 'lo', 'clsact');
      const undo = attachFilter(found.bpf, program, index, 'ingress');
      if (typeof undo === 'number') throw new Error(`errno ${undo}`);
      undo();
      expect(run('tc', 'filter', 'show', 'dev', 'lo', 'ingress')).toBe('');
      expect(run('tc', 'qdisc', 'show', 'dev', 'lo')).toContain('clsact');
    } finally {
      closeObject(object);
      try {
        run('tc', 'qdisc', 'del', 'dev', 'lo', 'clsact');
      } catch {
        // It is gone already where the test failed before it was made.
      }
    }
  });
});

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function namedPrograms(name: string): number {
  const programs = JSON.parse(run('bpftool', 'prog', 'list', '-j')) as readonly { readonly name?: string }[];
  return programs.filter((program) => program.name === name).length;
}
