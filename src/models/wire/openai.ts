/** OpenAI's responses. Nothing is stored there; so what a reasoning model thought comes back sealed, and is handed back with the next turn. */
import type { KeptPart, WireAdapter } from './wire.ts';

export const openai: WireAdapter = {
  url: 'https://api.openai.com/v1',
  async model({ model, url, key, fetch }) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI({ baseURL: url, apiKey: key, fetch }).responses(model);
  },
  async embedding({ model, url, key, fetch }) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI({ baseURL: url, apiKey: key, fetch }).embeddingModel(model);
  },
  options: { openai: { store: false } },
  // Else every optional parameter is made a required one, and models then write null for it.
  tool: { strict: false },
  sift(parts) {
    const sealed = new Set(parts.flatMap((part) => (part.options?.openai?.reasoningEncryptedContent ? [part.options.openai.itemId] : [])));
    // A thought that is not sealed is known to its server by name only, and was not stored.
    return parts.filter((part: KeptPart) => part.type !== 'reasoning' || sealed.has(part.options?.openai?.itemId));
  },
};
