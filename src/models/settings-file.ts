/** The text of the settings to plain data. Pure; never throws anything but a Problem that names the line. */
import { parse as parseToml, TomlError } from 'smol-toml';
import type { Budget } from '../core/budget.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { ModelEntry, Settings } from './settings.ts';
import { lineOf } from './settings-edit.ts';

/** What stands in a file, and what is strange about it without being wrong. */
export interface ReadSettings {
  readonly settings: Settings;
  /** In sentences. Never with a key. */
  readonly warnings: readonly string[];
}

type Table = Readonly<Record<string, unknown>>;

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': ['use', 'local-only', 'embeddings', 'limits', 'web', 'models', 'keys'],
  limits: ['attempts', 'calls', 'tokens', 'seconds', 'dollars'] satisfies (keyof Budget)[],
  web: ['stack-exchange', 'search'],
  model: ['provider', 'model', 'url', 'key-from', 'tools', 'context', 'price'],
  price: ['input', 'output', 'cached'],
};

/** The settings that a text holds; `path` is for messages. Throws a Problem for what is no TOML, and for a value that is none of its kind. */
export function parseSettings(text: string, path: string): ReadSettings {
  return new Reader(text, path).read();
}

/** The text as TOML. Throws a Problem that names the line and shows nothing of it: it may hold a key. */
export function parseTable(text: string, path: string): Table {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [why = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new Problem(messages.badSettings(path, error.line, `this is no TOML: ${why}`));
  }
}

class Reader {
  readonly #text: string;
  readonly #path: string;
  readonly #root: Table;
  readonly #warnings: string[] = [];

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
    this.#root = parseTable(text, path);
  }

  read(): ReadSettings {
    this.#minded('', this.#root, []);
    const limits = this.#table(this.#root, [], 'limits');
    const web = this.#table(this.#root, [], 'web');
    const models = this.#table(this.#root, [], 'models');
    const keys = this.#table(this.#root, [], 'keys');
    this.#minded('limits', limits, ['limits']);
    this.#minded('web', web, ['web']);
    const use = this.#string(this.#root, [], 'use');
    const embeddings = this.#string(this.#root, [], 'embeddings');
    const search = this.#string(web, ['web'], 'search');
    if (search !== undefined && !search.includes('{query}')) this.#fail(['web'], 'search', 'expected an address with {query} in it');
    const settings: Settings = {
      ...(use === undefined ? {} : { use }),
      models: fromEntries(Object.keys(models).map((name) => [name, this.#entry(this.#table(models, ['models'], name), name)])),
      keys: fromEntries(Object.keys(keys).map((name) => [name, this.#string(keys, ['keys'], name) ?? ''])),
      limits: fromEntries(KNOWN.limits?.flatMap((name) => this.#optional(name, this.#number(limits, ['limits'], name))) ?? []),
      localOnly: this.#boolean(this.#root, [], 'local-only') ?? false,
      web: { stackExchange: this.#boolean(web, ['web'], 'stack-exchange') ?? false, ...(search === undefined ? {} : { search }) },
      ...(embeddings === undefined ? {} : { embeddings }),
    };
    return { settings, warnings: this.#warnings };
  }

  #entry(table: Table, name: string): ModelEntry {
    const path = ['models', name];
    this.#minded('model', table, path);
    const provider = this.#string(table, path, 'provider');
    const model = this.#string(table, path, 'model');
    if (provider === undefined || model === undefined)
      throw new Problem(messages.badSettings(this.#path, lineOf(this.#text, path), `models.${name} needs a provider and a model`));
    const price = Object.hasOwn(table, 'price') ? this.#table(table, path, 'price') : undefined;
    if (price !== undefined) this.#minded('price', price, path);
    const amount = (key: string): number =>
      this.#number(price ?? {}, [...path, 'price'], key) ?? this.#fail(path, 'price', 'expected { input = N, output = N }, in US dollars for a million tokens');
    const context = this.#number(table, path, 'context');
    if (context !== undefined && (!Number.isInteger(context) || context < 1)) this.#fail(path, 'context', 'expected a whole number of tokens');
    const cached = price === undefined ? undefined : this.#number(price, [...path, 'price'], 'cached');
    return {
      provider,
      model,
      ...fromEntries(this.#optional('url', this.#string(table, path, 'url'))),
      ...fromEntries(this.#optional('keyFrom', this.#string(table, path, 'key-from'))),
      ...fromEntries(this.#optional('tools', this.#boolean(table, path, 'tools'))),
      ...fromEntries(this.#optional('context', context)),
      ...(price === undefined ? {} : { price: { input: amount('input'), output: amount('output'), ...(cached === undefined ? {} : { cached }) } }),
    };
  }

  #optional<T>(name: string, value: T | undefined): [string, T][] {
    return value === undefined ? [] : [[name, value]];
  }

  #table(table: Table, path: readonly string[], key: string): Table {
    const value = own(table, key) ?? {};
    if (typeof value !== 'object' || Array.isArray(value) || value instanceof Date) this.#fail(path, key, 'expected a table');
    return value as Table;
  }

  #string(table: Table, path: readonly string[], key: string): string | undefined {
    const value = own(table, key);
    if (value !== undefined && typeof value !== 'string') this.#fail(path, key, 'expected a text in quotation marks');
    return value as string | undefined;
  }

  #boolean(table: Table, path: readonly string[], key: string): boolean | undefined {
    const value = own(table, key);
    if (value !== undefined && typeof value !== 'boolean') this.#fail(path, key, 'expected true or false');
    return value as boolean | undefined;
  }

  #number(table: Table, path: readonly string[], key: string): number | undefined {
    const value = own(table, key);
    if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value) || value < 0)) this.#fail(path, key, 'expected a number, 0 or more');
    return value as number | undefined;
  }

  #fail(path: readonly string[], key: string, why: string): never {
    throw new Problem(messages.badSettings(this.#path, lineOf(this.#text, path, key), `${[...path, key].join('.')}: ${why}`));
  }

  /** Tells of names that mean nothing: a slip in `local-only` would otherwise go unseen. */
  #minded(kind: string, table: Table, path: readonly string[]): void {
    const known = KNOWN[kind] ?? [];
    for (const key of Object.keys(table))
      if (!known.includes(key)) this.#warnings.push(`${this.#path}: ${[...path, key].join('.')} is no setting; there is ${known.join(', ')}`);
  }
}

function own(table: Table, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** As Object.fromEntries; a name may be `__proto__`, which TOML refuses. */
function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}
