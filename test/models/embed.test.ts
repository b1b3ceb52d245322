import { describe, expect, test } from 'vitest';
import type { FailureKind } from '../../src/core/model-failures.ts';
import { type Embedded, embed } from '../../src/models/embed.ts';
import type { Wire } from '../../src/models/endpoint.ts';
import { startModelServer } from './server.ts';
import type { Answer } from './server-types.ts';
import { endpointAt, SHORT } from './talk.ts';

const EMBEDDING: readonly Wire[] = ['openai', 'google', 'openai-compatible'];

async function vectorsFrom(answer: Answer, wire: Wire, texts: readonly string[], idle = SHORT.idle): Promise<Embedded & { readonly asked: readonly number[] }> {
  const server = await startModelServer(answer);
  const embedded = await embed(endpointAt(server.url, wire), texts, new AbortController().signal, { ...SHORT, idle });
  const asked = server.requests.map(({ turns }) => turns.length);
  await server.close();
  return { ...embedded, asked };
}

function likeness(one: readonly number[] = [], other: readonly number[] = []): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

const FAILS: readonly {
  readonly name: string;
  readonly does: Answer;
  readonly kind: FailureKind;
  readonly asked: number;
  readonly vectors?: number;
  readonly idle?: number;
}[] = [
  { name: 'a refused key', does: () => ({ misbehave: 'status', status: 401 }), kind: 'key-refused', asked: 1 },
  { name: 'no such model', does: () => ({ misbehave: 'status', status: 404 }), kind: 'no-such-model', asked: 1 },
  { name: 'no quota', does: () => ({ misbehave: 'status', status: 429, kind: 'insufficient_quota' }), kind: 'no-credit', asked: 1 },
  { name: 'failing', does: () => ({ misbehave: 'status', status: 500 }), kind: 'server', asked: 3 },
  { name: 'never answering', does: () => ({ misbehave: 'hang' }), kind: 'too-slow', asked: 1, idle: 0.8 },
  { name: 'closing the connection', does: () => ({ misbehave: 'reset' }), kind: 'unreachable', asked: 1 },
  { name: 'a page for people', does: () => ({ misbehave: 'raw', type: 'text/html', body: '<html>' }), kind: 'malformed', asked: 1 },
  { name: 'no JSON', does: () => ({ misbehave: 'raw', type: 'application/json', body: '{"data": [' }), kind: 'malformed', asked: 1 },
  { name: 'vectors of different lengths', does: () => ({ vectors: [[1, 2], [1]] }), kind: 'malformed', asked: 1 },
  {
    name: 'failing after the first hundred',
    does: (_seen, count) => (count === 1 ? { text: '' } : { misbehave: 'status', status: 400 }),
    kind: 'bad-request',
    asked: 2,
    vectors: 96,
  },
];

describe.each(EMBEDDING)('%s', (wire) => {
  test.each(FAILS)('$name', async ({ name, does, kind, asked: times, vectors: came = 0, idle }) => {
    const texts = came > 0 ? Array.from({ length: 100 }, (_, at) => `text ${at}`) : ['one', 'two'];
    const { vectors, failure, asked } = await vectorsFrom(does, wire, texts, idle);
    expect(failure?.kind, `${name}: ${failure?.said}`).toBe(kind);
    expect(asked).toHaveLength(times);
    expect(vectors).toHaveLength(came);
  });

  test('in order, in batches, near where they mean the same', async () => {
    const texts = Array.from({ length: 200 }, (_, at) => `document ${at} about latency`);
    texts[150] = 'files that were opened by a process';
    const { vectors, failure, asked, usage } = await vectorsFrom(() => ({}), wire, texts);
    expect(failure).toBeUndefined();
    expect(asked).toEqual([96, 96, 8]);
    expect(vectors).toHaveLength(200);
    const [question] = (await vectorsFrom(() => ({}), wire, ['which process opened files'])).vectors;
    const best = vectors.map((vector, at) => [likeness(question, vector), at] as const).sort(([one], [other]) => other - one)[0];
    expect(best?.[1]).toBe(150);
    expect(usage.input).toBeGreaterThan(500);
    expect(usage.output).toBe(0);
  });

  test('long texts go in smaller batches, an empty one is no fault, none is no request', async () => {
    expect((await vectorsFrom(() => ({}), wire, ['x'.repeat(150_000), 'y'.repeat(150_000), ''])).asked).toEqual([1, 2]);
    expect(await vectorsFrom(() => ({}), wire, [])).toEqual({ vectors: [], usage: { input: 0, output: 0 }, asked: [] });
  });

  test('failing once', async () => {
    const { vectors, asked } = await vectorsFrom((_seen, count) => (count === 1 ? { misbehave: 'status', status: 503 } : { text: '' }), wire, ['one']);
    expect(vectors).toHaveLength(1);
    expect(asked).toEqual([1, 1]);
  });
});

test('Anthropic has none', async () => {
  const { failure, asked } = await vectorsFrom(() => ({}), 'anthropic', ['one']);
  expect(failure).toEqual({ kind: 'no-such-model', said: 'test/anthropic: this provider has no embeddings' });
  expect(asked).toEqual([]);
});
