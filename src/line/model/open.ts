/** The language model that was asked for, or that is in use. */
import { type Budget, DEFAULT_BUDGET } from '../../core/budget.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Endpoint } from '../../models/endpoint.ts';
import type { ChatModel } from '../../models/model.ts';
import { resolveModel } from '../../models/resolve.ts';
import type { Settings } from '../../models/settings.ts';
import type { Environment } from './place.ts';
import { recordTo, replayFrom } from './recordings.ts';
import { loadSettings, type SettingsWarning } from './settings.ts';

/** What flags say of it. */
export interface ModelWish {
  /** Instead of the model in use: PROVIDER/MODEL, a name of the user's own, or replay:DIR; `none` for no model. */
  readonly model?: string;
  /** Where every exchange is written down. */
  readonly record?: string;
  readonly localOnly?: boolean;
  /** US dollars that one question may cost. */
  readonly dollars?: number;
}

export interface OpenModel {
  readonly model: ChatModel;
  readonly budget: Budget;
  readonly settings: Settings;
  /** What is strange about the settings, for who can tell the user. */
  readonly warnings?: readonly SettingsWarning[];
}

/** What is outside: other in tests. */
export interface Outside {
  readonly env: Environment;
  connect(endpoint: Endpoint): ChatModel | Promise<ChatModel>;
}

/**
 * The model, ready to be talked to; undefined where none is configured and none was asked for. Throws a Problem for a name that is no model's, where a key is
 * missing, and where it is not on this machine though nothing may leave it. Opens no connection.
 */
export async function openModel(wish: ModelWish, outside: Outside = { env: process.env, connect }): Promise<OpenModel | undefined> {
  const { settings, warnings } = loadSettings(outside.env);
  const name = nameInUse(wish.model, settings, outside.env);
  if (name === undefined) return undefined;
  const localOnly = wish.localOnly === true || settings.localOnly;
  const { model, secrets } = await modelOf(name, settings, localOnly, outside);
  const budget: Budget = { ...DEFAULT_BUDGET, ...settings.limits, ...(wish.dollars === undefined ? {} : { dollars: wish.dollars }) };
  return {
    model: wish.record === undefined ? model : recordTo(wish.record, model, secrets),
    budget,
    settings: { ...settings, localOnly },
    warnings,
  };
}

/** Which model is meant: a flag's, else that of GPTTRACE_MODEL, else the one in use. A key alone chooses none. */
export function nameInUse(flag: string | undefined, settings: Settings, env: Environment): string | undefined {
  const name = [flag, env.GPTTRACE_MODEL, settings.use].map((one) => one?.trim() ?? '').find((one) => one !== '');
  return name === 'none' ? undefined : name;
}

async function modelOf(
  name: string,
  settings: Settings,
  localOnly: boolean,
  { env, connect: open }: Outside,
): Promise<{ readonly model: ChatModel; readonly secrets: readonly string[] }> {
  if (name.startsWith('replay:')) return { model: replayFrom(name.slice('replay:'.length)), secrets: [] };
  const endpoint = resolveModel(name, settings, env);
  if (localOnly && !endpoint.local) throw new Problem(messages.notLocalModel(name, endpoint.url === undefined ? name : new URL(endpoint.url).host));
  return { model: await open(endpoint), secrets: endpoint.key === undefined ? [] : [endpoint.key] };
}

async function connect(endpoint: Endpoint): Promise<ChatModel> {
  const { connect: open } = await import('../../models/connect.ts');
  return open(endpoint);
}
