import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { KernelFacts } from '../../../src/core/facts.ts';
import type { Program } from '../../../src/core/program.ts';
import { bpftraceEngine } from '../../../src/engines/bpftrace/engine.ts';
import type { Launcher } from '../../../src/system/launcher.ts';
import { everyKind } from '../../check/every-kind.ts';
import { fakeGuest } from '../../fixtures/launcher.ts';

const FACTS: KernelFacts = {
  format: 1,
  arch: 'x64',
  release: '6.1.0',
  bootId: '',
  bpftrace: { path: '/guest/bpftrace', version: '0.17.0' },
  // What this user may do here says nothing about a guest.
  privilege: 'root',
  btf: true,
  tracefs: { state: 'mounted', path: '/sys/kernel/tracing' },
  probeKinds: everyKind({ verdict: 'yes', why: '' }),
};

function program(source: string, more: Partial<Program> = {}): Program {
  return { language: 'bpftrace', source, title: '', origin: { kind: 'edited' }, attachPoints: ['software:faults:1'], outputs: [], ...more };
}

async function run(launcher: Launcher, what: Program, stopAfter?: 'attached', seen: (batch: readonly TraceEvent[]) => void = () => {}): Promise<TraceEvent[]> {
  const stop = new AbortController();
  const events: TraceEvent[] = [];
  const job = { program: what, facts: FACTS, allowUnsafe: false, args: [], stop: stop.signal, kill: new AbortController().signal, launcher };
  for await (const batch of bpftraceEngine.run(job)) {
    events.push(...batch);
    seen(batch);
    if (batch.some(({ type }) => type === stopAfter)) stop.abort('interrupted');
  }
  return events;
}

describe('a tracer that is started elsewhere', () => {
  it('is started with what it has there, once, and for as many processors', async () => {
    const guest = fakeGuest('refuses', { processors: 64 });
    const events = await run(guest.launcher, program('software:faults:1 { @ = count() }'));
    expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'rejected', message: expect.stringContaining('the kernel verifier says no') });
    expect(guest.started).toHaveLength(1);
    expect(guest.started[0]).toMatchObject({ path: '/guest/bpftrace', args: ['-f', 'json', '-'], env: { BPFTRACE_PERF_RB_PAGES: '128' } });
  });

  it.each([
    { slowness: 1, source: 'software:faults:1 { @ = count() }', is: { interrupt: 3_200, terminate: 1_000 } },
    { slowness: 20, source: 'software:faults:1 { @ = count() }', is: { interrupt: 64_000, terminate: 20_000 } },
    { slowness: 20, source: 'software:faults:1 { @[ustack] = count() }', is: { interrupt: 2_464_000, terminate: 20_000 } },
  ])('is waited for $slowness times as long: $source', async ({ slowness, source, is }) => {
    const guest = fakeGuest('records', { slowness });
    expect((await run(guest.launcher, program(source))).at(-1)).toMatchObject({ reason: 'finished' });
    expect(guest.patience).toEqual([is]);
  });

  it('that is killed while it prints its answer leaves no half of it, and says how to be quicker', async () => {
    const guest = fakeGuest('names-functions', { slowness: 0.0001 });
    const source = 'profile:hz:99 { @[ustack] = count(); }';
    const events = await run(guest.launcher, program(source, { seconds: 0.05 }));
    expect(events.filter(({ type }) => type === 'text')).toEqual([]);
    const said = 'was still naming the functions of user stacks and was killed: what its maps held is lost; it is quick about one process: --pid PID';
    expect(events.at(-2)).toEqual({ type: 'warning', message: `bpftrace ${said}` });
    expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'deadline', message: said, killed: true });
    const one = await run(guest.launcher, program(source, { seconds: 0.05, pid: 7 }));
    expect(one.at(-1)).toMatchObject({ message: expect.not.stringContaining('--pid') });
  });

  it('that works on its answer after its time is given up on with one wish for an end', async () => {
    const guest = fakeGuest('names-functions');
    const stop = new AbortController();
    const what = program('profile:hz:99 { @[ustack] = count(); }', { seconds: 0.05 });
    const kill = new AbortController().signal;
    setTimeout(() => stop.abort('interrupted'), 1_500);
    let last: TraceEvent | undefined;
    for await (const batch of bpftraceEngine.run({
      program: what,
      facts: FACTS,
      allowUnsafe: false,
      args: [],
      stop: stop.signal,
      kill,
      launcher: guest.launcher,
    }))
      last = batch.at(-1) ?? last;
    expect(last).toMatchObject({ type: 'ended', reason: 'interrupted', killed: true });
  });

  it('has time to detach every probe that a pattern stands for', async () => {
    const guest = fakeGuest('wide', { slowness: 2 });
    const events = await run(guest.launcher, program('kprobe:tcp_* { @ = count() }'));
    expect(events).toContainEqual({ type: 'attached', probes: 300 });
    expect(guest.patience[0]?.interrupt).toBe(2 * (3_000 + 300 * 100));
  });

  it('that runs over its time has slowness times as long to end by itself, and no more', async () => {
    const seconds = 0.01;
    const guest = fakeGuest('interruptible', { slowness: 0.02 });
    let attachedAt = 0;
    const seen = (batch: readonly TraceEvent[]): void => {
      if (batch.some(({ type }) => type === 'attached')) attachedAt = performance.now();
    };
    expect((await run(guest.launcher, program('interval:s:1 { }', { seconds, endsItself: true }), undefined, seen)).at(-1)).toMatchObject({
      reason: 'deadline',
    });
    // Overtime 30 ms and interrupt 64 ms; of the real ones the former alone has 1500 ms.
    expect(performance.now() - attachedAt).toBeLessThan(1_500);
  });

  it('is not tried a second time where the machine is gone that it was to start on', async () => {
    const guest = fakeGuest('/no/such/tracer');
    const rows = program('software:faults:1 { printf("%d %s\\n", pid, comm); }');
    const gone: Launcher = {
      ...guest.launcher,
      startTracer: (options) => ({
        ...guest.launcher.startTracer(options),
        exited: Promise.resolve({ status: null, signal: null, failure: 'the guest is gone' }),
      }),
    };
    expect((await run(gone, rows)).at(-1)).toMatchObject({ type: 'ended', reason: 'crashed', message: 'the guest is gone' });
    expect(guest.started).toHaveLength(1);
  });
});

it('its pid is told when it is known', async () => {
  const { launcher } = fakeGuest('records');
  const late: Launcher = {
    ...launcher,
    startTracer(options) {
      const tracer = launcher.startTracer(options);
      let given = false;
      return {
        ...tracer,
        get pid() {
          return given ? tracer.pid : -1;
        },
        give(source, patience) {
          setTimeout(() => {
            given = true;
            tracer.give(source, patience);
          }, 50);
        },
      };
    },
  };
  const events = await run(late, program('software:faults:1 { @ = count() }'));
  expect(events.slice(0, 2)).toEqual([
    { type: 'started', pid: expect.any(Number) },
    { type: 'attached', probes: 2 },
  ]);
  expect(events[0]).toMatchObject({ pid: expect.toSatisfy((pid: number) => pid > 1) });
});
