import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { Surroundings } from '../line/events.ts';
import type { ModelFlags } from './options.ts';

/** The model as the flags want it, opened when it is asked for. */
export function modelWish({ model, record, localOnly, maxCost }: ModelFlags): Required<Pick<Surroundings, 'model'>> {
  return {
    model: async () =>
      // Whoever needs no model does not wait for this.
      (await import('../line/model/open.ts')).openModel({
        ...(model === undefined ? {} : { model }),
        ...(record === undefined ? {} : { record }),
        ...(localOnly === undefined ? {} : { localOnly }),
        ...(maxCost === undefined ? {} : { dollars: maxCost }),
      }),
  };
}

/** Who plans. A model that is named is meant to be asked; `none` names none. */
export function plannerOf({ planner, model }: ModelFlags): Pick<Request, 'planner'> {
  if (planner === 'embedded' && model !== undefined)
    throw new Problem(messages.conflictingOptions('--model', '--planner embedded', 'the embedded planner asks no model'));
  if (planner !== undefined) return { planner };
  return model === undefined || model === 'none' ? {} : { planner: 'model' };
}
