/** A plan that is rehearsed first: which workload it gets, what becomes of what narrows it, and what the line does with what came of it. */

import { describe, expect, it, vi } from 'vitest';
import { ask, type Plan, type Surroundings } from '../../src/ask.ts';
import type { Machine } from '../../src/check/machine.ts';
import { Exit } from '../../src/core/exit.ts';
import type { Intent } from '../../src/core/intent.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { chooseWorkload, countingMaps } from '../../src/line/rehearsal/choose.ts';
import { adaptPlan } from '../../src/line/rehearsal/narrowing.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { fakeOpen } from '../fixtures/guest.ts';
import { fakeGuest } from '../fixtures/launcher.ts';
import { lineEnd } from '../fixtures/line-end.ts';

const library = readLibrary();
// What the build writes beside the compiled sources is not beside these.
vi.mock('../../src/knowledge/knowledge.ts', async () => ({ loadKnowledge: () => ({ library: readLibrary() }) }));
/** All that choosing looks at. */
const machine = { tracepoints: { has: () => true, fields: () => undefined, list: () => [] } } as unknown as Machine;
const INTENT: Intent = { question: '', language: 'en', topic: '', keys: [], unapplied: [], conditions: [] };

function planOf(source: string, origin: Plan['program']['origin'] = { kind: 'file', path: 'mine.bt' }, more: Partial<Plan> = {}): Plan {
  const answer = origin.kind === 'library' ? library.find(({ name }) => name === origin.name)?.answer : undefined;
  return {
    program: { language: 'bpftrace', source, title: '', origin, attachPoints: [], outputs: [], ...(answer === undefined ? {} : { answer }) },
    intent: INTENT,
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
    ...more,
  };
}

/** Classes of events that no workload makes happen on any machine, and why. */
const UNREHEARSED: Readonly<Record<string, string>> = {
  'atomic-section': 'something must hold a processor for longer than it should',
  'page-alloc-failed': 'memory must be short on the whole machine',
  'cache-miss': "how large a cache is, and whether the processor counts what misses it, is the machine's",
  'hung-task': 'a task must hang for two minutes',
  kswapd: 'memory must be short on the whole machine',
  'md-flush': 'it takes an array of disks',
  module: 'it takes a module that is not loaded, and loads it',
  'page-migrate': 'it takes several nodes of memory, or memory that is short of large pieces',
  rcu: 'a processor must hang for twenty seconds',
};

it('every class of events of the library can be rehearsed, but for those that are listed', () => {
  const classes = [...new Set(library.map(({ event }) => event))];
  const without = classes.filter((event) =>
    library
      .filter((program) => program.event === event)
      .every(({ name, source }) => chooseWorkload(planOf(source, { kind: 'library', name }), library, machine) === undefined),
  );
  expect(without.sort()).toEqual(Object.keys(UNREHEARSED).sort());
});

it('a program of the library that names no workload has none, for what it waits for is rare', () => {
  const own = library.find(({ name }) => name === 'failed-page-allocations');
  expect(chooseWorkload(planOf(own?.source ?? '', { kind: 'library', name: 'failed-page-allocations' }), library, machine)).toBeUndefined();
});

describe('the workload for a program', () => {
  it.each([
    { what: 'nothing to watch', source: 'BEGIN { exit(); }', run: undefined },
    { what: 'what never comes', source: 'tracepoint:thermal:thermal_temperature { @ = count(); }', run: undefined },
    { what: 'a time only', source: 'interval:s:1 { print(@); } tracepoint:no:such { @ = count(); }', run: undefined },
    { what: 'its attach point', source: 'tracepoint:syscalls:sys_enter_fsync { @ = count(); }', run: 'fsync 20' },
    { what: 'the second where the first is unknown', source: 'tracepoint:no:such, tracepoint:block:block_rq_issue { @ = count(); }', run: 'diskread 20' },
    { what: 'a function', source: 'kretprobe:vfs_read { @ = count(); }', run: 'read 20' },
    { what: 'the function of a system call', source: 'kprobe:__x64_sys_renameat2, kprobe:__x64_sys_rename { @ = count(); }', run: 'rename 20' },
    {
      what: 'the function of a program in the library, however it is attached to',
      source: 'kprobe:d_alloc_parallel { @ = count(); }',
      run: 'lookup-missing 40',
    },
    { what: 'a sample', source: 'profile:hz:99 { @[comm] = count(); }', run: 'cpu 80' },
    { what: 'the one that was named', source: 'tracepoint:no:such { @ = count(); }', named: ['open', '5'], run: 'open 5' },
  ])('$what', ({ source, named, run }) => {
    expect(chooseWorkload(planOf(source), library, machine, named)?.run.join(' ')).toBe(run);
  });

  it.each([
    { what: 'as in the library', change: (source: string) => source, evidence: true },
    { what: 'by another key', change: (source: string) => source.replace('@faults[comm]', '@faults[pid]'), evidence: false },
  ])("is held against the library's own evidence only where it tells what that tells: $what", ({ change, evidence }) => {
    const own = library.find(({ name }) => name === 'page-faults');
    const found = chooseWorkload(planOf(change(own?.source ?? ''), { kind: 'library', name: 'page-faults' }), library, machine);
    expect(found?.run[0]).toBe('fault');
    expect(found?.evidence !== undefined).toBe(evidence);
  });

  it('maps that count are told from those that add up', () => {
    const source = 'kprobe:f { @a = count(); @b[comm]++; @c = sum(1); @d = avg(1); if (!@e) { @f = 1; } }';
    expect([...countingMaps(source)].sort()).toEqual(['@a', '@b']);
  });
});

const FAULTS = 'tracepoint:exceptions:page_fault_user { @faults[comm] = count(); }';

function here(): ReturnType<typeof recordedHost> {
  return recordedHost({
    release: '6.18.0-here',
    files: {
      '/usr/bin/bpftrace': 'binary',
      '/proc/sys/kernel/random/boot_id': 'boot\n',
      '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
      '/proc/sys/kernel/perf_event_paranoid': '2\n',
      '/sys/kernel/tracing/available_events': 'exceptions:page_fault_user\nlocal:only\n',
      '/sys/kernel/tracing/events/exceptions/page_fault_user/format': 'name: x\nformat:\n\tfield:unsigned long address;\toffset:8;\tsize:8;\tsigned:0;\n',
      '/sys/kernel/tracing/events/local/only/format': 'name: x\nformat:\n\tfield:unsigned long address;\toffset:8;\tsize:8;\tsigned:0;\n',
    },
    commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' } },
  });
}

interface Trial extends Partial<Surroundings> {
  readonly source?: string;
  readonly tracer?: string;
  /** Told when a tracer has been started. */
  readonly begun?: () => void;
}

async function tell({ source = FAULTS, tracer = 'interruptible', begun = () => {}, ...around }: Trial) {
  const fake = fakeGuest(tracer, { begun });
  let asked = 0;
  const line = ask(
    { program: { path: 'mine.bt', source }, seconds: 1 },
    {
      host: here(),
      launcher: fake.launcher,
      rehearse: {},
      stop: new AbortController().signal,
      kill: new AbortController().signal,
      agreed: true,
      ...around,
      decide: (...plan) => {
        asked++;
        return around.decide?.(...plan) ?? Promise.resolve({ kind: 'run' });
      },
    },
  );
  const { events, exit, problem } = await lineEnd(line);
  const result = events.flatMap((event) => (event.type === 'rehearsal' && event.stage === 'rehearsed' ? [event.result] : []))[0];
  return { events, exit, problem, result, started: fake.started.length, asked, order: events.map((event) => event.type) };
}

const ENDLESS = `/* endless */ ${FAULTS}`;

describe('the line with a rehearsal', () => {
  it('a silent program is not run, and says so with a status of its own', async () => {
    const told = await tell({ tracer: 'silent', rehearse: { workload: ['fault', '5'] } });
    expect(told.problem).toMatchObject({ code: 'rehearsed-silent', exit: Exit.rehearsedSilent, message: expect.stringContaining('fault 5') });
    expect(told.result).toMatchObject({ kind: 'silent', of: 5 });
    expect([told.started, told.order.includes('running')]).toEqual([1, false]);
  });

  it('one that sees enough is run after it', async () => {
    const told = await tell({ source: ENDLESS, tracer: 'sees', rehearse: { workload: ['fault', '10'] } });
    expect(told.result).toMatchObject({ kind: 'seen', seen: 10, of: 10 });
    expect([told.exit, told.started]).toEqual([Exit.answered, 2]);
    expect(told.order.indexOf('running')).toBeGreaterThan(told.order.lastIndexOf('rehearsal'));
    // What it saw in rehearsal is no answer.
    expect(told.order.filter((type) => type === 'answer')).toHaveLength(1);
  });

  it('one that sees too little is run, and it is told', async () => {
    const told = await tell({ source: ENDLESS, tracer: 'sees', rehearse: { workload: ['fault', '50'] } });
    expect(told.result).toMatchObject({ kind: 'too few', seen: 17, of: 50 });
    expect([told.exit, told.started]).toEqual([Exit.answered, 2]);
  });

  it('what no workload makes happen is told before anybody is asked, and run', async () => {
    const told = await tell({ source: 'tracepoint:local:only { @faults[comm] = count(); }', tracer: 'sees' });
    const before = told.order.indexOf('rehearsal');
    expect(told.result).toEqual({ kind: 'untried', why: 'no-workload', said: 'tracepoint:local:only' });
    expect(before).toBeLessThan(told.order.indexOf('running'));
    expect([told.exit, told.started, told.asked]).toEqual([Exit.answered, 1, 1]);
  });

  it('nothing is attached before the answer is yes', async () => {
    const told = await tell({ tracer: 'sees', decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented }) });
    expect([told.exit, told.started, told.result]).toEqual([Exit.notConsented, 0, undefined]);
  });

  it('nothing is rehearsed of what is only looked at', async () => {
    const told = await tell({ willRun: false, decide: () => Promise.resolve({ kind: 'stop', exit: Exit.answered }) });
    expect([told.exit, told.started, told.order.includes('rehearsal')]).toEqual([Exit.answered, 0, false]);
  });

  it('a behaviour that does not exist is a mistake in the arguments, with those that do', async () => {
    const told = await tell({ source: ENDLESS, tracer: 'sees', rehearse: { workload: ['opne', '5'] } });
    expect(told.problem).toMatchObject({ code: 'bad-option', exit: Exit.usage, hints: expect.arrayContaining([expect.stringMatching(/^ +open /)]) });
  });

  it('a signal while it goes on ends it, and nothing runs', async () => {
    const stop = new AbortController();
    const begun = (): void => void setTimeout(() => stop.abort('interrupted'), 100);
    const told = await tell({ source: ENDLESS, tracer: 'sees', rehearse: { workload: ['sleep', '200'] }, stop: stop.signal, begun });
    expect([told.exit, told.started, told.result]).toEqual([Exit.interrupted, 1, undefined]);
  });

  it('with a guest, it is rehearsed there and nothing of it happens here', async () => {
    const guest = fakeOpen({ host: here(), tracer: 'sees', workload: 'true' });
    const told = await tell({
      source: ENDLESS,
      tracer: 'sees',
      sandbox: () => Promise.resolve(guest.opened),
      rehearse: { workload: ['fault', '10'] },
      decide: () => Promise.resolve({ kind: 'stop', exit: Exit.answered }),
    });
    const rehearsed = told.events.find((event) => event.type === 'rehearsal' && event.stage === 'rehearsed');
    expect(rehearsed).toMatchObject({ guest: { name: '6.1+0.17' }, result: { kind: 'seen', seen: 10, of: 10 } });
    expect(guest.fake.commands.at(-1)).toMatch(/^exec true 'fault' '10' /);
    expect([told.started, guest.fake.started.length]).toEqual([0, 2]);
  });
});

describe('what narrows a file is put in the place of the workload', () => {
  const target = 'comm == "nginx" && pid == 1234';
  it.each([
    { what: 'who does it itself', doer: { comm: 'gt-fault', pid: 99 }, becomes: 'comm == "gt-fault" && pid == 99' },
    { what: 'a child', doer: { comm: 'gt-child', pid: undefined }, becomes: 'comm == "gt-child" && 1' },
    { what: 'nobody in particular', doer: { comm: undefined, pid: undefined }, becomes: '1 && 1' },
  ])('$what', async ({ doer, becomes }) => {
    const { machineOf } = await import('../../src/line/prepare.ts');
    const { gatherFacts } = await import('../../src/kernel/facts.ts');
    const { noCache } = await import('../../src/kernel/cache.ts');
    const host = here();
    const { facts } = await gatherFacts(host, noCache);
    const source = (predicate: string): string => `tracepoint:exceptions:page_fault_user /${predicate} && comm != "x"/ { @f = count(); }`;
    const adapted = adaptPlan(planOf(source(target)), doer, library, await machineOf(facts, { host }));
    expect(adapted?.plan.program.source).toBe(source(becomes));
  });
});
