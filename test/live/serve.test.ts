/** The page's server as a browser uses it: a question, a trace of this kernel, a connection that breaks, Ctrl-C. */
import { describe, expect, it } from 'vitest';
import type { Batch, RunState, SessionLine } from '../../src/web/api.ts';
import { follow, type Message, post, send } from '../web/server.ts';
import { gpttrace, type Run, shows, until, whyNot, workloadCommand } from './helpers.ts';

const skip = whyNot('bpftrace', 'root');

interface Served {
  readonly run: Run;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

async function serve(...flags: readonly string[]): Promise<Served> {
  const run = gpttrace(['serve', '--port', '0', ...flags]);
  await shows(run, /#token=\S+\n/);
  const [, port, token] = /^http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]{43})\n$/.exec(run.stdout) ?? [];
  return { run, port: Number(port), headers: { authorization: `Bearer ${token}` } };
}

const state = async ({ port, headers }: Served, id: string): Promise<RunState> => (await send({ port }, `/api/runs/${id}`, { headers })).json as RunState;
const events = (messages: readonly Message[]): Batch['events'] => messages.flatMap(({ event, data }) => (event === 'batch' ? (data as Batch).events : []));

async function begin(served: Served, wish: { readonly question: string; readonly command?: string }): Promise<string> {
  const { port, headers } = served;
  const { id } = (await post({ port }, '/api/runs', wish, headers)).json as RunState;
  await expect.poll(() => state(served, id).then(({ phase }) => phase), { timeout: 20_000 }).toBe('deciding');
  expect((await post({ port }, `/api/runs/${id}/decide`, { say: 'run' }, headers)).status).toBe(200);
  return id;
}

describe.skipIf(skip !== undefined)('gpttrace serve', () => {
  it('runs what a page agrees to with the command it traces, which goes on where its connection broke, and is kept', async () => {
    const served = await serve();
    const { port, headers, run } = served;
    const command = `echo begun; sleep 1; ${workloadCommand('open', '20').join(' ')} > /dev/null; exit 4`;
    const id = await begin(served, { question: 'which files are opened', command });
    expect((await state(served, id)).command).toEqual(['/bin/sh', '-c', command]);
    const path = `/api/runs/${id}/events`;
    const first = await follow({ port }, path, (messages) => events(messages).some(({ event }) => event.type === 'attached'), headers);
    const last = first.messages.at(-1)?.id ?? 0;
    const rest = await follow({ port }, path, () => false, { ...headers, 'last-event-id': String(last) });
    const all = [...events(first.messages), ...events(rest.messages)];
    expect(all.map(({ cursor }) => cursor)).toEqual(all.map((_, at) => at));
    const opened = all.flatMap(({ event }) => (event.type === 'row' && event.values[1] === 'gt-open' ? [String(event.values[2])] : []));
    // It makes the file, then opens it so often.
    expect(opened.filter((file) => file.endsWith('/needle.txt'))).toHaveLength(21);
    expect(all.flatMap(({ event }) => (event.type === 'printed' ? [event.text] : [])).join('')).toBe('begun\n');
    expect(all.find(({ event }) => event.type === 'ended')?.event).toMatchObject({ reason: 'command-ended', commandStatus: 4 });
    // What the command said went to the page alone.
    expect(run.stderr).not.toContain('begun');
    expect(all.at(-1)?.event).toMatchObject({ type: 'answer', sentence: expect.stringMatching(/\d+ events/) });
    const { session, exit } = await state(served, id);
    expect(exit).toBe(0);
    expect(((await send({ port }, '/api/sessions', { headers })).json as SessionLine[]).map((line) => line.id)).toEqual([session]);
    run.signal('SIGINT');
    expect(await run.end()).toMatchObject({ status: 0 });
  });

  it('ends what runs with Ctrl-C: it answers, and nothing is left', async () => {
    const served = await serve('--no-keep');
    const { port, headers, run } = served;
    const id = await begin(served, { question: 'count system calls by process' });
    const following = follow({ port }, `/api/runs/${id}/events`, () => false, headers);
    await follow({ port }, `/api/runs/${id}/events`, (messages) => events(messages).some(({ event }) => event.type === 'snapshot'), headers);
    await until('it traces', () => run.tracer() !== undefined);
    run.signal('SIGINT');
    const { messages } = await following;
    expect(messages.at(-1)).toMatchObject({ event: 'end', data: { phase: 'ended' } });
    expect(events(messages).at(-1)?.event).toMatchObject({ type: 'answer', sentence: expect.stringMatching(/\S/) });
    expect(await run.end()).toMatchObject({ status: 0 });
  });

  it('says what to do where its port is in use', async () => {
    const { run, port } = await serve();
    const second = await gpttrace(['serve', '--port', String(port)]).end();
    expect([second.status, second.stdout]).toEqual([2, '']);
    expect(second.stderr).toContain(`another program listens on port ${port}`);
    expect(second.stderr).toContain('--port 0');
    run.signal('SIGTERM');
    expect(await run.end()).toMatchObject({ status: 143 });
  });
});
