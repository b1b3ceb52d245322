/** Runs: started, agreed to, read on from a cursor, stopped. */
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { visible } from '../../views/values.ts';
import { requestOf, startArguments } from '../asked.ts';
import { type Progress, progressOf } from '../progress.ts';
import { answer, answering, fitting } from '../result.ts';
import type { Connection } from '../service.ts';
import { SHAPES } from '../shapes.ts';
import { tellEvent, tellRecord, tellState } from '../tell.ts';
import type { Trace } from '../traces.ts';

const MOST_EVENTS = 500;
const LONGEST_WAIT = 30;
const SECOND_MS = 1000;

const run = z.string().min(1).max(80).describe('the id that run_start gave');

export function addRuns(server: McpServer, connection: Connection): void {
  const { service, client } = connection;
  const { traces, policy } = service;
  const state = (trace: Trace): CallToolResult => answer(tellState(trace, policy));

  server.registerTool(
    'run_start',
    {
      title: 'Start a trace',
      description: `Plans and starts a trace; give a question, or a program as source (bpftrace, or C for BPF). Answers with the run's id as soon as it runs, or waits for somebody to agree to it. Read it with run_read; it ends by itself (after ${policy.maxSeconds} seconds at most), or by run_stop. What does more than observe needs an approval of the person at the machine.`,
      inputSchema: startArguments(),
      outputSchema: SHAPES.state,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
    (wishes, ctx) =>
      answering(service, ctx.mcpReq.signal, async (): Promise<CallToolResult | InputRequiredResult> => {
        const asks = canElicit(server, ctx);
        const begun = ctx.mcpReq.requestState<string>();
        const trace = begun === undefined ? traces.start(requestOf(wishes), client, asks) : traces.get(begun, client);
        if (begun !== undefined) takeAnswer(trace, ctx, connection);
        await settled(trace, ctx);
        return elicitation(trace, asks, ctx) ?? state(trace);
      }),
  );

  server.registerTool(
    'run_approve',
    {
      title: 'Agree to a trace',
      description:
        'Lets a run go on that waits. For an approval: the one-time code that the server printed where it was started; only the person at the machine can read it, ask them. For a consent: true, once the user has agreed.',
      inputSchema: z.object({ run, code: z.string().max(40).optional(), consent: z.boolean().optional() }),
      outputSchema: SHAPES.state,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
    ({ run: id, code, consent }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const trace = traces.get(id, client);
        // Where a code is asked for, nothing else is enough.
        if (consent !== undefined && code === undefined) traces.consent(trace, consent);
        else traces.approve(trace, code ?? '');
        await settled(trace, ctx);
        return state(trace);
      }),
  );

  server.registerTool(
    'run_read',
    {
      title: 'Read a trace',
      description: `Events of a run from a cursor on (0 is the first), and its answer once it has ended. until "more" waits up to wait_seconds for something new; "end" waits until the run has ended (cancelling then stops the run, and its answer can still be read). For the answer alone: until "end", most 0.`,
      inputSchema: z.object({
        run,
        cursor: z.number().int().min(0).default(0),
        most: z.number().int().min(0).max(MOST_EVENTS).default(100).describe('events at most'),
        wait_seconds: z.number().min(0).max(LONGEST_WAIT).default(5),
        until: z.enum(['more', 'end']).default('more'),
      }),
      outputSchema: SHAPES.reading,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ run: id, cursor, most, wait_seconds: seconds, until }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const trace = traces.get(id, client);
        if (until === 'end') await ended(trace, ctx);
        else await trace.run.changed(cursor, AbortSignal.any([ctx.mcpReq.signal, AbortSignal.timeout(seconds * SECOND_MS)]));
        return answer(await reading(trace, cursor, most, connection), { untrusted: true });
      }),
  );

  server.registerTool(
    'run_stop',
    {
      title: 'Stop a trace',
      description: 'Ends a run by SIGINT, so that what it has counted so far is in its answer, which comes back. A run that waits for somebody is not run.',
      inputSchema: z.object({ run }),
      outputSchema: SHAPES.reading,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ run: id }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const trace = traces.get(id, client);
        trace.run.stop();
        await trace.run.done;
        return answer(await reading(trace, Number.MAX_SAFE_INTEGER, 0, connection), { untrusted: true });
      }),
  );

  server.registerTool(
    'run_list',
    {
      title: 'List traces',
      description: 'The runs of this client that are going on, and the last ones that have ended.',
      inputSchema: z.object({}),
      outputSchema: SHAPES.states,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    (_, ctx) => answering(service, ctx.mcpReq.signal, () => answer({ runs: traces.list(client).map((trace) => tellState(trace, policy)) })),
  );
}

async function reading(trace: Trace, cursor: number, most: number, { service }: Connection): Promise<object> {
  const { run } = trace;
  const read = run.read(cursor, most);
  const events = fitting(read.events.map((one) => tellEvent(one, trace)));
  const next = events.length === read.events.length ? read.next : (read.events[events.length]?.cursor ?? read.next);
  const record = run.phase === 'ended' ? run.record() : undefined;
  // The program was told when it was started.
  const { plan: _, ...state } = tellState(trace, service.policy);
  return {
    ...state,
    events,
    next,
    missed: read.missed,
    ended: read.ended && next === read.next,
    ...(record === undefined ? {} : { answer: await tellRecord(record) }),
  };
}

/** Until it runs, waits for somebody, or has ended. Whoever gives up starts nothing. */
export async function settled({ run }: Trace, ctx: ServerContext): Promise<void> {
  const { signal } = ctx.mcpReq;
  const progress = progressOf(ctx);
  const stop = (): void => run.stop();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    let cursor = 0;
    while (run.phase === 'planning') {
      progress(cursor, undefined, 'planning');
      await run.changed(cursor);
      cursor = run.read(cursor, MOST_EVENTS).next;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Until it has ended, telling how it goes; whoever gives up ends it. */
export async function ended({ run }: Trace, ctx: ServerContext): Promise<void> {
  const { signal } = ctx.mcpReq;
  const progress: Progress = progressOf(ctx);
  const stop = (): void => run.stop();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const begun = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - begun) / SECOND_MS);
    const total = run.plan?.program.seconds;
    // Compiling and attaching are not counted in it.
    progress(seconds, total !== undefined && total < seconds ? undefined : total, run.phase === 'running' ? 'watching' : run.phase);
  }, SECOND_MS);
  try {
    await run.done;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** Whether the client can ask its user. */
export function canElicit(server: McpServer, { mcpReq }: ServerContext): boolean {
  // Said with every request by newer clients, once by others.
  const envelope: Readonly<Record<string, ClientCapabilities | undefined>> = mcpReq.envelope ?? {};
  const elicitation = (envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities())?.elicitation;
  // A client that says nothing of modes knows forms.
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

const AGREED = z.object({ run: z.boolean() });
const CODE = z.object({ code: z.string() });

/** Asks the client's user: whether to run what only observes, or for the code of an approval. */
export function elicitation({ run, waiting }: Trace, asks: boolean, { mcpReq: { signal, envelope } }: ServerContext): InputRequiredResult | undefined {
  const { id, phase, plan } = run;
  if (!asks || phase !== 'deciding' || waiting === undefined || plan === undefined) return undefined;
  // Whoever gives up while their user is asked starts nothing. Newer clients ask between two requests.
  const giveUp = (): void => {
    if (run.phase === 'deciding') run.stop();
  };
  if (envelope === undefined) signal.addEventListener('abort', giveUp, { once: true });
  const { title, seconds } = plan.program;
  if (waiting.for === 'consent') {
    const message = `Run this on the machine? ${visible(title)}${seconds === undefined ? '' : seconds === 1 ? ', 1 second' : `, ${seconds} seconds`}. It only observes.`;
    const requestedSchema = { type: 'object' as const, properties: { run: { type: 'boolean' as const, title: 'Run it', default: true } }, required: ['run'] };
    return inputRequired({ requestState: id, inputRequests: { consent: inputRequired.elicit({ message, requestedSchema }) } });
  }
  if (waiting.how === 'terminal') return undefined;
  const message = `${visible(title)}: ${waiting.reasons.map(({ why }) => why).join('; ')}. To allow this one run, type the code that gpttrace printed on its standard error (run ${id}).`;
  const requestedSchema = { type: 'object' as const, properties: { code: { type: 'string' as const, title: 'Code', maxLength: 40 } }, required: ['code'] };
  return inputRequired({ requestState: id, inputRequests: { code: inputRequired.elicit({ message, requestedSchema }) } });
}

/** What the client's user said. Whoever says nothing has not agreed. */
export function takeAnswer(trace: Trace, { mcpReq }: ServerContext, { service: { traces } }: Connection): void {
  if (trace.run.phase !== 'deciding') return;
  if (trace.waiting?.for === 'consent') {
    traces.consent(trace, AGREED.safeParse(acceptedContent(mcpReq.inputResponses, 'consent')).data?.run === true);
    return;
  }
  const { data } = CODE.safeParse(acceptedContent(mcpReq.inputResponses, 'code'));
  if (data === undefined) traces.decline(trace);
  else traces.approve(trace, data.code);
}
