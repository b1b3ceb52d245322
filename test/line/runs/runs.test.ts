import { describe, expect, test } from 'vitest';
import type { Exit } from '../../../src/core/exit.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Request } from '../../../src/core/request.ts';
import type { AskEvent, Surroundings } from '../../../src/line/events.ts';
import { Log } from '../../../src/line/runs/log.ts';
import type { RunGround } from '../../../src/line/runs/run.ts';
import { Runs } from '../../../src/line/runs/runs.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { realHost } from '../../../src/system/real.ts';

const PLAN = { program: { language: 'bpftrace', source: '', title: 'x', outputs: [], attachPoints: [] }, notes: [] } as unknown as Plan;

function row(values: readonly (string | number)[]): AskEvent {
  return { type: 'trace', at: 1, events: [{ type: 'row', statement: 0, values }] };
}

/** A line that shows a plan, and rows until it is stopped. */
async function* endless(_request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  yield { type: 'note', message: 'hello' };
  yield { type: 'plan', plan: PLAN, diagnostics: [] };
  const decision = await around.decide(PLAN, []);
  if (decision.kind === 'stop') return decision.exit;
  for (;;) {
    if (around.stop.aborted) return 0;
    yield row(['a', 1]);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function ground(line: RunGround['line'], policy: RunGround['policy'] = () => ({ kind: 'run' })): RunGround {
  return { line, policy, around: { host: realHost() } };
}

describe('what a run has said', () => {
  test('is read from a cursor on, and ends where it ended', () => {
    const log = new Log();
    log.add({ type: 'note', message: 'one' });
    log.add({ type: 'trace', at: 2, events: [{ type: 'text', text: 'two' } as never, { type: 'text', text: 'three' } as never] });
    const first = log.read(0, 2);
    expect(first.events.map(({ cursor, at }) => [cursor, at])).toEqual([
      [0, undefined],
      [1, 2],
    ]);
    expect(first).toMatchObject({ next: 2, missed: 0, ended: false });
    log.end();
    expect(log.read(first.next, 10)).toMatchObject({ next: 3, ended: true, events: [{ cursor: 2 }] });
    expect(log.read(99, 10)).toMatchObject({ next: 3, events: [], ended: true, missed: 0 });
    expect(log.read(-5, 0)).toMatchObject({ next: 0, events: [], ended: false });
  });

  test('what had to go is counted, and the newest stays however large it is', () => {
    const log = new Log(10);
    for (let at = 0; at < 5000; at++) log.add(row(['a']));
    const { events, missed, next } = log.read(0, 100);
    expect(events).toHaveLength(5);
    expect(missed).toBe(4995);
    expect(next).toBe(5000);
    log.add({ type: 'trace', at: 1, events: [{ type: 'map', map: '@', entries: Array.from({ length: 100 }, (_, key) => ({ key: [key], value: 1 })) }] });
    expect(log.read(0, 100)).toMatchObject({ missed: 5000, next: 5001 });
  });

  test('whoever waits is woken by what comes, by the end, and by their own wish', async () => {
    const log = new Log();
    const waiting = log.changed(0);
    log.add({ type: 'note', message: 'x' });
    await waiting;
    await log.changed(0);
    const given = new AbortController();
    const patience = log.changed(1, given.signal);
    given.abort();
    await patience;
    const last = log.changed(1);
    log.end();
    await last;
  });
});

describe('runs of a server', () => {
  test('one that is stopped answers, and leaves nothing', async () => {
    const runs = new Runs({ running: 1, ended: 2 });
    const run = runs.start({ question: 'x' }, ground(endless));
    await run.changed(4);
    expect(run.plan).toBe(PLAN);
    run.stop();
    await run.done;
    expect([run.phase, run.exit]).toEqual(['ended', 0]);
    expect(run.read(0, 3).events.map(({ event }) => event.type)).toEqual(['note', 'plan', 'row']);
  });

  test('is told to be ended by somebody, in a word that its record keeps', async () => {
    let why: unknown;
    const line: RunGround['line'] = async function* (request, around) {
      const exit = yield* endless(request, around);
      why = around.stop.reason;
      return exit;
    };
    const run = new Runs({ running: 1, ended: 1 }).start({ question: 'x' }, ground(line));
    await run.changed(4);
    run.stop();
    await run.done;
    expect(why).toBe('interrupted');
  });

  test('one whose event cannot be taken still ends what it started', async () => {
    let ended = false;
    const line: RunGround['line'] = async function* () {
      try {
        yield {
          get type(): never {
            throw new Error('an event that cannot be read');
          },
        } as unknown as AskEvent;
        return 0;
      } finally {
        ended = true;
      }
    };
    const run = new Runs({ running: 1, ended: 1 }).start({}, ground(line));
    await run.done;
    expect([run.exit, String(run.fault), ended]).toEqual([1, 'Error: an event that cannot be read', true]);
  });

  test('waits for somebody to decide where its policy does not say, and is not run where nobody does', async () => {
    const runs = new Runs({ running: 2, ended: 2 });
    const asked = ground(endless, () => undefined);
    const agreed = runs.start({ question: 'x' }, asked);
    const stopped = runs.start({ question: 'y' }, asked);
    await agreed.changed(2);
    await new Promise((resolve) => setImmediate(resolve));
    expect([agreed.phase, stopped.phase]).toEqual(['deciding', 'deciding']);
    expect(agreed.decide({ kind: 'run' })).toBe(true);
    expect(agreed.decide({ kind: 'run' })).toBe(false);
    stopped.stop();
    await stopped.done;
    expect(stopped.exit).toBe(130);
    expect(stopped.read(0, 10).events.map(({ event }) => event.type)).toEqual(['note', 'plan']);
    await runs.close();
    expect(agreed.exit).toBe(0);
  });

  test('no more at a time than may, none after the end, and old ones are forgotten', async () => {
    const runs = new Runs({ running: 1, ended: 1 });
    const first = runs.start({ question: 'x' }, ground(endless));
    expect(() => runs.start({ question: 'x' }, ground(endless))).toThrow('1 run is going on already');
    first.stop();
    await first.done;
    const second = runs.start({ question: 'x' }, ground(endless));
    second.stop();
    await second.done;
    const third = runs.start({ question: 'x' }, ground(endless));
    expect(() => runs.get(first.id)).toThrow('there is no run');
    expect(runs.get(second.id)).toBe(second);
    await runs.close();
    expect(third.phase).toBe('ended');
    expect(() => runs.start({ question: 'x' }, ground(endless))).toThrow('the server is ending');
  });

  test.each([
    ['what the user can mend', new Problem({ code: 'x', exit: 7, message: 'no', hints: [] }), 7],
    ['a bug of ours', new Error('bug'), 1],
  ])('%s ends it, and is told', async (_what, thrown, exit) => {
    const runs = new Runs({ running: 1, ended: 1 });
    const run = runs.start(
      {},
      ground(async function* () {
        yield { type: 'note', message: 'hello' };
        throw thrown;
      }),
    );
    await run.done;
    expect([run.exit, run.problem ?? run.fault]).toEqual([exit, thrown]);
    expect(run.read(1, 1)).toEqual({ events: [], next: 1, missed: 0, ended: true });
  });
});
