/** The providers of models. Data: adding one is an entry here, and a section of docs/MODELS.md. */
import type { Wire } from './endpoint.ts';
import type { Price } from './model.ts';

/** A model people know. */
export interface KnownModel {
  readonly model: string;
  readonly context: number;
  /** Absent where nobody can say: what it costs is unknown then. */
  readonly price?: Price;
}

export interface Provider {
  readonly title: string;
  readonly wire: Wire;
  /** Its own address, up to the part that the wire adds. Absent where there is none but the user's. */
  readonly url?: string;
  /** Where its key stands in the environment for the vendor's own tools; the first that is set counts. */
  readonly keyFrom: readonly string[];
  /** Where its address stands there. */
  readonly urlFrom?: {
    readonly names: readonly string[];
    /** What has to follow an address that is spelled as the vendor's tools take it. */
    readonly path?: string;
    /** The address has as few parts as OLLAMA_HOST may have: `:8080`, `box`, `0.0.0.0`. */
    readonly short?: { readonly port: number };
  };
  /** Whether it answers nobody without a key; a server on this machine never needs one. */
  readonly needsKey: boolean;
  readonly tools: boolean;
  /** Models that a server on this machine hands on to somebody else's. */
  readonly handsOn?: RegExp;
  /** Of a model that is not among `models`. */
  readonly context: number;
  /** The environment variable that tells the context instead. */
  readonly contextFrom?: string;
  readonly models: readonly KnownModel[];
}

/**
 * Prices are US dollars for a million tokens, as the vendors' pages said them in October and November 2026; what writing into a cache costs beyond that is not in them.
 * A context is the longest prompt that is charged at this price, where longer ones are charged more.
 */
export const PROVIDERS: Readonly<Record<string, Provider>> = {
  anthropic: {
    title: 'Anthropic',
    wire: 'anthropic',
    url: 'https://api.anthropic.com/v1',
    keyFrom: ['ANTHROPIC_API_KEY'],
    urlFrom: { names: ['ANTHROPIC_BASE_URL'], path: '/v1' },
    needsKey: true,
    tools: true,
    context: 200_000,
    // https://platform.claude.com/docs/en/models/overview; claude-haiku-5-5 costs five times as much beyond 100,000 tokens.
    models: [
      { model: 'claude-opus-5-5', context: 1_000_000, price: { input: 4, output: 20, cached: 0.2 } },
      { model: 'claude-sonnet-5-5', context: 1_000_000, price: { input: 2, output: 10, cached: 0.1 } },
      { model: 'claude-haiku-5-5', context: 100_000, price: { input: 0.1, output: 0.5, cached: 0.01 } },
      { model: 'claude-haiku-4-5', context: 200_000, price: { input: 1, output: 5, cached: 0.1 } },
    ],
  },
  openai: {
    title: 'OpenAI',
    wire: 'openai',
    url: 'https://api.openai.com/v1',
    keyFrom: ['OPENAI_API_KEY'],
    urlFrom: { names: ['OPENAI_BASE_URL'] },
    needsKey: true,
    tools: true,
    context: 128_000,
    // https://developers.openai.com/api/docs/pricing; beyond 272,000 tokens they cost twice as much.
    models: [
      { model: 'gpt-6.1-sol', context: 272_000, price: { input: 2, output: 10, cached: 0.1 } },
      { model: 'gpt-6-sol', context: 272_000, price: { input: 2, output: 10, cached: 0.2 } },
      { model: 'gpt-6-luna', context: 272_000, price: { input: 0.1, output: 0.5, cached: 0.01 } },
      { model: 'gpt-5.4-mini', context: 272_000, price: { input: 0.75, output: 4.5, cached: 0.075 } },
    ],
  },
  google: {
    title: 'Google Gemini',
    wire: 'google',
    url: 'https://generativelanguage.googleapis.com/v1beta',
    // In the order of Google's own libraries (https://ai.google.dev/gemini-api/docs/api-key); the last is the AI SDK's.
    keyFrom: ['GOOGLE_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    urlFrom: { names: ['GOOGLE_GEMINI_BASE_URL'], path: '/v1beta' },
    needsKey: true,
    tools: true,
    context: 128_000,
    // https://ai.google.dev/gemini-api/docs/pricing; the price of gemini-3.8-flash holds until the end of 2026, gemini-2.5-pro costs more beyond 200,000 tokens.
    models: [
      { model: 'gemini-3.8-flash', context: 1_000_000, price: { input: 0.75, output: 3.75, cached: 0.075 } },
      { model: 'gemini-3.5-flash-lite', context: 1_000_000, price: { input: 0.3, output: 2.5, cached: 0.03 } },
      { model: 'gemini-2.5-pro', context: 200_000, price: { input: 1.25, output: 10, cached: 0.125 } },
    ],
  },
  ollama: {
    title: 'Ollama',
    wire: 'openai-compatible',
    url: 'http://127.0.0.1:11434/v1',
    keyFrom: ['OLLAMA_API_KEY'],
    urlFrom: { names: ['OLLAMA_HOST'], path: '/v1', short: { port: 11434 } },
    needsKey: false,
    tools: true,
    // What it takes on a machine with less than 24 GiB of video memory, whatever the model could (https://docs.ollama.com/context-length). It cuts what is longer without a word.
    context: 4096,
    contextFrom: 'OLLAMA_CONTEXT_LENGTH',
    // https://docs.ollama.com/cloud: gpt-oss:120b-cloud, qwen3-coder:cloud
    handsOn: /[:-]cloud$/,
    models: [],
  },
  vllm: {
    title: 'vLLM',
    wire: 'openai-compatible',
    url: 'http://127.0.0.1:8000/v1',
    keyFrom: ['VLLM_API_KEY'],
    needsKey: false,
    tools: true,
    context: 8192,
    models: [],
  },
  lmstudio: {
    title: 'LM Studio',
    wire: 'openai-compatible',
    url: 'http://127.0.0.1:1234/v1',
    keyFrom: ['LM_API_TOKEN'],
    needsKey: false,
    tools: true,
    context: 4096,
    models: [],
  },
  deepseek: {
    title: 'DeepSeek',
    wire: 'openai-compatible',
    url: 'https://api.deepseek.com',
    keyFrom: ['DEEPSEEK_API_KEY'],
    needsKey: true,
    tools: true,
    context: 128_000,
    // https://api-docs.deepseek.com/quick_start/pricing: the price of peak hours; at other times it is half of that.
    models: [
      { model: 'deepseek-flash', context: 1_000_000, price: { input: 0.3, output: 1.2, cached: 0.006 } },
      { model: 'deepseek-v4-pro', context: 1_000_000, price: { input: 1.32, output: 3.96, cached: 0.044 } },
    ],
  },
  qwen: {
    title: 'Qwen (Alibaba Cloud)',
    wire: 'openai-compatible',
    // Beijing; https://dashscope-intl.aliyuncs.com/compatible-mode/v1 is Singapore's, and a key is of one of them.
    url: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    keyFrom: ['DASHSCOPE_API_KEY'],
    needsKey: true,
    tools: true,
    context: 128_000,
    // What they cost depends on the region and on the length of the prompt.
    models: [
      { model: 'qwen3-max', context: 128_000 },
      { model: 'qwen-plus', context: 128_000 },
    ],
  },
  openrouter: {
    title: 'OpenRouter',
    wire: 'openai-compatible',
    url: 'https://openrouter.ai/api/v1',
    keyFrom: ['OPENROUTER_API_KEY'],
    needsKey: true,
    tools: true,
    context: 128_000,
    // It says of each reply what it cost.
    models: [],
  },
  'openai-compatible': {
    title: 'any server that speaks as OpenAI does',
    wire: 'openai-compatible',
    keyFrom: [],
    needsKey: false,
    tools: true,
    context: 8192,
    models: [],
  },
};

/** The provider of a name; `toString` is none. */
export function providerOf(name: string): Provider | undefined {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
}
