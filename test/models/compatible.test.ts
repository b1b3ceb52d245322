/** Servers that are compatible with OpenAI's more or less, and what they do not take. */
import { describe, expect, test } from 'vitest';
import type { ModelReply, ModelRequest, Turn } from '../../src/models/model.ts';
import { startModelServer } from './server.ts';
import type { Answer, SeenRequest } from './server-types.ts';
import { asking, endpointAt, talk, WIRES } from './talk.ts';

const stream = (...chunks: readonly unknown[]): string => [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('');
const delta = (part: unknown, finish_reason: string | null = null): unknown => ({ choices: [{ index: 0, delta: part, finish_reason }] });
const called = (input: unknown): unknown => delta({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'submit', arguments: input } }] });

const ODD: readonly {
  readonly name: string;
  readonly type?: string;
  readonly body: string;
  readonly reply: Partial<ModelReply> | { failure: { kind: string } };
}[] = [
  {
    name: 'arguments that are an object',
    body: stream(called({ source: 'BEGIN {}' }), delta({}, 'tool_calls')),
    reply: { calls: [{ id: 'c1', name: 'submit', input: { source: 'BEGIN {}' } }] },
  },
  { name: 'arguments that are a number', body: stream(called(7), delta({}, 'tool_calls')), reply: { calls: [{ id: 'c1', name: 'submit', input: 7 }] } },
  { name: 'arguments that are a list', body: stream(called([1]), delta({}, 'tool_calls')), reply: { calls: [{ id: 'c1', name: 'submit', input: [1] }] } },
  { name: 'no arguments', body: stream(called(null), delta({}, 'tool_calls')), reply: { calls: [{ id: 'c1', name: 'submit', input: {} }] } },
  { name: 'a role of its own', body: stream(delta({ role: 'model', content: 'hello' }), delta({}, 'stop')), reply: { text: 'hello' } },
  { name: 'a chunk without choices', body: stream({ type: 'ping' }, delta({ content: 'hello' }), delta({}, 'stop')), reply: { text: 'hello' } },
  {
    name: 'comments, and lines that end as in DOS',
    body: `: waiting\r\n\r\n${stream(delta({ content: 'hello' }, 'stop')).replaceAll('\n', '\r\n')}`,
    reply: { text: 'hello' },
  },
  {
    name: 'no blank line at the end',
    body: stream(delta({ content: 'hello' }), delta({}, 'stop')).replace(/\n\ndata: \[DONE\]\n\n$/, ''),
    reply: { text: 'hello' },
  },
  {
    name: 'no stream',
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({
      choices: [
        {
          message: { role: 'assistant', content: 'hello', tool_calls: [{ id: 'c1', function: { name: 'submit', arguments: '{"source":"x"}' } }] },
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 11, completion_tokens: 3, cost: 0.002 },
    }),
    reply: { text: 'hello', calls: [{ id: 'c1', name: 'submit', input: { source: 'x' } }], usage: { input: 11, output: 3, dollars: 0.002 } },
  },
  { name: 'no stream, and no JSON', type: 'application/json', body: '{"choices": [', reply: { failure: { kind: 'malformed' } } },
  {
    name: 'an error with a status of 200',
    type: 'application/json',
    body: '{"error":{"message":"Provider returned error","code":502}}',
    reply: { failure: { kind: 'server' } },
  },
  { name: 'an error that is a sentence', body: stream({ error: 'the server is overloaded' }), reply: { failure: { kind: 'server' } } },
  {
    name: 'an end without a reason',
    body: stream(delta({ content: 'hel' })),
    reply: { text: 'hel', failure: { kind: 'cut', said: 'it ended without saying that it was done' } },
  },
];

test.each(ODD)('$name', async ({ type = 'text/event-stream', body, reply }) => {
  const server = await startModelServer(() => ({ misbehave: 'raw', type, body }));
  const talked = await talk(endpointAt(server.url, 'openai-compatible'));
  expect(talked.reply).toMatchObject(reply);
  if (!('failure' in reply)) expect(talked.reply.failure).toBeUndefined();
  await server.close();
});

test.each([
  {
    name: 'thoughts in the text',
    content: ['<thi', 'nk>\nLet me see: `BEGIN {}`</th', 'ink>\n\nThe ', 'answer <b>'],
    text: /^\s*The answer <b>$/,
    thinks: true,
  },
  { name: 'no thoughts', content: ['a < b and <', 'think of it'], text: /^a < b and <think of it$/, thinks: false },
])('$name', async ({ content, text, thinks }) => {
  const body = stream(...content.map((piece) => delta({ content: piece })), delta({}, 'stop'));
  const server = await startModelServer(() => ({ misbehave: 'raw', type: 'text/event-stream', body }));
  const { events, reply } = await talk(endpointAt(server.url, 'openai-compatible'));
  expect(reply.text).toMatch(text);
  expect(events.some(({ type }) => type === 'thinking')).toBe(thinks);
  await server.close();
});

test('a letter in two pieces of the stream is one letter', async () => {
  const { createServer } = await import('node:http');
  const bytes = Buffer.from(stream(delta({ content: '数百個' }), delta({}, 'stop')));
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void (async () => {
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end();
    })();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const { reply } = await talk(endpointAt(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, 'openai-compatible'));
  expect(reply).toMatchObject({ text: '数百個' });
  http.closeAllConnections();
  http.close();
});

test('without a key, no header says that there is one', async () => {
  for (const wire of WIRES) {
    const server = await startModelServer(() => ({ text: 'ok' }));
    const { key: _key, ...endpoint } = endpointAt(server.url, wire);
    expect((await talk(endpoint)).reply.text).toBe('ok');
    expect(Object.keys(server.requests[0]?.headers ?? {}).filter((name) => /auth|key/.test(name))).toEqual([]);
    await server.close();
  }
});

test("the signature of Google's models comes back through its compatible interface too", async () => {
  const body = stream(
    delta({
      tool_calls: [{ index: 0, id: 'c1', function: { name: 'submit', arguments: '{}' }, extra_content: { google: { thought_signature: 'c2VhbA==' } } }],
    }),
    delta({}, 'tool_calls'),
  );
  const server = await startModelServer((_seen, count) => (count === 1 ? { misbehave: 'raw', type: 'text/event-stream', body } : { text: 'ok' }));
  const endpoint = endpointAt(server.url, 'openai-compatible');
  const { reply } = await talk(endpoint);
  await talk(
    endpoint,
    asking({
      turns: [
        { role: 'user', text: 'q' },
        { role: 'model', ...reply },
        { role: 'tools', results: [{ id: 'c1', name: 'submit', text: 'ok' }] },
      ],
    }),
  );
  expect(JSON.parse(server.requests[1]?.body ?? '')).toMatchObject({
    messages: [{}, {}, { tool_calls: [{ id: 'c1', extra_content: { google: { thought_signature: 'c2VhbA==' } } }] }, {}],
  });
  await server.close();
});

describe('what a server does not take is left out, and it is asked again at once', () => {
  const kept: Turn = {
    role: 'model',
    text: 'Hm.',
    calls: [],
    kept: {
      by: 'openai-compatible/test-1',
      parts: [
        { type: 'reasoning', text: 'thought' },
        { type: 'text', text: 'Hm.' },
      ],
    },
  };
  const BLOCKS: readonly {
    readonly name: string;
    readonly said: string;
    readonly over: Partial<ModelRequest>;
    readonly has: (seen: SeenRequest) => boolean;
  }[] = [
    {
      name: 'that it must call',
      said: 'Thinking may not be enabled when tool_choice forces tool use.',
      over: { mustCall: true },
      has: ({ body }) => body.includes('"tool_choice":"required"'),
    },
    {
      name: 'what it thought',
      said: "property 'messages.2.reasoning_content' is unsupported",
      over: { turns: [{ role: 'user', text: 'q' }, kept, { role: 'user', text: 'and?' }] },
      has: ({ body }) => body.includes('thought'),
    },
    { name: 'that it counts', said: 'Unknown parameter: stream_options.include_usage', over: {}, has: ({ body }) => body.includes('include_usage') },
  ];
  test.each(BLOCKS)('$name', async ({ said, over, has }) => {
    const answer: Answer = (seen) => (has(seen) ? { misbehave: 'status', status: 400, message: said } : { text: 'ok' });
    const server = await startModelServer(answer);
    const { reply, events } = await talk(endpointAt(server.url, 'openai-compatible'), asking(over));
    expect(reply.failure).toBeUndefined();
    expect(reply.text).toBe('ok');
    expect(events.map(({ type }) => type)).toEqual(['text']);
    expect(server.requests.map(has)).toEqual([true, false]);
    await server.close();
  });

  test('not for ever', async () => {
    const server = await startModelServer(() => ({ misbehave: 'status', status: 400, message: 'tool_choice, reasoning, stream_options: all wrong' }));
    const { reply } = await talk(endpointAt(server.url, 'openai-compatible'), asking({ mustCall: true, turns: [{ role: 'user', text: 'q' }, kept] }));
    expect(reply.failure?.kind).toBe('bad-request');
    expect(server.requests).toHaveLength(4);
    await server.close();
  });
});
