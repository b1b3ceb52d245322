/** The key is in nothing that comes out, however a provider says it back. */
import { describe, expect, test, vi } from 'vitest';
import { embed } from '../../src/models/embed.ts';
import { oneLine, veil } from '../../src/models/scrub.ts';
import { startModelServer } from './server.ts';
import { endpointAt, KEY, SHORT, talk, WIRES } from './talk.ts';

/** One that no maker's prefix gives away. */
const PLAIN = '7d0c19Qe5bA84fLm2Xz6';

/** Any piece of it that is long enough to be known again. */
function holdsKey(text: string, key = KEY): string | undefined {
  for (let at = 0; at + 8 <= key.length; at++) if (text.includes(key.slice(at, at + 8))) return key.slice(at, at + 8);
  return text.includes(key.slice(-4)) ? key.slice(-4) : undefined;
}

const echoes = (key: string): string[] => [
  `Incorrect API key provided: ${key}. You can find your API key at https://example.test/keys.`,
  `Incorrect API key provided: ${key.slice(0, 8)}${'*'.repeat(30)}${key.slice(-4)}.`,
  `invalid x-api-key: ${key.slice(0, 3)}...${key.slice(-4)}`,
  `invalid key "${key.slice(0, 4)}…${key.slice(-4)}"`,
  `invalid key "***${key.slice(-4)}"`,
  `the header was: Authorization: Bearer ${key}, which is wrong`,
  `authorization=Bearer%20${encodeURIComponent(key)}`,
  `key ${key.slice(0, 12)} (cut) is unknown, and so is ${key.slice(5, 17)}!`,
  `Basic ${Buffer.from(key).toString('base64')} is no Bearer`,
  `{"headers":{"x-api-key":"${key}"}}`,
];
const ECHOES = echoes(KEY);

describe.each([KEY, PLAIN])('%s', (key) => {
  test.each(echoes(key))('%s', (said) => {
    const clean = oneLine(said, key);
    expect(holdsKey(clean, key), clean).toBeUndefined();
    expect(clean).toContain('[key]');
  });
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

test.each([1, 3, 7, 12, 100])('in what a model writes, in pieces of %i', (size) => {
  const written = `the key is ${KEY}, again ${KEY}${KEY} and ${KEY.slice(0, 5)}; sk-proj- is how they begin; sk`;
  const cover = veil(KEY);
  let shown = '';
  for (let at = 0; at < written.length; at += size) {
    shown += cover.push(written.slice(at, at + size));
    expect(shown).not.toContain(KEY.slice(0, 12));
  }
  expect(shown + cover.rest()).toBe(written.replaceAll(KEY, '[key]'));
  expect(cover.over({ calls: [KEY], kept: undefined })).toEqual({ calls: ['[key]'] });
  expect(veil('ollama').push('ollama run')).toBe('ollama run');
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
      for (const status of [401, 500]) {
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
    const text = `You sent me ${KEY}.`;
    const told = await startModelServer(() => ({ thinks: { text, sealed: 'seal' }, text, calls: [{ name: 'submit', input: { source: text } }] }));
    out.push(await talk(endpointAt(told.url, wire)));
    await told.close();
    const all = JSON.stringify([out, written.map(({ mock }) => mock.calls)]);
    for (const spy of written) spy.mockRestore();
    expect(holdsKey(all)).toBeUndefined();
    expect(all).toContain('[key]');
    expect(JSON.stringify(process.env)).toBe(environment);
  });
});
