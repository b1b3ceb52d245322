/** The key is in nothing that comes out, however a provider says it back. */
import { describe, expect, test, vi } from 'vitest';
import { embed } from '../../src/models/embed.ts';
import { oneLine } from '../../src/models/scrub.ts';
import { startModelServer } from './server.ts';
import { endpointAt, KEY, SHORT, talk, WIRES } from './talk.ts';

/** Any piece of it that is long enough to be known again. */
function holdsKey(text: string): string | undefined {
  for (let at = 0; at + 8 <= KEY.length; at++) if (text.includes(KEY.slice(at, at + 8))) return KEY.slice(at, at + 8);
  return text.includes(KEY.slice(-4)) ? KEY.slice(-4) : undefined;
}

const ECHOES: readonly string[] = [
  `Incorrect API key provided: ${KEY}. You can find your API key at https://example.test/keys.`,
  `Incorrect API key provided: sk-proj-${'*'.repeat(30)}9f3K.`,
  'invalid x-api-key: sk-...9f3K',
  'invalid key "Zq81…9f3K"',
  `the header was: Authorization: Bearer ${KEY}, which is wrong`,
  `authorization=Bearer%20${encodeURIComponent(KEY)}`,
  `key ${KEY.slice(0, 20)} (cut) is unknown`,
  `Basic ${Buffer.from(KEY).toString('base64')} is no Bearer`,
  `{"headers":{"x-api-key":"${KEY}"}}`,
];

test.each(ECHOES)('%s', (said) => {
  const clean = oneLine(said, KEY);
  expect(holdsKey(clean), clean).toBeUndefined();
  expect(clean).toContain('[key]');
});

test.each([
  ['Incorrect API key provided: gsk_Zq81xkLmWv0RtEaP93hY', 'Incorrect API key provided: [key]'],
  ['Bearer abc.def-ghi was refused', '[key] was refused'],
  ['API key AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY not valid', 'API key [key] not valid'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln expired', 'token [key] expired'],
  ['The task-force asked for a risk-based desk-top', 'The task-force asked for a risk-based desk-top'],
  ['Rate limit reached for gpt-5 in organization org-1: wait... then try again', 'Rate limit reached for gpt-5 in organization org-1: wait... then try again'],
])("somebody else's, and what is none: %s", (said, clean) => {
  expect(oneLine(said, undefined)).toBe(clean);
  expect(oneLine(said, 'ollama')).toBe(clean);
});

test('one line, that can be read and does nothing to a terminal', () => {
  const line = oneLine(`first\nsecond\u001b[31m third\r\n${'and so on '.repeat(100)}`, KEY);
  expect(line).toMatch(/^first second \[31m third and so on/);
  expect(line.length).toBeLessThanOrEqual(300);
});

describe.each(WIRES)('%s', (wire) => {
  test('an echo in every place where one can be', async () => {
    const out: unknown[] = [];
    const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const environment = JSON.stringify(process.env);
    for (const said of ECHOES) {
      for (const status of [400, 401, 404, 429, 500]) {
        const server = await startModelServer(() => ({ misbehave: 'status', status, message: said, retryAfter: 0.001 }));
        out.push(await talk(endpointAt(server.url, wire)));
        if (wire !== 'anthropic') out.push(await embed(endpointAt(server.url, wire), ['a'], new AbortController().signal, SHORT));
        await server.close();
      }
      const bad = await startModelServer(() => ({ misbehave: 'error-in-stream', says: {}, kind: 'authentication_error', message: said }));
      out.push(await talk(endpointAt(bad.url, wire)));
      await bad.close();
      const junk = await startModelServer(() => ({ misbehave: 'raw', type: 'text/event-stream', body: `data: ${said}\n\ndata: {"said": "${said}\n\n` }));
      out.push(await talk(endpointAt(junk.url, wire)));
      await junk.close();
    }
    const all = JSON.stringify([out, written.map(({ mock }) => mock.calls)]);
    for (const spy of written) spy.mockRestore();
    expect(holdsKey(all)).toBeUndefined();
    expect(all).toContain('[key]');
    expect(JSON.stringify(process.env)).toBe(environment);
  });
});
