/** Plans the questions of an evaluation with a language model, the same way as those that a user asks. */
import type { Machine } from '../../check/check.ts';
import type { Spent } from '../../core/budget.ts';
import type { ModelFailure } from '../../models/model.ts';
import type { RunFailure } from '../../plan/agent/events.ts';
import type { Submission } from '../../rehearse/result.ts';
import type { AskEvent, Surroundings } from '../events.ts';
import type { OpenModel } from '../model/open.ts';
import type { Made, Writer } from '../model/writer.ts';
import { type Asked, planAsked } from '../planning.ts';
import { Account, watched } from './account.ts';
import type { EvalPlanned, EvalPlanner, NoPlan, Planning, Work } from './planner.ts';
import { note } from './submissions.ts';

export interface ModelPlannerOptions {
  /** `auto`: the model is asked only where the planner that is built in has no program. */
  readonly planner: 'auto' | 'model';
  /** US dollars that all questions together may cost. */
  readonly dollars?: number;
  /** Whether probes may be counted while it plans. */
  readonly agreed: boolean;
}

export function modelPlanner(opened: OpenModel, around: Pick<Surroundings, 'host' | 'kill'>, options: ModelPlannerOptions): EvalPlanner {
  const account = new Account(options.dollars);
  return { begin: (question, machine) => new ModelPlanning(question, machine, opened, around, options, account) };
}

class ModelPlanning implements Planning {
  readonly submissions: Submission[] = [];
  readonly #question: string;
  readonly #machine: Machine;
  readonly #opened: OpenModel;
  readonly #around: Pick<Surroundings, 'host' | 'kill'>;
  readonly #options: ModelPlannerOptions;
  readonly #account: Account;
  /** What stood in the way of a plan, as it was told. */
  #said: readonly string[] = [];
  #spent: Spent | undefined;
  #failure: ModelFailure | undefined;
  /** The model came to nothing. */
  #gaveUp = false;
  /** No model was asked, or not to the end, for the money was spent. */
  #isBroke = false;
  #writer: Writer | undefined;

  constructor(
    question: string,
    machine: Machine,
    opened: OpenModel,
    around: Pick<Surroundings, 'host' | 'kill'>,
    options: ModelPlannerOptions,
    account: Account,
  ) {
    this.#question = question;
    this.#machine = machine;
    this.#opened = opened;
    this.#around = around;
    this.#options = options;
    this.#account = account;
  }

  /** The planner that is built in tries once, too. */
  get work(): Work {
    const { attempts, calls = 0, inputTokens = 0, outputTokens = 0, dollars } = this.#spent ?? { attempts: 1, dollars: 0 };
    return { attempts, modelCalls: calls, inputTokens, outputTokens, ...(dollars === undefined ? {} : { dollars }) };
  }

  async plan(stop: AbortSignal): Promise<EvalPlanned> {
    const { planner } = this.#options;
    if (planner === 'model' && this.#account.left === 0) return this.#broke();
    const asked = await this.#follow(
      planAsked({ question: this.#question, planner }, this.#machine, {
        ...this.#around,
        stop,
        agreed: this.#options.agreed,
        keepDrafts: false,
        decide: async () => ({ kind: 'run' }),
        model: async () => this.#open(),
      }),
    );
    return this.#planned(asked);
  }

  /** Within the same budget. */
  async again(failure: RunFailure): Promise<EvalPlanned | undefined> {
    if (this.#writer === undefined) return undefined;
    const made: Made = await this.#follow(this.#writer.again(failure));
    return made.kind === 'plan' ? made : undefined;
  }

  #open(): OpenModel | undefined {
    const { left } = this.#account;
    this.#isBroke = left === 0;
    if (this.#isBroke) return undefined;
    const { budget, model } = this.#opened;
    return {
      ...this.#opened,
      budget: { ...budget, dollars: Math.min(budget.dollars, left) },
      model: watched(model, (failure) => {
        this.#failure = failure;
      }),
    };
  }

  #planned(asked: Asked): EvalPlanned {
    if ('plan' in asked) {
      const { plan, writer } = asked;
      this.#writer = writer;
      // Where a model gave up, a user gets what the library has; what is evaluated is the model.
      if (writer !== undefined || this.#options.planner === 'auto') return { kind: 'plan', plan };
    }
    if (this.#isBroke) return this.#broke();
    const faults = this.submissions.at(-1)?.sentBack?.faults;
    if (!this.#gaveUp) return { kind: 'no-plan', how: 'refused', reasons: this.#said };
    return { kind: 'no-plan', how: faults === undefined ? 'none' : 'faulty', reasons: [...this.#said, ...(faults ?? [])] };
  }

  #giveUp(code: string, message: string): void {
    this.#gaveUp = true;
    this.#said = [message];
    // What one question may cost was less than usual.
    this.#isBroke = code === 'model-gave-up-dollars' && this.#account.left < this.#opened.budget.dollars;
  }

  #broke(): NoPlan {
    return { kind: 'no-plan', how: 'not-asked', reasons: [`the $${this.#account.most} that all questions may cost were spent`] };
  }

  /** Follows what is told to its end, and keeps what an evaluation is about. */
  async #follow<T>(events: AsyncGenerator<AskEvent, T>): Promise<T> {
    const before = this.#spent?.dollars ?? 0;
    this.#failure = undefined;
    for (;;) {
      const next = await events.next();
      if (next.done === true) {
        this.#account.spend((this.#spent?.dollars ?? 0) - before);
        this.#account.note(this.#failure, this.#opened.model.name);
        return next.value;
      }
      const event = next.value;
      if (event.type === 'unanswered') this.#said = [...this.#said, event.message];
      if (event.type !== 'model') continue;
      if (event.stage === 'spent') this.#spent = event.spent;
      else if (event.stage === 'gave-up') this.#giveUp(event.code, event.message);
      else note(this.submissions, event, this.#machine);
    }
  }
}
