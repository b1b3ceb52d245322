/** Texts as vectors, which are near each other where the texts mean the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { failure, failureIn, INTERRUPTED, thrownOf, withoutUse } from './failed.ts';
import { estimateTokens, type ModelFailure, type Usage } from './model.ts';
import { type Patience, patienceWith, waitOf } from './patience.ts';
import { type Seen, tap } from './tap.ts';
import { ADAPTERS } from './wire/adapters.ts';

/** A failed one is shaped like a good one: the vectors that came until then are in it, those of the first texts. */
export interface Embedded {
  readonly vectors: readonly (readonly number[])[];
  readonly usage: Usage;
  readonly failure?: ModelFailure;
}

/** Of one request: Google takes a hundred texts at a time, OpenAI 300,000 tokens. */
const BATCH = 96;
const BATCH_CHARACTERS = 200_000;
const MOST_BYTES = 64_000_000;

type Batch = { readonly vectors: readonly (readonly number[])[]; readonly tokens: number | undefined } | { readonly failed: ModelFailure; readonly seen: Seen };

/** A vector a text, in order, all of one length. Never throws; an aborted signal ends it as `interrupted`. */
export async function embed(endpoint: Endpoint, texts: readonly string[], signal: AbortSignal, patience: Patience = patienceWith(endpoint)): Promise<Embedded> {
  const vectors: (readonly number[])[] = [];
  let input = 0;
  let estimated = false;
  const done = (wrong?: ModelFailure): Embedded => ({
    vectors,
    usage: { input, output: 0, ...(estimated ? { estimated: true } : {}) },
    ...(wrong === undefined ? {} : { failure: wrong }),
  });
  let tries = 0;
  for (const batch of batches(texts)) {
    for (;;) {
      const came = await ask(endpoint, batch, signal, patience);
      if ('vectors' in came) {
        const size = (vectors[0] ?? came.vectors[0])?.length;
        if (came.vectors.length !== batch.length || !size || came.vectors.some(({ length }) => length !== size)) {
          return done(failure('malformed', `it sent ${came.vectors.length} vectors for ${batch.length} texts, or of different lengths`, endpoint.key));
        }
        vectors.push(...came.vectors);
        input += came.tokens ?? estimateTokens(batch.join('\n'));
        estimated ||= came.tokens === undefined;
        break;
      }
      const wait = waitOf(came.failed, came.seen, tries++, patience);
      if (wait === undefined) return done(came.failed);
      await sleep(wait * 1000, undefined, { signal }).catch(() => {});
      if (signal.aborted) return done(INTERRUPTED);
    }
    tries = 0;
  }
  return done();
}

async function ask(endpoint: Endpoint, values: readonly string[], signal: AbortSignal, patience: Patience): Promise<Batch> {
  const { key, model, name } = endpoint;
  const { url, embedding } = ADAPTERS[endpoint.wire];
  const line = tap(endpoint, { milliseconds: patience.idle * 1000, bytes: MOST_BYTES });
  if (signal.aborted) return { failed: INTERRUPTED, seen: line.seen };
  if (embedding === undefined) return { failed: failure('no-such-model', `${name}: this provider has no embeddings`, key), seen: line.seen };
  const useless = withoutUse(endpoint);
  if (useless !== undefined) return { failed: useless, seen: line.seen };
  try {
    const { embedMany } = await import('ai');
    globalThis.AI_SDK_LOG_WARNINGS = false;
    const where = { model, url: endpoint.url ?? url ?? '', key: key ?? '', fetch: line.fetch, concessions: new Set<never>() };
    // No server takes an empty text.
    const texts = values.map((text) => (text.trim() === '' ? '-' : text));
    const { embeddings, usage } = await embedMany({ model: await embedding(where), values: texts, maxRetries: 0, abortSignal: signal });
    const { tokens } = usage;
    return { vectors: embeddings, tokens: Number.isFinite(tokens) && tokens > 0 ? tokens : undefined };
  } catch (error) {
    return { failed: failureIn(thrownOf(error), line.seen, signal, key) ?? failure('malformed', 'it sent no vectors', key), seen: line.seen };
  }
}

function* batches(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (batch.length === BATCH || (batch.length > 0 && characters + text.length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  if (batch.length > 0) yield batch;
}
