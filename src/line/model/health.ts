/** Whether the language model in use can be used, as far as that can be told without asking it. */
import { Problem } from '../../core/problem.ts';
import type { Environment } from './place.ts';
import { loadSettings } from './settings.ts';
import { useOf } from './survey.ts';

export interface ModelHealth {
  readonly works: boolean;
  readonly says: string;
  /** The command that mends it. */
  readonly mend?: string;
}

/** One line about the model, and one for each thing that is strange about its settings. Never throws for what the user can mend. */
export function modelHealth(env: Environment): ModelHealth[] {
  try {
    const { settings, warnings } = loadSettings(env);
    const use = useOf(settings, env);
    return [healthOf(use), ...warnings.map((warning) => ({ works: false, ...warning }))];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [{ works: false, says: error.message }];
  }
}

function healthOf(use: ReturnType<typeof useOf>): ModelHealth {
  if (use === undefined) return { works: true, says: 'none is configured: the embedded planner answers what it can; gpttrace model list shows what there is' };
  if (use.problem !== undefined) return { works: false, says: `${use.name}: ${use.problem}`, mend: `gpttrace model use ${use.name}` };
  return { works: true, says: `${use.name}${use.local === true ? ', on this machine' : ` at ${use.url ?? 'its provider'}`}; gpttrace model test tries it` };
}
