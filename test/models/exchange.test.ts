/** The same conversations through every interface. */
import { describe, expect, test } from 'vitest';
import type { ModelRequest, Turn } from '../../src/models/model.ts';
import { startModelServer } from './server.ts';
import type { Answer, Says, SeenRequest } from './server-types.ts';
import { asking, endpointAt, KEY, type Talk, talk, WIRES } from './talk.ts';

const PROGRAM = 'tracepoint:syscalls:sys_enter_openat { @[str(args->filename)] = count(); }';
const THINKS = { text: 'Files are opened by openat.', sealed: 'c2VhbGVkLXRob3VnaHRz' };
const USER: Turn = { role: 'user', text: 'Which files are opened?' };
const CALLED: Turn = { role: 'model', text: '', calls: [{ id: 'call_9', name: 'find', input: { words: 'open' } }] };
const RESULT: Turn = { role: 'tools', results: [{ id: 'call_9', name: 'find', text: 'tracepoint:syscalls:sys_enter_openat' }] };

interface Block {
  readonly name: string;
  readonly says: Says;
  readonly over?: Partial<ModelRequest>;
  readonly check: (talked: Talk, seen: SeenRequest) => void;
}

const BLOCKS: readonly Block[] = [
  {
    name: 'text',
    says: { text: 'Files below /etc; täglich 数百個。', usage: { input: 120, output: 30 } },
    over: { tools: [] },
    check: ({ events, reply }, seen) => {
      expect(reply).toMatchObject({ text: 'Files below /etc; täglich 数百個。', calls: [], usage: { input: 120, output: 30 } });
      expect(events.every(({ type }) => type === 'text')).toBe(true);
      expect(events.length).toBeGreaterThan(1);
      expect(seen).toMatchObject({ system: 'You write programs.', tools: [], stream: true, turns: [{ role: 'user', text: USER.text }] });
    },
  },
  {
    name: 'one call',
    says: { calls: [{ name: 'submit', input: { source: PROGRAM } }] },
    over: { mustCall: true },
    check: ({ events, reply }, seen) => {
      expect(reply.calls).toMatchObject([{ name: 'submit', input: { source: PROGRAM } }]);
      expect(reply.calls[0]).not.toHaveProperty('malformed');
      expect(events).toEqual([{ type: 'calling', name: 'submit' }]);
      expect(seen.tools).toEqual(['submit', 'find']);
      expect(seen.body).toMatch(/"tool_choice":(?:"required"|\{"type":"any"\})|"mode":"ANY"/);
      expect(seen.body).toMatch(/"(?:max_output_tokens|max_tokens|maxOutputTokens)":1000\b/);
    },
  },
  {
    name: 'text and several calls',
    says: {
      text: 'First I look.',
      calls: [
        { name: 'find', input: {} },
        { name: 'submit', input: { source: PROGRAM } },
        { name: 'submit', input: { source: 'BEGIN { exit(); }' } },
      ],
    },
    check: ({ events, reply }) => {
      expect(reply.text).toBe('First I look.');
      expect(reply.calls).toMatchObject([
        { name: 'find', input: {} },
        { name: 'submit', input: { source: PROGRAM } },
        { name: 'submit', input: { source: 'BEGIN { exit(); }' } },
      ]);
      expect(new Set(reply.calls.map(({ id }) => id)).size).toBe(3);
      expect(events.filter(({ type }) => type === 'calling')).toHaveLength(3);
    },
  },
  {
    name: 'what a tool found',
    says: { text: 'There it is.' },
    over: { turns: [USER, CALLED, RESULT] },
    check: ({ reply }, seen) => {
      expect(reply.text).toBe('There it is.');
      expect(seen.turns).toMatchObject([
        { role: 'user', text: USER.text },
        { role: 'model', calls: [{ name: 'find', input: { words: 'open' } }] },
        { role: 'tools', results: [{ text: 'tracepoint:syscalls:sys_enter_openat' }] },
      ]);
      expect(seen.turns[2]?.results[0]?.id).toBe(seen.turns[1]?.calls[0]?.id);
    },
  },
  {
    name: 'a malformed call that is answered',
    says: { text: 'Again.' },
    over: { turns: [USER, { role: 'model', text: '', calls: [{ id: 'call_9', name: 'find', input: undefined, malformed: '{"words' }] }, RESULT] },
    check: ({ reply }, seen) => {
      expect(reply.text).toBe('Again.');
      expect(seen.turns[1]?.calls).toMatchObject([{ name: 'find', input: {} }]);
    },
  },
  {
    name: 'what was read from a cache',
    says: { text: 'ok', usage: { input: 5000, output: 2, cached: 4800 } },
    check: ({ reply }) => expect(reply.usage).toEqual({ input: 5000, output: 2, cached: 4800 }),
  },
];

describe.each(WIRES)('%s', (wire) => {
  async function withServer<T>(answer: Answer, body: (url: string, requests: readonly SeenRequest[]) => Promise<T>): Promise<T> {
    const server = await startModelServer(answer);
    try {
      return await body(server.url, server.requests);
    } finally {
      await server.close();
    }
  }

  test.each(BLOCKS)('$name', async ({ says, over, check }) => {
    await withServer(
      () => says,
      async (url, requests) => {
        const talked = await talk(endpointAt(url, wire), asking(over));
        expect(talked.reply.failure).toBeUndefined();
        expect(requests).toHaveLength(1);
        const [seen] = requests;
        expect(JSON.stringify(seen?.headers)).toContain(KEY);
        if (seen !== undefined) check(talked, seen);
      },
    );
  });

  test('what it thought goes back to it, to it alone, and to it unchanged only', async () => {
    const says: Says = { thinks: THINKS, text: 'First I look.', calls: [{ name: 'find', input: { words: 'open' } }] };
    await withServer(
      (_seen, count) => (count === 1 ? says : { text: 'done' }),
      async (url, requests) => {
        const { events, reply } = await talk(endpointAt(url, wire));
        expect(events[0]).toEqual({ type: 'thinking' });
        expect(JSON.stringify([events, reply.text])).not.toContain('opened by');
        // It may have been in a recording in between.
        const turn: Turn = { role: 'model', text: reply.text, calls: reply.calls, kept: JSON.parse(JSON.stringify(reply.kept)) as unknown };
        const results = { role: 'tools', results: reply.calls.map(({ id, name }) => ({ id, name, text: 'found' })) } as const;
        await talk(endpointAt(url, wire), asking({ turns: [USER, turn, results] }));
        expect(requests[1]?.turns).toMatchObject([
          { role: 'user' },
          { role: 'model', text: 'First I look.', calls: [{ name: 'find', input: { words: 'open' } }], sealed: [THINKS.sealed] },
          { role: 'tools', results: [{ text: 'found' }] },
        ]);
        await talk(endpointAt(url, wire, { model: 'another' }), asking({ turns: [USER, turn, results] }));
        await talk(endpointAt(url, wire), asking({ turns: [USER, { ...turn, text: 'I looked.' }, results] }));
        for (const seen of requests.slice(2)) expect(seen.turns[1]).toMatchObject({ role: 'model', calls: [{ name: 'find' }], sealed: [] });
        expect(requests).toHaveLength(4);
      },
    );
  });

  // Anthropic always counts what goes out.
  test.skipIf(wire === 'anthropic')('what nobody counted is estimated', async () => {
    await withServer(
      () => ({ text: 'a few words of an answer', uncounted: true }),
      async (url) => {
        const { usage } = (await talk(endpointAt(url, wire))).reply;
        expect(usage.estimated).toBe(true);
        expect(usage.input).toBeGreaterThan(30);
        expect(usage.output).toBeGreaterThan(3);
      },
    );
  });

  test('a slow one is heard while it speaks', async () => {
    const heard: number[] = [];
    await withServer(
      () => ({ misbehave: 'slow', milliseconds: 60, says: { text: 'one two three four five six seven eight nine ten' } }),
      async (url) => {
        const { reply } = await talk(endpointAt(url, wire), asking(), { seen: () => heard.push(performance.now()) });
        expect(reply.failure).toBeUndefined();
        expect((heard.at(-1) ?? 0) - (heard[0] ?? 0)).toBeGreaterThan(100);
      },
    );
  });
});

test('Anthropic keeps what is the same from call to call', async () => {
  const server = await startModelServer(() => ({ text: 'ok' }));
  await talk(endpointAt(server.url, 'anthropic'), asking({ turns: [USER, CALLED, RESULT] }));
  const { system, messages } = JSON.parse(server.requests[0]?.body ?? '') as { system: unknown[]; messages: { content: unknown[] }[] };
  expect(system).toMatchObject([{ cache_control: { type: 'ephemeral' } }]);
  expect(messages.at(-1)?.content).toMatchObject([{ type: 'tool_result', cache_control: { type: 'ephemeral' } }]);
  await server.close();
});

test('a thought of OpenAI that is not sealed is not sent: it was stored nowhere', async () => {
  const server = await startModelServer(() => ({ thinks: { ...THINKS, sealed: '' }, calls: [{ name: 'find', input: {} }] }));
  const { reply } = await talk(endpointAt(server.url, 'openai'));
  const results = reply.calls.map(({ id, name }) => ({ id, name, text: 'found' }));
  await talk(endpointAt(server.url, 'openai'), asking({ turns: [USER, { role: 'model', ...reply }, { role: 'tools', results }] }));
  expect(server.requests[1]?.turns[1]).toMatchObject({ calls: [{ name: 'find' }], sealed: [] });
  await server.close();
});

test('OpenAI stores nothing, and is asked for sealed thoughts', async () => {
  const server = await startModelServer(() => ({ text: 'ok' }));
  await talk(endpointAt(server.url, 'openai'));
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
    store: false,
    include: ['reasoning.encrypted_content'],
    tools: [{ strict: false }, { strict: false }],
  });
  await server.close();
});
