/** The settings' text: what it says, what is wrong with it, and how it is changed without losing anything. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { NO_SETTINGS } from '../../src/models/settings.ts';
import { withKey, withModel, withUse } from '../../src/models/settings-change.ts';
import { parseSettings } from '../../src/models/settings-file.ts';

const PATH = '/home/a/.config/gpttrace/config.toml';

function problemOf(action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  }
  throw new Error('it went well');
}

const WHOLE = `# mine
use = "fast" # since May
local-only = true
embeddings = "ollama/nomic-embed-text"

[limits]
attempts = 3
dollars = 0.25

[web]
stack-exchange = true
search = "https://search.example/?q={query}"

[models.fast]
provider = "openai-compatible"
model = "m"
url = "https://models.example/v1"
key-from = "MY_KEY"
tools = false
context = 32768
price = { input = 0.1, output = 0.5, cached = 0.01 }

[keys]
anthropic = "sk-secret"
`;

describe('settings', () => {
  it('are read whole', () =>
    expect(parseSettings(WHOLE, PATH)).toEqual({
      warnings: [],
      settings: {
        use: 'fast',
        localOnly: true,
        embeddings: 'ollama/nomic-embed-text',
        limits: { attempts: 3, dollars: 0.25 },
        web: { stackExchange: true, search: 'https://search.example/?q={query}' },
        models: {
          fast: {
            provider: 'openai-compatible',
            model: 'm',
            url: 'https://models.example/v1',
            keyFrom: 'MY_KEY',
            tools: false,
            context: 32768,
            price: { input: 0.1, output: 0.5, cached: 0.01 },
          },
        },
        keys: { anthropic: 'sk-secret' },
      },
    }));

  it('that are empty set nothing', () => expect(parseSettings('', PATH)).toEqual({ settings: NO_SETTINGS, warnings: [] }));

  it.each([
    { what: 'a value without quotation marks', text: '# a\n[keys]\nanthropic = sk-secret\n', line: 3 },
    { what: 'a table that is not closed', text: 'use = "x"\n\n[models.fast\n', line: 3 },
    { what: 'a text that is not closed', text: 'use = "sk-secret\n', line: 1 },
    { what: 'a key twice', text: 'use = "a"\nuse = "sk-secret"\n', line: 2 },
    { what: 'JSON', text: '{ "use": "sk-secret" }', line: 1 },
    { what: 'a name as a number', text: 'use = 7\n', line: 1, said: /use: expected a text/ },
    { what: 'a switch as a text', text: '\n\nlocal-only = "yes"\n', line: 3, said: /local-only: expected true or false/ },
    { what: 'a limit as a text', text: '[limits]\n\ncalls = "many"\n', line: 3, said: /limits\.calls: expected a number/ },
    { what: 'a limit below nothing', text: '[limits]\ndollars = -1\n', line: 2, said: /limits\.dollars/ },
    { what: 'a table as a text', text: 'models = "sk-secret"\n', line: 1, said: /models: expected a table/ },
    { what: 'a model without a provider', text: 'use = "m"\n[models.m]\nmodel = "x"\n', line: 2, said: /models\.m needs a provider and a model/ },
    { what: 'half a context', text: '[models.m]\nprovider = "ollama"\nmodel = "x"\ncontext = 0.5\n', line: 4, said: /whole number/ },
    { what: 'half a price', text: '[models.m]\nprovider = "ollama"\nmodel = "x"\nprice = { input = 1 }\n', line: 4, said: /price: expected/ },
    { what: 'a search without a place for the words', text: '[web]\nsearch = "https://search.example"\n', line: 2, said: /\{query\}/ },
    { what: 'a key as a number', text: '[keys]\nopenai = 123456\n', line: 2, said: /keys\.openai: expected a text/ },
  ])('with $what name the line and show nothing of it', ({ text, line, said }) => {
    const problem = problemOf(() => parseSettings(text, PATH));
    expect(problem).toMatchObject({ code: 'bad-settings', exit: 10 });
    expect(problem.message).toContain(`${PATH}:${line}: `);
    expect(problem.message).toMatch(said ?? /this is no TOML/);
    expect(problem.message).not.toMatch(/secret|123456/);
    expect(problem.message).not.toContain('\n');
  });

  it.each([
    ['localonly = true\n', /localonly is no setting; there is use, local-only/],
    ['[web]\nstackexchange = true\n', /web\.stackexchange is no setting/],
    ['[models.m]\nprovider = "a"\nmodel = "b"\nkey = "sk-secret"\n', /models\.m\.key is no setting/],
  ])('with a name that means nothing warn: %j', (text, said) => {
    const { warnings } = parseSettings(text, PATH);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(said);
    expect(warnings[0]).not.toContain('secret');
  });
});

describe('a change', () => {
  it.each([
    { what: 'of nothing', text: '', name: 'ollama/x', out: 'use = "ollama/x"\n' },
    { what: 'of a value', text: 'use = "a"\n', name: 'b', out: 'use = "b"\n' },
    { what: 'of a value with a comment', text: WHOLE, name: 'ollama/x', out: WHOLE.replace('use = "fast" # since May', 'use = "ollama/x" # since May') },
    { what: 'of a value in single quotation marks', text: "  use='a#b'   # c\n", name: 'b', out: '  use="b"   # c\n' },
    { what: 'in front of tables', text: '[limits]\ncalls = 3\n', name: 'x', out: 'use = "x"\n[limits]\ncalls = 3\n' },
    {
      what: 'behind other values',
      text: '# a\nlocal-only = true\n\n# my limits\n[limits]\ncalls = 3\n',
      name: 'x',
      out: '# a\nlocal-only = true\nuse = "x"\n\n# my limits\n[limits]\ncalls = 3\n',
    },
    { what: 'behind a comment', text: '# mine\n', name: 'x', out: '# mine\nuse = "x"\n' },
    { what: 'without a last line end', text: 'local-only = true', name: 'x', out: 'local-only = true\nuse = "x"' },
    {
      what: 'beside a use that is another',
      text: '[models.use]\nprovider = "ollama"\nmodel = "x"\nuse = "y"\n',
      name: 'use',
      out: 'use = "use"\n[models.use]\nprovider = "ollama"\nmodel = "x"\nuse = "y"\n',
    },
    { what: 'to none', text: WHOLE, name: undefined, out: WHOLE.replace('use = "fast" # since May\n', '') },
    { what: 'to none of none', text: '# mine\n', name: undefined, out: '# mine\n' },
    { what: 'with line ends of Windows', text: 'use = "a"\r\nlocal-only = true\r\n', name: 'b', out: 'use = "b"\nlocal-only = true\r\n' },
    { what: 'with what TOML has to escape', text: '', name: 'a"\\\u007f\n', out: 'use = "a\\"\\\\\\u007F\\n"\n' },
    { what: 'beside what nobody knows', text: 'x = [\n  1, # one\n]\n[y]\nz = 1\n', name: 'a', out: 'x = [\n  1, # one\n]\nuse = "a"\n[y]\nz = 1\n' },
  ])('$what', ({ text, name, out }) => expect(withUse(text, name, PATH)).toBe(out));

  it.each([
    { what: 'a value of several lines', text: 'use = """\nfast"""\n' },
    { what: 'a text of several lines that looks like it', text: 'note = """\nuse = "a"\n"""\n' },
  ])('of $what is left to the user', ({ text }) => {
    const problem = problemOf(() => withUse(text, 'b', PATH));
    expect(problem).toMatchObject({ code: 'settings-by-hand', exit: 10 });
    expect(problem.hints.join()).toContain('use = "b"');
  });

  it('of a broken text says where it is broken', () => expect(problemOf(() => withUse('a = \n', 'b', PATH)).message).toContain(`${PATH}:1: `));

  it('adds a model, and changes it where it stands', () => {
    const entry = { provider: 'ollama', model: 'qwen3:8b', context: 16384 } as const;
    const added = withModel('use = "a"', 'my.fast', entry, PATH);
    expect(added).toBe('use = "a"\n\n[models."my.fast"]\nprovider = "ollama"\nmodel = "qwen3:8b"\ncontext = 16384\n');
    const commented = added.replace('context = 16384', '# as much as fits\ncontext = 16384 # 16k');
    const changed = withModel(commented, 'my.fast', { ...entry, context: 32768, tools: false, price: { input: 0, output: 0.25 } }, PATH);
    expect(changed).toContain('# as much as fits\ncontext = 32768 # 16k\ntools = false\nprice = { input = 0, output = 0.25 }\n');
    expect(withModel(changed, 'my.fast', entry, PATH)).toContain('# as much as fits\ncontext = 16384 # 16k\n');
    expect(withModel(changed, 'my.fast', entry, PATH)).not.toMatch(/tools|price/);
  });

  it('leaves models to the user that are written in another way', () => {
    for (const text of ['models = { fast = { provider = "ollama", model = "x" } }\n', 'models.fast.provider = "ollama"\nmodels.fast.model = "x"\n'])
      expect(problemOf(() => withModel(text, 'fast', { provider: 'ollama', model: 'y' }, PATH)).code).toBe('settings-by-hand');
  });

  it('keeps a key, changes it and takes it out, and shows it in no message', () => {
    const one = withKey('', 'anthropic', 'sk-secret', PATH);
    const two = withKey(one, 'openai', 'sk-other', PATH);
    expect(parseSettings(two, PATH).settings.keys).toEqual({ anthropic: 'sk-secret', openai: 'sk-other' });
    expect(parseSettings(withKey(two, 'anthropic', undefined, PATH), PATH).settings.keys).toEqual({ openai: 'sk-other' });
    const byHand = problemOf(() => withKey('keys = { anthropic = "sk-old" }\n', 'anthropic', 'sk-secret', PATH));
    expect(JSON.stringify([byHand.message, byHand.hints])).not.toMatch(/sk-/);
  });
});
