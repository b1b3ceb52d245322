/** Who plans the questions of an evaluation. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { EvalPlanner } from '../line/eval/planner.ts';
import { localMachine } from '../local.ts';
import { plannerOf } from './model-wish.ts';
import type { ModelFlags } from './options.ts';
import type { Interruption } from './signals.ts';

/** As of a question; but `maxCost` is what all of them may cost together. */
export type PlannerFlags = Pick<ModelFlags, 'planner' | 'model' | 'record' | 'localOnly' | 'maxCost'>;

/** The model that flags name, or the one in use where they only say that a model is to plan; undefined for the planner that is built in. Throws a Problem where there is none. */
export async function openPlanner(
  flags: PlannerFlags,
  agreed: boolean,
  { kill }: Interruption,
): Promise<{ readonly planner: EvalPlanner; readonly model: string } | undefined> {
  const { planner } = plannerOf(flags);
  // What is evaluated must not change with what somebody has configured.
  if (planner === undefined || planner === 'embedded') return undefined;
  const { openModel } = await import('../line/model/open.ts');
  const { model: name, record, localOnly, maxCost } = flags;
  const opened = await openModel({
    ...(name === undefined ? {} : { model: name }),
    ...(record === undefined ? {} : { record }),
    ...(localOnly === undefined ? {} : { localOnly }),
  });
  if (opened === undefined) throw new Problem(messages.noModel());
  const { model } = opened;
  if (maxCost !== undefined && model.price === undefined && !model.local)
    process.stderr.write(`gpttrace: nobody knows what ${model.name} costs: --max-cost ends nothing unless the provider says what it charged\n`);
  const { modelPlanner } = await import('../line/eval/model-planner.ts');
  return {
    planner: modelPlanner(opened, { host: localMachine().host, kill }, { planner, agreed, ...(maxCost === undefined ? {} : { dollars: maxCost }) }),
    model: model.name,
  };
}
