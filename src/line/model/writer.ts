/** A question handed to a language model, until there is a plan that passed everything, or no hope of one. */
import type { Machine } from '../../check/check.ts';
import type { Exit } from '../../core/exit.ts';
import type { Intent } from '../../core/intent.ts';
import { draftHints, messages } from '../../core/messages.ts';
import type { Message } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import type { AgentEvent, Draft, Outcome, RunFailure } from '../../plan/agent/events.ts';
import type { AgentSetting, Prompt } from '../../plan/agent/setting.ts';
import { Agent } from '../../plan/agent.ts';
import type { Plan, Planned } from '../../plan/plan.ts';
import type { AskEvent, Before, ModelEvent, Surroundings } from '../events.ts';
import { hear } from '../hear.ts';
import { DEFAULT_SECONDS, timed } from '../plans.ts';
import { keepDraft } from './drafts.ts';
import { type Hand, handFor } from './hand.ts';
import type { OpenModel } from './open.ts';

/** What a model came to. */
export type Made =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'declined'; readonly why: Extract<Outcome, { kind: 'declined' }>['why']; readonly said: string }
  /** Of a run that saw nothing: the program stays. */
  | { readonly kind: 'kept'; readonly said: string }
  /** `failed`: it could not be talked to; else it answered to the end, to no avail. */
  | { readonly kind: 'gave-up'; readonly event: Extract<ModelEvent, { stage: 'gave-up' }>; readonly failed: boolean; readonly exit: Exit }
  | { readonly kind: 'interrupted' };

/** A model that does not hear that it is to stop is not waited for. */
const STOP_MS = 300;

export class Writer {
  /** As the user names the model. */
  readonly name: string;
  /** Of the question. */
  readonly language: string;
  readonly #intent: Intent;
  readonly #around: Surroundings;
  readonly #hand: Hand;
  readonly #agent: Agent;

  private constructor(opened: OpenModel, request: Request, intent: Intent, machine: Machine, around: Surroundings, planned: Planned, hand: Hand) {
    this.name = opened.model.name;
    this.language = intent.language;
    this.#intent = intent;
    this.#around = around;
    this.#hand = hand;
    this.#agent = new Agent(settingOf(opened, hand, request, intent, machine, planned, around.before));
  }

  /** `planned` is what the embedded planner makes of the question. */
  static async open(opened: OpenModel, request: Request, machine: Machine, around: Surroundings, planned: Planned): Promise<Writer> {
    const intent = await hear(request, machine, around.host);
    return new Writer(opened, request, intent, machine, around, planned, await handFor(opened, request, intent, machine, around));
  }

  /** What would be sent first. */
  prompt(): Prompt {
    return this.#agent.prompt();
  }

  write(): AsyncGenerator<AskEvent, Made> {
    return this.#follow((signal) => this.#agent.plan(signal));
  }

  /** The program passed everything, and did not answer when it ran. Within the same budget. */
  async *again(failure: RunFailure): AsyncGenerator<AskEvent, Made> {
    return yield* this.#follow((signal) => this.#agent.again(failure, signal));
  }

  /** How often the probes of a program fire, where that may be counted. */
  async hits({ program }: Plan): Promise<string | undefined> {
    return this.#hand.workshop.sample?.(program.source, this.#around.stop);
  }

  async *#follow(start: (signal: AbortSignal) => AsyncGenerator<AgentEvent, Outcome>): AsyncGenerator<AskEvent, Made> {
    const { stop } = this.#around;
    if (stop.aborted) return { kind: 'interrupted' };
    const running = start(stop);
    const stopped = afterStop(stop);
    try {
      for (;;) {
        const next = await Promise.race([running.next(), stopped.promise]);
        if (next === undefined || (next.done === true && stop.aborted)) return { kind: 'interrupted' };
        if (next.done === true) return this.#made(next.value);
        yield next.value;
      }
    } finally {
      stopped.dispose();
    }
  }

  #made(outcome: Outcome): Made {
    const { language } = this;
    switch (outcome.kind) {
      case 'drafted':
        return { kind: 'plan', plan: this.#hand.planOf(outcome.draft) };
      case 'declined':
        return outcome;
      case 'kept':
        return outcome;
      case 'gave-up':
        if (outcome.why === 'interrupted') return { kind: 'interrupted' };
        return outcome.failure === undefined && outcome.why !== 'failure'
          ? this.#gaveUp(messages.modelGaveUp(this.name, outcome.why, language), outcome.best, false)
          : this.#gaveUp(this.#failed(outcome), outcome.best, true);
    }
  }

  #failed({ failure }: Extract<Outcome, { kind: 'gave-up' }>): Message {
    return messages.modelFailed(failure?.kind ?? 'server', this.name, failure?.said ?? '', this.language);
  }

  #gaveUp({ code, message, hints, exit }: Message, best: Draft | undefined, failed: boolean): Made {
    const draft = best === undefined || this.#around.keepDrafts === false ? undefined : this.keep(best);
    const told = draft === undefined ? { hints } : { hints: [...draftHints(draft), ...hints], draft };
    return { kind: 'gave-up', event: { type: 'model', stage: 'gave-up', model: this.name, code, message, ...told, instead: 'nothing' }, failed, exit };
  }

  /** Keeps a program in a file; its path. */
  keep(draft: Draft): string | undefined {
    return keepDraft(draft, this.#intent.question, this.name, this.#hand.language);
  }
}

function settingOf(
  { model, budget }: OpenModel,
  { workshop, language, examples }: Hand,
  request: Request,
  heard: Intent,
  machine: Machine,
  planned: Planned,
  before: Before | undefined,
): AgentSetting {
  const { intent, endless } = timed(heard, request);
  const seconds = endless ? undefined : (intent.seconds?.value ?? DEFAULT_SECONDS);
  const { pid, comm, command } = request;
  const near = planned.kind === 'plan' || planned.kind === 'unattachable' ? planned.plan.program : undefined;
  const nearest = near === undefined || near.language !== language ? undefined : { title: near.title, source: near.source };
  return {
    model,
    workshop,
    budget,
    intent,
    question: intent.question,
    facts: machine.facts,
    examples,
    ...(nearest === undefined ? {} : { nearest }),
    ...(before === undefined ? {} : { before: { question: before.question, title: before.program.title, ...sourceIn(before, language) } }),
    options: {
      ...(seconds === undefined ? {} : { seconds }),
      ...(pid === undefined ? {} : { pid }),
      ...(comm === undefined ? {} : { comm }),
      ...(command === undefined ? {} : { command: [command] }),
    },
  };
}

/** A program in another language is no beginning of one in this. */
function sourceIn({ program }: Before, language: Hand['language']): { readonly source?: string } {
  return program.language === language ? { source: program.source } : {};
}

/** Comes to nothing a moment after the stop. */
function afterStop(stop: AbortSignal): { readonly promise: Promise<undefined>; readonly dispose: () => void } {
  let begin = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<undefined>((resolve) => {
    begin = () => {
      timer = setTimeout(resolve, STOP_MS, undefined);
    };
    if (stop.aborted) begin();
    else stop.addEventListener('abort', begin);
  });
  return {
    promise,
    dispose() {
      clearTimeout(timer);
      stop.removeEventListener('abort', begin);
    },
  };
}
