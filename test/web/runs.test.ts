import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Exit } from '../../src/core/exit.ts';
import { messages } from '../../src/core/messages.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Request } from '../../src/core/request.ts';
import { understand } from '../../src/intent/understand.ts';
import type { AskEvent, Surroundings } from '../../src/line/events.ts';
import type { Near } from '../../src/plan/plan.ts';
import { realHost } from '../../src/system/real.ts';
import type { Batch, Offers, RunState } from '../../src/web/api.ts';
import type { WebServer } from '../../src/web/server.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { follow, type Message, planOf, post, rows, send, serve, TOKEN } from './server.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

async function start(server: WebServer, body: object = { question: 'what happens' }): Promise<string> {
  const { status, json } = await post(server, '/api/runs', body);
  expect(status).toBe(200);
  return (json as RunState).id;
}

const phase = async (server: WebServer, id: string): Promise<string> => ((await send(server, `/api/runs/${id}`)).json as RunState).phase;

async function running(server: WebServer, body?: object): Promise<string> {
  const id = await start(server, body);
  await expect.poll(() => phase(server, id)).toBe('deciding');
  await post(server, `/api/runs/${id}/decide`, { say: 'run' });
  await expect.poll(() => phase(server, id)).toBe('running');
  return id;
}

const batches = (messages: readonly Message[]): Batch[] => messages.filter(({ event }) => event === 'batch').map(({ data }) => data as Batch);
const seen = (messages: readonly Message[]): number => batches(messages).reduce((sum, { events }) => sum + events.length, 0);
const cursors = (messages: readonly Message[]): number[] => batches(messages).flatMap(({ events }) => events.map(({ cursor }) => cursor));

/** Its plan agreed to, gives as many rows as it is told to, at once, and ends. */
function flood(count: number, together = 1000): (request: Request, around: Surroundings) => AsyncGenerator<AskEvent, Exit> {
  return async function* (_request, around) {
    const plan = planOf('flood', 5);
    yield { type: 'plan', plan, diagnostics: [] };
    const decision = await around.decide(plan, []);
    if (decision.kind === 'stop') return decision.exit;
    yield { type: 'running', plan };
    for (let at = 0; at < count; at += together) {
      yield rows(at, together);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return 0;
  };
}

describe('a run that is one too many', () => {
  it('leaves nothing of what would have heard it', async () => {
    let ended = 0;
    const sink = { begin: () => {}, take: () => {}, troubles: () => [], end: () => void ended++ };
    const server = await serve({ maxRuns: 1, around: async () => ({ host: realHost(), sinks: [sink] }) });
    await start(server);
    expect((await post(server, '/api/runs', { question: 'one more' })).status).toBe(429);
    expect(ended).toBe(1);
  });
});

describe('a run', () => {
  it('is asked as it is wished for, and what is said after it builds on it', async () => {
    const asked: [Request, Surroundings][] = [];
    const server = await serve({
      maxRuns: 9,
      line: async function* (request, around) {
        asked.push([request, around]);
        const intent = understand({ question: request.question ?? '' }, { processes: () => new Set(), isTopicWord: () => false });
        const plan = { ...planOf('a program'), intent };
        yield { type: 'plan', plan, diagnostics: [] };
        const decision = await around.decide(plan, []);
        return decision.kind === 'stop' ? decision.exit : 0;
      },
    });
    const wish = { question: 'count page faults by process', seconds: 3, comm: 'cat', top: 5, as: 'c', planner: 'embedded', rehearse: true, explain: true };
    const id = await start(server, wish);
    await expect.poll(() => phase(server, id)).toBe('deciding');
    expect(asked[0]?.[0]).toEqual({ question: wish.question, seconds: 3, comm: 'cat', top: 5, as: 'c', planner: 'embedded' });
    expect(asked[0]?.[1]).toMatchObject({ rehearse: {}, explain: true, agreed: false });
    expect(asked[0]?.[1].sandbox).toBeUndefined();
    await start(server, { question: 'only nginx', after: id });
    expect(asked[1]?.[0]).toMatchObject({ question: expect.stringContaining('only nginx'), intent: { filter: { value: { comm: 'nginx' } } } });
    await start(server, { question: 'which files are opened', after: 'forgotten' });
    expect(asked[2]?.[0]).toEqual({ question: 'which files are opened' });
    await start(server, { question: wish.question, after: id });
    expect(asked[3]?.[0]).toEqual({ question: wish.question });
    await start(server, { question: 'why is my machine slow', after: id });
    expect(asked[4]?.[0]).toEqual({ question: 'why is my machine slow' });
    expect((await post(server, '/api/runs', { question: 'why is that slow?', after: id })).status).toBe(409);
    const { status, json } = await post(server, '/api/runs', { question: 'why?', after: id });
    expect([status, json]).toEqual([409, expect.objectContaining({ code: 'has-button', hints: [expect.stringMatching(/stands out/)] })]);
    await server.close();
  });

  it('is wished for with all that the flags of the command line say, and what is not for it is refused', async () => {
    const state = mkdtempSync(join(tmpdir(), 'gpttrace-wish-'));
    vi.stubEnv('XDG_CONFIG_HOME', state);
    vi.stubEnv('OPENAI_API_KEY', 'sk-a-secret-key');
    const asked: [Request, Surroundings][] = [];
    const heard: unknown[] = [];
    const server = await serve({
      maxRuns: 99,
      otlp: async () => 'http://127.0.0.1:4318/v1/metrics',
      around: async (wish) => {
        heard.push(wish);
        return { host: realHost() };
      },
      line: async function* (request, around) {
        asked.push([request, around]);
        yield { type: 'note', message: 'asked' };
        return 0;
      },
    });
    const offers = await send(server, '/api/offers');
    const { models, ...rest } = offers.json as Offers;
    expect(offers.text).not.toContain('sk-a-secret-key');
    expect(rest).toMatchObject({ otlp: 'http://127.0.0.1:4318/v1/metrics', keeps: false, guests: expect.any(Array) });
    const model = models.find(({ name }) => name.startsWith('openai/'));
    expect(model?.local).toBe(false);

    await start(server, { question: 'which files are opened', model: model?.name, maxCost: 0.5, guest: '6.12', otlp: true, keep: false });
    expect(asked[0]?.[0]).toEqual({ question: 'which files are opened', planner: 'model' });
    expect(asked[0]?.[1].sandbox).toBeTypeOf('function');
    const opened = await asked[0]?.[1].model?.();
    expect([opened?.model.name, opened?.budget.dollars]).toEqual([model?.name, 0.5]);
    expect(heard.at(-1)).toEqual({ otlp: true, keep: false });
    await start(server, { source: 'BEGIN { exit(); }', args: ['1', 'two words'], seconds: 3, workload: 'open 20', about: 'which files are opened' });
    expect(asked[1]?.[0]).toEqual({ program: { path: 'page.bt', language: 'bpftrace', source: 'BEGIN { exit(); }' }, args: ['1', 'two words'], seconds: 3 });
    expect(asked[1]?.[1]).toMatchObject({ rehearse: { workload: ['open', '20'], question: 'which files are opened' } });
    await start(server, { source: 'int x;', language: 'c', settings: ['hz=49'] });
    expect(asked[2]?.[0]).toMatchObject({ program: { language: 'c' }, settings: ['hz=49'] });

    for (const [wish, code] of [
      [{ question: 'x y', model: 'replay:/etc' }, 'model-not-offered'],
      [{ question: 'x y', model: 'openai-compatible/x' }, 'model-not-offered'],
      [{ question: 'x y', model: model?.name, planner: 'embedded' }, 'conflicting-options'],
      [{ question: 'x y', guest: '../../etc' }, 'no-guest'],
      [{ question: 'x y', otlp: 'http://elsewhere.example' }, 'wrong-body'],
      [{ source: 'int x;', language: 'c', args: ['1'] }, 'no-arguments'],
      [{ source: 'BEGIN {}', settings: ['hz=49'] }, 'nothing-to-set'],
      [{ source: 'int x;', language: 'c', settings: ['--hz'] }, 'wrong-body'],
    ] as const) {
      const refused = await post(server, '/api/runs', wish);
      expect([wish, refused.status, (refused.json as { code: string }).code]).toEqual([wish, 400, code]);
    }
    expect(asked).toHaveLength(3);
    vi.unstubAllEnvs();
    rmSync(state, { recursive: true });
  });

  it('that starts a command tells its arguments before anybody agrees, and what it prints as text', async () => {
    const around: Surroundings[] = [];
    const line = async function* (request: Request, given: Surroundings): AsyncGenerator<AskEvent, Exit> {
      around.push(given);
      const plan = planOf(request.command ?? '', 5);
      yield { type: 'plan', plan, diagnostics: [] };
      if ((await given.decide(plan, [])).kind === 'stop') return 5;
      yield { type: 'running', plan };
      yield { type: 'printed', text: '\u001b[2J<b>', left: 3 };
      return 0;
    };
    const server = await serve({ line });
    const command = `ls "$HOME"; echo 'a  b'`;
    const id = await start(server, { question: 'which files are opened', command });
    await expect.poll(() => phase(server, id)).toBe('deciding');
    expect((await send(server, `/api/runs/${id}`)).json).toMatchObject({ command: ['/bin/sh', '-c', command] });
    expect(around[0]).toMatchObject({ tellsPrinted: true });
    await post(server, `/api/runs/${id}/decide`, { say: 'run' });
    const { messages } = await follow(server, `/api/runs/${id}/events`, () => false);
    expect(batches(messages).flatMap(({ events }) => events.map(({ event }) => event))).toContainEqual({ type: 'printed', text: '\u001b[2J<b>', left: 3 });
    expect((await send(server, '/api/hello')).json).toMatchObject({ commands: { user: expect.any(String), folder: process.cwd() } });
    for (const more of [{ commands: false }, { readOnly: true }]) {
      const other = await serve({ line, ...more });
      expect((await send(other, '/api/hello')).json).not.toHaveProperty('commands');
      const refused = await post(other, '/api/runs', { question: 'which files are opened', command });
      expect([refused.status, (refused.json as { code: string }).code]).toEqual([403, 'readOnly' in more ? 'read-only' : 'no-commands']);
    }
    expect(around).toHaveLength(1);
  });

  it('waits until somebody agrees, runs, and ends when it is stopped', async () => {
    const server = await serve();
    const id = await start(server);
    await expect.poll(() => phase(server, id)).toBe('deciding');
    expect((await send(server, `/api/runs/${id}/record`)).json).toMatchObject({ code: 'nothing-seen' });
    const following = follow(server, `/api/runs/${id}/events`, () => false);
    await post(server, `/api/runs/${id}/decide`, { say: 'run' });
    await follow(server, `/api/runs/${id}/events`, (messages) => seen(messages) > 10);
    expect((await post(server, `/api/runs/${id}/decide`, { say: 'run' })).json).toMatchObject({ code: 'nothing-to-decide' });
    expect((await post(server, `/api/runs/${id}/stop`, {})).status).toBe(200);
    const { messages, ended } = await following;
    expect(ended).toBe(true);
    expect(messages.at(-1)).toMatchObject({ event: 'end', data: { phase: 'ended', exit: 0 } });
    expect(messages.filter(({ event }) => event === 'state').map(({ data }) => (data as RunState).phase)).toEqual(
      expect.arrayContaining(['deciding', 'running']),
    );
    const all = cursors(messages);
    expect(all).toEqual(all.map((_, at) => at));
    expect(batches(messages).at(-1)?.events.at(-1)?.event).toEqual({ type: 'note', message: 'stopped' });
  });

  it('is not run where somebody says no, and only planned where that was asked', async () => {
    const server = await serve();
    const id = await start(server);
    await expect.poll(() => phase(server, id)).toBe('deciding');
    await post(server, `/api/runs/${id}/decide`, { say: 'no' });
    await expect.poll(async () => (await send(server, `/api/runs/${id}`)).json).toMatchObject({ phase: 'ended', exit: 5 });
    const dry = await start(server, { question: 'only that', dry: true });
    await expect
      .poll(async () => (await send(server, `/api/runs/${dry}`)).json)
      .toMatchObject({ phase: 'ended', exit: 0, plan: { program: { source: 'only that' } } });
  });

  it('comes back with a program that was edited, and is not run while there is a mistake in it', async () => {
    const server = await serve();
    const id = await start(server, { source: 'BEGIN { }' });
    await expect.poll(() => phase(server, id)).toBe('deciding');
    const source = async (): Promise<unknown> => ((await send(server, `/api/runs/${id}`)).json as RunState).plan?.program.source;
    await post(server, `/api/runs/${id}/decide`, { say: 'edit', source: 'a mistake' });
    await expect.poll(source).toBe('a mistake');
    await expect.poll(() => phase(server, id)).toBe('deciding');
    const refused = await post(server, `/api/runs/${id}/decide`, { say: 'run' });
    expect([refused.status, refused.json]).toEqual([409, expect.objectContaining({ code: 'wrong-plan' })]);
    await post(server, `/api/runs/${id}/decide`, { say: 'edit', source: 'mended' });
    await expect.poll(source).toBe('mended');
    await expect.poll(() => phase(server, id)).toBe('deciding');
    expect((await post(server, `/api/runs/${id}/decide`, { say: 'run' })).status).toBe(200);
  });

  it('that fails says why, and one that fails by a mistake of ours does not say its inside', async () => {
    const faults: unknown[] = [];
    const server = await serve({
      tell: (fault) => faults.push(fault),
      line: async function* (request) {
        yield { type: 'note', message: 'first' };
        if (request.question === 'ours') throw new Error('a secret of the inside');
        throw new Problem(messages.serverEnding());
      },
    });
    const theirs = await follow(server, `/api/runs/${await start(server)}/events`, () => false);
    expect(theirs.messages.at(-1)).toMatchObject({ event: 'end', data: { problem: { code: 'server-ending' } } });
    const ours = await follow(server, `/api/runs/${await start(server, { question: 'ours' })}/events`, () => false);
    expect(ours.messages.at(-1)).toMatchObject({ event: 'end', data: { problem: { code: 'internal' } } });
    expect(JSON.stringify(ours)).not.toContain('secret');
    expect(faults).toEqual([expect.objectContaining({ message: 'a secret of the inside' })]);
  });

  it('has names for its numbers, told once', async () => {
    const server = await serve();
    const id = await running(server);
    const { messages } = await follow(server, `/api/runs/${id}/events`, (all) => batches(all).length > 4 && seen(all) > 20);
    expect(batches(messages).flatMap(({ names }) => names ?? [])).toEqual([{ user: { 0: 'root' } }]);
  });
});

describe('a question that could mean several things', () => {
  const near = (name: string): Near => ({ name, title: `The ${name}`, tells: `what ${name} does`, ask: `show ${name}`, score: 1 });
  /** Asks which was meant, and says it in a plan. */
  const unsure = async function* (_request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
    const chosen = await around.choose?.([near('disk'), near('net')], 'en');
    yield { type: 'note', message: around.choose === undefined ? 'nobody to ask' : `meant ${chosen?.name}` };
    if (chosen === undefined) return 3;
    const plan = planOf(chosen.name);
    yield { type: 'plan', plan, diagnostics: [] };
    return (await around.decide(plan, [])).kind === 'run' ? 0 : 5;
  };
  const stateOf = async (server: WebServer, id: string): Promise<RunState> => (await send(server, `/api/runs/${id}`)).json as RunState;
  const names = async (server: WebServer, id: string): Promise<readonly string[]> => ((await stateOf(server, id)).choices ?? []).map(({ name }) => name);

  it('waits until somebody says which, and takes nothing else for that', async () => {
    const server = await serve({ line: unsure });
    const id = await start(server);
    await expect.poll(() => names(server, id)).toEqual(['disk', 'net']);
    const say = (body: object): Promise<number> => post(server, `/api/runs/${id}/decide`, body).then(({ status }) => status);
    expect([await say({ say: 'run' }), await say({ say: 'chosen', name: 'cpu' }), await say({ say: 'chosen', name: 7 })]).toEqual([409, 409, 400]);
    expect(await say({ say: 'chosen', name: 'net' })).toBe(200);
    await expect.poll(() => stateOf(server, id)).toMatchObject({ phase: 'deciding', plan: { program: { source: 'net' } } });
    expect(await names(server, id)).toEqual([]);
    expect(await say({ say: 'chosen', name: 'disk' })).toBe(409);
  });

  it('means none of them where that is said, and where it is stopped; of what is only planned nobody is asked', async () => {
    const server = await serve({ line: unsure, maxRuns: 9 });
    for (const path of ['decide', 'stop']) {
      const id = await start(server);
      await expect.poll(() => names(server, id)).toEqual(['disk', 'net']);
      await post(server, `/api/runs/${id}/${path}`, path === 'stop' ? {} : { say: 'chosen' });
      await expect.poll(() => stateOf(server, id)).toMatchObject({ phase: 'ended', exit: 3 });
    }
    const dry = await follow(server, `/api/runs/${await start(server, { question: 'x', dry: true })}/events`, () => false);
    expect(JSON.stringify(batches(dry.messages))).toContain('nobody to ask');
  });

  it('makes way, as a plan does, where somebody has gone on to other questions', async () => {
    const server = await serve({ line: unsure, maxRuns: 2 });
    const first = await start(server);
    await expect.poll(() => names(server, first)).toHaveLength(2);
    const followed = await start(server);
    const gone = follow(server, `/api/runs/${followed}/events`, (messages) => messages.some(({ event }) => event === 'end'));
    await expect.poll(() => names(server, followed)).toHaveLength(2);
    let third = '';
    // Not at once: whoever has just begun a run may be about to follow it.
    expect((await post(server, '/api/runs', { question: 'at once' })).status).toBe(429);
    await expect
      .poll(
        async () => {
          const { status, json } = await post(server, '/api/runs', { question: 'a third' });
          third = (json as RunState).id;
          return status;
        },
        { timeout: 5000 },
      )
      .toBe(200);
    expect((await stateOf(server, first)).phase).toBe('ended');
    expect(await names(server, followed)).toHaveLength(2);
    await expect.poll(() => names(server, third)).toHaveLength(2);
    await Promise.all([followed, third].map((id) => post(server, `/api/runs/${id}/stop`, {})));
    await gone;
  });
});

describe('those who follow a run', () => {
  it('see the same, several of them, and read on where they were', async () => {
    const server = await serve();
    const id = await running(server);
    const path = `/api/runs/${id}/events`;
    const [one, other] = await Promise.all([1, 2].map(() => follow(server, path, (messages) => seen(messages) > 50)));
    expect(cursors(one?.messages ?? []).slice(0, 50)).toEqual(cursors(other?.messages ?? []).slice(0, 50));
    const last = one?.messages.at(-1)?.id ?? 0;
    const again = await follow(server, path, (messages) => seen(messages) > 10, { 'last-event-id': String(last) });
    expect(cursors(again.messages)[0]).toBe(last);
    const asked = await follow(server, `${path}?from=7`, (messages) => seen(messages) > 0);
    expect(cursors(asked.messages)[0]).toBe(7);
    expect(batches(again.messages).every(({ missed }) => missed === 0)).toBe(true);
  });

  it('get few batches, however many events come', async () => {
    const server = await serve({ line: flood(60_000, 100) });
    const id = await start(server);
    await expect.poll(() => phase(server, id)).toBe('deciding');
    const following = follow(server, `/api/runs/${id}/events`, () => false);
    await post(server, `/api/runs/${id}/decide`, { say: 'run' });
    const { messages } = await following;
    expect(batches(messages).length).toBeLessThan(120);
    const missed = batches(messages).reduce((sum, batch) => sum + batch.missed, 0);
    expect(seen(messages) + missed).toBe(60_002);
    for (const { events } of batches(messages)) expect(JSON.stringify(events).length).toBeLessThan(600 * 1024);
  });

  it('and read nothing for a while get what is kept by then, and are told what they missed', async () => {
    const server = await serve({ line: flood(400_000) });
    const id = await start(server);
    await expect.poll(() => phase(server, id)).toBe('deciding');
    const socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.write(`GET /api/runs/${id}/events HTTP/1.1\r\nhost: localhost:${server.port}\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`);
    await post(server, `/api/runs/${id}/decide`, { say: 'run' });
    await expect.poll(() => phase(server, id), { timeout: 30_000 }).toBe('ended');
    // What there was no room for was never sent.
    const pieces: string[] = [];
    await new Promise((resolve) => {
      socket.setEncoding('utf8').on('data', (piece: string) => {
        pieces.push(piece);
        if (piece.includes('event: end')) socket.destroy();
      });
      socket.on('close', resolve).resume();
    });
    const text = pieces.join('');
    const missed = [...text.matchAll(/"missed":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    const came = [...text.matchAll(/"cursor":/g)].length;
    expect(missed).toBeGreaterThan(100_000);
    expect(came + missed).toBe(400_002);
  });
});

describe('nobody looks', () => {
  it('at an endless run any more: it ends; one whose time is bounded goes on', async () => {
    const endless = await serve({ unwatched: 0 });
    const left = await running(endless);
    await follow(endless, `/api/runs/${left}/events`, (messages) => seen(messages) > 5);
    // Looked at by list alone: to ask for one of them is to look at it.
    const phases = async (server: WebServer): Promise<string[]> => ((await send(server, '/api/runs')).json as RunState[]).map((state) => state.phase);
    await expect.poll(() => phases(endless), { timeout: 10_000 }).toEqual(['ended']);
  });

  it('at a plan: it waits for a while, then is not run', async () => {
    const server = await serve({ unwatched: 0 });
    await start(server);
    await expect
      .poll(async () => (await send(server, '/api/runs')).json, { timeout: 10_000 })
      .toEqual([expect.objectContaining({ phase: 'ended', exit: 130 })]);
  });

  it('is no matter to one that is followed; the longest time is', async () => {
    const server = await serve({ unwatched: 0, maxSeconds: 2 });
    const id = await running(server);
    const { messages, ended } = await follow(server, `/api/runs/${id}/events`, () => false);
    expect(ended).toBe(true);
    expect(seen(messages)).toBeGreaterThan(300);
  });
});

describe('a server that ends', () => {
  it('ends its runs, and says so to those who follow them', async () => {
    const server = await serve();
    const id = await running(server);
    const following = follow(server, `/api/runs/${id}/events`, () => false);
    await follow(server, `/api/runs/${id}/events`, (messages) => seen(messages) > 5);
    await server.close();
    expect((await following).messages.at(-1)).toMatchObject({ event: 'end', data: { phase: 'ended', exit: 0 } });
    await expect(send(server, '/api/hello')).rejects.toThrow();
  });

  it('cannot be had twice on one port', async () => {
    const server = await serve();
    await expect(serve({ port: server.port })).rejects.toMatchObject({ code: 'port-taken', message: expect.stringContaining(String(server.port)) });
  });
});
