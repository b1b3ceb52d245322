/** Everything a provider can do wrong, through every interface: which failure it is, what came until then, how often it was asked. */
import { describe, expect, test, vi } from 'vitest';
import type { FailureKind } from '../../src/core/model-failures.ts';
import type { Wire } from '../../src/models/endpoint.ts';
import { startModelServer } from './server.ts';
import type { Answer, Misbehaves, Says } from './server-types.ts';
import { asking, endpointAt, KEY, SHORT, type Talk, talk, WIRES } from './talk.ts';

const SAYS: Says = { text: 'It opens a lot of files, and then it goes on to open some more of them.' };
const status = (code: number, rest: Partial<Extract<Misbehaves, { misbehave: 'status' }>> = {}): Misbehaves => ({ misbehave: 'status', status: code, ...rest });

interface Block {
  readonly name: string;
  readonly does: Misbehaves | Answer;
  readonly kind: FailureKind | undefined;
  /** How often it is asked. */
  readonly asked?: number;
  /** Seconds in which nothing comes. */
  readonly idle?: number;
  readonly check?: (talked: Talk) => void;
}

const waits = ({ events }: Talk): number => events.filter(({ type }) => type === 'waiting').length;
const textOf = ({ events }: Talk): string => events.map((event) => (event.type === 'text' ? event.text : '')).join('');
/** A part of what it says, and not the whole of it. */
const someText = (talked: Talk): void => {
  expect(SAYS.text?.startsWith(talked.reply.text)).toBe(true);
  expect(talked.reply.text.length).toBeGreaterThan(5);
  expect(textOf(talked)).toBe(talked.reply.text);
  expect(talked.reply.usage).toMatchObject({ estimated: true });
};
const noWait = (talked: Talk): void => expect(waits(talked)).toBe(0);

const BLOCKS: readonly Block[] = [
  { name: 'a refused key', does: status(401, { message: 'Invalid API key' }), kind: 'key-refused' },
  { name: 'a key that may not', does: status(403, { message: 'Forbidden' }), kind: 'key-refused' },
  { name: 'a refused key, as Google says it', does: status(400, { message: 'API key not valid. Please pass a valid API key.' }), kind: 'key-refused' },
  { name: 'a model that is not there', does: status(404, { kind: 'not_found_error', message: 'model: nobody-1' }), kind: 'no-such-model' },
  { name: 'no money', does: status(402, { message: 'Payment required' }), kind: 'no-credit' },
  { name: 'no quota', does: status(429, { kind: 'insufficient_quota', message: 'You exceeded your current quota' }), kind: 'no-credit', check: noWait },
  { name: 'no credit, as Anthropic says it', does: status(400, { message: 'Your credit balance is too low to access the API' }), kind: 'no-credit' },
  {
    name: 'too long to wait',
    does: status(429, { retryAfter: 90 }),
    kind: 'rate-limited',
    check: ({ reply }) => expect(reply.failure?.said).toContain('90 s'),
  },
  {
    name: 'asked to wait again and again',
    does: status(429, { retryAfter: 0 }),
    kind: 'rate-limited',
    asked: 3,
    check: (talked) => expect(waits(talked)).toBe(2),
  },
  {
    name: 'asked to wait once',
    does: (_seen, count) => (count === 1 ? status(429, { retryAfter: 0.05 }) : SAYS),
    kind: undefined,
    asked: 2,
    check: (talked) => {
      expect(talked.events[0]).toEqual({ type: 'waiting', seconds: 0.05, why: 'failed with 429 (try again in 1 s)' });
      expect(talked.reply.text).toBe(SAYS.text);
      expect(talked.reply.seconds).toBeGreaterThan(0.04);
    },
  },
  { name: 'failing all the time', does: status(500, { kind: 'api_error' }), kind: 'server', asked: 3, check: (talked) => expect(waits(talked)).toBe(2) },
  { name: 'overloaded', does: status(529, { kind: 'overloaded_error', message: 'Overloaded' }), kind: 'server', asked: 3 },
  {
    name: 'failing once',
    does: (_seen, count) => (count === 1 ? status(503) : SAYS),
    kind: undefined,
    asked: 2,
    check: ({ reply }) => expect(reply.text).toBe(SAYS.text),
  },
  { name: 'too long, as OpenAI says it', does: status(400, { kind: 'context_length_exceeded', message: 'too long' }), kind: 'context-too-long' },
  { name: 'too long, as Anthropic says it', does: status(400, { message: 'prompt is too long: 215000 tokens > 200000 maximum' }), kind: 'context-too-long' },
  {
    name: 'too long, as Google says it',
    does: status(400, { message: 'The input token count (9) exceeds the maximum number of tokens allowed (1).' }),
    kind: 'context-too-long',
  },
  { name: 'no tools', does: status(400, { message: 'registry.ollama.ai/library/tiny does not support tools' }), kind: 'no-tools' },
  { name: 'a filter before it answers', does: status(400, { kind: 'content_filter', message: 'The response was filtered' }), kind: 'filtered' },
  { name: 'a filter while it answers', does: () => ({ ...SAYS, ends: 'filter' }), kind: 'filtered', check: ({ reply }) => expect(reply.text).toBe(SAYS.text) },
  { name: 'a request it does not like', does: status(400, { message: 'temperature: out of range' }), kind: 'bad-request' },
  { name: 'closing the connection at once', does: { misbehave: 'reset' }, kind: 'unreachable' },
  { name: 'breaking off', does: { misbehave: 'cut', says: SAYS }, kind: 'cut', check: someText },
  { name: 'no JSON in the stream', does: { misbehave: 'malformed-stream' }, kind: 'malformed' },
  { name: 'a page for people', does: { misbehave: 'raw', type: 'text/html', body: '<html><title>Sign in</title></html>' }, kind: 'malformed' },
  { name: 'nothing at all', does: { misbehave: 'empty' }, kind: 'empty' },
  { name: 'an answer without a body', does: { misbehave: 'raw', type: 'text/event-stream', body: '' }, kind: 'empty' },
  { name: 'never answering', does: { misbehave: 'hang' }, kind: 'too-slow', idle: 0.8, check: ({ reply }) => expect(reply.seconds).toBeGreaterThan(0.7) },
  {
    name: 'falling silent',
    does: { misbehave: 'slow', milliseconds: 20_000, says: SAYS },
    kind: 'too-slow',
    // What came first has to come in this time too.
    idle: 2.5,
    check: ({ reply }) => expect(reply.failure?.said).toBe('nothing more came'),
  },
  {
    name: 'an error after it began',
    does: { misbehave: 'error-in-stream', says: SAYS, kind: 'overloaded_error', message: 'Overloaded' },
    kind: 'server',
    check: someText,
  },
  {
    name: 'text without end',
    does: { misbehave: 'huge', characters: 400_000 },
    kind: undefined,
    check: ({ reply }) => {
      expect(reply.truncated).toBe(true);
      expect(reply.text.length).toBeLessThan(40_000);
    },
  },
  { name: 'the limit of tokens', does: () => ({ ...SAYS, ends: 'length' }), kind: undefined, check: ({ reply }) => expect(reply.truncated).toBe(true) },
  {
    name: 'a call that is no JSON',
    does: { misbehave: 'malformed-call', name: 'submit', text: '{"source": "BEGIN { exit() }' },
    kind: undefined,
    check: ({ reply }) => expect(reply.calls).toMatchObject([{ name: 'submit', input: undefined, malformed: '{"source": "BEGIN { exit() }' }]),
  },
  {
    name: 'a call with nothing',
    does: { misbehave: 'malformed-call', name: 'find', text: '' },
    kind: undefined,
    check: ({ reply }) => expect(reply.calls).toMatchObject([{ name: 'find', input: {} }]),
  },
  {
    name: 'a call that is JSON within JSON',
    does: { misbehave: 'malformed-call', name: 'submit', text: JSON.stringify('{"source": "BEGIN {}"}') },
    kind: undefined,
    check: ({ reply }) => expect(reply.calls).toMatchObject([{ name: 'submit', input: { source: 'BEGIN {}' } }]),
  },
  {
    name: 'a call of a tool that there is not',
    does: () => ({ calls: [{ name: 'bash', input: { command: 'id' } }] }),
    kind: undefined,
    check: ({ reply }) => expect(reply.calls).toMatchObject([{ name: 'bash', input: { command: 'id' } }]),
  },
];

/** Errors that come with a status of 200, before anything else. */
const EARLY: readonly (readonly [string, FailureKind, number])[] = [
  ['insufficient_quota', 'no-credit', 1],
  ['rate_limit_error', 'rate-limited', 3],
  ['overloaded_error', 'server', 3],
  ['authentication_error', 'key-refused', 1],
  ['context_length_exceeded', 'context-too-long', 1],
  ['something_new', 'malformed', 1],
];

describe.each(WIRES)('%s', (wire) => {
  test.each(EARLY)('%s in the stream', async (word, kind, asked) => {
    const server = await startModelServer(() => ({ misbehave: 'error-in-stream', says: {}, kind: word, message: 'it is so' }));
    const { reply } = await talk(endpointAt(server.url, wire));
    expect(reply).toMatchObject({ text: '', calls: [], failure: { kind, said: 'it is so' } });
    expect(server.requests).toHaveLength(asked);
    await server.close();
  });

  test.each(BLOCKS)('$name', async ({ does, kind, asked = 1, idle = SHORT.idle, check }) => {
    const server = await startModelServer(typeof does === 'function' ? does : () => does);
    const printed = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    try {
      const talked = await talk(endpointAt(server.url, wire), asking(), { patience: { ...SHORT, idle } });
      expect(talked.reply.failure?.kind, talked.reply.failure?.said).toBe(kind);
      expect(server.requests.length).toBe(asked);
      expect(talked.reply.seconds).toBeLessThan(15);
      check?.(talked);
      for (const spy of printed) expect(spy).not.toHaveBeenCalled();
      expect(JSON.stringify(talked)).not.toContain(KEY);
    } finally {
      for (const spy of printed) spy.mockRestore();
      await server.close();
    }
  });

  test('nobody listens', async () => {
    const server = await startModelServer(() => SAYS);
    await server.close();
    const { reply, events } = await talk(endpointAt(server.url, wire));
    expect(reply).toMatchObject({ text: '', calls: [], usage: { input: 0, output: 0 }, failure: { kind: 'unreachable' } });
    expect(reply.failure?.said).toContain('ECONNREFUSED');
    expect(events).toEqual([]);
  });

  test('a name that is no host', async () => {
    const { reply } = await talk(endpointAt('http://no-such-host.invalid', wire), asking(), { patience: { idle: 100, pause: 0, longest: 0, again: 0 } });
    expect(reply.failure?.kind).toBe('unreachable');
  });

  test('no key, and no address of the user', async () => {
    const { url: _url, key: _key, ...rest } = endpointAt('', wire);
    const { reply } = await talk(rest);
    expect(reply.failure).toEqual({ kind: 'no-key', said: `there is no key for test/${wire}` });
  });

  test.each(['', 'two words', 'sk-abc\ndef', 'sk-ab…cd', 'schlüssel'])('a key that is none: %j', async (key) => {
    const { reply } = await talk(endpointAt('http://127.0.0.1:9', wire, { key }));
    expect(reply.failure?.kind).toBe('key-refused');
    if (key !== '') expect(reply.failure?.said).not.toContain(key);
  });

  test('being sent to another place takes nothing there', async () => {
    const elsewhere = await startModelServer(() => SAYS);
    const { createServer } = await import('node:http');
    const redirects = createServer((_request, response) => response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end());
    await new Promise<void>((resolve) => redirects.listen(0, '127.0.0.1', resolve));
    const address = redirects.address();
    const { reply } = await talk(endpointAt(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, wire));
    expect(reply.failure?.kind).toBe('bad-request');
    expect(reply.failure?.said).toContain(elsewhere.url);
    expect(elsewhere.requests).toEqual([]);
    redirects.closeAllConnections();
    redirects.close();
    await elsewhere.close();
  });
});

const FIRST: readonly { readonly wire: Wire; readonly event: unknown; readonly kind: FailureKind }[] = [
  {
    wire: 'openai',
    event: { type: 'response.failed', sequence_number: 1, response: { error: { code: 'server_error', message: 'it is so' } } },
    kind: 'server',
  },
  {
    wire: 'openai',
    event: { type: 'response.failed', sequence_number: 1, response: { error: { code: 'insufficient_quota', message: 'it is so' } } },
    kind: 'no-credit',
  },
  { wire: 'openai', event: { type: 'error', sequence_number: 1, code: 'rate_limit_exceeded', message: 'it is so', param: null }, kind: 'rate-limited' },
  { wire: 'anthropic', event: { type: 'error', error: { type: 'overloaded_error', message: 'it is so' } }, kind: 'server' },
  { wire: 'anthropic', event: { type: 'error', error: { type: 'rate_limit_error', message: 'it is so' } }, kind: 'rate-limited' },
  { wire: 'google', event: { error: { code: 429, message: 'it is so', status: 'RESOURCE_EXHAUSTED' } }, kind: 'rate-limited' },
  { wire: 'openai-compatible', event: { error: { code: 'model_not_found', message: 'it is so' } }, kind: 'no-such-model' },
];

test.each(FIRST)('$wire, as the first event: $kind', async ({ wire, event, kind }) => {
  const server = await startModelServer(() => ({ misbehave: 'raw', type: 'text/event-stream', body: `data: ${JSON.stringify(event)}\n\n` }));
  const { reply } = await talk(endpointAt(server.url, wire));
  expect(reply.failure).toEqual({ kind, said: 'it is so' });
  await server.close();
});
