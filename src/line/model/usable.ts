/** Which models can be asked as things are: for whoever chooses among them and sets none up. Names, without an address or a key. */
import { Problem } from '../../core/problem.ts';
import { resolveModel } from '../../models/resolve.ts';
import type { Settings } from '../../models/settings.ts';
import type { Environment } from './place.ts';
import { loadSettings } from './settings.ts';
import { surveyModels } from './survey.ts';

export interface UsableModel {
  readonly name: string;
  /** On this machine: nothing leaves it. */
  readonly local: boolean;
}

/** The user's own names, what servers on this machine have, and well-known models whose key is there. Throws a Problem for settings that cannot be read. */
export async function usableModels(env: Environment): Promise<readonly UsableModel[]> {
  const { settings } = loadSettings(env);
  const { own, providers } = await surveyModels(env);
  const names = [
    ...own.map(({ name }) => name),
    ...providers.flatMap(({ served = [] }) => served),
    ...providers.flatMap(({ key, models }) => (key === undefined ? [] : models.map(({ name }) => name))),
  ];
  return [...new Set(names)].flatMap((name) => usable(name, settings, env));
}

function usable(name: string, settings: Settings, env: Environment): UsableModel[] {
  try {
    const { local } = resolveModel(name, settings, env);
    return local || !settings.localOnly ? [{ name, local }] : [];
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}
