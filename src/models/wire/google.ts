/** Google's contents. */
import type { WireAdapter } from './wire.ts';

export const google: WireAdapter = {
  url: 'https://generativelanguage.googleapis.com/v1beta',
  async model({ model, url, key, fetch }) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
    return createGoogleGenerativeAI({ baseURL: url, apiKey: key, fetch })(model);
  },
  async embedding({ model, url, key, fetch }) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
    return createGoogleGenerativeAI({ baseURL: url, apiKey: key, fetch }).embeddingModel(model);
  },
};
