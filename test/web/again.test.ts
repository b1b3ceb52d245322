import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Exit } from '../../src/core/exit.ts';
import type { Request } from '../../src/core/request.ts';
import type { AskEvent, Surroundings } from '../../src/line/events.ts';
import { realHost } from '../../src/system/real.ts';
import type { RunState } from '../../src/web/api.ts';
import type { WebServer } from '../../src/web/server.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { keep } from './kept.ts';
import { planOf, post, send, serve } from './server.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));
afterAll(() => vi.unstubAllEnvs());

interface Asked {
  readonly request: Request;
  readonly around: Surroundings;
}

/** Plans what it is told has run, else the question; an edit comes back as a plan. Ends when it is agreed to. */
function recording(asked: Asked[]): (request: Request, around: Surroundings) => AsyncGenerator<AskEvent, Exit> {
  return async function* (request, around) {
    asked.push({ request, around });
    let plan = around.planned ?? planOf(request.program?.source ?? request.question ?? '', 5);
    for (;;) {
      yield { type: 'plan', plan, diagnostics: [] };
      const decision = await around.decide(plan, []);
      if (decision.kind === 'stop') return decision.exit;
      if (decision.kind === 'run') break;
      plan = planOf(decision.source, 5);
    }
    yield { type: 'running', plan };
    return 0;
  };
}

const stateOf = async (server: WebServer, id: string): Promise<RunState> => (await send(server, `/api/runs/${id}`)).json as RunState;

async function begin(server: WebServer, body: object): Promise<string> {
  const { status, json } = await post(server, '/api/runs', body);
  expect([status, json]).toEqual([200, expect.anything()]);
  const { id } = json as RunState;
  await expect.poll(async () => (await stateOf(server, id)).phase).toBe('deciding');
  return id;
}

async function ran(server: WebServer, id: string, edit?: string): Promise<void> {
  const say = (body: object): Promise<unknown> => post(server, `/api/runs/${id}/decide`, body);
  if (edit !== undefined) {
    await say({ say: 'edit', source: edit });
    await expect.poll(async () => (await stateOf(server, id)).plan?.program.source).toBe(edit);
  }
  await say({ say: 'run' });
  await expect.poll(async () => (await stateOf(server, id)).phase).toBe('ended');
}

describe('a run once more', () => {
  it.each([
    ['with nothing to repeat', { again: '' }, 400, 'wrong-body'],
    ['with a wish of its own beside it', { again: '0123456789ab', pid: 1 }, 400, 'wrong-body'],
    ['with a question beside it', { again: '0123456789ab', question: 'x' }, 400, 'wrong-body'],
    ['that is a path', { again: '../../etc/passwd' }, 404, 'unknown-session'],
    ['that nobody has heard of', { again: 'nothing' }, 404, 'unknown-session'],
  ])('%s is refused', async (_what, body, status, code) => {
    await keep([['cat', 1]]);
    const server = await serve();
    const answer = await post(server, '/api/runs', body);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('is begun with all that it was begun with, and with the program that ran', async () => {
    const asked: Asked[] = [];
    const heard: unknown[] = [];
    const server = await serve({
      line: recording(asked),
      around: async (more = {}) => {
        heard.push(more);
        return { host: realHost() };
      },
    });
    const first = await begin(server, { question: 'which files are opened', pid: 7, top: 3, seconds: 5, keep: false, sandbox: true, rehearse: true });
    await ran(server, first, 'an edited program');
    const second = await begin(server, { again: first });
    await ran(server, second);
    const third = await begin(server, { again: second });
    await ran(server, third);
    for (const { request, around } of asked.slice(1)) {
      expect(request).toEqual({ question: 'which files are opened', pid: 7, top: 3, seconds: 5 });
      expect([around.planned?.program.source, around.rehearse, typeof around.sandbox]).toEqual(['an edited program', {}, 'function']);
    }
    expect(asked).toHaveLength(3);
    expect(heard.filter((more) => JSON.stringify(more) === '{"keep":false}')).toHaveLength(3);
    // It waited to be agreed to, each time.
    expect((await stateOf(server, third)).plan?.program.source).toBe('an edited program');
  });

  it('of a program of one’s own is that program, as it was edited', async () => {
    const asked: Asked[] = [];
    const server = await serve({ line: recording(asked) });
    const first = await begin(server, { source: 'BEGIN { exit(); }', args: ['7'] });
    await ran(server, first, 'BEGIN { print(1); exit(); }');
    await ran(server, await begin(server, { again: first }));
    expect(asked.at(-1)?.request).toEqual({ program: { path: 'page.bt', language: 'bpftrace', source: 'BEGIN { print(1); exit(); }' }, args: ['7'] });
  });

  it('that is kept is planned anew as it was asked, also where its replay is repeated', async () => {
    const asked: Asked[] = [];
    const server = await serve({ line: recording(asked) });
    const id = await keep([['cat', 3]]);
    const replay = (await post(server, `/api/sessions/${id}/replay`, { speed: 1e6 })).json as RunState;
    await expect.poll(async () => (await stateOf(server, replay.id)).phase).toBe('ended');
    for (const again of [id, replay.id]) await ran(server, await begin(server, { again }));
    expect(asked.map(({ request, around }) => [request, around.planned])).toEqual(
      Array.from({ length: 2 }, () => [{ question: 'which files are opened', as: 'bpftrace' }, undefined]),
    );
    const [{ around }] = asked as [Asked];
    const choices = ['net', 'file-opens'].map((name) => ({ name, title: name, tells: '', ask: '', score: 1 }));
    expect(around.meant?.(choices)?.name).toBe('file-opens');
  });

  it('is not begun where nothing may be run', async () => {
    const shown = await serve({ readOnly: true });
    expect((await post(shown, '/api/runs', { again: await keep([['cat', 3]]) })).json).toMatchObject({ code: 'read-only' });
  });
});

describe('a guest to run in', () => {
  it.each([
    ['that is a path', { question: 'x', within: '../../etc' }, 400, 'no-guest'],
    ['that is none', { question: 'x', within: '9.9+9.9' }, 400, 'no-guest'],
    ['with nothing in its name', { question: 'x', within: '' }, 400, 'wrong-body'],
    ['beside a trial in one', { question: 'x', within: '6.12+0.23', sandbox: true }, 400, 'wrong-body'],
    ['beside a rehearsal', { question: 'x', within: '6.12+0.23', rehearse: true }, 400, 'wrong-body'],
    ['with a command and a workload', { question: 'x', within: '6.12+0.23', command: 'id', workload: 'open 5' }, 400, 'conflicting-options'],
    ['for a tool', { tool: { name: 'ss' }, within: '6.12+0.23' }, 400, 'wrong-body'],
  ])('%s is refused', async (_what, body, status, code) => {
    const server = await serve();
    const answer = await post(server, '/api/runs', body);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('holds programs that are typed for one that is there', async () => {
    const server = await serve();
    const answer = await post(server, '/api/check', { source: 'BEGIN {}', within: '../../etc' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ code: 'no-guest' })]);
    expect((await post(server, '/api/debug', { source: 'BEGIN {}', within: '6.12+0.23' })).json).toMatchObject({ code: 'wrong-body' });
  });
});

describe('an installed tool', () => {
  it.each([
    ['with a question and arguments', { tool: { name: 'ss', line: '-t' }, question: 'x' }, 400, 'question-and-arguments'],
    ['with a quote that is not closed', { tool: { name: 'ss', line: '"-t' } }, 400, 'open-quote'],
    ['beside a program', { tool: { name: 'ss' }, source: 'BEGIN {}' }, 400, 'wrong-body'],
    ['with a command to trace', { tool: { name: 'ss' }, command: 'id' }, 400, 'wrong-body'],
    ['with another means', { tool: { name: 'ss' }, as: 'c' }, 400, 'wrong-body'],
    ['with arguments as a list', { tool: { name: 'ss', line: ['-t'] } }, 400, 'wrong-body'],
    ['with arguments without an end', { tool: { name: 'ss', line: 'x'.repeat(5000) } }, 400, 'wrong-body'],
    ['by its path, as something else', { tool: { name: 'ss', path: '/bin/sh' } }, 400, 'wrong-body'],
  ])('%s is refused', async (_what, body, status, code) => {
    const server = await serve();
    const answer = await post(server, '/api/runs', body);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('is asked with its arguments taken apart, or with the question that they are made of', async () => {
    const asked: Asked[] = [];
    const server = await serve({ line: recording(asked), maxRuns: 9 });
    await begin(server, { tool: { name: 'perf', line: `stat -a  -x ', ' --timeout 1000` }, seconds: 3 });
    await begin(server, { tool: { name: 'opensnoop' }, question: 'which files does nginx open', pid: 7 });
    await begin(server, { tool: { name: 'ss', line: '' }, keep: false });
    expect(asked.map(({ request }) => request)).toEqual([
      { tool: { name: 'perf', args: ['stat', '-a', '-x', ', ', '--timeout', '1000'] }, seconds: 3 },
      { tool: { name: 'opensnoop' }, question: 'which files does nginx open', pid: 7 },
      { tool: { name: 'ss', args: [] } },
    ]);
  });

  it('is held against what it takes while it is typed, and one that is not there is said so', async () => {
    const server = await serve();
    const about = await send(server, '/api/tools/..%2f..%2fbin%2fsh');
    expect([about.status, about.json]).toEqual([404, expect.objectContaining({ code: 'no-such-tool' })]);
    const held = await post(server, '/api/tools/sh/check', { line: '-c id' });
    expect([held.status, held.json]).toEqual([404, expect.objectContaining({ code: 'no-such-tool' })]);
    expect((await post(server, '/api/tools/ss/check', { line: 7 })).json).toMatchObject({ code: 'wrong-body' });
  });
});

describe('whoever reads Chinese', () => {
  it('is told in Chinese what goes wrong', async () => {
    const server = await serve({ readOnly: true });
    const zh = { 'accept-language': 'zh' };
    expect((await post(server, '/api/runs', { question: 'x' }, zh)).json).toMatchObject({
      code: 'read-only',
      message: expect.stringMatching(/^这个服务器只供查看/),
    });
    expect((await post(server, '/api/runs', { question: 'x' }, { 'accept-language': 'en' })).json).toMatchObject({
      message: expect.stringMatching(/^this server/),
    });
    const { json } = await post(server, '/api/check', { source: 'BEGIN { @x = nonesuch(); }' }, zh);
    expect(json).toMatchObject({ diagnostics: [{ severity: 'error', message: expect.stringMatching(/\p{Script=Han}.*nonesuch|nonesuch.*\p{Script=Han}/u) }] });
  });
});

describe('what a model would be sent', () => {
  it('is shown, and nothing is asked or run', async () => {
    const opened = vi.fn(async () => undefined);
    const line = vi.fn();
    const server = await serve({ line, around: async () => ({ host: realHost(), model: opened }) });
    const { json } = await post(server, '/api/prompt', { question: 'which gizmos does the frobnicator quux' });
    expect(json).toMatchObject({ model: null, user: expect.stringContaining('frobnicator'), system: expect.stringMatching(/\S/), tools: expect.any(Array) });
    expect(line).not.toHaveBeenCalled();
    expect((await post(server, '/api/prompt', { question: ' ' })).status).toBe(400);
    expect((await post(await serve({ readOnly: true }), '/api/prompt', { question: 'x' })).json).toMatchObject({ code: 'read-only' });
  });
});
