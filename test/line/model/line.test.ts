/** The line with a model: when it is asked, what becomes of what it writes, and what there is where it comes to nothing. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AskEvent, ask, type Plan, type Surroundings } from '../../../src/ask.ts';
import { type Budget, DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import { Exit } from '../../../src/core/exit.ts';
import { messages } from '../../../src/core/messages.ts';
import type { FailureKind } from '../../../src/core/model-failures.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Request } from '../../../src/core/request.ts';
import type { ChatModel } from '../../../src/models/model.ts';
import { NO_SETTINGS } from '../../../src/models/settings.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { fakeGuest } from '../../fixtures/launcher.ts';
import { isAttached, lineEnd } from '../../fixtures/line-end.ts';
import { parseListing } from '../../fixtures/listing.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const state = mkdtempSync(join(tmpdir(), 'gt-state-'));
const drafts = join(state, 'gpttrace', 'drafts');
beforeEach(() => vi.stubEnv('XDG_STATE_HOME', state));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(drafts, { recursive: true, force: true });
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

const FORMAT = 'name: x\nformat:\n\tfield:unsigned long address;\toffset:8;\tsize:8;\tsigned:0;\n';
/** The tracepoints of disks, for a question that may mean several things. */
const disks = [...parseListing(readFileSync(new URL('../../fixtures/tracepoints-6.18.txt', import.meta.url), 'utf8'))].filter(([id]) =>
  id.startsWith('block:'),
);
const formatOf = (fields: readonly { readonly declaration: string }[]): string =>
  `name: x\nformat:\n${fields.map(({ declaration }) => `\tfield:${declaration};\toffset:8;\tsize:8;\tsigned:0;\n`).join('')}`;
const here = recordedHost({
  release: '6.18.0-here',
  files: {
    '/usr/bin/bpftrace': 'binary',
    '/proc/sys/kernel/random/boot_id': 'boot\n',
    '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
    '/proc/sys/kernel/perf_event_paranoid': '2\n',
    '/sys/kernel/tracing/available_events': ['exceptions:page_fault_user', 'local:only', ...disks.map(([id]) => id), ''].join('\n'),
    ...Object.fromEntries(disks.map(([id, fields]) => [`/sys/kernel/tracing/events/${id.replace(':', '/')}/format`, formatOf(fields)])),
    '/sys/kernel/tracing/events/exceptions/page_fault_user/format': FORMAT,
    '/sys/kernel/tracing/events/local/only/format': FORMAT,
  },
  commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' } },
});

/** Nothing in the library is about this. */
const UNKNOWN = 'which gizmos does the frobnicator quux';
/** The library answers this. */
const KNOWN = 'count page faults by process for 1 second';
const program = (map: string): string => `tracepoint:local:only { @${map}[comm] = count(); }`;
const submit = (source: string, more: Record<string, unknown> = {}): Line => ({
  calls: [
    call('submit_program', { source, title: 'Gizmos by process', tells: 'how many gizmos each process quuxes', columns: ['process', 'gizmos'], ...more }),
  ],
});
const failing = (kind: FailureKind): Line => ({ failure: { kind, said: 'so it said' } });

interface Trial extends Partial<Surroundings> {
  readonly lines?: readonly Line[];
  readonly chat?: ChatModel;
  readonly request?: Request;
  readonly budget?: Partial<Budget>;
  /** What opening a model comes to, where it is not the one of the lines. */
  readonly open?: () => Promise<never>;
  readonly seen?: (event: AskEvent) => void;
}

async function tell({ lines, chat, request = { question: UNKNOWN }, budget = {}, open, seen, ...around }: Trial) {
  const model = chat ?? scripted(lines ?? []);
  let opened = 0;
  const plans: Plan[] = [];
  const fake = fakeGuest('obeys');
  const never = new AbortController().signal;
  const line = ask(request, {
    host: here,
    launcher: fake.launcher,
    stop: never,
    kill: never,
    ...(lines === undefined && chat === undefined && open === undefined
      ? {}
      : {
          model: async () => {
            opened++;
            return open === undefined ? { model, budget: { ...DEFAULT_BUDGET, ...budget }, settings: NO_SETTINGS } : open();
          },
        }),
    ...around,
    decide: (plan, diagnostics) => {
      plans.push(plan);
      return around.decide?.(plan, diagnostics) ?? Promise.resolve({ kind: 'run' });
    },
  });
  const { events, exit, problem } = await lineEnd(line, seen);
  const of = <T extends AskEvent['type']>(type: T) => events.filter((event): event is Extract<AskEvent, { type: T }> => event.type === type);
  const gaveUp = of('model').flatMap((event) => (event.stage === 'gave-up' ? [event] : []))[0];
  const sentBack = of('model').flatMap((event) => (event.stage === 'sent-back' ? [event.by] : []));
  const runs = fake.started.filter(({ args }) => args.includes('-f')).length;
  return { events, of, exit, problem, plans, opened, gaveUp, sentBack, runs, asked: 'asked' in model ? (model.asked as { length: number }).length : 0 };
}

describe('who is asked', () => {
  it('nobody, where a model is wanted and none is configured: that is said, with what to do', async () => {
    for (const told of [await tell({ request: { question: UNKNOWN, planner: 'model' } }), await tell({ request: { question: KNOWN, planner: 'model' } })]) {
      expect(told.problem).toMatchObject({ code: 'no-model', exit: Exit.modelUnusable, hints: expect.arrayContaining([expect.stringContaining('--model')]) });
      expect(told.plans).toEqual([]);
    }
  });

  it('where none is configured, the answer to what nobody knows says that there could be one', async () => {
    const told = await tell({});
    expect(told.exit).toBe(Exit.noProgram);
    expect(told.of('unanswered')[0]?.hints).toEqual(expect.arrayContaining([expect.stringContaining('gpttrace model use')]));
  });

  it.each([
    { what: 'no model for what the library answers', request: { question: KNOWN }, exit: Exit.sawNothing },
    { what: 'no model with --planner embedded', request: { question: UNKNOWN, planner: 'embedded' as const }, exit: Exit.noProgram },
    {
      what: 'no model for what would do harm',
      request: { question: 'record every password typed on this machine', planner: 'model' as const },
      exit: Exit.noProgram,
    },
    { what: 'no model for what wants something done', request: { question: 'kill the process that uses the most cpu' }, exit: Exit.noProgram },
    { what: 'no model for a program of the user', request: { program: { path: 'mine.bt', source: program('seen') }, seconds: 1 }, exit: Exit.answered },
  ])('$what', async ({ request, exit }) => {
    const told = await tell({ lines: [submit(program('seen'))], request });
    expect([told.exit, told.opened, told.asked]).toEqual([exit, 0, 0]);
  });

  it.each([
    { what: 'the model for what the library does not know', request: { question: UNKNOWN } },
    { what: 'the model at once where it is wanted', request: { question: KNOWN, planner: 'model' as const } },
    { what: 'the model for what is refused otherwise, where it is wanted', request: { question: 'what did nginx open yesterday', planner: 'model' as const } },
  ])('$what', async ({ request }) => {
    const told = await tell({ lines: [submit(`${program('seen')} // ${request.question.length}`, { columns: [] })], request, budget: { attempts: 1 } });
    expect([told.opened, told.asked]).toEqual([1, 1]);
  });

  it('the plan of the library is shown to the model as an example', async () => {
    const model = scripted([submit('tracepoint:exceptions:page_fault_user { @seen[comm] = count(); }', { columns: ['process', 'faults'] })]);
    await tell({ chat: model, request: { question: KNOWN, planner: 'model' } });
    expect(JSON.stringify(model.asked[0]?.turns)).toContain('@faults[comm] = count()');
  });
});

describe('where the model comes to nothing', () => {
  it.each(['no-key', 'key-refused', 'unreachable', 'no-credit', 'server', 'filtered'] as const)(
    '%s: the plan of the library is taken, and it is said',
    async (kind) => {
      const told = await tell({ lines: [failing(kind)], request: { question: KNOWN, planner: 'model' } });
      expect(told.gaveUp).toMatchObject({ code: `model-${kind}`, instead: 'plan', message: expect.stringContaining('so it said') });
      expect(told.plans.map(({ program: { origin } }) => origin.kind)).toEqual(['library']);
      expect([told.exit, told.runs]).toEqual([Exit.sawNothing, 1]);
    },
  );

  it('of several that were meant the person says which, as without it', async () => {
    const offered: string[] = [];
    const told = await tell({
      lines: [failing('unreachable')],
      request: { question: 'disk problems' },
      choose: async (choices) => {
        offered.push(...choices.map(({ name }) => name));
        return undefined;
      },
    });
    expect(told.gaveUp?.instead).toBe('choices');
    expect(offered.length).toBeGreaterThan(1);
    expect(told.of('unanswered')[0]?.nearest.map(({ name }) => name)).toEqual(offered);
  });

  it.each(['choose', 'meant'] as const)('what is said of several is kept as feedback; what was meant before is not: %s', async (by) => {
    const noted: unknown[] = [];
    const feedback = { read: async () => [], note: async (opinion: unknown) => void noted.push(opinion) };
    const asked: string[] = [];
    const told = await tell({
      request: { question: 'disk problems' },
      feedback,
      choose: async ([first]) => {
        asked.push(first?.name ?? '');
        return first;
      },
      ...(by === 'meant' ? { meant: ([, second]) => second } : {}),
    });
    expect(told.plans).toHaveLength(1);
    const chosen = { kind: 'chosen', question: 'disk problems', program: asked[0], instead: ['disk-reads', 'disk-writes'] };
    expect([asked.length, noted]).toEqual(by === 'meant' ? [0, []] : [1, [expect.objectContaining(chosen)]]);
  });

  it('where there is nothing else, the nearest are told, and the status says that the model failed', async () => {
    const told = await tell({ lines: [failing('key-refused')] });
    expect([told.exit, told.gaveUp?.instead, told.of('unanswered').length]).toEqual([Exit.modelUnusable, 'nothing', 1]);
    // What the model was to say, nobody says in its place.
    expect(told.of('unanswered')[0]).toMatchObject({ code: 'no-program', message: expect.stringContaining('the language model came to none') });
  });

  it('one that cannot even be opened is told like one that fails', async () => {
    const open = () => Promise.reject(new Problem(messages.modelFailed('no-key', 'anthropic/x', '', 'en')));
    const told = await tell({ open, request: { question: KNOWN, planner: 'model' } });
    expect(told.gaveUp).toMatchObject({ code: 'model-no-key', instead: 'plan' });
    expect(told.plans).toHaveLength(1);
  });

  it('a name that is no model is a mistake of who gave it', async () => {
    const open = () => Promise.reject(new Problem(messages.conflictingOptions('--model', 'x', 'there is none')));
    const told = await tell({ open, request: { question: KNOWN, planner: 'model' } });
    expect([told.problem?.exit, told.plans.length]).toEqual([Exit.usage, 0]);
  });

  it('a mistake of ours is no failure of the model', async () => {
    await expect(tell({ open: () => Promise.reject(new TypeError('ours')) })).rejects.toThrow('ours');
  });

  it('its best program is kept, for nobody else to read, with what is wrong with it', async () => {
    const told = await tell({
      lines: [submit('tracepoint:local:onyl { @a[comm] = count(\n'), submit('kprobe:nosuch { @b = nosuch(1); }'), submit('kprobe:nosuch { @c = nosuch(2); }')],
      budget: { attempts: 3 },
    });
    expect(told.gaveUp).toMatchObject({ code: 'model-gave-up-attempts', hints: expect.arrayContaining([expect.stringContaining('gpttrace check')]) });
    const path = told.gaveUp?.draft ?? '';
    expect(path.startsWith(drafts)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(
      /^\/\/ which gizmos does the frobnicator quux\n\/\/ Gizmos by process; written by scripted, never run\.\n\/\/ wrong with it: .*\n/,
    );
    expect([told.exit, told.runs]).toEqual([Exit.noProgram, 0]);
  });

  it('of what is kept so, the last 20 stay', async () => {
    mkdirSync(drafts, { recursive: true });
    for (let i = 0; i < 25; i++) writeFileSync(join(drafts, `2001-01-01T00-00-${String(i).padStart(2, '0')}.bt`), '');
    const told = await tell({ lines: [submit('kprobe:nosuch { @b = nosuch(1); }')], budget: { attempts: 1 } });
    const left = readdirSync(drafts);
    expect(left).toHaveLength(20);
    expect(left).toContain(told.gaveUp?.draft?.slice(drafts.length + 1));
    expect(left).not.toContain('2001-01-01T00-00-05.bt');
  });

  it('where it cannot be kept, the rest is told all the same', async () => {
    const file = join(state, 'a-file');
    writeFileSync(file, '');
    vi.stubEnv('XDG_STATE_HOME', file);
    const told = await tell({ lines: [submit('kprobe:nosuch { @b = nosuch(1); }')], budget: { attempts: 1 } });
    expect(told.gaveUp).toMatchObject({ code: 'model-gave-up-attempts' });
    expect(told.gaveUp?.draft).toBeUndefined();
  });

  it.each(['off-topic', 'harm', 'impossible'] as const)('what it declines as %s is unanswered, in its own words', async (why) => {
    const told = await tell({ lines: [{ calls: [call('decline', { why, said: 'Gizmos are not seen by a tracer.' })] }] });
    expect(told.exit).toBe(Exit.noProgram);
    expect(told.of('unanswered')[0]).toMatchObject({
      code: `model-declined-${why}`,
      message: expect.stringMatching(/scripted says: “Gizmos are not seen by a tracer\.”$/),
    });
  });
});

describe('the plan of what it wrote', () => {
  it('says who wrote it, what was mended, what it cannot show, and how it was proven', async () => {
    const told = await tell({
      lines: [
        submit('Tracepoint:local:only { @seen[comm] = count(); }', { cannot_show: ['Which\u001b[31m gizmo\nit was.'], columns: ['process', 'gizmos (bytes)'] }),
      ],
    });
    const [plan] = told.plans;
    expect(told.exit).toBe(Exit.answered);
    expect(plan?.written).toEqual({ model: 'scripted', mended: 1, proven: ['checked', 'compiled', 'held'] });
    expect(plan?.program).toMatchObject({
      origin: { kind: 'model', name: 'scripted' },
      title: 'Gizmos by process',
      answer: '@seen',
      seconds: 10,
      endsItself: false,
    });
    expect(plan?.program.outputs).toMatchObject([
      { map: '@seen', keys: [{ name: 'process', kind: 'process' }], value: { name: 'gizmos', unit: 'bytes', kind: 'count' } },
    ]);
    expect(plan?.notes).toEqual(['scripted says: “Which[31m gizmo it was.”', expect.stringContaining('mended: use tracepoint')]);
    expect(plan?.confidence).toBe(0.8);
    expect(told.of('answer')[0]?.records).toBe(1);
  });

  it.each([
    { what: 'the time of a flag', request: { seconds: 3 }, seconds: 3 },
    { what: 'no end where none is wanted', request: { seconds: 0 }, seconds: undefined },
    { what: 'the time of the question', request: { question: `${UNKNOWN} for 4 seconds` }, seconds: 4 },
  ])('takes $what', async ({ request, seconds }) => {
    const told = await tell({
      lines: [submit(program('seen'))],
      request: { question: UNKNOWN, ...request },
      decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented }),
    });
    expect([told.exit, told.plans[0]?.program.seconds]).toEqual([Exit.notConsented, seconds]);
  });

  it('nothing runs that nobody agreed to', async () => {
    const told = await tell({ lines: [submit(program('seen'))], decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented }) });
    expect([told.exit, told.runs]).toEqual([Exit.notConsented, 0]);
  });

  it('what is edited is the work of who edited it', async () => {
    let edits = 0;
    const told = await tell({
      lines: [submit(program('seen'))],
      decide: () => Promise.resolve(edits++ === 0 ? { kind: 'edited', source: program('quiet') } : { kind: 'run' }),
    });
    expect(told.plans.map(({ program: { origin }, written }) => [origin.kind, written?.model])).toEqual([
      ['model', 'scripted'],
      ['edited', undefined],
    ]);
    expect([told.exit, told.asked]).toEqual([Exit.sawNothing, 1]);
  });
});

describe('what fails when it runs', () => {
  it('is mended by the model, shown and agreed to again', async () => {
    const told = await tell({ lines: [submit(program('refused')), submit(program('seen'))] });
    expect(told.sentBack).toEqual(['run']);
    expect(told.plans.map(({ program: { source } }) => source)).toEqual(
      [program('refused'), program('seen')].map((source) => expect.stringContaining(source.slice(0, 30))),
    );
    expect([told.exit, told.runs, told.of('answer').length]).toEqual([Exit.answered, 2, 1]);
  });

  it('a new program that is not agreed to does not run', async () => {
    let asked = 0;
    const told = await tell({
      lines: [submit(program('refused')), submit(program('seen'))],
      decide: () => Promise.resolve(asked++ === 0 ? { kind: 'run' } : { kind: 'stop', exit: Exit.notConsented }),
    });
    expect([told.exit, told.runs]).toEqual([Exit.notConsented, 1]);
  });

  it.each([
    { what: 'it gives up', line: failing('unreachable') },
    { what: 'it declines', line: { calls: [call('decline', { why: 'impossible', said: 'It cannot be.' })] } },
  ])('where $what, what bpftrace said stands, and the program is kept', async ({ line }) => {
    const told = await tell({ lines: [submit(program('refused')), line] });
    expect(told.problem).toMatchObject({ code: 'rejected', exit: Exit.badProgram, message: expect.stringContaining('no such thing to attach to') });
    expect(told.problem?.hints.join('\n')).toContain(drafts);
    expect(readdirSync(drafts)).toHaveLength(1);
  });

  it('silence that it stands by is the answer, with its reason among the others', async () => {
    const told = await tell({ lines: [submit(program('quiet')), { calls: [call('keep_program', { said: 'No gizmo was quuxed.' })] }] });
    expect(told.sentBack).toEqual(['silent']);
    const [answer] = told.of('answer');
    expect(answer?.reasons.at(-1)).toBe('scripted says: “No gizmo was quuxed.”');
    expect(answer?.reasons.length).toBeGreaterThan(1);
    expect([told.exit, told.runs, told.plans.length]).toEqual([Exit.sawNothing, 1, 1]);
  });

  it('silence that it does not stand by is no answer: the other program is', async () => {
    const told = await tell({ lines: [submit(program('quiet')), submit(program('seen'))] });
    expect([told.exit, told.runs, told.plans.length]).toEqual([Exit.answered, 2, 2]);
    expect(told.of('answer').map(({ records }) => records)).toEqual([1]);
  });

  it('silence stands where the model is gone by then', async () => {
    const told = await tell({ lines: [submit(program('quiet')), failing('server')] });
    expect([told.exit, told.of('answer').length, told.gaveUp?.code]).toEqual([Exit.sawNothing, 1, 'model-server']);
  });

  it('what a command did is not done twice', async () => {
    const source = 'tracepoint:local:only /pid == $1/ { @quiet[comm] = count(); }';
    const told = await tell({ lines: [submit(source)], request: { question: UNKNOWN, command: 'true' } });
    expect(told.plans[0]?.followsCommand).toBe(true);
    expect([told.exit, told.runs, told.asked]).toEqual([Exit.sawNothing, 1, 1]);
  });

  it('all of it is bounded together', async () => {
    const told = await tell({
      lines: [submit(program('refused')), submit(program('refused2')), submit(program('refused3')), submit(program('refused4'))],
      budget: { attempts: 3 },
    });
    expect([told.runs, told.asked, told.problem?.code, told.gaveUp?.code]).toEqual([3, 3, 'rejected', 'model-gave-up-attempts']);
  });
});

describe('Ctrl-C', () => {
  /** Hears nothing while it thinks. */
  const deaf: ChatModel = {
    ...scripted([]),
    exchange: async function* () {
      yield { type: 'thinking' };
      await new Promise(() => {});
      throw new Error('it never comes to this');
    },
  };

  it('while the model thinks, though it does not hear', async () => {
    const stop = new AbortController();
    let from = 0;
    setTimeout(() => {
      from = performance.now();
      stop.abort('interrupted');
    }, 200);
    const told = await tell({ chat: deaf, stop: stop.signal });
    expect([told.exit, told.gaveUp, told.of('unanswered').length]).toEqual([Exit.interrupted, undefined, 0]);
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  it('before it was asked', async () => {
    const told = await tell({ lines: [submit(program('seen'))], stop: AbortSignal.abort('interrupted') });
    expect([told.exit, told.asked]).toEqual([Exit.interrupted, 0]);
  });

  it('while its program sees nothing: who ended it has seen enough', async () => {
    const stop = new AbortController();
    const seen = (event: AskEvent): void => {
      if (isAttached(event)) stop.abort('interrupted');
    };
    const told = await tell({ lines: [submit(program('endless'))], stop: stop.signal, seen });
    expect([told.exit, told.asked, told.of('answer').length]).toEqual([Exit.sawNothing, 1, 1]);
  });

  it('while it looks at a refusal', async () => {
    const stop = new AbortController();
    let first = true;
    const chat: ChatModel = {
      ...scripted([]),
      async *exchange(request, signal) {
        if (first) {
          first = false;
          return yield* scripted([submit(program('refused'))]).exchange(request, signal);
        }
        setTimeout(() => stop.abort('interrupted'), 100);
        return yield* deaf.exchange(request, signal);
      },
    };
    const told = await tell({ chat, stop: stop.signal });
    expect([told.exit, told.runs]).toEqual([Exit.interrupted, 1]);
  });
});
