/** What makes vectors of passages, as the index takes it. */
import type { Embedder } from '../../knowledge/documents/vectors.ts';
import type { Endpoint } from '../../models/endpoint.ts';

/** A vector a text; never throws. Where it failed, those that came until then are in it. */
export type EmbedTexts = (
  endpoint: Endpoint,
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<{ readonly vectors: readonly ArrayLike<number>[]; readonly failure?: { readonly said: string } }>;

/** The maker of vectors at an endpoint; undefined where nothing may leave this machine, and it is not on it. */
export function embedderAt(endpoint: Endpoint, localOnly: boolean, embed: EmbedTexts): Embedder | undefined {
  if (localOnly && !endpoint.local) return undefined;
  return {
    // A name of the user's own may stand for another model tomorrow, whose vectors cannot be compared with today's.
    name: endpoint.name.endsWith(`/${endpoint.model}`) ? endpoint.name : `${endpoint.name} (${endpoint.model})`,
    local: endpoint.local,
    async embed(texts, signal) {
      const { vectors, failure } = await embed(endpoint, texts, signal);
      signal.throwIfAborted();
      return failure === undefined ? { vectors } : { vectors, failure: failure.said };
    },
  };
}
