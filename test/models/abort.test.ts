/** Interrupted at any time, it ends at once, and says so. */
import { describe, expect, test, vi } from 'vitest';
import { connect } from '../../src/models/connect.ts';
import { embed } from '../../src/models/embed.ts';
import { startModelServer } from './server.ts';
import type { Answer } from './server-types.ts';
import { asking, endpointAt, SHORT, talk, WIRES } from './talk.ts';

const PATIENT = { ...SHORT, idle: 30, pause: 20, longest: 30 };
const LONG = 'It opens a file, and another file. '.repeat(200);

const PHASES: readonly { readonly name: string; readonly does: Answer; readonly on: 'start' | 'asked' | 'text' | 'waiting' }[] = [
  { name: 'before it is asked', does: () => ({ text: LONG }), on: 'start' },
  { name: 'before it answers', does: () => ({ misbehave: 'hang' }), on: 'asked' },
  { name: 'while it speaks', does: () => ({ misbehave: 'slow', milliseconds: 50, says: { text: LONG } }), on: 'text' },
  { name: 'while it is waited for', does: () => ({ misbehave: 'status', status: 429, retryAfter: 25 }), on: 'waiting' },
];

describe.each(WIRES)('%s', (wire) => {
  test.each(PHASES)('$name', async ({ does, on }) => {
    const abort = new AbortController();
    let at = 0;
    const now = (): void => {
      at ||= performance.now();
      abort.abort();
    };
    const server = await startModelServer((seen, count) => {
      if (on === 'asked') setTimeout(now, 20);
      return does(seen, count);
    });
    if (on === 'start') now();
    const { reply } = await talk(endpointAt(server.url, wire), asking(), {
      patience: PATIENT,
      signal: abort.signal,
      seen: ({ type }) => {
        if (type === on) setTimeout(now, 20);
      },
    });
    expect(performance.now() - at).toBeLessThan(15_000);
    expect(reply.failure).toEqual({ kind: 'interrupted', said: 'it was interrupted' });
    expect(LONG.startsWith(reply.text)).toBe(true);
    expect(reply.text === '').toBe(on !== 'text');
    expect(server.requests).toHaveLength(on === 'start' ? 0 : 1);
    await server.close();
  });

  test('whoever stops listening ends it', async () => {
    const server = await startModelServer(() => ({ misbehave: 'slow', milliseconds: 20, says: { text: LONG } }));
    for await (const event of connect(endpointAt(server.url, wire), PATIENT).exchange(asking(), new AbortController().signal)) {
      expect(event).toMatchObject({ type: 'text' });
      break;
    }
    await vi.waitFor(() => expect(server.answering()).toBe(0), { timeout: 15_000, interval: 10 });
    await server.close();
  });
});

test('vectors that are no longer wanted', async () => {
  const abort = new AbortController();
  const server = await startModelServer(() => {
    setTimeout(() => abort.abort(), 20);
    return { misbehave: 'hang' };
  });
  const began = performance.now();
  const { failure, vectors } = await embed(endpointAt(server.url, 'openai'), ['files'], abort.signal, PATIENT);
  expect(failure?.kind).toBe('interrupted');
  expect(vectors).toEqual([]);
  expect(performance.now() - began).toBeLessThan(15_000);
  await server.close();
});
