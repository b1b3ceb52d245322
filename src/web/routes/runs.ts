import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import type { ValueNames } from '../../core/names.ts';
import { Problem } from '../../core/problem.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { localNames } from '../../line/names.ts';
import { refuseReach } from '../../line/reach.ts';
import type { BackgroundRun } from '../../line/runs/run.ts';
import type { Plan } from '../../plan/plan.ts';
import { namesIn } from '../../views/recorded-names.ts';
import { tellAfter } from '../after.ts';
import { wishToRepeat } from '../again.ts';
import type { PromptView, RunState } from '../api.ts';
import type { Desk } from '../desk.ts';
import { goneWith } from '../gone.ts';
import { GUARDS, INERT_POLICY } from '../headers.ts';
import { planToShow } from '../json.ts';
import { ANSWERED, type Asked, Content, numberOf, type Route } from '../routes.ts';
import { stateOf } from '../state.ts';
import { streamRun } from '../stream.ts';
import { WISH, type Wish } from '../wish.ts';
import { type Allowed, type Before, type Wished, wishOf } from '../wished.ts';

/** Pages that follow a run, at a time. */
const MOST_READERS = 64;
const STREAM = { 'content-security-policy': INERT_POLICY, 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' };

/** What a prompt that is only shown is made among. */
const NOTHING_RUNS = {
  willRun: false,
  decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented } as const),
  stop: new AbortController().signal,
  kill: new AbortController().signal,
};

const DecideBody = z.union([
  z.strictObject({ say: z.enum(['run', 'no']) }),
  z.strictObject({ say: z.literal('chosen'), name: z.string().max(200).optional() }),
  z.strictObject({ say: z.literal('edit'), source: z.string() }),
]);

/** Runs: begun, decided, followed, ended. */
export function runRoutes(desk: Desk, readOnly: boolean, allowed: Allowed): Route[] {
  let readers = 0;
  const tell = (run: BackgroundRun): RunState => stateOf(run, desk.replayOf(run), desk.begunWith(run)?.within?.name);
  const namesFor = (run: BackgroundRun): ValueNames => desk.begunWith(run)?.heard.names ?? localNames();
  const named = ({ path }: Asked): BackgroundRun => desk.get(path.id ?? '');
  const follow = async (asked: Asked): Promise<typeof ANSWERED> => {
    const { request, response, query } = asked;
    const run = named(asked);
    const last = request.headers['last-event-id'];
    const from = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : (numberOf(query, 'from', Number.MAX_SAFE_INTEGER) ?? 0);
    if (readers >= MOST_READERS) throw new Problem(messages.tooManyReaders(MOST_READERS));
    const gone = goneWith(response);
    // Its connection ends with it, so that a server that ends need not wait for what might be asked next.
    response.writeHead(200, { ...STREAM, ...GUARDS });
    const release = desk.read(run);
    readers += 1;
    try {
      await streamRun(run, response, { from, state: () => tell(run), names: namesFor(run), gone });
    } finally {
      readers -= 1;
      release();
    }
    return ANSWERED;
  };
  const wished = async (wish: Wish): Promise<Wished> =>
    wish.again !== undefined
      ? wishToRepeat(wish.again, desk, allowed)
      : wishOf(wish, wish.after === undefined ? undefined : await beforeOf(wish.after, desk), desk.here, allowed);
  return [
    {
      method: 'POST',
      path: '/api/prompt',
      answer: async ({ body }): Promise<PromptView> => {
        const wish = await body(WISH);
        if (readOnly) throw new Problem(messages.readOnly());
        const { request, around } = await wished(wish);
        const { showPrompt } = await import('../../line/model/show-prompt.ts');
        const { model, notes, prompt } = await showPrompt(request, { ...(await desk.here()), ...around, ...NOTHING_RUNS });
        return { model: model ?? null, notes, ...prompt };
      },
    },
    {
      method: 'POST',
      path: '/api/runs',
      answer: async ({ body }) => {
        const wish = await body(WISH);
        if (readOnly) throw new Problem(messages.readOnly());
        return tell(await desk.start(await wished(wish), wish.dry === true));
      },
    },
    { method: 'GET', path: '/api/runs', answer: () => desk.list().map(tell) },
    { method: 'GET', path: '/api/runs/:id', answer: (asked) => tell(named(asked)) },
    {
      method: 'POST',
      path: '/api/runs/:id/decide',
      answer: async (asked) => {
        const run = named(asked);
        const said = await asked.body(DecideBody);
        if (readOnly) throw new Problem(messages.readOnly());
        decide(run, said);
        // What it does next shows at once.
        await pause(0);
        return tell(run);
      },
    },
    {
      method: 'POST',
      path: '/api/runs/:id/stop',
      answer: (asked) => {
        const run = named(asked);
        if (readOnly && desk.replayOf(run) === undefined) throw new Problem(messages.readOnly());
        run.stop();
        return tell(run);
      },
    },
    { method: 'GET', path: '/api/runs/:id/events', answer: follow },
    { method: 'GET', path: '/api/runs/:id/record', answer: (asked) => recordOf(named(asked), namesFor(named(asked))) },
    {
      method: 'GET',
      path: '/api/runs/:id/report.html',
      answer: async (asked) => {
        const run = named(asked);
        const { htmlReport } = await import('../../report/html.ts');
        return new Content('text/html; charset=utf-8', htmlReport(recordOf(run, namesFor(run))), `gpttrace-${run.session ?? run.id}.html`);
      },
    },
    {
      method: 'GET',
      path: '/api/runs/:id/after',
      answer: async (asked) => tellAfter(recordOf(named(asked), namesFor(named(asked))), named(asked).plan, await desk.here()),
    },
  ];
}

/** A run of this server, or a kept one; one that is forgotten is nothing to build on. */
async function beforeOf(name: string, desk: Desk): Promise<Before | undefined> {
  const run = desk.list().find(({ id }) => id === name);
  const plan = run?.plan ?? (await keptPlan(name));
  return plan === undefined ? undefined : { intent: run?.request.intent ?? plan.intent, program: plan.program };
}

async function keptPlan(name: string): Promise<Plan | undefined> {
  if (!/^[\w-]{1,64}$/.test(name)) return undefined;
  const { openSession } = await import('../../line/sessions.ts');
  try {
    return (await openSession(name)).plan;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function decide(run: BackgroundRun, said: z.infer<typeof DecideBody>): void {
  if (said.say === 'chosen') {
    if (!run.choose(said.name)) throw new Problem(messages.nothingToDecide(run.phase));
    return;
  }
  const errors = run.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (run.phase === 'deciding' && said.say === 'run' && errors > 0) throw new Problem(messages.wrongPlan(errors));
  if (said.say === 'edit' && run.plan?.program.language === 'c') refuseReach(said.source);
  const taken =
    said.say === 'edit' ? run.decide({ kind: 'edited', source: said.source }) : run.decide(said.say === 'run' ? { kind: 'run' } : { kind: 'stop', exit: 5 });
  if (!taken) throw new Problem(messages.nothingToDecide(run.phase));
}

/** What it has seen so far, with what its numbers are called here. Throws a Problem before it runs. */
function recordOf(run: BackgroundRun, names: ValueNames): RunRecord {
  const record = run.record();
  if (record === undefined) throw new Problem(messages.nothingSeen());
  const { session } = run;
  const { program } = planToShow({ program: record.program } as Parameters<typeof planToShow>[0]);
  return { ...record, program, ...(session === undefined ? {} : { id: session }), names: record.names ?? namesIn(record.datasets, names) };
}
