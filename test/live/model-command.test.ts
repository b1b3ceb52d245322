/** gpttrace model as a command: what it shows, asks, keeps and refuses, against a model server on loopback. Runs no tracer. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startModelServer } from '../models/server.ts';
import type { Answer, ModelServer } from '../models/server-types.ts';
import { expectMessage, gpttrace, gpttraceCommand, gpttraceEnds, jsonLines, only, scratchFile, Terminal, until, whyNot } from './helpers.ts';

const KEY = 'sk-test-0123456789abcdef';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: Answer): Promise<string> {
  server = await startModelServer(answer);
  return `${server.url}/v1`;
}

/** A home for settings of its own. */
function home(): { readonly env: Record<string, string>; text(name: string): string; path(name: string): string } {
  const directory = scratchFile('config');
  mkdirSync(directory);
  const path = (name: string): string => join(directory, 'gpttrace', name);
  return {
    env: { XDG_CONFIG_HOME: directory, OLLAMA_HOST: '127.0.0.1:1' },
    path,
    text: (name) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : ''),
  };
}

describe('gpttrace model', () => {
  it('says that none is in use, and what there is', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['model'], { env: home().env });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^No model is in use/);
    for (const name of ['anthropic', 'openai', 'google', 'ollama', 'vllm', 'lmstudio', 'deepseek', 'qwen', 'openrouter', 'openai-compatible'])
      expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(130);
  });

  it.each([
    { args: ['model', 'tset'], status: 2, said: /no command "tset"/, hint: 'did you mean test?' },
    { args: ['model', 'use', 'antropic/claude-sonnet-5-5'], status: 2, said: /no model called/, hint: 'did you mean anthropic/claude-sonnet-5-5?' },
    { args: ['model', 'use', 'anthropic/claude-sonnet-5-5'], status: 14, said: /no key for anthropic/, hint: 'ANTHROPIC_API_KEY' },
    { args: ['model', 'use', 'openai-compatible/m'], status: 14, said: /no address/, hint: '--url' },
    { args: ['model', 'use', 'replay:/nowhere'], status: 10, said: /no recorded exchanges/, hint: '--record' },
    { args: ['model', 'test'], status: 2, said: /no model is in use/, hint: 'gpttrace model use' },
    { args: ['model', 'test', 'ollama/x'], status: 14, said: /ollama\/x cannot be reached/, hint: 'is the server running?' },
    {
      args: ['model', 'test', 'openai/gpt-6-luna', '--local-only'],
      env: { OPENAI_API_KEY: KEY },
      status: 14,
      said: /nothing may leave this machine/,
      hint: 'ollama',
    },
    { args: ['model', 'forget', 'openai'], status: 2, said: /no key of "openai" is kept/, hint: 'none is kept' },
  ])('$args ends with $status', async ({ args, status, said, hint, env = {} }) => {
    const { env: own, path } = home();
    const ended = await gpttraceEnds(args, { env: { ...own, ...env } });
    expectMessage(ended.stderr, said);
    expect(ended.stderr).toContain(hint);
    expect(ended.stderr).not.toContain(KEY);
    expect([ended.status, ended.stdout]).toEqual([status, '']);
    expect(existsSync(path('config.toml'))).toBe(false);
  });

  it.each([
    ['--price', 'much'],
    ['--context', '0'],
    ['--url', ' '],
  ])('%s %s is no value', async (option, value) =>
    expect((await gpttraceEnds(['model', 'use', 'ollama/x', option, value], { env: home().env })).status).toBe(2),
  );

  it('keeps a key from standard input, shows it nowhere, and forgets it', async () => {
    const { env, text, path } = home();
    const used = await gpttraceEnds(['model', 'use', 'openai/gpt-6-luna', '--key-stdin'], { env, input: `${KEY}\n` });
    expect([used.status, used.stderr]).toEqual([0, '']);
    expect(text('keys.toml')).toContain(KEY);
    expect([statSync(path('')).mode & 0o777, statSync(path('keys.toml')).mode & 0o777, statSync(path('config.toml')).mode & 0o777]).toEqual([
      0o700, 0o600, 0o600,
    ]);
    const listed = await gpttraceEnds(['model', 'list'], { env });
    const json = await gpttraceEnds(['model', 'list', '--json'], { env });
    const doctor = await gpttraceEnds(['doctor'], { env });
    expect(listed.stdout).toMatch(/openai +OpenAI +set, typed in/);
    expect(JSON.parse(json.stdout)).toMatchObject({ inUse: { name: 'openai/gpt-6-luna' } });
    expect(doctor.stdout).toMatch(/ok +model +openai\/gpt-6-luna at https:\/\/api\.openai\.com/);
    for (const { stdout, stderr } of [used, listed, json, doctor]) expect(stdout + stderr).not.toContain(KEY);
    const forgot = await gpttraceEnds(['model', 'forget', 'openai'], { env: { ...env, OPENAI_API_KEY: 'x' } });
    expect(forgot.stdout).toMatch(/no longer kept\nOPENAI_API_KEY is still set/);
    expect(text('keys.toml')).not.toContain(KEY);
  });

  it.each([
    ['', /it is blank/],
    ['\n', /it is blank/],
    [`${KEY}\n${KEY}\n`, /line break/],
  ])('takes no key that is none from standard input: %j', async (input, said) => {
    const { env, path } = home();
    const ended = await gpttraceEnds(['model', 'use', 'openai/gpt-6-luna', '--key-stdin'], { env, input });
    expectMessage(ended.stderr, said);
    expect([ended.status, ended.stderr.includes(KEY), existsSync(path('keys.toml'))]).toEqual([14, false, false]);
  });

  it('says where the settings are broken, and leaves them as they are', async () => {
    const { env, text, path } = home();
    mkdirSync(path(''));
    writeFileSync(path('config.toml'), `# mine\n[keys]\nopenai = ${KEY}\n`);
    for (const args of [
      ['model', 'list'],
      ['model', 'use', 'ollama/x'],
      ['model', 'forget', 'openai'],
    ]) {
      const ended = await gpttraceEnds(args, { env });
      expectMessage(ended.stderr, /config\.toml:3: this is no TOML/);
      expect([ended.status, ended.stderr.includes(KEY)]).toEqual([10, false]);
    }
    expect(text('config.toml')).toBe(`# mine\n[keys]\nopenai = ${KEY}\n`);
    const doctor = await gpttraceEnds(['doctor'], { env });
    expect(doctor.stdout).toMatch(/limited +model +.*config\.toml:3/);
  });

  it('warns of keys that others may read', async () => {
    const { env, path } = home();
    mkdirSync(path(''));
    writeFileSync(path('keys.toml'), `[keys]\nopenai = "${KEY}"\n`, { mode: 0o644 });
    expect((await gpttraceEnds(['model', 'list'], { env })).stdout).toContain(`mend it: chmod 600 ${path('keys.toml')}`);
  });

  it('started twice at once loses nothing', async () => {
    const { env, text } = home();
    const names = ['a', 'b', 'c', 'd'];
    const runs = names.map((as) =>
      gpttrace(['model', 'use', 'openai-compatible/m', '--as', as, '--url', `https://${as}.example/v1`, '--key-stdin'], { env, input: `${KEY}-${as}` }),
    );
    expect((await Promise.all(runs.map((run) => run.end()))).map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    for (const name of names) {
      expect(text('config.toml')).toContain(`[models.${name}]\nprovider = "openai-compatible"\nmodel = "m"\nurl = "https://${name}.example/v1"\n`);
      expect(text('keys.toml')).toContain(`${name} = "${KEY}-${name}"\n`);
    }
  });
});

describe('gpttrace model test', () => {
  const use = async (url: string, env: Record<string, string>, ...more: string[]): Promise<void> => {
    const ended = await gpttraceEnds(['model', 'use', 'openai-compatible/m', '--as', 'mine', '--url', url, '--key-stdin', ...more], { env, input: KEY });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
  };

  it('of one that works, and calls tools', async () => {
    const { env } = home();
    const url = await serve(({ tools }) =>
      tools.includes('ready') ? { calls: [{ name: 'ready', input: {} }], usage: { input: 100, output: 10 } } : { text: 'no tool' },
    );
    await use(url, env, '--price', '1,2');
    const { status, stdout, stderr } = await gpttraceEnds(['model', 'test'], { env });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^mine: it answers, and calls tools\n {2}\d+\.\d s, 100 tokens in, 10 out, \$0\.0001\n$/);
    expect(server?.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    const json = await gpttraceEnds(['model', 'test', '--json'], { env });
    expect(only(jsonLines(json.stdout), 'model-test')).toMatchObject({ works: true, model: 'mine', tools: 'calls', usage: { input: 100 } });
  });

  it('of one that takes no tools says so, once it answered without', async () => {
    const { env } = home();
    const url = await serve(({ tools }) =>
      tools.length > 0 ? { misbehave: 'status', status: 400, message: 'registry.ollama.ai/library/m does not support tools' } : { text: 'ready' },
    );
    await use(url, env);
    const { status, stdout } = await gpttraceEnds(['model', 'test'], { env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/it answers in text only[\s\S]*its price|free of charge/);
    expect(stdout).toContain('gpttrace model use mine --no-tools');
    await gpttraceEnds(['model', 'use', 'mine', '--no-tools'], { env });
    expect((await gpttraceEnds(['model', 'test'], { env })).stdout).toMatch(/spoken to in text only/);
    expect(server?.requests.at(-1)?.tools).toEqual([]);
  });

  it.each<{ readonly what: string; readonly answer: Answer; readonly said: RegExp }>([
    {
      what: 'a key that is refused',
      answer: () => ({ misbehave: 'status', status: 401, message: `Incorrect API key provided: ${KEY}` }),
      said: /the key for mine was refused/,
    },
    {
      what: 'a model that is not there',
      answer: () => ({ misbehave: 'status', status: 404, message: 'model "m" not found' }),
      said: /has no model that is called as in mine/,
    },
    { what: 'no answer that is one', answer: () => ({ misbehave: 'malformed-stream' }), said: /mine/ },
  ])('of $what', async ({ answer, said }) => {
    const { env } = home();
    await use(await serve(answer), env);
    const { status, stdout, stderr } = await gpttraceEnds(['model', 'test', '--json'], { env });
    expectMessage(stderr, said);
    expect(status).toBe(14);
    expect(only(jsonLines(stdout), 'problem')).toMatchObject({ exit: 14 });
    expect(stdout + stderr).not.toContain(KEY);
  });

  it('is ended by Ctrl-C', async () => {
    const { env } = home();
    await use(await serve(() => ({ misbehave: 'hang' })), env);
    const run = gpttrace(['model', 'test'], { env });
    await until('it was asked', () => (server?.requests.length ?? 0) > 0);
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect([status, stderr]).toEqual([130, 'gpttrace: stopped\n']);
  });
});

describe.skipIf(whyNot('terminal'))('in a terminal', () => {
  const PROMPT = /key for OpenAI \(it is not shown\): $/;

  async function asks(env: Record<string, string>): Promise<Terminal> {
    const terminal = new Terminal(gpttraceCommand('model', 'use', 'openai/gpt-6-luna'), { env });
    await until('it asks', () => PROMPT.test(terminal.text));
    return terminal;
  }

  it('a key is asked for and not shown, in what it is typed, mended or pasted', async () => {
    for (const typed of [`${KEY}\r`, `sk-wrong\u0015${KEY}x\u007f\r`, `\u001b[200~${KEY}\u001b[201~\r`]) {
      const { env, text } = home();
      const terminal = await asks(env);
      terminal.type(typed);
      expect(await terminal.over()).toBe('status 0');
      expect(terminal.stdout).not.toMatch(/sk-/);
      expect(text('keys.toml')).toContain(`openai = "${KEY}"\n`);
    }
  });

  it.each([
    ['Ctrl-C', '\u0003', 'status 5'],
    ['end of input', '\u0004', 'status 5'],
    ['nothing but Enter', '\r', 'status 14'],
  ])('%s changes nothing', async (_what, keys, status) => {
    const { env, path } = home();
    const terminal = await asks(env);
    terminal.type(keys);
    expect(await terminal.over()).toBe(status);
    expect(existsSync(path(''))).toBe(false);
  });

  it('closing the window changes nothing', async () => {
    const { env, path } = home();
    const terminal = await asks(env);
    terminal.close();
    expect(await terminal.over()).toMatch(/^(status 5|status 129|signal 1)$/);
    expect(existsSync(path(''))).toBe(false);
  });

  it('a key of the environment is not asked for, nor kept', async () => {
    const { env, path } = home();
    const terminal = new Terminal(gpttraceCommand('model', 'use', 'openai/gpt-6-luna'), { env: { ...env, OPENAI_API_KEY: KEY } });
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.text).toContain('its key is from OPENAI_API_KEY');
    expect(readdirSync(path(''))).toEqual(['config.toml']);
  });
});
