/** Vectors of passages: in one piece of memory, as they lie in their file; and who is near whom. */

/** A vector a text, in their order. Where it failed, why, and those of the first texts that came until then. */
export interface Embedded {
  readonly vectors: readonly ArrayLike<number>[];
  readonly failure?: string;
}

/** What turns texts into vectors. */
export interface Embedder {
  /** PROVIDER/MODEL. */
  readonly name: string;
  /** Whether it is on this machine: then nothing leaves it. */
  readonly local: boolean;
  /** Never throws but for the signal's reason. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embedded>;
}

export interface Vectors {
  /** One after the other, each of length 1; that of a passage without one is all zeros. */
  readonly values: Float32Array;
  readonly length: number;
}

const BATCH = 64;
/** So much of a passage is enough to tell what it is about, and fits every model. */
const MOST_TEXT = 2200;
/** What stands far down in a list tells little more than what stands further down. */
const FLATTEN = 60;

/** Vectors as they were written; undefined where there are not as many as there should be. */
export function vectorsFrom(bytes: Uint8Array, length: number, count: number): Vectors | undefined {
  if (length <= 0 || bytes.length !== 4 * length * count) return undefined;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return { values: new Float32Array(aligned.buffer, aligned.byteOffset, length * count), length };
}

/** As they are written. */
export function vectorBytes({ values }: Vectors): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Whether a passage has one. */
export function hasVector({ values, length }: Vectors, passage: number): boolean {
  return values.subarray(passage * length, (passage + 1) * length).some((value) => value !== 0);
}

/**
 * The vectors of texts: those that `known` has are taken from there, the others are made in batches. Where one batch fails the ones before it are kept, and the
 * reason is told; undefined where there is none at all.
 */
export async function embedAll(
  texts: readonly string[],
  known: (index: number) => Float32Array | undefined,
  embedder: Embedder,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<{ readonly vectors: Vectors | undefined; readonly failure?: string }> {
  let vectors: Vectors | undefined;
  const put = (index: number, vector: ArrayLike<number>): boolean => {
    const one = unit(vector);
    if (one === undefined) return false;
    vectors ??= { values: new Float32Array(texts.length * one.length), length: one.length };
    if (one.length !== vectors.length) return false;
    vectors.values.set(one, index * vectors.length);
    return true;
  };
  const todo: number[] = [];
  for (const index of texts.keys()) {
    const vector = known(index);
    if (vector === undefined || !put(index, vector)) todo.push(index);
  }
  for (let at = 0; at < todo.length; at += BATCH) {
    signal.throwIfAborted();
    const batch = todo.slice(at, at + BATCH);
    const made = await embedder.embed(
      batch.map((index) => (texts[index] ?? '').slice(0, MOST_TEXT)),
      signal,
    );
    const length = made.vectors[0]?.length;
    // The model of this name makes others now: what was made before cannot be compared with them.
    if (todo.length < texts.length && at === 0 && vectors !== undefined && length !== undefined && length > 0 && length !== vectors.length)
      return embedAll(texts, () => undefined, embedder, progress, signal);
    const placed = made.vectors.slice(0, batch.length).filter((vector, place) => put(batch[place] ?? 0, vector)).length;
    if (made.failure !== undefined) return { vectors, failure: made.failure };
    if (placed !== batch.length) return { vectors, failure: `${embedder.name} did not answer with a vector for each passage` };
    progress(at + batch.length);
  }
  return { vectors };
}

/** The passages whose vectors are nearest, best first. */
export function nearest({ values, length }: Vectors, query: ArrayLike<number>, most: number): number[] {
  const one = unit(query);
  if (one === undefined || one.length !== length) return [];
  const found: { readonly passage: number; readonly score: number }[] = [];
  for (let passage = 0, from = 0; from < values.length; passage++, from += length) {
    let score = 0;
    for (let i = 0; i < length; i++) score += (values[from + i] ?? 0) * (one[i] ?? 0);
    if (score <= 0 || (found.length === most && score <= (found.at(-1)?.score ?? 0))) continue;
    const place = found.findIndex((other) => other.score < score);
    found.splice(place === -1 ? found.length : place, 0, { passage, score });
    if (found.length > most) found.pop();
  }
  return found.map(({ passage }) => passage);
}

/** Several orders of the same things made one: what stands high in any of them, and higher what stands high in all (reciprocal rank fusion). */
export function fused<T>(orders: readonly (readonly T[])[]): { readonly item: T; readonly score: number }[] {
  const scores = new Map<T, number>();
  for (const order of orders) for (const [rank, item] of order.entries()) scores.set(item, (scores.get(item) ?? 0) + 1 / (FLATTEN + rank + 1));
  return [...scores].map(([item, score]) => ({ item, score })).sort((a, b) => b.score - a.score);
}

function unit(vector: ArrayLike<number>): Float32Array | undefined {
  const copy = Float32Array.from(vector);
  const size = Math.sqrt(copy.reduce((sum, value) => sum + value * value, 0));
  return copy.length === 0 || !Number.isFinite(size) || size === 0 ? undefined : copy.map((value) => value / size);
}
