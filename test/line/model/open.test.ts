/** The model in use, from settings on the disk and the environment. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import { Problem } from '../../../src/core/problem.ts';
import { modelHealth } from '../../../src/line/model/health.ts';
import { type ModelWish, type OpenModel, openModel } from '../../../src/line/model/open.ts';
import { tryModel } from '../../../src/line/model/trial.ts';
import type { Endpoint } from '../../../src/models/endpoint.ts';
import { type Line, scripted } from '../../models/scripted.ts';

const KEY = 'sk-test-0123456789';

let place = '';
let connected: Endpoint[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-open-'));
  connected = [];
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { XDG_CONFIG_HOME: place, ...more };
}

function write(name: 'config.toml' | 'keys.toml', text: string, mode = 0o600): string {
  const path = join(place, 'gpttrace', name);
  mkdirSync(join(place, 'gpttrace'), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function open(wish: ModelWish = {}, more: Readonly<Record<string, string>> = {}, lines: readonly Line[] = [{ text: 'ready' }]): Promise<OpenModel | undefined> {
  return openModel(wish, {
    env: env(more),
    connect: (endpoint) => {
      connected.push(endpoint);
      return scripted(lines, { name: endpoint.name, local: endpoint.local });
    },
  });
}

async function problemOf(opening: Promise<unknown>): Promise<Problem> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

describe('no model is opened', () => {
  it.each([
    { what: 'where nothing is set' },
    { what: 'by a key alone', more: { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, OLLAMA_HOST: '127.0.0.1' } },
    { what: 'where GPTTRACE_MODEL is none', text: 'use = "ollama/x"\n', more: { GPTTRACE_MODEL: 'none' } },
    { what: 'where the flag says none', text: 'use = "ollama/x"\n', wish: { model: 'none' } },
    { what: 'by a blank name', text: 'use = ""\n', more: { GPTTRACE_MODEL: ' ' } },
  ])('$what', async ({ text = '', more = {}, wish = {} }) => {
    if (text !== '') write('config.toml', text);
    expect(await open(wish, more)).toBeUndefined();
    expect(connected).toEqual([]);
  });
});

describe('the model', () => {
  it.each([
    { what: 'of the settings', wish: {}, more: {}, name: 'ollama/a' },
    { what: 'of the environment', wish: {}, more: { GPTTRACE_MODEL: 'ollama/b' }, name: 'ollama/b' },
    { what: 'of the flag', wish: { model: 'ollama/c' }, more: { GPTTRACE_MODEL: 'ollama/b' }, name: 'ollama/c' },
  ])('$what is taken', async ({ wish, more, name }) => {
    write('config.toml', 'use = "ollama/a"\n');
    expect((await open(wish, more))?.model.name).toBe(name);
  });

  it('gets the key that was typed in, from the file of keys', async () => {
    write('config.toml', 'use = "openai/gpt-6-luna"\n[keys]\nopenai = "older"\n');
    write('keys.toml', `[keys]\nopenai = "${KEY}"\n`);
    const opened = await open();
    expect(connected[0]?.key).toBe(KEY);
    expect(opened?.warnings).toEqual([]);
  });

  it('has the limits of the settings over the usual ones, and the flag over both', async () => {
    write('config.toml', 'use = "ollama/a"\n[limits]\ncalls = 3\ndollars = 0.1\n');
    expect((await open())?.budget).toEqual({ ...DEFAULT_BUDGET, calls: 3, dollars: 0.1 });
    expect((await open({ dollars: 2 }))?.budget).toEqual({ ...DEFAULT_BUDGET, calls: 3, dollars: 2 });
  });
});

describe('nothing leaves the machine', () => {
  it.each([
    { what: 'a vendor', name: 'anthropic/claude-sonnet-5-5', more: { ANTHROPIC_API_KEY: KEY }, host: 'api.anthropic.com' },
    { what: 'a vendor through a model server here', name: 'ollama/x:cloud', more: {}, host: '127.0.0.1:11434' },
    { what: 'another machine', name: 'ollama/x', more: { OLLAMA_HOST: '10.0.0.7' }, host: '10.0.0.7:11434' },
    {
      what: 'another machine that is called like this one',
      name: 'ollama/x',
      more: { OLLAMA_HOST: 'localhost.example.com' },
      host: 'localhost.example.com:11434',
    },
  ])('to $what', async ({ name, more, host }) => {
    for (const setting of ['', 'local-only = true\n']) {
      write('config.toml', setting);
      const problem = await problemOf(open({ model: name, ...(setting === '' ? { localOnly: true } : {}) }, more));
      expect(problem).toMatchObject({ code: 'model-not-local', exit: 14 });
      expect(problem.message).toContain(host);
    }
    expect(connected).toEqual([]);
  });

  it('but a model here is used, and the settings say so to everybody', async () => {
    expect((await open({ model: 'ollama/x', localOnly: true }))?.settings.localOnly).toBe(true);
    write('config.toml', 'local-only = true\n');
    expect((await open({ model: 'ollama/x' }))?.settings.localOnly).toBe(true);
    expect((await open({ model: 'ollama/x', localOnly: false }))?.settings.localOnly, 'a flag does not take it away').toBe(true);
  });
});

describe('settings on the disk', () => {
  it.each([0o644, 0o640, 0o604])('that hold keys and are open to others (%o) warn with the command', async (mode) => {
    for (const name of ['config.toml', 'keys.toml'] as const) {
      rmSync(join(place, 'gpttrace'), { recursive: true, force: true });
      const path = write(name, `[keys]\nopenai = "${KEY}"\n`, mode);
      const opened = await open({ model: 'ollama/x' });
      expect(opened?.warnings).toEqual([{ says: expect.stringContaining(path), mend: `chmod 600 ${path}` }]);
      expect(JSON.stringify(opened?.warnings)).not.toContain(KEY);
      expect(modelHealth(env()).filter(({ works }) => !works)).toEqual([{ works: false, ...opened?.warnings?.[0] }]);
    }
  });

  it('without keys may be open', async () => {
    write('config.toml', 'use = "ollama/x"\n', 0o644);
    expect((await open())?.warnings).toEqual([]);
  });

  it.each(['config.toml', 'keys.toml'] as const)('that are broken (%s) are one problem, and stay as they are', async (name) => {
    const path = write(name, `use = "ollama/x"\n[keys]\nopenai = ${KEY}\n`);
    const problem = await problemOf(open());
    expect(problem).toMatchObject({ code: 'bad-settings', exit: 10 });
    expect(problem.message).toContain(`${path}:3: `);
    expect(problem.message).not.toContain(KEY);
    expect(readFileSync(path, 'utf8')).toContain(KEY);
    expect(modelHealth(env())).toEqual([{ works: false, says: problem.message }]);
  });

  it('that are a directory are a problem', async () => {
    mkdirSync(join(place, 'gpttrace', 'config.toml'), { recursive: true });
    expect((await problemOf(open())).message).toMatch(/cannot read .*config\.toml: it is a directory/);
  });

  it('are below the home directory where XDG_CONFIG_HOME is unset or relative', async () => {
    mkdirSync(join(place, '.config', 'gpttrace'), { recursive: true });
    writeFileSync(join(place, '.config', 'gpttrace', 'config.toml'), 'use = "ollama/home"\n');
    const connect = (endpoint: Endpoint) => scripted([], { name: endpoint.name });
    for (const XDG_CONFIG_HOME of [undefined, '', 'relative'])
      expect((await openModel({}, { env: { HOME: place, XDG_CONFIG_HOME }, connect }))?.model.name).toBe('ollama/home');
  });
});

describe('record and replay', () => {
  it('through a directory, for nobody else to read', async () => {
    const directory = join(place, 'new', 'recording');
    const opened = await open({ model: 'openai/gpt-6-luna', record: directory }, { OPENAI_API_KEY: KEY }, [{ text: `ready ${KEY}` }]);
    const asked = opened && (await tryModel(opened.model, new AbortController().signal));
    expect(asked?.tools).toBe('ignores');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const [file = '', ...more] = readdirSync(directory);
    expect(more).toEqual([]);
    expect(file).toMatch(/^test-[0-9a-f]{12}-001\.json$/);
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(directory, file), 'utf8')).not.toContain(KEY);
    const replay = await open({ model: `replay:${directory}`, localOnly: true });
    expect(replay?.model).toMatchObject({ name: `replay:${directory}`, local: true });
    expect(replay && (await tryModel(replay.model, new AbortController().signal))).toMatchObject({ tools: 'ignores', dollars: 0 });
    expect(connected).toHaveLength(1);
  });

  it.each([
    { what: 'is not there', make: () => {}, said: /no such file or directory/ },
    { what: 'is empty', make: (path: string) => mkdirSync(path), said: /no exchange in it/ },
    { what: 'is a file', make: (path: string) => writeFileSync(path, ''), said: /not a directory/ },
    {
      what: 'is broken',
      make: (path: string) => {
        mkdirSync(path);
        writeFileSync(join(path, 'plan-0123456789ab-001.json'), '{');
      },
      said: /plan-0123456789ab-001\.json: it is no JSON/,
    },
  ])('from a directory that $what is a problem', async ({ make, said }) => {
    const directory = join(place, 'recording');
    make(directory);
    const problem = await problemOf(open({ model: `replay:${directory}` }));
    expect(problem).toMatchObject({ code: 'no-recording', exit: 10 });
    expect(problem.message).toMatch(said);
    expect(problem.hints.join()).toContain(`--record ${directory}`);
  });

  it('into what is no directory is a problem', async () => {
    writeFileSync(join(place, 'file'), '');
    expect((await problemOf(open({ model: 'ollama/x', record: join(place, 'file', 'x') }))).code).toBe('unwritable-file');
    expect(existsSync(join(place, 'file', 'x'))).toBe(false);
    expect((await problemOf(open({ model: 'ollama/x', record: join(place, 'file') }))).message).toMatch(
      /cannot write .*: a part of the path is not a directory/,
    );
  });
});
