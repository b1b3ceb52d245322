/** Exchanges written down and answered from: what is not there, what is broken, and that no key is in it. */
import { describe, expect, it } from 'vitest';
import { type ExchangeStore, isExchangeName } from '../../src/models/exchange-file.ts';
import type { ChatModel, ModelEvent, ModelReply, ModelRequest, Turn } from '../../src/models/model.ts';
import { recorded } from '../../src/models/record.ts';
import { readRecording, replayed } from '../../src/models/replay.ts';
import { call, type Line, scripted } from './scripted.ts';

const KEY = 'sk-test-"0123"';

class Memory implements ExchangeStore {
  readonly files = new Map<string, string>();
  names = (): string[] => [...this.files.keys()].sort();
  read = (name: string): string => this.files.get(name) ?? '';
  write = (name: string, text: string): void => void this.files.set(name, text);
  remove = (name: string): void => void this.files.delete(name);
}

function request(question: string, turns: readonly Turn[], purpose: ModelRequest['about']['purpose'] = 'plan'): ModelRequest {
  return {
    system: 'machine facts',
    turns,
    tools: [{ name: 'submit', description: 'a program', schema: { type: 'object' } }],
    most: 100,
    about: { purpose, question },
  };
}

async function exchange(
  model: ChatModel,
  asked: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ reply: ModelReply; events: ModelEvent[] }> {
  const events: ModelEvent[] = [];
  const running = model.exchange(asked, signal);
  for (;;) {
    const { done, value } = await running.next();
    if (done === true) return { reply: value, events };
    events.push(value);
  }
}

/** A conversation of so many exchanges: what it said. */
async function converse(model: ChatModel, question: string, count: number, fact = ''): Promise<ModelReply[]> {
  const turns: Turn[] = [{ role: 'user', text: question + fact }];
  const replies: ModelReply[] = [];
  for (let number = 1; number <= count; number++) {
    const { reply } = await exchange(model, request(question, turns));
    replies.push(reply);
    turns.push({ role: 'model', text: reply.text, calls: reply.calls, ...(reply.kept === undefined ? {} : { kept: reply.kept }) });
    turns.push({ role: 'tools', results: reply.calls.map(({ id, name }) => ({ id, name, text: `fact ${fact}` })) });
  }
  return replies;
}

async function record(store: ExchangeStore, question: string, lines: readonly Line[]): Promise<ModelReply[]> {
  return converse(recorded(scripted(lines, { name: 'anthropic/x', context: 5000 }), store, [KEY]), question, lines.length);
}

function replay(store: ExchangeStore): ChatModel {
  const exchanges = readRecording(store);
  if (typeof exchanges === 'string') throw new Error(exchanges);
  return replayed('replay:DIR', exchanges);
}

describe('a recording', () => {
  it('has one readable file an exchange, with what was asked and said, and nothing of the provider', async () => {
    const store = new Memory();
    await record(store, 'why?', [{ text: 'let me look', calls: [call('find_probes', { words: 'open' })], kept: { signature: 'opaque' } }, { text: 'done' }]);
    expect(store.names()).toHaveLength(2);
    expect(store.names().every(isExchangeName)).toBe(true);
    const [first = '', second = ''] = store.names();
    expect([first, second]).toEqual([expect.stringMatching(/^plan-[0-9a-f]{12}-001\.json$/), first.replace('001', '002')]);
    expect(store.read(first)).toContain('\n    "system": "machine facts"');
    expect(JSON.parse(store.read(second))).toMatchObject({
      purpose: 'plan',
      question: 'why?',
      exchange: 2,
      model: { name: 'anthropic/x', tools: true, context: 5000 },
      request: { turns: [{ role: 'user' }, { role: 'model', text: 'let me look' }, { role: 'tools' }], tools: [{ name: 'submit' }] },
      reply: { text: 'done', calls: [] },
    });
    for (const name of store.names()) expect(store.read(name)).not.toMatch(/opaque|signature/);
  });

  it('has no key in it, whoever says it', async () => {
    const store = new Memory();
    await record(store, `my key is ${KEY}`, [{ text: `you said ${KEY}`, failure: { kind: 'key-refused', said: `refused ${KEY}` } }]);
    for (const name of store.names()) {
      expect(store.read(name)).not.toMatch(/sk-test/);
      expect(JSON.parse(store.read(name))).toMatchObject({ reply: { text: 'you said [key]', failure: { said: 'refused [key]' } } });
    }
  });

  it('begins anew where the conversation does, and leaves nothing of a longer one', async () => {
    const store = new Memory();
    await record(store, 'other', [{ text: 'o' }, { text: 'p' }]);
    const model = recorded(scripted([{ text: '1' }, { text: '2' }, { text: '3' }, { text: 'anew' }]), store);
    await converse(model, 'why?', 3);
    expect(store.names()).toHaveLength(5);
    await converse(model, 'why?', 1);
    expect(store.names()).toHaveLength(3);
    expect((await converse(replay(store), 'why?', 2)).map(({ text, failure }) => failure?.kind ?? text)).toEqual(['anew', 'not-recorded']);
  });

  it('has nothing of what was interrupted', async () => {
    const store = new Memory();
    await exchange(recorded(scripted([{ text: 'never' }]), store), request('why?', [{ role: 'user', text: 'why?' }]), AbortSignal.abort());
    expect(store.names()).toEqual([]);
  });

  it('keeps what went wrong', async () => {
    const store = new Memory();
    await record(store, 'why?', [{ failure: { kind: 'rate-limited', said: 'wait' } }]);
    expect((await converse(replay(store), 'why?', 1))[0]?.failure).toEqual({ kind: 'rate-limited', said: 'wait' });
  });

  it('lets what cannot be written through', async () => {
    const store = new Memory();
    store.write = () => {
      throw new Error('the disk is full');
    };
    await expect(record(store, 'why?', [{ text: 'x' }])).rejects.toThrow('the disk is full');
  });
});

describe('a replay', () => {
  it('says again what was said, in its order, to questions that go on at the same time', async () => {
    const store = new Memory();
    const said = { why: [{ text: 'a', calls: [call('check', { source: 'x' })] }, { text: 'b' }], how: [{ text: 'c' }, { text: 'd' }] };
    await record(store, 'why?', said.why);
    await record(store, 'how?', said.how);
    const model = replay(store);
    expect(model).toMatchObject({ name: 'replay:DIR', tools: true, context: 5000, local: true, price: { input: 0, output: 0 } });
    const [why, how] = await Promise.all([converse(model, ' why? ', 2, 'another machine'), converse(model, 'how?', 2)]);
    expect(why?.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(how?.map(({ text }) => text)).toEqual(['c', 'd']);
    expect(why?.[0]?.calls).toEqual(said.why[0]?.calls);
    expect(
      (await converse(model, 'why?', 2)).map(({ text }) => text),
      'once more',
    ).toEqual(['a', 'b']);
    const { events } = await exchange(model, request('why?', [{ role: 'user', text: 'x' }]));
    expect(events).toEqual([
      { type: 'calling', name: 'check' },
      { type: 'text', text: 'a' },
    ]);
  });

  it('takes tools where the recorded model did', async () => {
    const store = new Memory();
    await converse(recorded(scripted([{ text: 'x' }], { tools: false, context: 77 }), store), 'why?', 1);
    expect(replay(store)).toMatchObject({ tools: false, context: 77 });
  });

  it('costs nothing, whatever the recorded one did', async () => {
    const store = new Memory();
    await record(store, 'why?', [{ text: 'x', usage: { input: 5, output: 6, dollars: 3 }, seconds: 9 }]);
    expect((await converse(replay(store), 'why?', 1))[0]).toMatchObject({ usage: { input: 5, output: 6 }, seconds: 0 });
    expect((await converse(replay(store), 'why?', 1))[0]?.usage.dollars).toBeUndefined();
  });

  it.each([
    { what: 'another question', asked: request('who?', [{ role: 'user', text: 'who?' }]), said: /no conversation about this question/ },
    { what: 'another purpose', asked: request('why?', [{ role: 'user', text: 'why?' }], 'explain'), said: /no conversation .*explain/ },
    {
      what: 'more than was said',
      asked: request('why?', [
        { role: 'user', text: 'why?' },
        { role: 'user', text: 'and?' },
      ]),
      before: 1,
      said: /has no exchange 2/,
    },
  ])('of $what is not recorded', async ({ asked, said, before = 0 }) => {
    const store = new Memory();
    await record(store, 'why?', [{ text: 'x' }]);
    const model = replay(store);
    await converse(model, 'why?', before);
    const { reply } = await exchange(model, asked);
    expect(reply).toMatchObject({ text: '', calls: [], failure: { kind: 'not-recorded' } });
    expect(reply.failure?.said).toMatch(said);
  });

  it('is interrupted as a model is', async () => {
    const store = new Memory();
    await record(store, 'why?', [{ text: 'x' }]);
    const { reply } = await exchange(replay(store), request('why?', [{ role: 'user', text: 'x' }]), AbortSignal.abort());
    expect(reply.failure?.kind).toBe('interrupted');
  });

  it.each([
    { what: 'nothing', files: {}, said: /no exchange in it/ },
    { what: 'other files only', files: { 'package.json': '{}', 'plan.json': '{}' }, said: /no exchange in it/ },
    { what: 'no JSON', files: { 'plan-0123456789ab-001.json': '{ "format": 1, ' }, said: /^plan-0123456789ab-001\.json: it is no JSON/ },
    { what: 'other JSON', files: { 'plan-0123456789ab-001.json': '[]' }, said: /it is no exchange/ },
    { what: 'null', files: { 'plan-0123456789ab-001.json': 'null' }, said: /it is no exchange/ },
    { what: 'a later format', files: { 'plan-0123456789ab-001.json': '{ "format": 9 }' }, said: /its format is 9/ },
    {
      what: 'half an exchange',
      files: { 'plan-0123456789ab-001.json': '{ "format": 1, "purpose": "plan", "question": "x", "exchange": 1 }' },
      said: /a part of it is missing/,
    },
  ])('of $what is none', ({ files, said }) => {
    const store = new Memory();
    for (const [name, text] of Object.entries(files)) store.write(name, text);
    expect(readRecording(store)).toMatch(said);
  });
});
