/** What plans the questions of an evaluation. */
import type { Machine } from '../../check/check.ts';
import type { RunFailure } from '../../plan/agent/events.ts';
import type { Planned } from '../../plan/plan.ts';
import type { Submission } from '../../rehearse/result.ts';
import type { Host } from '../../system/host.ts';
import { planQuestion } from '../plans.ts';

/** No plan, of a model. */
export interface NoPlan {
  readonly kind: 'no-plan';
  /** `faulty`: it has a program, and what is wrong with that. `not-asked`: nobody was asked, so there is nothing to judge. `refused`: it says that no program answers this. */
  readonly how: 'faulty' | 'none' | 'refused' | 'not-asked';
  readonly reasons: readonly string[];
}

export type EvalPlanned = Planned | NoPlan;

/** What planning took. */
export interface Work {
  readonly attempts: number;
  readonly modelCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Undefined where nobody knows. */
  readonly dollars?: number;
}

/** The planning of one question on one machine, from its beginning to its end. */
export interface Planning {
  plan(stop: AbortSignal): Promise<EvalPlanned>;
  /** Another plan, after one that did not answer when it ran; undefined where there is no other. */
  again(failure: RunFailure, stop: AbortSignal): Promise<EvalPlanned | undefined>;
  /** Up to now. */
  readonly work: Work;
  /** Of a model, up to now. */
  readonly submissions?: readonly Submission[];
}

export interface EvalPlanner {
  begin(question: string, machine: Machine): Planning;
}

/** The planner that is built in: it tries once and asks nobody. */
export function embeddedPlanner(host: Host): EvalPlanner {
  return {
    begin: (question, machine) => ({
      plan: () => planQuestion({ question }, machine, host),
      again: async () => undefined,
      work: { attempts: 1, modelCalls: 0, inputTokens: 0, outputTokens: 0, dollars: 0 },
    }),
  };
}

/** Of two plannings of the same case. */
export function together(a: Work, b: Work): Work {
  const dollars = a.dollars === undefined || b.dollars === undefined ? undefined : a.dollars + b.dollars;
  return {
    attempts: a.attempts + b.attempts,
    modelCalls: a.modelCalls + b.modelCalls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...(dollars === undefined ? {} : { dollars }),
  };
}
