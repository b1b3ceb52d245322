/** What `gpttrace model use` and `forget` change. */
import { resolve } from 'node:path';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { isLoopback } from '../../models/address.ts';
import type { Price } from '../../models/model.ts';
import { PROVIDERS, providerOf } from '../../models/registry.ts';
import { addressOf, checkKey, entryOf, keptUnder, keyOf, near, type Origin, resolveModel } from '../../models/resolve.ts';
import type { ModelEntry, Settings } from '../../models/settings.ts';
import { withKey, withModel, withUse } from '../../models/settings-change.ts';
import type { Environment } from './place.ts';
import { replayFrom } from './recordings.ts';
import { type LoadedSettings, loadSettings } from './settings.ts';
import { changeSettings } from './write-settings.ts';

/** What a person wants to use. */
export interface WantedModel {
  readonly name: string;
  /** A name of their own for it. */
  readonly as?: string;
  readonly url?: string;
  readonly tools?: false;
  readonly context?: number;
  readonly price?: Price;
}

export interface PlannedUse {
  /** The name it is used by. */
  readonly name: string;
  /** Where its key is; undefined where there is none yet. */
  readonly key?: Origin;
  readonly needsKey: boolean;
  /** Whose key it would be, for who asks for it. */
  readonly keyOf: string;
  /** Writes it down, with a key that was typed in where there is one. Throws a Problem; then nothing is changed. */
  write(key: string | undefined, signal: AbortSignal): Promise<UsedModel>;
}

export interface UsedModel {
  readonly name: string;
  readonly url: string;
  readonly local: boolean;
  readonly context: number;
  /** Whether the context is only what its provider is taken to give, where a model server decides it. */
  readonly contextGuessed: boolean;
  readonly settingsFile: string;
  readonly keysFile: string;
}

/** No model in use any more. Its settings and keys stay. */
export async function useNone(env: Environment, signal: AbortSignal): Promise<void> {
  const { place } = loadSettings(env);
  await changeSettings(place, { settings: (text, path) => withUse(text, undefined, path) }, signal);
}

/** The exchanges in a directory as the model in use: its name. Throws a Problem where there are none. */
export async function useReplay(name: string, env: Environment, signal: AbortSignal): Promise<string> {
  const directory = resolve(name.slice('replay:'.length));
  replayFrom(directory);
  const { place } = loadSettings(env);
  await changeSettings(place, { settings: (text, path) => withUse(text, `replay:${directory}`, path) }, signal);
  return `replay:${directory}`;
}

/** What using it takes. Throws a Problem for a name, an address or a key that cannot be used. */
export function planUse(wanted: WantedModel, env: Environment): PlannedUse {
  const loaded = loadSettings(env);
  const { settings, place } = loaded;
  const name = wanted.as ?? wanted.name;
  if (wanted.as !== undefined && (!/^[A-Za-z0-9][\w.-]*$/.test(wanted.as) || wanted.as === 'none' || providerOf(wanted.as) !== undefined))
    throw new Problem(messages.badOption('--as', wanted.as, 'a name of your own: letters, digits and - _ . that is neither none nor a provider'));
  const entry = wantedEntry(wanted, settings);
  const provider = providerOf(entry.provider);
  if (provider === undefined)
    throw new Problem(messages.unknownModel(wanted.name, `${JSON.stringify(entry.provider)} is no provider`, near(entry.provider, Object.keys(PROVIDERS))));
  const address = addressOf(name, entry, provider, env);
  const found = keyOf(name, entry, address, settings, env);
  // A name that says everything by itself needs no entry.
  const isPlain = Object.keys(entry).length === 2 && name === `${entry.provider}/${entry.model}` && !Object.hasOwn(settings.models, name);
  return {
    name,
    ...(found && { key: found.origin }),
    needsKey: provider.needsKey && !isLoopback(address.url),
    keyOf: provider.url === undefined || new URL(provider.url).origin !== address.url.origin ? address.url.host : provider.title,
    async write(key, signal) {
      const kept = keptUnder(name, entry);
      const after: Settings = {
        ...settings,
        models: isPlain ? settings.models : { ...settings.models, [name]: entry },
        keys: key === undefined ? settings.keys : { ...settings.keys, [kept]: checkKey(key, 'what was typed in') },
      };
      const { url = '', local, context } = resolveModel(name, after, env);
      await changeSettings(
        place,
        {
          settings: (text, path) => withUse(isPlain ? text : withModel(text, name, entry, path), name, path),
          ...(key === undefined ? {} : { keys: (text, path) => withKey(text, kept, key, path) }),
        },
        signal,
      );
      const contextGuessed = context === provider.context && provider.models.length === 0 && entry.context === undefined;
      return { name, url, local, context, contextGuessed, settingsFile: place.settings, keysFile: place.keys };
    },
  };
}

/** What the name stands for already, and what is now said of it. */
function wantedEntry({ name, url, tools, context, price }: WantedModel, settings: Settings): ModelEntry {
  return {
    ...entryOf(name, settings),
    ...(url === undefined ? {} : { url }),
    ...(tools === undefined ? {} : { tools }),
    ...(context === undefined ? {} : { context }),
    ...(price === undefined ? {} : { price }),
  };
}

/** Takes a key out of what is kept: the file it was in. Throws a Problem where none of that name is kept. */
export async function forgetKey(name: string, env: Environment, signal: AbortSignal): Promise<{ readonly stillIn: readonly string[] }> {
  const { settings, place }: LoadedSettings = loadSettings(env);
  const known = Object.keys(settings.keys);
  if (!known.includes(name)) throw new Problem(messages.nothingToForget(name, known, near(name, known)));
  const without = (text: string, path: string): string => withKey(text, name, undefined, path);
  await changeSettings(place, { settings: without, keys: without }, signal);
  return { stillIn: (providerOf(name)?.keyFrom ?? []).filter((variable) => (env[variable] ?? '') !== '') };
}
