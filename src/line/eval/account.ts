/** What all questions of an evaluation share: the money they may cost together, and whether the model answers at all. */
import { messages } from '../../core/messages.ts';
import type { FailureKind } from '../../core/model-failures.ts';
import { Problem } from '../../core/problem.ts';
import type { ChatModel, ModelFailure } from '../../models/model.ts';

/** After these it makes no sense to ask the next question. */
const HOPELESS: ReadonlySet<FailureKind> = new Set(['no-key', 'key-refused', 'no-such-model', 'no-credit', 'unreachable', 'no-tools']);
/** After these the next one may be answered; not, where so many questions in a row were not. */
const DOUBTFUL: ReadonlySet<FailureKind> = new Set(['server', 'rate-limited', 'too-slow', 'malformed', 'bad-request', 'empty', 'cut']);
const MOST_IN_A_ROW = 3;

export class Account {
  readonly #most: number | undefined;
  #spent = 0;
  #inARow = 0;

  /** `most`: US dollars; without it there is no end. */
  constructor(most: number | undefined) {
    this.#most = most;
  }

  get most(): number | undefined {
    return this.#most;
  }

  get left(): number {
    return this.#most === undefined ? Number.POSITIVE_INFINITY : Math.max(0, this.#most - this.#spent);
  }

  spend(dollars: number | undefined): void {
    this.#spent += dollars ?? 0;
  }

  /** How a question ended: with the failure that ended it, if one did. Throws a Problem where it makes no sense to ask on. */
  note(failure: ModelFailure | undefined, model: string): void {
    this.#inARow = failure !== undefined && DOUBTFUL.has(failure.kind) ? this.#inARow + 1 : 0;
    if (failure === undefined || (!HOPELESS.has(failure.kind) && this.#inARow < MOST_IN_A_ROW)) return;
    throw new Problem(messages.modelFailed(failure.kind, model, failure.said, 'en'));
  }
}

/** The same model; `tell` hears how each exchange ended. */
export function watched(model: ChatModel, tell: (failure: ModelFailure | undefined) => void): ChatModel {
  return {
    name: model.name,
    tools: model.tools,
    context: model.context,
    local: model.local,
    ...(model.price === undefined ? {} : { price: model.price }),
    async *exchange(request, signal) {
      const reply = yield* model.exchange(request, signal);
      tell(reply.failure);
      return reply;
    },
  };
}
