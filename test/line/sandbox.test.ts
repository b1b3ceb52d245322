import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type AskEvent, ask, type Surroundings } from '../../src/ask.ts';
import { Exit } from '../../src/core/exit.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Launcher } from '../../src/system/launcher.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { type FakeOpen, type FakeSettings, fakeOpen } from '../fixtures/guest.ts';
import { type FakeGuest, fakeGuest } from '../fixtures/launcher.ts';

const PAGE_FAULTS = 'tracepoint:exceptions:page_fault_user { @faults[comm] = count(); } interval:s:2 { exit(); }';
const ONLY_HERE = 'tracepoint:local:only { @faults[comm] = count(); } interval:s:2 { exit(); }';
const ENDLESS = '/* endless */ tracepoint:exceptions:page_fault_user { @faults[comm] = count(); }';

const FORMAT = 'name: x\nformat:\n\tfield:unsigned long address;\toffset:8;\tsize:8;\tsigned:0;\n';
function machine(release: string, ...tracepoints: string[]): ReturnType<typeof recordedHost> {
  return recordedHost({
    release,
    files: {
      '/usr/bin/bpftrace': 'binary',
      '/proc/sys/kernel/random/boot_id': `boot-${release}\n`,
      '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
      '/proc/sys/kernel/perf_event_paranoid': '2\n',
      '/sys/kernel/tracing/available_events': `${tracepoints.join('\n')}\n`,
      ...Object.fromEntries(tracepoints.map((name) => [`/sys/kernel/tracing/events/${name.replace(':', '/')}/format`, FORMAT])),
    },
    commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' } },
  });
}

interface Told {
  readonly events: AskEvent[];
  readonly exit: Exit | undefined;
  readonly problem: Problem | undefined;
  /** What ran on the machine that the question was about. */
  readonly here: FakeGuest;
  readonly asked: number;
}

type Change = Partial<Surroundings> & { readonly source?: string; readonly command?: string; readonly open?: NonNullable<Surroundings['sandbox']> };

async function tell(guest: FakeOpen, { source = PAGE_FAULTS, command, open, ...change }: Change = {}): Promise<Told> {
  const here = fakeGuest('sees');
  const events: AskEvent[] = [];
  let asked = 0;
  const around: Surroundings = {
    host: machine('6.18.0-here', 'exceptions:page_fault_user', 'local:only'),
    launcher: here.launcher,
    sandbox: open ?? (() => Promise.resolve(guest.opened)),
    stop: new AbortController().signal,
    kill: new AbortController().signal,
    ...change,
    decide: (plan, diagnostics) => {
      asked++;
      return change.decide?.(plan, diagnostics) ?? Promise.resolve({ kind: 'run' });
    },
  };
  const line = ask({ program: { path: 'mine.bt', source }, ...(command === undefined ? {} : { command }) }, around);
  try {
    for (;;) {
      const next = await line.next();
      if (next.done) return { events, exit: next.value, problem: undefined, here, asked };
      events.push(next.value);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { events, exit: undefined, problem, here, asked };
  }
}

function guestWith(settings: Partial<FakeSettings> = {}): FakeOpen {
  return fakeOpen({ host: machine('6.1.0-guest', 'exceptions:page_fault_user'), tracer: 'sees', ...settings });
}

const stages = ({ events }: Told): string[] => events.flatMap((event) => (event.type === 'sandbox' ? [event.stage] : []));

describe('a program that fails in the guest does not run here', () => {
  it.each([
    { name: 'bpftrace refuses it there', guest: { tracer: 'refuses' }, code: 'sandbox-rejected', says: /6\.1\+0\.17.*the kernel verifier says no/ },
    { name: 'bpftrace dies there', guest: { tracer: 'dies-in-run' }, code: 'sandbox-crashed', says: /SIGABRT|LLVM/ },
    {
      name: 'bpftrace does not end',
      guest: { tracer: 'stubborn', slowness: 0.4 },
      code: 'sandbox-hung',
      says: /did not end when it was told to, and was killed/,
    },
    { name: 'bpftrace never says that it is attached', guest: { tracer: 'hangs', slowness: 0.03 }, code: 'sandbox-hung', says: /not attached in time/ },
  ])('$name', async ({ guest, code, says }) => {
    const open = guestWith(guest);
    const told = await tell(open, { agreed: true });
    expect(told.problem).toMatchObject({ code, exit: Exit.sandboxFailed, message: expect.stringMatching(says) });
    expect(told.problem?.message).toMatch(/^nothing was run here: /);
    expect([told.here.started.length, told.asked]).toEqual([0, 0]);
    expect(open.closed()).toBeGreaterThan(0);
  });

  it('the guest panics', async () => {
    const open = guestWith();
    const tracer = open.opened.launcher;
    const launcher: Launcher = {
      ...tracer,
      startTracer(options) {
        void after(100).then(() => open.panic('Kernel panic - not syncing: oh'));
        return tracer.startTracer(options);
      },
    };
    const told = await tell({ ...open, opened: { ...open.opened, launcher } }, { source: ENDLESS });
    expect(told.problem).toMatchObject({ code: 'sandbox-killed-guest', message: expect.stringContaining('Kernel panic - not syncing: oh') });
    expect(told.here.started).toEqual([]);
  });
});

describe('a program that the guest cannot try', () => {
  it('is refused where nobody will be asked', async () => {
    const open = guestWith();
    const told = await tell(open, { source: ONLY_HERE, agreed: true });
    expect(told.problem).toMatchObject({ code: 'unproven', exit: Exit.notConsented, message: expect.stringContaining('local:only') });
    expect([told.here.started.length, told.asked, stages(told)]).toEqual([0, 0, ['opening']]);
    expect([open.fake.started.length, open.closed()]).toEqual([0, 1]);
  });

  it('is asked about, and runs where the answer is yes', async () => {
    const told = await tell(guestWith(), { source: ONLY_HERE });
    expect([told.exit, told.asked, told.here.started.length]).toEqual([Exit.answered, 1, 1]);
    expect(stages(told)).toEqual(['opening', 'untried']);
  });
});

describe('a program that holds in the guest', () => {
  it('runs there first, then is asked about, then runs here, the same text', async () => {
    const open = guestWith();
    const order: string[] = [];
    const told = await tell(open, {
      decide: () => {
        order.push(`asked after ${open.fake.started.length} there, guest closed ${open.closed()}`);
        return Promise.resolve({ kind: 'run' });
      },
    });
    expect(told.exit).toBe(Exit.answered);
    expect(order).toEqual(['asked after 1 there, guest closed 1']);
    expect(told.here.started).toHaveLength(1);
    expect(told.events.find((event) => event.type === 'sandbox' && event.stage === 'proven')).toMatchObject({
      guest: { name: '6.1+0.17', release: '6.1.0-guest', bpftrace: '0.17.0' },
      probes: 2,
      records: 1,
      lost: 0,
      notes: [],
    });
    // What it saw there is no answer about this machine.
    expect(told.events.filter(({ type }) => type === 'answer')).toHaveLength(1);
  });

  it('that never ends is ended there', async () => {
    const open = guestWith();
    const told = await tell(open, { source: ENDLESS, decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented }) });
    expect([told.exit, stages(told)]).toEqual([Exit.notConsented, ['opening', 'trying', 'proven']]);
  });

  it('runs nowhere else where it is only to be looked at', async () => {
    const told = await tell(guestWith(), { willRun: false, agreed: true, decide: () => Promise.resolve({ kind: 'stop', exit: Exit.answered }) });
    expect([told.exit, told.here.started.length, stages(told)]).toEqual([Exit.answered, 0, ['opening', 'trying', 'proven']]);
  });

  it('is tried again when it was edited, and an edit with mistakes is not', async () => {
    const guests: FakeOpen[] = [];
    const edits = [PAGE_FAULTS.replace('s:2', 's:3'), 'tracepoint:no:such { }'];
    const told = await tell(guestWith(), {
      open: () => {
        guests.push(guestWith());
        return Promise.resolve(guests.at(-1)?.opened ?? guestWith().opened);
      },
      decide: () => {
        const source = edits.shift();
        return Promise.resolve(source === undefined ? { kind: 'stop', exit: Exit.notConsented } : { kind: 'edited', source });
      },
    });
    expect(told.exit).toBe(Exit.notConsented);
    expect(guests.map(({ fake, closed }) => [fake.started.length, closed()])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it.each([
    { command: 'echo mine; exit 0', runs: ['echo mine; exit 0'], notes: [] },
    {
      command: 'no-such-command-there --at all',
      runs: [expect.stringContaining('tcp 20')],
      notes: ['the guest has no no-such-command-there: something else ran there'],
    },
    { command: 'exit 3', runs: ['exit 3'], notes: ['what ran beside it ended with status 3'] },
  ])("runs next to the user's command where the guest has it: $command", async ({ command, runs, notes }) => {
    const open = guestWith({ tracer: 'sees' });
    const told = await tell(open, { command, source: ENDLESS, decide: () => Promise.resolve({ kind: 'stop', exit: Exit.answered }) });
    expect(told.events.find((event) => event.type === 'sandbox' && event.stage === 'proven')).toMatchObject({ notes });
    expect(open.fake.commands).toEqual(runs);
    expect(told.here.commands).toEqual([]);
  });
});

describe('stopped', () => {
  it('while the guest starts, nothing runs', async () => {
    const stop = new AbortController();
    const told = await tell(guestWith(), {
      stop: stop.signal,
      agreed: true,
      open: (_, signal) => {
        stop.abort('interrupted');
        return Promise.reject(new Error(`cancelled: ${signal.aborted}`));
      },
    });
    expect([told.exit, told.here.started.length, told.asked]).toEqual([Exit.interrupted, 0, 0]);
  });

  it('while it is tried, nothing runs here and the guest is gone', async () => {
    const stop = new AbortController();
    const begun = (): void => void after(100).then(() => stop.abort('interrupted'));
    const open = guestWith({ workload: 'sleep 30; true', begun });
    const told = await tell(open, { source: ENDLESS, stop: stop.signal, agreed: true, command: 'sleep 30' });
    expect([told.exit, told.here.started.length, told.asked]).toEqual([Exit.interrupted, 0, 0]);
    expect(open.closed()).toBe(1);
  });
});

it('without a guest to be had, what is wrong is said and nothing runs', async () => {
  const none = new Problem({ code: 'no-guest', exit: Exit.notAble, message: 'no guest is built', hints: [] });
  const told = await tell(guestWith(), { agreed: true, open: () => Promise.reject(none) });
  expect(told.problem).toBe(none);
  expect(told.here.started).toEqual([]);
});
