import { subscribe } from 'node:diagnostics_channel';
import { request, type Server } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { type HttpServing, serveOnHttp } from '../../src/mcp/http.ts';
import { serveOnStdio } from '../../src/mcp/stdio.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { call, clientOf, type Elicited, FakePerson, stage } from './harness.ts';
import { ADDRESSES, HTTP_ATTEMPTS, type HttpAttempt, MISUSES, RUBBISH, TOO_EARLY } from './red-team.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const TOKEN = 'a-token-that-nobody-else-knows-0123456789';

describe('a client that is connected', async () => {
  const place = stage();
  const client = await clientOf(place);

  test.each(MISUSES)('$what', async ({ tool, args, refused }) => {
    const told = await call(client, tool, args).catch((error: Error) => ({ failed: error.message }));
    expect(told.failed).toMatch(refused);
    expect(place.logged).toEqual([]);
    expect(place.line.running).toBe(0);
    await client.ping();
  });

  test.each(ADDRESSES.map((uri) => [uri.slice(0, 80), uri]))('reads no %s', async (_shown, uri) => {
    const read = await client.readResource({ uri }).then(
      () => 'read it',
      (error: Error) => error.message,
    );
    expect(read).toMatch(/not found|no run is kept|no session|Invalid|must be/i);
    expect(place.logged).toEqual([]);
    await client.ping();
  });

  test('a bug of ours is no crash, and tells a client nothing of us', async () => {
    const { failed } = await call(client, 'ask', { question: 'bug' });
    expect(failed).toBe('a mistake in gpttrace itself; its standard error says more [internal]');
    expect(place.logged.splice(0).join()).toContain('TypeError: a bug');
    const run = await call(client, 'run_start', { question: 'bug' });
    expect(run).toMatchObject({ phase: 'ended', exit: 1, problem: { code: 'internal' } });
  });
});

describe('approvals', () => {
  test.each(['reads-user-data', 'costly'])('%s is not run without the person: not by guesses, a consent, or another run’s code', async (kind) => {
    const place = stage();
    const client = await clientOf(place);
    const one = await call(client, 'run_start', { question: kind });
    const two = await call(client, 'run_start', { question: `${kind} again` });
    expect([one, two]).toMatchObject([
      { phase: 'deciding', waiting: { for: 'approval' }, plan: { allowed: 'needs-approval' } },
      { phase: 'deciding', waiting: { for: 'approval' } },
    ]);
    // The code is nowhere in what the client is told.
    const { code } = place.person;
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const read = await call(client, 'run_read', { run: two.run, wait_seconds: 0 });
    expect(JSON.stringify([one, two, read, await call(client, 'run_list')])).not.toContain(code.slice(0, 4));
    expect((await call(client, 'run_approve', { run: one.run, consent: true })).failed).toContain('[code-wanted]');
    expect((await call(client, 'run_approve', { run: one.run })).failed).toContain('2 more tries');
    expect((await call(client, 'run_approve', { run: one.run, code })).failed).toContain('1 more try');
    expect((await call(client, 'run_approve', { run: one.run, code: 'AAAA-AAAA' })).failed).toContain('the last try');
    expect((await call(client, 'run_approve', { run: one.run, code: 'AAAA-AAAA' })).failed).toContain('[nothing-to-approve]');
    expect(await call(client, 'run_read', { run: one.run, until: 'end' })).toMatchObject({ phase: 'ended', exit: 5 });
    // Its own code is good, and once.
    expect(await call(client, 'run_approve', { run: two.run, code: code.toLowerCase() })).toMatchObject({ phase: 'running' });
    expect((await call(client, 'run_approve', { run: two.run, code })).failed).toContain('[nothing-to-approve]');
    expect(await call(client, 'run_stop', { run: two.run })).toMatchObject({ phase: 'ended', exit: 0 });
    expect(place.line.running).toBe(0);
  });

  test.each([
    ['says yes to everything', { action: 'accept', content: { run: true } }],
    ['makes a code up', { action: 'accept', content: { code: 'ABCD-EFGH' } }],
    ['says nothing', { action: 'decline' }],
  ] as const)('a client whose user %s has no approval by that', async (_what, said) => {
    const place = stage();
    const client = await clientOf(place, () => said);
    const told = await call(client, 'run_start', { question: 'costly' });
    expect(told.failed ?? told.phase).toMatch(/\[wrong-code\]|ended/);
    for (const { run } of (await call(client, 'run_list')).runs ?? []) await call(client, 'run_stop', { run });
    expect(place.line.requests).toHaveLength(1);
    expect(place.line.stopped).toBe(0);
  });

  test('a client that gives up while its user is asked starts nothing, whatever the user says then', async () => {
    const place = stage();
    const given = new AbortController();
    let say: (said: Elicited) => void = () => {};
    const client = await clientOf(place, () => {
      setTimeout(() => given.abort(), 10);
      return new Promise((resolve) => {
        say = resolve;
      });
    });
    await expect(call(client, 'run_start', { question: 'who opens files?' }, { signal: given.signal })).rejects.toThrow();
    say({ action: 'accept', content: { run: true } });
    const { runs = [] } = await call(client, 'run_list');
    expect(runs).toMatchObject([{ phase: 'ended' }]);
    expect(place.line.running).toBe(0);
  });

  test('whose user does not give the code has not agreed', async () => {
    const client = await clientOf(stage(), () => ({ action: 'decline' }));
    expect(await call(client, 'run_start', { question: 'costly' })).toMatchObject({ phase: 'ended', exit: 5 });
  });

  test('what does more than watch is refused, and allowed by nobody but who started the server and the person', async () => {
    const place = stage({}, new FakePerson(true));
    const client = await clientOf(place, () => ({ action: 'accept', content: { run: true } }));
    expect(await call(client, 'run_start', { question: 'unsafe' })).toMatchObject({ phase: 'ended', exit: 6 });
    expect(place.person.told).toEqual([]);
    const allowing = stage({ allowUnsafe: true });
    const other = await clientOf(allowing);
    const run = await call(other, 'run_start', { question: 'unsafe' });
    expect(run).toMatchObject({ phase: 'deciding', waiting: { for: 'approval' } });
    expect(await call(other, 'run_approve', { run: run.run, code: allowing.person.code })).toMatchObject({ phase: 'running' });
    await allowing.service.traces.close();
  });

  test('the card of a program that steers terminals does not', async () => {
    const place = stage();
    const client = await clientOf(place);
    await call(client, 'run_start', { source: 'BEGIN { printf("costly \u001b]0;x\u0007\u202e"); }' });
    expect(place.person.told[0]).toContain('\\x1b]0;x\\x07\\u202e');
    expect([...place.person.told.join('')].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([]);
    await place.service.traces.close();
  });
});

describe('limits', () => {
  test('ten runs at once are as many as may, and one clear message for each of the others', async () => {
    const place = stage();
    const client = await clientOf(place);
    const started = await Promise.all(Array.from({ length: 10 }, () => call(client, 'run_start', { question: 'who opens files?' })));
    expect(started.filter(({ phase }) => phase === 'running')).toHaveLength(3);
    const refused = started.flatMap(({ failed }) => failed ?? []);
    expect(refused).toHaveLength(7);
    expect(new Set(refused).size).toBe(1);
    expect(refused[0]).toContain('3 runs are going on already');
    await place.service.traces.close();
    expect(place.line.running).toBe(0);
  });

  test('a hundred plans at once are made a few at a time, and those beyond are told so', async () => {
    const place = stage();
    const client = await clientOf(place);
    let [now, most] = [0, 0];
    const { run } = place.line;
    // None of them is done before all have come.
    const come = new Promise((resolve) => setTimeout(resolve, 500));
    Object.assign(place.service.ground, {
      line: async function* (...given: Parameters<typeof run>) {
        now += 1;
        most = Math.max(most, now);
        await come;
        await new Promise((resolve) => setTimeout(resolve, 5));
        now -= 1;
        return yield* run(...given);
      },
    });
    const all = await Promise.all(Array.from({ length: 100 }, () => call(client, 'ask', { question: 'who opens files?' })));
    const refused = all.flatMap(({ failed }) => failed ?? []);
    expect(most).toBe(3);
    expect(refused).toHaveLength(57);
    expect(refused[0]).toContain('[too-much-at-once]');
    expect((await call(client, 'ask', { question: 'who opens files?' })).outcome).toBe('plan');
  });

  test('a time of a day is the server’s time, and who lasts longer is ended with what was seen', async () => {
    const place = stage({ maxSeconds: 0.2 });
    const client = await clientOf(place);
    const { run } = await call(client, 'run_start', { source: 'BEGIN {}', seconds: 86_400 });
    expect(place.line.requests[0]).toMatchObject({ seconds: 0.2 });
    const read = await call(client, 'run_read', { run, until: 'end', most: 0 });
    expect(read).toMatchObject({ ended_by: 'max-seconds', exit: 0, answer: { sentence: 'nginx opened most files.', ended: 'interrupted' } });
  });

  test('a flood is ended, and what one answer holds of it is bounded', async () => {
    const place = stage({ maxEvents: 20_000 });
    const client = await clientOf(place);
    const { run } = await call(client, 'run_start', { question: 'flood' });
    const read = await call(client, 'run_read', { run, until: 'end', most: 500 });
    expect(read).toMatchObject({ ended_by: 'max-events', phase: 'ended', ended: false });
    expect(JSON.stringify(read).length).toBeLessThan(250_000);
    expect(read.events).toHaveLength(500);
  });

  test('the runs of one client are none of another’s', async () => {
    const place = stage();
    const [one, two] = [await clientOf(place, undefined, 'one'), await clientOf(place, undefined, 'two')];
    const { run } = await call(one, 'run_start', { question: 'who opens files?' });
    for (const tool of ['run_read', 'run_stop', 'run_approve']) expect((await call(two, tool, { run })).failed).toContain('[no-such-run]');
    expect((await call(two, 'explain', { run })).failed).toContain('[no-such-run]');
    expect((await call(two, 'run_list')).runs).toEqual([]);
    await place.service.traces.close();
  });
});

describe('rubbish on standard input', () => {
  test.each(RUBBISH)('$what', async ({ line, answer }) => {
    const place = stage();
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveOnStdio(place.service, input, output, new AbortController().signal);
    const lines = readLines(output);
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    };
    input.write(`${JSON.stringify(initialize)}\n`);
    expect(await lines()).toContain('"serverInfo"');
    input.write(line);
    input.write('\n\n');
    expect(await lines()).toMatch(answer);
    input.write('{"jsonrpc":"2.0","id":99,"method":"ping"}\n');
    expect(await lines()).toMatch(/^(?=.*"id":99)(?=.*"result":\{\})/);
    input.end();
    await serving;
  });

  test.each(TOO_EARLY)('before the beginning: $what', async ({ line, answer }) => {
    const place = stage();
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveOnStdio(place.service, input, output, new AbortController().signal);
    const lines = readLines(output);
    input.write(line);
    input.write('\n');
    expect(await lines()).toMatch(answer);
    expect(place.line.requests).toEqual([]);
    input.end();
    await serving;
  });

  test('a thousand lines in a row that are none end it, and each was answered', async () => {
    const place = stage();
    const [input, output] = [new PassThrough(), new PassThrough()];
    let said = '';
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const serving = serveOnStdio(place.service, input, output, new AbortController().signal);
    input.write('rubbish\n'.repeat(5000));
    await serving;
    expect(said.split('that is no JSON').length - 1).toBe(1000);
    expect(place.logged).toEqual(['what comes on standard input is no client of MCP; nothing more of it is read']);
  });

  test('whoever closes their end still gets what they asked for last, and the maps of what they traced', async () => {
    const place = stage();
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveOnStdio(place.service, input, output, new AbortController().signal);
    const lines = readLines(output);
    const say = (message: object): boolean => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } } });
    await lines();
    say({ id: 2, method: 'tools/call', params: { name: 'run_start', arguments: { question: 'who opens files?' } } });
    const run = /"run":"([0-9a-f]+)"/.exec(await lines())?.[1];
    say({ id: 3, method: 'tools/call', params: { name: 'run_read', arguments: { run, until: 'end', most: 0 } } });
    input.end();
    expect(await lines()).toMatch(/"id":3|nginx opened most files/);
    await serving;
    expect(place.line.running).toBe(0);
  });

  test('a client that goes away while it runs leaves nothing', async () => {
    const place = stage();
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveOnStdio(place.service, input, output, new AbortController().signal);
    const lines = readLines(output);
    const say = (message: object): boolean => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } } });
    await lines();
    say({ id: 2, method: 'tools/call', params: { name: 'run_start', arguments: { question: 'who opens files?' } } });
    expect(await lines()).toContain('running');
    expect(place.line.running).toBe(1);
    // In the middle of a message.
    input.end('{"jsonrpc":"2.0","id":3,"meth');
    await serving;
    expect([place.line.running, place.line.stopped]).toEqual([0, 1]);
  });
});

describe('over HTTP', () => {
  const place = stage();
  let serving: HttpServing;
  beforeAll(async () => {
    serving = await serveOnHttp(place.service, { port: 0, token: TOKEN });
  });
  afterAll(() => serving.close());

  test.each(HTTP_ATTEMPTS)('$what: $status', async (attempt) => {
    const { status, text } = await knock(new URL(serving.url), attempt);
    expect(text).toMatch(attempt.says);
    expect(status).toBe(attempt.status);
    expect(place.logged).toEqual([]);
  });

  test('a client that goes away in the middle of a message is no mistake of ours', async () => {
    const url = new URL(serving.url);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'content-length': 1000 };
    const sent = request(url, { method: 'POST', headers }).on('error', () => {});
    const taken = new Promise((resolve) => subscribe('http.server.request.start', resolve));
    sent.write('{"jsonrpc":');
    await taken;
    sent.destroy();
    // It is answered when that has been seen.
    expect((await knock(url, { what: '', status: 404, says: /./, path: '/' })).status).toBe(404);
    expect(place.logged).toEqual([]);
  });

  test('a connection that the machine refuses ends no server', async () => {
    const started = new Promise<{ server: Server }>((resolve) => subscribe('http.server.request.start', (message) => resolve(message as { server: Server })));
    await knock(new URL(serving.url), { what: '', status: 404, says: /./, path: '/' });
    const { server } = await started;
    for (let i = 0; i < 2; i++) server.emit('error', new Error('accept EMFILE'));
    expect(place.logged.splice(0)).toEqual(['accept EMFILE', 'accept EMFILE']);
  });

  test('a port in use is one clear message', async () => {
    const port = Number(new URL(serving.url).port);
    const error = await serveOnHttp(place.service, { port, token: TOKEN }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Problem);
    expect(String(error)).toContain(`port ${port} is in use already`);
  });
});

/** Each call gives the next line, or fails after a while. */
function readLines(output: PassThrough): () => Promise<string> {
  let text = '';
  let woken = (): void => {};
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    woken();
  });
  return async () => {
    for (;;) {
      const end = text.indexOf('\n');
      if (end !== -1) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        return line;
      }
      await new Promise<void>((resolve) => {
        woken = resolve;
      });
    }
  };
}

/** node:http sends what it is told to, a foreign Host too. */
function knock(url: URL, attempt: HttpAttempt): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const filled = (text: string): string => text.replace('PORT', url.port).replace('TOKEN', TOKEN);
  const {
    method = 'POST',
    path = '/mcp',
    host = `127.0.0.1:PORT`,
    origin,
    authorization = 'Bearer TOKEN',
    body = '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  } = attempt;
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(authorization === '' ? {} : { authorization: filled(authorization) }),
    ...(origin === undefined ? {} : { origin: filled(origin) }),
    ...attempt.headers,
    host: filled(host),
  };
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: url.port, method, path: filled(path), headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject);
    asked.end(method === 'POST' || method === 'PUT' ? body : undefined);
  });
}
