/** From a model's name, the settings and the environment to where it is. Pure; opens no connection. */
import { editDistance } from '../core/distance.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { checkUrl, isLoopback, shortUrl, urlText, withPath } from './address.ts';
import type { Endpoint } from './endpoint.ts';
import { PROVIDERS, type Provider, providerOf } from './registry.ts';
import type { ModelEntry, Settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a key, or an address, was found: never what it is. */
export type Origin = { readonly kind: 'variable' | 'kept'; readonly name: string };

export interface Address {
  readonly url: URL;
  /** Absent where it is the provider's own. */
  readonly origin?: Origin;
}

export interface FoundKey {
  readonly key: string;
  readonly origin: Origin;
}

/** The endpoint of a model. Throws a Problem for a name that is none, for an address or a key that cannot be used, and where a key is missing. */
export function resolveModel(name: string, settings: Settings, env: Environment): Endpoint {
  const entry = entryOf(name, settings);
  const provider = providerOf(entry.provider);
  if (provider === undefined) throw unknownProvider(name, entry.provider);
  const { url, origin } = addressOf(name, entry, provider, env);
  const found = keyOf(name, entry, { url, ...(origin && { origin }) }, settings, env);
  const loopback = isLoopback(url);
  if (found === undefined && provider.needsKey && !loopback) {
    const variables = entry.keyFrom === undefined ? provider.keyFrom : [entry.keyFrom];
    throw new Problem(messages.noModelKey(name, variables, url.host, Object.hasOwn(settings.keys, entry.provider)));
  }
  if (found !== undefined && url.protocol === 'http:' && !loopback) throw new Problem(messages.clearTextKey(name, url.host));
  const known = provider.models.find(({ model }) => model === entry.model);
  const local = loopback && !(provider.handsOn?.test(entry.model) ?? false);
  const price = entry.price ?? known?.price ?? (local ? { input: 0, output: 0 } : undefined);
  return {
    name,
    wire: provider.wire,
    model: entry.model,
    url: urlText(url),
    ...(found && { key: found.key }),
    tools: entry.tools ?? provider.tools,
    context: entry.context ?? contextFrom(provider, env) ?? known?.context ?? provider.context,
    local,
    ...(price && { price }),
  };
}

/** What a name stands for: an entry of the user's, or PROVIDER/MODEL. Throws a Problem where it is neither. */
export function entryOf(name: string, settings: Settings): ModelEntry {
  const own = Object.hasOwn(settings.models, name) ? settings.models[name] : undefined;
  if (own !== undefined) return own;
  const slash = name.indexOf('/');
  const names = Object.keys(settings.models);
  if (slash === -1) {
    const known = providerOf(name)?.models[0]?.model;
    if (providerOf(name) !== undefined)
      throw new Problem(messages.unknownModel(name, 'this is a provider, and no model of it is named', [`${name}/${known ?? 'NAME'}`]));
    throw new Problem(messages.unknownModel(name, 'it is no name of your own', near(name, [...names, ...Object.keys(PROVIDERS).map((one) => `${one}/NAME`)])));
  }
  const [provider, model] = [name.slice(0, slash), name.slice(slash + 1)];
  if (providerOf(provider) === undefined) throw unknownProvider(name, provider);
  if (!/^\S+$/.test(model)) throw new Problem(messages.unknownModel(name, 'the part behind the / is no name of a model', []));
  return { provider, model };
}

function unknownProvider(name: string, provider: string): Problem {
  const rest = name.includes('/') ? name.slice(name.indexOf('/')) : '/NAME';
  return new Problem(
    messages.unknownModel(
      name,
      `${JSON.stringify(provider)} is no provider`,
      near(provider, Object.keys(PROVIDERS)).map((one) => one + rest),
    ),
  );
}

/** Names that look like it. */
export function near(name: string, names: readonly string[]): string[] {
  return names.filter((one) => editDistance(name.toLowerCase(), one.replace(/\/NAME$/, ''), 2) <= 2);
}

/** Where a model's server is: what the user has set, else the environment, else the provider's own. Throws a Problem. */
export function addressOf(name: string, entry: ModelEntry, provider: Provider, env: Environment): Address {
  if (entry.url !== undefined) return { url: checkUrl(entry.url, name), origin: { kind: 'kept', name } };
  const { names = [], path = '', short } = provider.urlFrom ?? {};
  const variable = names.find((one) => (env[one] ?? '').trim() !== '');
  if (variable !== undefined) {
    const text = env[variable] ?? '';
    return { url: withPath(checkUrl(short === undefined ? text : shortUrl(text, short.port), variable), path), origin: { kind: 'variable', name: variable } };
  }
  if (provider.url === undefined) throw new Problem(messages.noModelUrl(name));
  return { url: new URL(provider.url) };
}

/** The key for a model, and where it was found. One that was typed in goes to the address it was typed in for, to no other. Throws a Problem for one that is none. */
export function keyOf(name: string, entry: ModelEntry, address: Address, settings: Settings, env: Environment): FoundKey | undefined {
  const provider = providerOf(entry.provider);
  const variables = entry.keyFrom === undefined ? (provider?.keyFrom ?? []) : [entry.keyFrom];
  // A variable that is set to nothing is a way to take it away.
  const variable = variables.find((one) => (env[one] ?? '') !== '');
  if (variable !== undefined) return { key: checkKey(env[variable] ?? '', variable), origin: { kind: 'variable', name: variable } };
  const isOwn = provider?.url !== undefined && new URL(provider.url).origin === address.url.origin;
  const names = [...(address.origin?.kind === 'variable' ? [] : [name]), ...(isOwn && entry.keyFrom === undefined ? [entry.provider] : [])];
  const kept = names.find((one) => Object.hasOwn(settings.keys, one));
  return kept === undefined ? undefined : { key: checkKey(settings.keys[kept] ?? '', `the settings (${kept})`), origin: { kind: 'kept', name: kept } };
}

/** Under which name a key that is typed in for a model is kept. */
export function keptUnder(name: string, entry: ModelEntry): string {
  const own = providerOf(entry.provider)?.url;
  if (entry.keyFrom !== undefined) return name;
  return entry.url !== undefined && (own === undefined || new URL(own).origin !== new URL(entry.url).origin) ? name : entry.provider;
}

/** A key that can be one. Throws a Problem that does not show it. */
export function checkKey(key: string, where: string): string {
  if (key.trim() === '') throw new Problem(messages.badModelKey(where, 'it is blank'));
  if (/[\r\n]/.test(key)) throw new Problem(messages.badModelKey(where, 'it has a line break in it'));
  if (/^\s|\s$/.test(key)) throw new Problem(messages.badModelKey(where, 'there is a blank in front of it or behind it'));
  if (/^["'].*["']$/.test(key)) throw new Problem(messages.badModelKey(where, 'it stands in quotation marks'));
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Problem(messages.badModelKey(where, 'it has blanks or letters in it that no key has'));
  return key;
}

function contextFrom({ contextFrom: variable }: Provider, env: Environment): number | undefined {
  const text = variable === undefined ? undefined : env[variable]?.trim();
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
