/** Which models there are to choose from, which one is in use, and where keys were found: plain data, without a key in it. */
import { Problem } from '../../core/problem.ts';
import { isLoopback, urlText } from '../../models/address.ts';
import type { Price } from '../../models/model.ts';
import { PROVIDERS, type Provider } from '../../models/registry.ts';
import { type Address, addressOf, keyOf, type Origin, resolveModel } from '../../models/resolve.ts';
import type { ModelEntry, Settings } from '../../models/settings.ts';
import { nameInUse } from './open.ts';
import type { Environment } from './place.ts';
import { servedModels } from './served.ts';
import { loadSettings, type SettingsWarning } from './settings.ts';

export interface SurveyedModel {
  readonly name: string;
  readonly context: number;
  readonly price?: Price;
}

export interface SurveyedProvider {
  readonly name: string;
  readonly title: string;
  readonly url?: string;
  readonly needsKey: boolean;
  /** Where its key is. */
  readonly key?: Origin;
  /** Where it would be looked for. */
  readonly keyFrom: readonly string[];
  /** Why its address or its key cannot be used. */
  readonly problem?: string;
  readonly models: readonly SurveyedModel[];
  /** What its server on this machine says it has; absent where none answers. */
  readonly served?: readonly string[];
}

export interface SurveyedUse {
  readonly name: string;
  readonly from: 'GPTTRACE_MODEL' | 'settings';
  readonly url?: string;
  readonly local?: boolean;
  readonly tools?: boolean;
  readonly context?: number;
  readonly price?: Price;
  readonly problem?: string;
}

export interface SurveyedEntry {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly url?: string;
  /** Why it cannot be used. */
  readonly problem?: string;
  /** What its server on this machine says it has. */
  readonly served?: readonly string[];
}

export interface ModelSurvey {
  readonly inUse?: SurveyedUse;
  /** Models under names of the user's own. */
  readonly own: readonly SurveyedEntry[];
  readonly providers: readonly SurveyedProvider[];
  readonly settingsFile: string;
  readonly localOnly: boolean;
  readonly warnings: readonly SettingsWarning[];
}

/** Asks servers on this machine what they have, and nobody else. Throws a Problem for settings that cannot be read. */
export async function surveyModels(env: Environment): Promise<ModelSurvey> {
  const { settings, warnings, place } = loadSettings(env);
  const inUse = useOf(settings, env);
  const own = await Promise.all(Object.entries(settings.models).map(([name, entry]) => surveyEntry(name, entry, settings, env)));
  const providers = await Promise.all(Object.entries(PROVIDERS).map(([name, provider]) => surveyProvider(name, provider, settings, env)));
  return { ...(inUse && { inUse }), own, providers, settingsFile: place.settings, localOnly: settings.localOnly, warnings };
}

/** The model in use, and why it cannot be used where it cannot. */
export function useOf(settings: Settings, env: Environment): SurveyedUse | undefined {
  const name = nameInUse(undefined, settings, env);
  if (name === undefined) return undefined;
  const from = (env.GPTTRACE_MODEL ?? '').trim() === '' ? 'settings' : 'GPTTRACE_MODEL';
  if (name.startsWith('replay:')) return { name, from, local: true };
  const { value, problem } = attempt(() => resolveModel(name, settings, env));
  if (value === undefined) return { name, from, problem: problem ?? '' };
  // Picked one by one: the key stays behind.
  const { url, local, tools, context, price } = value;
  return { name, from, ...(url === undefined ? {} : { url }), local, tools, context, ...(price && { price }) };
}

async function surveyEntry(name: string, { provider, model, url }: ModelEntry, settings: Settings, env: Environment): Promise<SurveyedEntry> {
  const { value, problem } = attempt(() => resolveModel(name, settings, env));
  // The provider's own server is asked once, beside the provider.
  const served = value?.url !== undefined && url !== undefined && isLoopback(new URL(value.url)) ? await servedModels(value.url, value.key) : undefined;
  return {
    name,
    provider,
    model,
    ...(value?.url === undefined ? {} : { url: value.url }),
    ...(problem === undefined ? {} : { problem }),
    ...(served && { served }),
  };
}

async function surveyProvider(name: string, provider: Provider, settings: Settings, env: Environment): Promise<SurveyedProvider> {
  const entry: ModelEntry = { provider: name, model: '' };
  const address = provider.url === undefined && provider.urlFrom === undefined ? {} : attempt((): Address => addressOf(name, entry, provider, env));
  const at = address.value;
  const found = at === undefined ? {} : attempt(() => keyOf(name, entry, at, settings, env));
  const problem = address.problem ?? found.problem;
  const served = at !== undefined && !provider.needsKey && isLoopback(at.url) ? await servedModels(urlText(at.url), found.value?.key) : undefined;
  return {
    name,
    title: provider.title,
    ...(at === undefined ? {} : { url: urlText(at.url) }),
    needsKey: provider.needsKey,
    ...(found.value && { key: found.value.origin }),
    keyFrom: provider.keyFrom,
    ...(problem === undefined ? {} : { problem }),
    models: provider.models.map(({ model, context, price }) => ({ name: `${name}/${model}`, context, ...(price && { price }) })),
    ...(served === undefined ? {} : { served: served.map((model) => `${name}/${model}`) }),
  };
}

function attempt<T>(action: () => T): { readonly value?: T; readonly problem?: string } {
  try {
    return { value: action() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}
