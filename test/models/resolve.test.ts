/** A model's name, the settings and the environment to an endpoint; wrong ones first. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { PROVIDERS } from '../../src/models/registry.ts';
import { type Environment, resolveModel } from '../../src/models/resolve.ts';
import { type ModelEntry, NO_SETTINGS, type Settings } from '../../src/models/settings.ts';

const KEY = 'sk-test-0123456789';

interface Given {
  readonly name: string;
  readonly env?: Environment;
  readonly models?: Readonly<Record<string, ModelEntry>>;
  readonly keys?: Readonly<Record<string, string>>;
}

function settings({ models = {}, keys = {} }: Given): Settings {
  return { ...NO_SETTINGS, models, keys };
}

function problemOf(given: Given): Problem {
  try {
    resolveModel(given.name, settings(given), given.env ?? {});
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  }
  throw new Error(`${given.name} was resolved`);
}

describe('a name that is no model', () => {
  it.each([
    { name: 'antropic/claude-sonnet-5-5', hint: 'did you mean anthropic/claude-sonnet-5-5?' },
    { name: 'olama/qwen3', hint: 'did you mean ollama/qwen3?' },
    { name: 'anthropic', hint: 'did you mean anthropic/claude-opus-5-5?' },
    { name: 'ollama', hint: 'did you mean ollama/NAME?' },
    { name: 'fsat', models: { fast: { provider: 'ollama', model: 'qwen3' } }, hint: 'did you mean fast?' },
    { name: 'toString', hint: 'PROVIDER/MODEL' },
    { name: 'toString/x', hint: 'PROVIDER/MODEL' },
    { name: '__proto__/x', hint: 'PROVIDER/MODEL' },
    { name: 'ollama/', hint: 'PROVIDER/MODEL' },
    { name: 'ollama/a b', hint: 'PROVIDER/MODEL' },
    { name: '', hint: 'PROVIDER/MODEL' },
    { name: 'mine', models: { mine: { provider: 'nobody', model: 'x' } }, hint: 'PROVIDER/MODEL' },
  ])('$name', ({ hint, ...given }) => {
    const problem = problemOf(given);
    expect(problem).toMatchObject({ code: 'unknown-model', exit: 2 });
    expect(problem.hints.join('\n')).toContain(hint);
  });
});

describe('a key that is none', () => {
  it.each([
    { what: 'blank', key: '   ', said: /blank/ },
    { what: 'with a line break behind it', key: `${KEY}\n`, said: /line break/ },
    { what: 'of two lines', key: `${KEY}\r\n${KEY}`, said: /line break/ },
    { what: 'with a blank in front', key: ` ${KEY}`, said: /blank in front/ },
    { what: 'in quotation marks', key: `"${KEY}"`, said: /quotation marks/ },
    { what: 'with a blank in it', key: `Bearer ${KEY}`, said: /no key has/ },
    { what: 'of other letters', key: 'ключ', said: /no key has/ },
  ])('$what, from the environment and from the settings', ({ key, said }) => {
    for (const given of [{ env: { ANTHROPIC_API_KEY: key } }, { keys: { anthropic: key } }]) {
      const problem = problemOf({ name: 'anthropic/claude-sonnet-5-5', ...given });
      expect(problem).toMatchObject({ code: 'model-bad-key', exit: 14 });
      expect(problem.message).toMatch(said);
      expect(`${problem.message}${problem.hints.join('')}`).not.toContain(key.trim() === '' ? '\u0000' : key.trim());
    }
  });

  it('is missing, where one is needed', () => {
    const problem = problemOf({ name: 'google/gemini-3.8-flash' });
    expect(problem).toMatchObject({ code: 'model-no-key', exit: 14 });
    expect(problem.hints.join('\n')).toMatch(/GEMINI_API_KEY[\s\S]*gpttrace model use google\/gemini-3\.8-flash/);
  });

  it.each([
    { what: 'set to nothing', given: { name: 'openai/gpt-6-luna', env: { OPENAI_API_KEY: '' } } },
    { what: "another provider's", given: { name: 'openai/gpt-6-luna', env: { ANTHROPIC_API_KEY: KEY }, keys: { anthropic: KEY } } },
    {
      what: 'not in the variable that is named',
      given: { name: 'mine', env: { OPENAI_API_KEY: KEY }, keys: { openai: KEY }, models: { mine: { provider: 'openai', model: 'x', keyFrom: 'MY_KEY' } } },
    },
    {
      what: 'typed in for the provider, where the environment says another address',
      given: { name: 'openai/x', env: { OPENAI_BASE_URL: 'https://elsewhere.example/v1' }, keys: { openai: KEY } },
    },
    {
      what: 'typed in for the provider, where the entry says another address',
      given: { name: 'mine', keys: { openai: KEY }, models: { mine: { provider: 'openai', model: 'x', url: 'https://elsewhere.example/v1' } } },
    },
    {
      what: 'typed in for an entry, where the environment says another address',
      given: { name: 'openai/x', env: { OPENAI_BASE_URL: 'https://elsewhere.example/v1' }, keys: { 'openai/x': KEY } },
    },
  ])('is $what', ({ given }) => expect(problemOf(given)).toMatchObject({ code: 'model-no-key', exit: 14 }));

  it('would go over the network in clear text', () => {
    for (const given of [
      { name: 'vllm/x', env: { VLLM_API_KEY: KEY }, models: { 'vllm/x': { provider: 'vllm', model: 'x', url: 'http://10.0.0.7:8000/v1' } } },
      { name: 'openai/x', env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'http://proxy.example/v1' } },
      { name: 'ollama/x', env: { OLLAMA_API_KEY: KEY, OLLAMA_HOST: 'box' } },
    ]) {
      const problem = problemOf(given);
      expect(problem.code).toBe('model-clear-text-key');
      expect(JSON.stringify([problem.message, problem.hints])).not.toContain(KEY);
    }
  });
});

describe('an address that is none', () => {
  it.each([
    'not an address',
    'ftp://127.0.0.1/v1',
    '127.0.0.1:8000/v1',
    'http://user:secret@127.0.0.1/v1',
    'https://models.example/v1?key=secret',
    'https://models.example/v1#secret',
    'https://models.example/v1/chat/completions',
  ])('%s', (url) => {
    const problem = problemOf({ name: 'x', models: { x: { provider: 'openai-compatible', model: 'm', url } } });
    expect(problem).toMatchObject({ code: 'model-bad-url', exit: 14 });
    expect(problem.message).not.toMatch(/secret/);
  });

  it('is missing', () => expect(problemOf({ name: 'openai-compatible/m' })).toMatchObject({ code: 'model-no-url' }));
  it('has an impossible port', () => expect(problemOf({ name: 'ollama/x', env: { OLLAMA_HOST: 'box:99999' } })).toMatchObject({ code: 'model-bad-url' }));
});

describe('an endpoint', () => {
  it.each<Given & { readonly expected: object }>([
    {
      name: 'anthropic/claude-sonnet-5-5',
      env: { ANTHROPIC_API_KEY: KEY },
      expected: {
        wire: 'anthropic',
        model: 'claude-sonnet-5-5',
        url: 'https://api.anthropic.com/v1',
        key: KEY,
        local: false,
        price: { input: 2, output: 10, cached: 0.1 },
      },
    },
    { name: 'anthropic/x', env: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'https://proxy.example/' }, expected: { url: 'https://proxy.example/v1' } },
    { name: 'anthropic/x', env: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'https://proxy.example/v1/' }, expected: { url: 'https://proxy.example/v1' } },
    { name: 'openai/gpt-6-luna', env: { OPENAI_API_KEY: KEY }, keys: { openai: 'typed' }, expected: { key: KEY, wire: 'openai' } },
    { name: 'openai/gpt-6-luna', keys: { openai: 'typed' }, expected: { key: 'typed' } },
    {
      name: 'openai/x',
      env: { OPENAI_BASE_URL: 'http://localhost:4000/v1' },
      keys: { openai: 'typed' },
      expected: { url: 'http://localhost:4000/v1', local: true },
    },
    { name: 'google/x', env: { GEMINI_API_KEY: 'second', GOOGLE_API_KEY: 'first' }, expected: { key: 'first' } },
    { name: 'google/x', env: { GOOGLE_GENERATIVE_AI_API_KEY: KEY }, expected: { key: KEY, url: 'https://generativelanguage.googleapis.com/v1beta' } },
    { name: 'deepseek/deepseek-flash', env: { DEEPSEEK_API_KEY: KEY }, expected: { url: 'https://api.deepseek.com', wire: 'openai-compatible' } },
    { name: 'qwen/qwen3-max', env: { DASHSCOPE_API_KEY: KEY }, expected: { model: 'qwen3-max', local: false } },
    { name: 'openrouter/anthropic/claude-x', env: { OPENROUTER_API_KEY: KEY }, expected: { model: 'anthropic/claude-x' } },
    { name: 'ollama/qwen3:8b', expected: { url: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b', local: true, context: 4096, price: { input: 0, output: 0 } } },
    { name: 'ollama/qwen3', env: { OLLAMA_CONTEXT_LENGTH: '32768' }, expected: { context: 32768 } },
    { name: 'ollama/qwen3', env: { OLLAMA_CONTEXT_LENGTH: 'much' }, expected: { context: 4096 } },
    { name: 'ollama/gpt-oss:120b-cloud', expected: { url: 'http://127.0.0.1:11434/v1', local: false } },
    { name: 'vllm/Qwen/Qwen3-8B', expected: { model: 'Qwen/Qwen3-8B', local: true } },
    {
      name: 'mine',
      env: { MY_KEY: KEY },
      models: {
        mine: {
          provider: 'openai-compatible',
          model: 'm',
          url: 'https://models.example/v1/',
          keyFrom: 'MY_KEY',
          tools: false,
          context: 9000,
          price: { input: 1, output: 2 },
        },
      },
      expected: { name: 'mine', url: 'https://models.example/v1', key: KEY, tools: false, context: 9000, price: { input: 1, output: 2 }, local: false },
    },
    {
      name: 'mine',
      keys: { mine: KEY },
      models: { mine: { provider: 'openai-compatible', model: 'm', url: 'https://models.example/v1' } },
      expected: { key: KEY },
    },
    // A name of the user's own hides PROVIDER/MODEL.
    { name: 'ollama/qwen3', models: { 'ollama/qwen3': { provider: 'ollama', model: 'qwen3', context: 16384 } }, expected: { context: 16384 } },
  ])('of $name with $env', ({ expected, ...given }) => expect(resolveModel(given.name, settings(given), given.env ?? {})).toMatchObject(expected));

  it('has no price where nobody knows it, and no key where none was found', () => {
    const unknown = resolveModel('openrouter/x', NO_SETTINGS, { OPENROUTER_API_KEY: KEY });
    expect(unknown.price).toBeUndefined();
    expect(resolveModel('ollama/gpt-oss:120b-cloud', NO_SETTINGS, {}).price).toBeUndefined();
    expect(resolveModel('ollama/x', { ...NO_SETTINGS, keys: { openai: KEY } }, { OPENAI_API_KEY: KEY }).key).toBeUndefined();
  });

  it.each([
    ['box', 'http://box:11434/v1', false],
    ['box:8080', 'http://box:8080/v1', false],
    ['box:80', 'http://box/v1', false],
    [':8080', 'http://127.0.0.1:8080/v1', true],
    ['0.0.0.0', 'http://127.0.0.1:11434/v1', true],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080/v1', true],
    ['http://0.0.0.0:8080/', 'http://127.0.0.1:8080/v1', true],
    ['http://box', 'http://box/v1', false],
    ['https://box', 'https://box/v1', false],
    ['https://box/ollama/', 'https://box/ollama/v1', false],
    ['::1', 'http://[::1]:11434/v1', true],
    ['[::1]', 'http://[::1]:11434/v1', true],
    ['[::1]:8080', 'http://[::1]:8080/v1', true],
    ['::', 'http://[::1]:11434/v1', true],
    ['"127.0.0.1:11434"', 'http://127.0.0.1:11434/v1', true],
    [' localhost ', 'http://localhost:11434/v1', true],
    ['http://box:11434/v1', 'http://box:11434/v1', false],
    ['', 'http://127.0.0.1:11434/v1', true],
  ])('of Ollama where OLLAMA_HOST is %j', (OLLAMA_HOST, url, local) =>
    expect(resolveModel('ollama/x', NO_SETTINGS, { OLLAMA_HOST })).toMatchObject({ url, local }),
  );

  it.each([
    ['http://localhost:1/v1', true],
    ['http://127.1/v1', true],
    ['http://127.255.0.9/v1', true],
    ['http://[::1]:1/v1', true],
    ['http://localhost.example.com/v1', false],
    ['http://127.0.0.1.example.com/v1', false],
    ['http://10.0.0.1/v1', false],
    ['http://0.0.0.0/v1', false],
    ['http://128.0.0.1/v1', false],
  ])('at %s is on this machine: %s', (url, local) =>
    expect(resolveModel('x', { ...NO_SETTINGS, models: { x: { provider: 'openai-compatible', model: 'm', url } } }, {}).local).toBe(local),
  );
});

describe('the registry', () => {
  it.each(Object.entries(PROVIDERS))('%s is whole', (name, provider) => {
    expect(name).toMatch(/^[a-z-]+$/);
    if (provider.url !== undefined) {
      expect(provider.url).not.toMatch(/\/$/);
      expect(provider.needsKey).toBe(new URL(provider.url).protocol === 'https:');
    }
    for (const { context, price } of provider.models) {
      expect(context).toBeGreaterThan(8000);
      if (price !== undefined) expect(price.cached ?? 0).toBeLessThanOrEqual(price.input);
    }
  });
});
