/** Anthropic's messages. */
import type { WireAdapter } from './wire.ts';

export const anthropic: WireAdapter = {
  url: 'https://api.anthropic.com/v1',
  async model({ model, url, key, fetch }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL: url, apiKey: key, fetch })(model);
  },
  // What a call is given then comes only as whole JSON; other servers of this interface do not know the other way.
  options: { anthropic: { toolStreaming: false } },
  cache: { anthropic: { cacheControl: { type: 'ephemeral' } } },
};
