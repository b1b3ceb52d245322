import { subscribe } from 'node:diagnostics_channel';
import { request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WebServer } from '../../src/web/server.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { keep } from './kept.ts';
import { BEARER, follow, JSON_TYPE, post, raw, type Sending, send, serve, TOKEN } from './server.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

let server: WebServer;
let cookie: string;
beforeAll(async () => {
  await keep([['cat', 1]]);
  server = await serve();
  const { headers } = await send(server, '/api/hello');
  cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
});
afterAll(() => vi.unstubAllEnvs());

const at = (host: string): Record<string, string> => ({ ...BEARER, host });
const MIB = 1024 * 1024;

/** Each attempt, and the one answer it gets. `PORT` and `COOKIE` stand for those of the server. */
const ATTEMPTS: readonly (readonly [what: string, path: string, sending: Sending, status: number, code: string])[] = [
  ['no token', '/api/hello', { headers: {} }, 401, 'no-token'],
  ['no token for a path that is not there', '/api/secret', { headers: {} }, 401, 'no-token'],
  ['no token for events', '/api/runs/0123456789ab/events', { headers: {} }, 401, 'no-token'],
  ['a wrong token', '/api/hello', { headers: { authorization: `Bearer ${TOKEN}x` } }, 401, 'wrong-token'],
  ['the beginning of the token', '/api/hello', { headers: { authorization: `Bearer ${TOKEN.slice(0, -1)}` } }, 401, 'wrong-token'],
  ['an empty token', '/api/hello', { headers: { authorization: 'Bearer ' } }, 401, 'wrong-token'],
  ['the token as a password', '/api/hello', { headers: { authorization: `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}` } }, 401, 'wrong-token'],
  ['a token in the query', `/api/hello?token=${TOKEN}`, { headers: {} }, 401, 'no-token'],
  ['the token as a cookie', '/api/hello', { headers: { cookie: `gpttrace-PORT=${TOKEN}` } }, 401, 'wrong-token'],
  ['the cookie of a server on another port', '/api/hello', { headers: { cookie: 'gpttrace-1=x' } }, 401, 'no-token'],
  ['the cookie to change something', '/api/runs', { method: 'POST', headers: { cookie: 'COOKIE', ...JSON_TYPE }, body: '{}' }, 403, 'token-for-reading'],
  ['the cookie to end a run', '/api/runs/0123456789ab/stop', { method: 'POST', headers: { cookie: 'COOKIE' } }, 403, 'token-for-reading'],

  ['another name for this machine (DNS rebinding)', '/api/hello', { headers: at('evil.example') }, 403, 'wrong-host'],
  ['the same with our port', '/api/hello', { headers: at('evil.example:PORT') }, 403, 'wrong-host'],
  ['a name that begins like ours', '/api/hello', { headers: at('localhost.evil.example:PORT') }, 403, 'wrong-host'],
  ['the page itself under another name', '/', { headers: at('evil.example:PORT') }, 403, 'wrong-host'],
  ['our name without our port', '/api/hello', { headers: at('localhost') }, 403, 'wrong-host'],
  ['all addresses', '/api/hello', { headers: at('0.0.0.0:PORT') }, 403, 'wrong-host'],

  ['a page of elsewhere', '/api/hello', { headers: { ...BEARER, origin: 'http://evil.example' } }, 403, 'foreign-origin'],
  ['a page of another port of this machine', '/api/hello', { headers: { ...BEARER, origin: 'http://127.0.0.1:1' } }, 403, 'foreign-origin'],
  ['a page without an origin (a sandboxed frame)', '/api/hello', { headers: { ...BEARER, origin: 'null' } }, 403, 'foreign-origin'],
  ['our origin by https', '/api/hello', { headers: { ...BEARER, origin: 'https://127.0.0.1:PORT' } }, 403, 'foreign-origin'],
  ['a picture of a page of elsewhere', '/api/sessions', { headers: { cookie: 'COOKIE', 'sec-fetch-site': 'cross-site' } }, 403, 'foreign-origin'],
  ['a script of another port', '/api/sessions', { headers: { cookie: 'COOKIE', 'sec-fetch-site': 'same-site' } }, 403, 'foreign-origin'],
  [
    'a frame around the page',
    '/',
    { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } },
    403,
    'foreign-origin',
  ],
  ['a question whether CORS is on', '/api/runs', { method: 'OPTIONS', headers: { origin: 'http://evil.example' } }, 403, 'foreign-origin'],
  ['the same without an origin', '/api/runs', { method: 'OPTIONS' }, 405, 'wrong-method'],

  ['a path out of the page', '/../../etc/passwd', { headers: {} }, 404, 'no-such-page'],
  ['the same, encoded', '/%2e%2e/%2e%2e/etc/passwd', { headers: {} }, 404, 'no-such-page'],
  ['the same, its slashes too', '/..%2f..%2f..%2fetc%2fpasswd', { headers: {} }, 404, 'no-such-page'],
  ['the same, encoded twice', '/%252e%252e/etc/passwd', { headers: {} }, 404, 'no-such-page'],
  ['the same with backslashes', '/..\\..\\etc\\passwd', { headers: {} }, 404, 'no-such-page'],
  ['the same below assets', '/assets/../../package.json', { headers: {} }, 404, 'no-such-page'],
  ['a path with a zero byte', '/index.html%00.js', { headers: {} }, 404, 'no-such-page'],
  ['a path that is no text', '/%ff%fe', { headers: {} }, 400, 'bad-path'],
  ['a % and nothing', '/api/runs/%', {}, 400, 'bad-path'],
  ['an address in place of a path', 'http://evil.example/api/hello', { headers: {} }, 404, 'no-such-page'],
  ['the compiled server', '/server.js', { headers: {} }, 404, 'no-such-page'],
  ['a session by a path', '/api/sessions/..%2f..%2f..%2fetc%2fpasswd', {}, 404, 'unknown-session'],
  ['a session by a file', '/api/sessions/%2fetc%2fpasswd/report.html', {}, 404, 'unknown-session'],
  ['a session from standard input', '/api/sessions/-/export/json', {}, 404, 'unknown-session'],
  ['a form there is not', '/api/sessions/last/export/..%2fx', {}, 400, 'unknown-format'],
  ['an unknown run', '/api/runs/0123456789ab', {}, 404, 'no-such-run'],
  ['a run by the name of what every object has', '/api/runs/__proto__', {}, 404, 'no-such-run'],
  ['events of an unknown run', '/api/runs/nothing/events', {}, 404, 'no-such-run'],

  ['rubbish', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '\0\x01{]' }, 400, 'no-json'],
  ['nothing', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE } }, 400, 'no-json'],
  ['a form', '/api/runs', { method: 'POST', headers: { ...BEARER, 'content-type': 'text/plain' }, body: '{"question":"x"}' }, 415, 'wrong-content'],
  ['no type', '/api/runs', { method: 'POST', body: '{"question":"x"}' }, 415, 'wrong-content'],
  ['a list', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '[]' }, 400, 'wrong-body'],
  ['nothing to do', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{}' }, 400, 'wrong-body'],
  [
    'a wish there is not',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","allowUnsafe":true}' },
    400,
    'wrong-body',
  ],
  [
    'a command to trace beside a program',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"source":"BEGIN {}","command":"id"}' },
    400,
    'wrong-body',
  ],
  [
    'a command to trace with a zero byte',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","command":"id\\u0000"}' },
    400,
    'wrong-body',
  ],
  [
    'a command to trace that is blank',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","command":" "}' },
    400,
    'wrong-body',
  ],
  [
    'a command to trace as a list',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","command":["id"]}' },
    400,
    'wrong-body',
  ],
  [
    'a command of its own beside a process',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","command":"id","pid":1}' },
    400,
    'conflicting-options',
  ],
  ['a prototype', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","__proto__":{"dry":true}}' }, 400, 'wrong-body'],
  ['a time that is none', '/api/runs', { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","seconds":1e99}' }, 400, 'wrong-body'],
  [
    'a body of two megabytes',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: `{"question":"${'x'.repeat(2 * MIB)}"}` },
    413,
    'body-too-large',
  ],
  [
    'the same in pieces, its length not told',
    '/api/check',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE, 'transfer-encoding': 'chunked' }, body: 'x'.repeat(2 * MIB) },
    413,
    'body-too-large',
  ],
  [
    'a program of half a megabyte, as one is pasted',
    '/api/explain',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: JSON.stringify({ source: '(1+'.repeat(MIB / 6) }) },
    413,
    'program-too-large',
  ],
  [
    'a run that builds on a path',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"question":"x","after":["../x"]}' },
    400,
    'wrong-body',
  ],
  [
    'a question as long as a book',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: `{"question":"${'x'.repeat(MIB / 2)}"}` },
    400,
    'long-question',
  ],
  [
    'C that reads a file of this machine, to be run',
    '/api/runs',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: JSON.stringify({ language: 'c', source: '#include "/etc/shadow"' }) },
    422,
    'reaches-out',
  ],
  [
    'the same, to be explained',
    '/api/explain',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: JSON.stringify({ language: 'c', source: '#inc\\\nlude "/etc/shadow"' }) },
    422,
    'reaches-out',
  ],
  [
    'a language there is not',
    '/api/check',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"language":"sh","source":"id"}' },
    400,
    'wrong-body',
  ],
  [
    'an opinion there is not',
    '/api/sessions/last/feedback',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"kind":"rm -rf"}' },
    400,
    'wrong-body',
  ],
  [
    'an opinion by the cookie',
    '/api/sessions/last/feedback',
    { method: 'POST', headers: { cookie: 'COOKIE', ...JSON_TYPE }, body: '{"kind":"good"}' },
    403,
    'token-for-reading',
  ],
  [
    'an opinion on a file',
    '/api/sessions/..%2fx/feedback',
    { method: 'POST', headers: { ...BEARER, ...JSON_TYPE }, body: '{"kind":"good"}' },
    404,
    'unknown-session',
  ],
  ['the forms of a file', '/api/sessions/..%2f..%2fetc%2fpasswd/exports', {}, 404, 'unknown-session'],
  ['a picture of two files', '/api/sessions/..%2fa/diff/%2fetc%2fpasswd/flame.svg', {}, 404, 'unknown-session'],
  ['a method there is not', '/api/runs', { method: 'DELETE' }, 405, 'wrong-method'],
  ['to write over the page', '/', { method: 'PUT', headers: {} }, 405, 'wrong-method'],
  ['a query of rubbish', '/api/probes?q=%20&top=-1', {}, 400, 'wrong-query'],
  ['more probes than are told', '/api/probes?q=open&top=99999999', {}, 400, 'wrong-query'],
  ['a query as long as a book', `/api/type?name=${'x'.repeat(5000)}`, {}, 400, 'wrong-query'],
];

describe('who may not', () => {
  it.each(ATTEMPTS)('%s', async (_what, path, sending, status, code) => {
    const filled = Object.entries(sending.headers ?? BEARER).map(([name, value]) => [
      name,
      value.replace('PORT', String(server.port)).replace('COOKIE', cookie),
    ]);
    const answer = await send(server, path, { ...sending, headers: Object.fromEntries(filled) });
    expect([answer.status, answer.json]).toEqual([status, { code, message: expect.stringMatching(/\S/), hints: expect.any(Array) }]);
    // One message, not a page of it; no way to read it from elsewhere; nothing of our own inside.
    expect((answer.json as { message: string }).message.length).toBeLessThan(400);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.text).not.toMatch(/node_modules|\.ts:|\.js:\d/);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('speaks no HTTP, or too much of it', async () => {
    expect(await raw(server, 'rubbish\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(await raw(server, `GET / HTTP/1.1\r\nhost: localhost:${server.port}\r\nx: ${'x'.repeat(64 * 1024)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(await raw(server, 'GET /api/hello HTTP/1.1\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    // Two lengths, as for smuggling a second request.
    const smuggled = `POST /api/runs HTTP/1.1\r\nhost: localhost:${server.port}\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await raw(server, smuggled)).toMatch(/^HTTP\/1.1 400 /);
    expect((await send(server, '/api/hello')).status).toBe(200);
  });

  it('says that much is to come, and does not send it', async () => {
    const text = await raw(
      server,
      `POST /api/check HTTP/1.1\r\nhost: localhost:${server.port}\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1.1 413 [\s\S]*body-too-large/);
  });

  it('starts ten runs at once: as many go on as may, the others are told so', async () => {
    const busy = await serve({ maxRuns: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => post(busy, '/api/runs', { question: `question ${at}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429, 429, 429, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.json).toMatchObject({ code: 'too-many-runs' });
    await busy.close();
  });

  it('follows one run on more pages than may', async () => {
    const busy = await serve();
    const { json } = await post(busy, '/api/runs', { question: 'x' });
    const path = `/api/runs/${(json as { id: string }).id}/events`;
    const streams = Array.from({ length: 64 }, () => request({ host: '127.0.0.1', port: busy.port, path, headers: BEARER }));
    await Promise.all(
      streams.map(
        (stream) =>
          new Promise((resolve) => {
            stream.on('response', resolve).on('error', () => {});
            stream.end();
          }),
      ),
    );
    const answer = await send(busy, path);
    expect([answer.status, answer.json]).toEqual([429, expect.objectContaining({ code: 'too-many-readers' })]);
    for (const stream of streams) stream.destroy();
    await expect.poll(async () => (await follow(busy, path, (messages) => messages.length > 0)).messages.length).toBeGreaterThan(0);
    await busy.close();
  });
});

describe('a server that the machine refuses a connection', () => {
  it('goes on', async () => {
    const short = await serve();
    const started = new Promise<unknown>((resolve) => subscribe('http.server.request.start', resolve));
    await send(short, '/');
    const { server } = (await started) as { readonly server: Server };
    for (let i = 0; i < 2; i++) server.emit('error', new Error('accept EMFILE'));
    expect((await send(short, '/api/hello')).status).toBe(200);
  });
});

describe('a server that only shows', () => {
  it('runs nothing', async () => {
    const shown = await serve({ readOnly: true });
    const { id } = (await post(shown, '/api/sessions/last/replay', { speed: 1e6 })).json as { id: string };
    for (const [path, body] of [
      ['/api/runs', { question: 'x' }],
      ['/api/runs', { question: 'x', dry: true }],
      ['/api/runs', { question: 'x', after: id }],
      ['/api/runs', { source: 'BEGIN { exit(); }' }],
      [`/api/runs/${id}/decide`, { say: 'run' }],
      [`/api/runs/${id}/decide`, { say: 'edit', source: 'BEGIN { exit(); }' }],
      ['/api/sessions/last/feedback', { kind: 'good' }],
      ['/api/sessions/last/remove', {}],
      ['/api/feedback/0/remove', {}],
      [`/api/runs/${id}/decide`, { say: 'chosen', name: 'x' }],
    ] as const)
      expect((await post(shown, path, body)).json).toMatchObject({ code: 'read-only' });
    const reach = await post(shown, '/api/check', { language: 'c', source: '#include "/etc/hostname"' });
    expect(reach.json).toMatchObject({ diagnostics: [{ code: 'c-reaches-out', severity: 'error' }], safety: [] });
    expect((await send(shown, '/api/hello')).json).toMatchObject({ readOnly: true });
    expect((await send(shown, '/api/runs')).json).toEqual([]);
  });
});
