/** What there is to choose from, and a trial of it, against servers on loopback. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { servedModels } from '../../../src/line/model/served.ts';
import { surveyModels } from '../../../src/line/model/survey.ts';
import { tryModel } from '../../../src/line/model/trial.ts';
import { connect } from '../../../src/models/connect.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';

const KEY = 'sk-test-0123456789';
let place = '';
let close: () => void = () => {};
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-survey-'));
  mkdirSync(join(place, 'gpttrace'));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
  close();
  close = () => {};
});

/** Answers every request with this text; or not at all. */
async function serve(
  answer: string | undefined,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
    if (answer !== undefined) response.writeHead(status, headers).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('a survey', () => {
  it('tells where keys are, and never what they are', async () => {
    writeFileSync(join(place, 'gpttrace', 'keys.toml'), `[keys]\nopenai = "${KEY}-kept"\n`, { mode: 0o600 });
    writeFileSync(join(place, 'gpttrace', 'config.toml'), 'use = "openai/gpt-6-luna"\n[models.fast]\nprovider = "ollama"\nmodel = "qwen3"\n', { mode: 0o600 });
    const survey = await surveyModels({ XDG_CONFIG_HOME: place, ANTHROPIC_API_KEY: KEY, DEEPSEEK_API_KEY: ' ', OLLAMA_HOST: '127.0.0.1:1' });
    const provider = (name: string) => survey.providers.find((one) => one.name === name);
    expect(provider('anthropic')?.key).toEqual({ kind: 'variable', name: 'ANTHROPIC_API_KEY' });
    expect(provider('openai')?.key).toEqual({ kind: 'kept', name: 'openai' });
    expect(provider('google')?.key).toBeUndefined();
    expect(provider('deepseek')?.problem).toMatch(/the key in DEEPSEEK_API_KEY is none: it is blank/);
    expect(survey.inUse).toMatchObject({ name: 'openai/gpt-6-luna', from: 'settings', local: false, price: { input: 0.1 } });
    expect(survey.own).toEqual([{ name: 'fast', provider: 'ollama', model: 'qwen3', url: 'http://127.0.0.1:1/v1' }]);
    expect(JSON.stringify(survey)).not.toContain(KEY);
  });

  it('tells why the model in use cannot be used', async () => {
    const survey = await surveyModels({ XDG_CONFIG_HOME: place, GPTTRACE_MODEL: 'anthropic/x', OLLAMA_HOST: '127.0.0.1:1' });
    expect(survey.inUse).toEqual({ name: 'anthropic/x', from: 'GPTTRACE_MODEL', problem: 'there is no key for anthropic/x' });
  });

  it('names the models of a server on this machine', async () => {
    const { url, asked } = await serve('{"object":"list","data":[{"id":"qwen3:8b"},{"id":7},null,{"id":"\\u001b[31mred"}]}');
    const survey = await surveyModels({ XDG_CONFIG_HOME: place, OLLAMA_HOST: url });
    expect(survey.providers.find(({ name }) => name === 'ollama')).toMatchObject({ url: `${url}/v1`, served: ['ollama/qwen3:8b', 'ollama/\u001b[31mred'] });
    expect(asked).toEqual(['/v1/models ']);
  });

  it('names the models of a server of the user, and tells what cannot be used', async () => {
    const { url, asked } = await serve('{"data":[{"id":"m"}]}');
    writeFileSync(
      join(place, 'gpttrace', 'config.toml'),
      `[models.here]\nprovider = "openai-compatible"\nmodel = "m"\nurl = "${url}/v1"\nkey-from = "MY_KEY"\n[models.lost]\nprovider = "openai-compatible"\nmodel = "m"\n`,
    );
    const survey = await surveyModels({ XDG_CONFIG_HOME: place, OLLAMA_HOST: '127.0.0.1:1', MY_KEY: KEY });
    expect(survey.own).toEqual([
      { name: 'here', provider: 'openai-compatible', model: 'm', url: `${url}/v1`, served: ['m'] },
      { name: 'lost', provider: 'openai-compatible', model: 'm', problem: expect.stringMatching(/has no address/) },
    ]);
    expect(asked).toEqual([`/v1/models Bearer ${KEY}`]);
    expect(JSON.stringify(survey)).not.toContain(KEY);
  });

  it('asks nobody that is not on this machine', async () => {
    const before = performance.now();
    // An address of documentation (RFC 5737): a connection would hang.
    const survey = await surveyModels({ XDG_CONFIG_HOME: place, OLLAMA_HOST: '192.0.2.1' });
    expect(survey.providers.find(({ name }) => name === 'ollama')?.served).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('a server that has no list', () => {
  it.each([
    { what: 'says nothing', answer: undefined },
    { what: 'says something else', answer: '<html>' },
    { what: 'says other JSON', answer: '{"data":{}}' },
    { what: 'refuses', answer: '{"data":[]}', status: 401 },
    { what: 'sends one elsewhere', answer: '', status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { what: 'says too much', answer: `{"data":[{"id":"${'x'.repeat(2_000_000)}"}]}` },
  ])('$what', async ({ answer, status, headers }) => {
    const { url } = await serve(answer, status, headers);
    expect(await servedModels(url, undefined)).toBeUndefined();
  });

  it('is not there', async () => expect(await servedModels('http://127.0.0.1:1/v1', undefined)).toBeUndefined());
});

describe('a trial', () => {
  const usage = { input: 50, output: 5 };
  it.each<{ readonly what: string; readonly tools: boolean; readonly lines: readonly Line[]; readonly expected: object }>([
    {
      what: 'calls the tool',
      tools: true,
      lines: [{ calls: [call('ready', {})], usage }],
      expected: { tools: 'calls', usage, dollars: 0.00006, seconds: 0.01 },
    },
    { what: 'answers in words', tools: true, lines: [{ text: 'ready', usage }], expected: { tools: 'ignores' } },
    { what: 'is spoken to in text', tools: false, lines: [{ text: 'ready', usage }], expected: { tools: 'text' } },
    {
      what: 'takes no tools',
      tools: true,
      lines: [
        { failure: { kind: 'no-tools', said: 'no' }, usage },
        { text: 'ready', usage },
      ],
      expected: { tools: 'refuses', usage: { input: 100, output: 10 }, seconds: 0.02 },
    },
    {
      what: 'takes nothing',
      tools: true,
      lines: [{ failure: { kind: 'bad-request', said: 'first' } }, { failure: { kind: 'key-refused', said: 'second' } }],
      expected: { failure: { kind: 'key-refused', said: 'second' } },
    },
    {
      what: 'is not reached',
      tools: true,
      lines: [{ failure: { kind: 'unreachable', said: 'no' } }, { text: 'never' }],
      expected: { failure: { kind: 'unreachable', said: 'no' } },
    },
  ])('of a model that $what', async ({ tools, lines, expected }) => {
    const model = scripted(lines, { tools, price: { input: 1, output: 2 } });
    expect(await tryModel(model, new AbortController().signal)).toMatchObject(expected);
    expect(model.asked.every(({ most, about }) => most <= 512 && about.purpose === 'test')).toBe(true);
  });

  it('of a model that never answers ends as too slow', async () => {
    const { url } = await serve(undefined);
    const model = connect({ name: 'mine', wire: 'openai-compatible', model: 'm', url: `${url}/v1`, tools: true, context: 4096, local: true });
    expect((await tryModel(model, new AbortController().signal, 300)).failure).toEqual({ kind: 'too-slow', said: 'nothing came in 0.3 s' });
  });

  it('has no cost where nobody knows the price, and ends with its signal', async () => {
    expect((await tryModel(scripted([{ text: 'x' }]), new AbortController().signal)).dollars).toBeUndefined();
    expect((await tryModel(scripted([{ text: 'x' }]), AbortSignal.abort())).failure?.kind).toBe('interrupted');
  });
});
