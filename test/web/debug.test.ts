/** Why a program is silent, asked over HTTP: what is looked at, what is run and how long, when it ends. */
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/debug/diagnosis.ts';
import type { DebugAround, DebugEvent, DebugRequest } from '../../src/line/debug.ts';
import { realHost } from '../../src/system/real.ts';
import type { Diagnosed } from '../../src/web/api.ts';
import { BEARER, JSON_TYPE, post, send, serve } from './server.ts';

const BROKEN = 'BEGIN { @x = nosuchthing; }';

function diagnosisOf({ program: { path: file }, language }: DebugRequest): Diagnosis {
  return { type: 'diagnosis', file, language, program: 'bpftrace', verdict: 'silent', seconds: 1, stages: [], findings: [] };
}

/** Runs until it is stopped; tells what it was asked. */
function lasting() {
  const asked: DebugRequest[] = [];
  const arounds: DebugAround[] = [];
  async function* debug(request: DebugRequest, around: DebugAround): AsyncGenerator<DebugEvent, void> {
    asked.push(request);
    arounds.push(around);
    if (await around.agree(diagnosisOf(request))) yield { type: 'watching', seconds: request.seconds };
    await new Promise<void>((resolve) => {
      if (around.stop.aborted) resolve();
      around.stop.addEventListener('abort', () => resolve());
    });
    yield diagnosisOf(request);
  }
  return { asked, arounds, debug };
}

describe('POST /api/debug', () => {
  it.each(['en', 'zh'])('tells what the text alone tells, and runs nothing of a program that cannot run: %s', async (lang) => {
    const server = await serve();
    const { status, json } = await post(server, '/api/debug', { source: BROKEN, lang });
    expect(status).toBe(200);
    const { diagnosis, lessons } = json as Diagnosed;
    expect(diagnosis).toMatchObject({ verdict: 'broken', language: lang });
    expect(diagnosis).not.toHaveProperty('seconds');
    expect(diagnosis.findings[0]?.from).toMatchObject({ line: 1 });
    expect(lessons).toHaveLength(diagnosis.findings.length);
  });

  it('runs nothing that does more than watch, whatever the server was started for', async () => {
    const server = await serve({ allowUnsafe: true });
    const { json } = await post(server, '/api/debug', { source: 'BEGIN { system("touch /tmp/never"); }' });
    const { diagnosis } = json as Diagnosed;
    expect(diagnosis).toMatchObject({ verdict: 'broken', findings: [{ id: 'unsafe-call' }] });
    expect(diagnosis).not.toHaveProperty('seconds');
  });

  it('watches no longer than the server lets it, costs no more, and keeps nothing', async () => {
    const { asked, arounds, debug } = lasting();
    const around = { host: realHost(), maxOverhead: 0.01, sinks: [] };
    const server = await serve({ maxSeconds: 3, debug, around: async () => around });
    const answer = post(server, '/api/debug', { source: 'BEGIN { }', seconds: 50 });
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]).toMatchObject({ seconds: 3, program: { source: 'BEGIN { }', language: 'bpftrace' } });
    expect(arounds[0]).toMatchObject({ maxOverhead: 0.01, interactive: false });
    expect(arounds[0]).not.toHaveProperty('sinks');
    // The server's end is the run's.
    await server.close();
    expect((await answer).json).toMatchObject({ diagnosis: { verdict: 'silent' }, lessons: [] });
  });

  it('looks into one at a time, and ends with whoever asked', async () => {
    const { asked, arounds, debug } = lasting();
    const server = await serve({ debug });
    const gone = new AbortController();
    const first = fetch(`http://127.0.0.1:${server.port}/api/debug`, {
      method: 'POST',
      headers: { ...BEARER, ...JSON_TYPE },
      body: JSON.stringify({ source: 'BEGIN { }' }),
      signal: gone.signal,
    }).catch(() => 'gone');
    await expect.poll(() => asked.length).toBe(1);
    const second = await post(server, '/api/debug', { source: 'BEGIN { }' });
    expect([second.status, second.json]).toEqual([429, expect.objectContaining({ code: 'debugging-already' })]);
    gone.abort();
    expect(await first).toBe('gone');
    await expect.poll(() => arounds[0]?.stop.aborted).toBe(true);
    // There is room for the next.
    const next = post(server, '/api/debug', { source: 'END { }' });
    await expect.poll(() => asked.length).toBe(2);
    await server.close();
    expect((await next).status).toBe(200);
  });

  it.each<[string, object, number]>([
    ['C that reaches for files', { source: '#include "/etc/shadow"', language: 'c' }, 422],
    ['no second at all', { source: 'BEGIN { }', seconds: 0 }, 400],
    ['a second too many', { source: 'BEGIN { }', seconds: 61 }, 400],
    ['a command to run beside it', { source: 'BEGIN { }', command: 'id' }, 400],
    ['a program without end', { source: ' '.repeat(300 * 1024) }, 413],
  ])('refuses %s', async (_what, body, status) => {
    const { asked, debug } = lasting();
    const answer = await post(await serve({ debug }), '/api/debug', body);
    expect(answer.status).toBe(status);
    expect(asked).toEqual([]);
  });

  it('is not there for a cookie, nor where the server only shows', async () => {
    const { asked, debug } = lasting();
    const server = await serve({ debug });
    const cookie = String((await send(server, '/api/hello')).headers['set-cookie']).split(';')[0] ?? '';
    const sent = await send(server, '/api/debug', { method: 'POST', headers: { ...JSON_TYPE, cookie }, body: JSON.stringify({ source: 'BEGIN { }' }) });
    expect(sent.status).toBe(403);
    const shown = await post(await serve({ readOnly: true, debug }), '/api/debug', { source: 'BEGIN { }' });
    expect([shown.status, shown.json]).toEqual([403, expect.objectContaining({ code: 'read-only' })]);
    expect(asked).toEqual([]);
  });
});
