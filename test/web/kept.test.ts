import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { keep as keepOpinion } from '../../src/line/feedback.ts';
import { stateDirectory } from '../../src/local.ts';
import { FORMATS } from '../../src/report/formats.ts';
import type { After, ExportForm, Hello, RunState, SessionLine } from '../../src/web/api.ts';
import type { WebServer } from '../../src/web/server.ts';
import { newToken, tokenIn } from '../../src/web/token.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { keep } from './kept.ts';
import { follow, post, send, serve } from './server.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const scratch = mkdtempSync(join(tmpdir(), 'gt-page-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true, force: true });
});

describe('what is kept', () => {
  let server: WebServer;
  let ids: readonly string[];
  beforeAll(async () => {
    ids = [
      await keep([['cat', 3]]),
      await keep([
        ['cat', 5],
        ['<script>alert(1)</script>', 2],
      ]),
    ];
    server = await serve({ readOnly: true });
  });

  it('is listed, the latest first, and read', async () => {
    const listed = (await send(server, '/api/sessions')).json as SessionLine[];
    expect(listed.map(({ id, question, records, state }) => [id, question, records, state])).toEqual([
      [ids[1], 'which files are opened', 2, 'ended'],
      [ids[0], 'which files are opened', 1, 'ended'],
    ]);
    const record = (await send(server, `/api/sessions/${ids[0]}`)).json as RunRecord;
    expect(record.datasets[0]).toMatchObject({ shape: 'table', rows: [['cat', 3]] });
  });

  it('is handed on as one page, with what a trace saw as text alone, and in other forms', async () => {
    const page = await send(server, `/api/sessions/${ids[1]}/report.html`);
    expect(page.headers).toMatchObject({
      'content-disposition': `attachment; filename="gpttrace-${ids[1]}.html"`,
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect(page.text).toContain('&lt;script&gt;alert(1)');
    expect(page.text).not.toContain('<script>alert(1)');
    const table = await send(server, `/api/sessions/${ids[0]}/export/csv`);
    expect([table.headers['content-type'], table.text]).toEqual(['text/csv; charset=utf-8', expect.stringContaining(`"cat",3`)]);
    const none = await send(server, `/api/sessions/${ids[0]}/export/flame-graph`);
    expect([none.status, none.json]).toEqual([expect.any(Number), expect.objectContaining({ message: expect.any(String) })]);
    expect(none.status).toBeGreaterThanOrEqual(400);
  });

  it('says which forms fit it, each of which it comes in, and why not in the others', async () => {
    const forms = (await send(server, `/api/sessions/${ids[0]}/exports`)).json as ExportForm[];
    expect(forms.map(({ name, unfit }) => [name, unfit === undefined])).toEqual(
      FORMATS.map(({ name }) => [name, !/^(?:flame-graph|folded|speedscope|pprof)$/.test(name)]),
    );
    for (const { name, unfit } of forms)
      expect([name, (await send(server, `/api/sessions/${ids[0]}/export/${name}`)).status < 300]).toEqual([name, unfit === undefined]);
  });

  it('has something after it: what stands out, and what to ask next', async () => {
    const after = (await send(server, `/api/sessions/${ids[1]}/after`)).json as After;
    expect(after).toMatchObject({ findings: expect.any(Array), next: expect.any(Array) });
    expect(JSON.stringify(after)).not.toContain('undefined');
  });

  it('is compared', async () => {
    expect((await send(server, `/api/sessions/${ids[0]}/diff/${ids[1]}`)).json).toMatchObject({
      before: { id: ids[0] },
      after: { id: ids[1] },
      sentence: expect.stringContaining('cat'),
      differences: [expect.anything()],
    });
  });

  it('is played once more, also where nothing is run', async () => {
    const { json } = await post(server, `/api/sessions/${ids[0]}/replay`, { speed: 1000 });
    const { id, replayOf } = json as RunState;
    expect(replayOf).toBe(ids[0]);
    const { messages, ended } = await follow(server, `/api/runs/${id}/events`, () => false);
    expect(ended).toBe(true);
    expect(JSON.stringify(messages)).toContain('"sentence":"In 2.0 s."');
    expect((await post(server, `/api/sessions/${ids[0]}/replay`, { speed: -1 })).json).toMatchObject({ code: 'wrong-body' });
  });
});

describe('what is taken back', () => {
  it('is what was said of answers, one by one', async () => {
    const server = await serve();
    const id = await keep([['cat', 1]]);
    vi.stubEnv('GPTTRACE_FEEDBACK', '');
    const opinion = { kind: 'chosen', program: 'disk-latency', question: 'latency <b>', words: [], keys: [], instead: ['read-latency'] } as const;
    const { id: said } = await keepOpinion(stateDirectory(), opinion);
    expect((await send(server, '/api/feedback')).json).toEqual([
      { id: said, at: expect.any(Number), kind: 'chosen', question: 'latency <b>', program: 'disk-latency' },
    ]);
    expect((await post(server, '/api/feedback/ffffffff/remove', {})).status).toBe(404);
    expect((await post(server, `/api/feedback/${said}/remove`, {})).json).toEqual({ id: said });
    expect((await send(server, '/api/feedback')).json).toEqual([]);

    // And a session, for good.
    for (const [name, status] of [
      ['..%2f..', 404],
      [id, 200],
      [id, 404],
    ] as const)
      expect([name, (await post(server, `/api/sessions/${name}/remove`, {})).status]).toEqual([name, status]);
    expect((await send(server, `/api/sessions/${id}`)).status).toBe(404);
  });
});

describe('the page', () => {
  it('is its files and nothing else, with a nonce for its styles', async () => {
    const page = join(scratch, 'page');
    mkdirSync(join(page, 'assets'), { recursive: true });
    writeFileSync(join(page, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/a-1.js"></script>');
    writeFileSync(join(page, 'assets/a-1.js'), 'one()');
    writeFileSync(join(page, 'server.js'), 'secret()');
    writeFileSync(join(page, 'api.d.ts'), 'secret');
    writeFileSync(join(page, 'favicon.svg'), '<svg/>');
    const server = await serve({ page });
    const one = await send(server, '/', { headers: {} });
    const nonce = /nonce="([\w-]{20,})"/.exec(one.text)?.[1];
    expect(one.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(one.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect((await send(server, '/', { headers: {} })).text).not.toContain(nonce);
    const code = await send(server, '/assets/a-1.js', { headers: {} });
    expect([code.text, code.headers['content-type'], code.headers['cache-control']]).toEqual([
      'one()',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect((await send(server, '/favicon.svg', { headers: {} })).headers['content-type']).toBe('image/svg+xml');
    for (const path of ['/server.js', '/api.d.ts', '/index.html', '/assets/', '/assets']) expect((await send(server, path, { headers: {} })).status).toBe(404);
    const head = await send(server, '/', { method: 'HEAD', headers: {} });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('where it is not built says so', async () => {
    const server = await serve({ page: join(scratch, 'nothing') });
    expect((await send(server, '/', { headers: {} })).text).toContain('npm run build');
  });

  it('is told what this server is, and no secret', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-a-secret-key');
    const server = await serve({ maxSeconds: 9 });
    const hello = await send(server, '/api/hello?lang=zh');
    const told = hello.json as Hello;
    expect(told).toMatchObject({ version: '1.2.3', readOnly: false, allowUnsafe: false, maxRuns: 3, maxSeconds: 9 });
    expect(told.examples.length).toBeGreaterThan(3);
    expect(told.examples.every((question) => /\p{Script=Han}/u.test(question))).toBe(true);
    expect(hello.text).not.toMatch(/secret|token/);
  });
});

describe('what is typed', () => {
  it.each([
    ['', 'en', /processes|files|calls/],
    ['which files', 'en', /^which files/],
    ['FILE open', 'en', /open/],
    ['磁盘', 'en', /磁盘/],
    ['what slows my disk down', 'en', /disk/],
  ])('%j goes on as a question of the library', async (text, lang, pattern) => {
    const server = await serve();
    const found = (await send(server, `/api/suggest?lang=${lang}&q=${encodeURIComponent(text)}`)).json as string[];
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(8);
    expect(new Set(found).size).toBe(found.length);
    expect(found[0]).toMatch(pattern);
  });

  it('is checked and explained', async () => {
    const server = await serve();
    const source = 'BEGIN { @x = cuont(); }';
    const { json } = await post(server, '/api/check', { source });
    expect(json).toMatchObject({ diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error', span: expect.anything() })]) });
    expect((await post(server, '/api/explain', { source: 'BEGIN { exit(); }', lang: 'zh' })).json).toMatchObject({
      lines: expect.arrayContaining([expect.stringMatching(/\p{Script=Han}/u)]),
      explanation: { lines: expect.any(Array) },
    });
    expect((await post(server, '/api/check', { source: '{'.repeat(200_000) })).status).toBe(200);
    expect((await post(server, '/api/format', { source: 'BEGIN{@a=1;exit()}' })).json).toEqual({ text: 'BEGIN\n{\n  @a = 1;\n  exit();\n}\n' });
    expect((await post(server, '/api/format', { source: 'BEGIN {' })).json).toEqual({ text: null });
  });
});

describe('a token', () => {
  it('is made once, and read again', () => {
    const path = join(scratch, 'token');
    const token = tokenIn(path);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(`${token}\n`);
    expect(tokenIn(path)).toBe(token);
    expect(newToken()).not.toBe(newToken());
  });

  it.each([
    ['that others can read', 'x'.repeat(40), 0o644, /others can read/],
    ['that is short', 'secret', 0o600, /no token/],
    ['that is empty', '', 0o600, /no token/],
    ['with a line more', `${'x'.repeat(40)}\n${'x'.repeat(40)}`, 0o600, /no token/],
    ['that is large', 'x'.repeat(5000), 0o600, /too large/],
  ])('%s is refused', (what, text, mode, why) => {
    const path = join(scratch, what.replaceAll(' ', '-'));
    writeFileSync(path, text);
    chmodSync(path, mode);
    expect(() => tokenIn(path)).toThrow(why);
  });

  it('has to be a file, in a folder that is there', () => {
    expect(() => tokenIn(scratch)).toThrow(/cannot be the file of the token/);
    expect(() => tokenIn(join(scratch, 'nothing/token'))).toThrow(/no such file or directory/);
  });
});
