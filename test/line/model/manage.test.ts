/** What `gpttrace model use` and `forget` leave on the disk. */
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import { forgetKey, planUse, useNone, useReplay, type WantedModel } from '../../../src/line/model/manage.ts';
import { loadSettings } from '../../../src/line/model/settings.ts';
import { changeSettings } from '../../../src/line/model/write-settings.ts';

const KEY = 'sk-test-0123456789';
const { signal } = new AbortController();

let place = '';
let home = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-manage-'));
  home = join(place, 'gpttrace');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const env = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({ XDG_CONFIG_HOME: place, ...more });
const use = (wanted: WantedModel, key?: string, more?: Readonly<Record<string, string>>) => planUse(wanted, env(more)).write(key, new AbortController().signal);
const text = (name: string): string => readFileSync(join(home, name), 'utf8');
const mode = (path: string): number => statSync(path).mode & 0o777;

async function problemOf(action: () => unknown): Promise<Problem> {
  try {
    await action();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  }
  throw new Error('it went well');
}

describe('using a model', () => {
  it('writes its name, for nobody else to read', async () => {
    await use({ name: 'ollama/qwen3' });
    expect(text('config.toml')).toBe('use = "ollama/qwen3"\n');
    expect([mode(home), mode(join(home, 'config.toml'))]).toEqual([0o700, 0o600]);
    expect(readdirSync(home)).toEqual(['config.toml']);
  });

  it('keeps a key in a file of its own', async () => {
    await use({ name: 'anthropic/claude-haiku-5-5' }, KEY);
    expect(text('config.toml')).not.toContain(KEY);
    expect(text('keys.toml')).toContain(`[keys]\nanthropic = "${KEY}"\n`);
    expect(mode(join(home, 'keys.toml'))).toBe(0o600);
  });

  it('closes a file of keys that was open to others', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'keys.toml'), '# mine\n[keys]\nopenai = "o"\n');
    chmodSync(join(home, 'keys.toml'), 0o644);
    await use({ name: 'anthropic/claude-haiku-5-5' }, KEY);
    expect(mode(join(home, 'keys.toml'))).toBe(0o600);
    expect(text('keys.toml')).toContain('# mine\n[keys]\nopenai = "o"\n');
  });

  it('keeps comments, what nobody knows, the mode of the file, and a link to it', async () => {
    mkdirSync(home);
    const real = join(place, 'dotfiles.toml');
    writeFileSync(real, '# mine\nuse = "a" # b\n\n[ui]\ncolour = "blue"\n');
    chmodSync(real, 0o640);
    symlinkSync(real, join(home, 'config.toml'));
    await use({ name: 'ollama/qwen3', as: 'fast', context: 16384, tools: false, price: { input: 0, output: 0.5 } });
    expect(readFileSync(real, 'utf8')).toBe(
      '# mine\nuse = "fast" # b\n\n[ui]\ncolour = "blue"\n\n[models.fast]\nprovider = "ollama"\nmodel = "qwen3"\ntools = false\ncontext = 16384\nprice = { input = 0, output = 0.5 }\n',
    );
    expect(lstatSync(join(home, 'config.toml')).isSymbolicLink()).toBe(true);
    expect(mode(real)).toBe(0o640);
  });

  it('changes only what is said of a name that is there', async () => {
    await use({ name: 'ollama/qwen3', as: 'fast', context: 16384 });
    await use({ name: 'fast', context: 32768 });
    await use({ name: 'ollama/qwen3', context: 8192 });
    expect(loadSettings(env()).settings).toMatchObject({
      use: 'ollama/qwen3',
      models: { fast: { provider: 'ollama', model: 'qwen3', context: 32768 }, 'ollama/qwen3': { provider: 'ollama', model: 'qwen3', context: 8192 } },
    });
  });

  it('keeps the key for an address of the user under that name, and sends it nowhere else', async () => {
    await use({ name: 'openai/m', as: 'work', url: 'https://models.example/v1' }, KEY);
    expect(loadSettings(env()).settings.keys).toEqual({ work: KEY });
    expect(planUse({ name: 'openai/gpt-6-luna' }, env()).key).toBeUndefined();
    expect(planUse({ name: 'work' }, env()).key).toEqual({ kind: 'kept', name: 'work' });
  });

  it('tells where a key is, and what it is for', () => {
    expect(planUse({ name: 'openai/x' }, env({ OPENAI_API_KEY: KEY }))).toMatchObject({
      key: { kind: 'variable', name: 'OPENAI_API_KEY' },
      needsKey: true,
      keyOf: 'OpenAI',
    });
    expect(planUse({ name: 'openai/x', url: 'https://models.example/v1' }, env())).toMatchObject({ needsKey: true, keyOf: 'models.example' });
    expect(planUse({ name: 'ollama/x' }, env())).toMatchObject({ needsKey: false });
    expect(planUse({ name: 'openai/x', url: 'http://127.0.0.1:8000/v1' }, env())).toMatchObject({ needsKey: false });
  });

  it('keeps a key for a name whose variable is not set', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), '[models.work]\nprovider = "openai"\nmodel = "m"\nkey-from = "WORK_KEY"\n');
    await use({ name: 'work' }, KEY);
    expect(loadSettings(env()).settings.keys).toEqual({ work: KEY });
    expect(planUse({ name: 'work' }, env({ WORK_KEY: 'x' })).key).toEqual({ kind: 'variable', name: 'WORK_KEY' });
  });

  it.runIf(process.geteuid?.() === 0)('by root leaves everything to the one below whose directory it is', async () => {
    chownSync(place, 12345, 12345);
    await use({ name: 'anthropic/x' }, KEY);
    for (const path of [home, join(home, 'config.toml'), join(home, 'keys.toml')]) expect(statSync(path).uid).toBe(12345);
  });

  it('can be taken back, with nothing else lost', async () => {
    await use({ name: 'anthropic/claude-haiku-5-5', as: 'fast' }, KEY);
    await useNone(env(), signal);
    expect(loadSettings(env()).settings).toMatchObject({ models: { fast: { provider: 'anthropic' } }, keys: { anthropic: KEY } });
    expect(loadSettings(env()).settings.use).toBeUndefined();
  });

  it('of a recording that is not there is a problem', async () =>
    expect(await problemOf(() => useReplay(`replay:${join(place, 'none')}`, env(), signal))).toMatchObject({ code: 'no-recording' }));
});

describe('nothing is changed by', () => {
  it.each<{ readonly what: string; readonly wanted: WantedModel; readonly key?: string; readonly code: string }>([
    { what: 'an unknown provider', wanted: { name: 'antropic/x' }, code: 'unknown-model' },
    { what: 'a missing key', wanted: { name: 'anthropic/x' }, code: 'model-no-key' },
    { what: 'a blank key', wanted: { name: 'anthropic/x' }, key: '  ', code: 'model-bad-key' },
    { what: 'no key at all', wanted: { name: 'anthropic/x' }, key: '', code: 'model-bad-key' },
    { what: 'a key of two lines', wanted: { name: 'anthropic/x' }, key: `${KEY}\n${KEY}`, code: 'model-bad-key' },
    { what: 'an address that is none', wanted: { name: 'vllm/x', url: 'nowhere' }, code: 'model-bad-url' },
    { what: 'an address that shows a password', wanted: { name: 'vllm/x', url: 'http://a:b@127.0.0.1/v1' }, code: 'model-bad-url' },
    { what: 'a key in clear text', wanted: { name: 'vllm/x', url: 'http://10.0.0.7:8000/v1' }, key: KEY, code: 'model-clear-text-key' },
    { what: 'no address where one is needed', wanted: { name: 'openai-compatible/x' }, code: 'model-no-url' },
    { what: 'a name that is a provider', wanted: { name: 'ollama/x', as: 'openai' }, code: 'bad-option' },
    { what: 'a name with a slash', wanted: { name: 'ollama/x', as: 'a/b' }, code: 'bad-option' },
    { what: 'none as a name', wanted: { name: 'ollama/x', as: 'none' }, code: 'bad-option' },
  ])('$what', async ({ wanted, key, code }) => {
    const problem = await problemOf(() => use(wanted, key));
    expect(problem.code).toBe(code);
    expect(JSON.stringify([problem.message, problem.hints])).not.toContain(KEY);
    expect(existsSync(home)).toBe(false);
  });

  it('settings that are broken', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), 'use = \n# precious\n');
    expect(await problemOf(() => use({ name: 'ollama/x' }))).toMatchObject({ code: 'bad-settings', exit: 10 });
    expect(text('config.toml')).toBe('use = \n# precious\n');
  });

  it('a key where the settings cannot be changed', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), 'use = """\na"""\n');
    expect(await problemOf(() => use({ name: 'anthropic/x' }, KEY))).toMatchObject({ code: 'settings-by-hand' });
    expect(readdirSync(home)).toEqual(['config.toml']);
  });

  it.skipIf(process.geteuid?.() === 0)('a directory that cannot be written', async () => {
    chmodSync(place, 0o500);
    expect(await problemOf(() => use({ name: 'ollama/x' }))).toMatchObject({ code: 'unwritable-file' });
    chmodSync(place, 0o700);
  });

  it('a file where the directory should be', async () => {
    writeFileSync(home, '');
    expect(await problemOf(() => use({ name: 'ollama/x' }))).toMatchObject({ code: 'unwritable-file', exit: 10 });
  });
});

describe('forgetting a key', () => {
  it('takes it out of whichever file it is in, and tells where there is another', async () => {
    await use({ name: 'anthropic/x' }, KEY);
    writeFileSync(join(home, 'config.toml'), `[keys]\nanthropic = "${KEY}" # old\nopenai = "o"\n`);
    expect(await forgetKey('anthropic', env({ ANTHROPIC_API_KEY: KEY }), signal)).toEqual({ stillIn: ['ANTHROPIC_API_KEY'] });
    expect(text('config.toml') + text('keys.toml')).not.toContain(KEY);
    expect(loadSettings(env()).settings.keys).toEqual({ openai: 'o' });
  });

  it.each([
    { name: 'antropic', hint: 'did you mean anthropic?' },
    { name: 'ollama', hint: 'kept are keys of: anthropic' },
    { name: 'toString', hint: 'kept are keys of: anthropic' },
  ])('of $name says what is kept', async ({ name, hint }) => {
    await use({ name: 'anthropic/x' }, KEY);
    const problem = await problemOf(() => forgetKey(name, env(), signal));
    expect(problem).toMatchObject({ code: 'no-kept-key', exit: 2 });
    expect(problem.hints).toContain(hint);
  });
});

describe('two at once', () => {
  it('lose nothing of each other', async () => {
    const names = Array.from({ length: 12 }, (_, number) => `m${number}`);
    await Promise.all(names.map((as, number) => use({ name: `openai/x${number}`, as, url: `https://${as}.example/v1` }, `${KEY}-${number}`)));
    const { settings } = loadSettings(env());
    expect(Object.keys(settings.models).sort()).toEqual([...names].sort());
    expect(Object.keys(settings.keys).sort()).toEqual([...names].sort());
    expect(names).toContain(settings.use);
    expect(readdirSync(home).sort()).toEqual(['config.toml', 'keys.toml']);
  });

  it('leave alone what an editor wrote in the meantime', async () => {
    await use({ name: 'ollama/a' });
    const path = join(home, 'config.toml');
    const change = (before: string): string => {
      writeFileSync(path, 'use = "edited"\n');
      return `${before}# more\n`;
    };
    expect(await problemOf(() => changeSettings(loadSettings(env()).place, { settings: change }, signal))).toMatchObject({ code: 'file-changed' });
    expect(text('config.toml')).toBe('use = "edited"\n');
    expect(readdirSync(home)).toEqual(['config.toml']);
  });
});
