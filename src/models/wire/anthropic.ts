/** Anthropic's messages. */
import type { WireAdapter } from './wire.ts';

export const anthropic: WireAdapter = {
  url: 'https://api.anthropic.com/v1',
  async model({ model, url, key, fetch }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL: url, apiKey: key, fetch })(model);
  },
  cache: { anthropic: { cacheControl: { type: 'ephemeral' } } },
};
