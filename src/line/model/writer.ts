/** A question handed to a language model, until there is a plan that passed everything, or no hope of one. */
import { adapt, type Machine } from '../../check/check.ts';
import type { Exit } from '../../core/exit.ts';
import type { Intent } from '../../core/intent.ts';
import { draftHints, messages } from '../../core/messages.ts';
import type { Message } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { localised } from '../../knowledge/library.ts';
import type { AgentEvent, Draft, Outcome, RunFailure } from '../../plan/agent/events.ts';
import type { AgentSetting, Example, Prompt } from '../../plan/agent/setting.ts';
import type { Workshop } from '../../plan/agent/workshop.ts';
import { Agent } from '../../plan/agent.ts';
import type { Plan, Planned } from '../../plan/plan.ts';
import type { AskEvent, ModelEvent, Surroundings } from '../events.ts';
import { hear } from '../hear.ts';
import { DEFAULT_SECONDS, timed } from '../plans.ts';
import { besideOf } from './beside.ts';
import { keepDraft } from './drafts.ts';
import type { OpenModel } from './open.ts';
import { planOfDraft } from './plan-of-draft.ts';
import { type Beside, workshopOf } from './workshop.ts';

/** What a model came to. */
export type Made =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'declined'; readonly why: Extract<Outcome, { kind: 'declined' }>['why']; readonly said: string }
  /** Of a run that saw nothing: the program stays. */
  | { readonly kind: 'kept'; readonly said: string }
  /** `failed`: it could not be talked to; else it answered to the end, to no avail. */
  | { readonly kind: 'gave-up'; readonly event: Extract<ModelEvent, { stage: 'gave-up' }>; readonly failed: boolean; readonly exit: Exit }
  | { readonly kind: 'interrupted' };

const MOST_EXAMPLES = 3;
/** What fits less is about something else. */
const LEAST_LIKE = 0.1;
/** A model that does not hear that it is to stop is not waited for. */
const STOP_MS = 300;

export class Writer {
  /** As the user names the model. */
  readonly name: string;
  /** Of the question. */
  readonly language: string;
  readonly #request: Request;
  readonly #intent: Intent;
  readonly #machine: Machine;
  readonly #around: Surroundings;
  readonly #workshop: Workshop;
  readonly #agent: Agent;

  private constructor(opened: OpenModel, request: Request, intent: Intent, machine: Machine, around: Surroundings, planned: Planned, beside: Beside) {
    this.name = opened.model.name;
    this.language = intent.language;
    this.#request = request;
    this.#intent = intent;
    this.#machine = machine;
    this.#around = around;
    this.#workshop = workshopOf(machine, around.host, request, intent, around, beside);
    this.#agent = new Agent(settingOf(opened, this.#workshop, request, intent, machine, planned));
  }

  /** `planned` is what the embedded planner makes of the question. */
  static async open(opened: OpenModel, request: Request, machine: Machine, around: Surroundings, planned: Planned): Promise<Writer> {
    return new Writer(opened, request, await hear(request, machine, around.host), machine, around, planned, await besideOf(opened.settings));
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
    return this.#workshop.sample?.(program.source, this.#around.stop);
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
        return { kind: 'plan', plan: planOfDraft(outcome.draft, this.#intent, this.#request, this.#machine, this.#around.host, this.name) };
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
    return keepDraft(draft, this.#intent.question, this.name);
  }
}

function settingOf({ model, budget }: OpenModel, workshop: Workshop, request: Request, heard: Intent, machine: Machine, planned: Planned): AgentSetting {
  const { intent, endless } = timed(heard, request);
  const seconds = endless ? undefined : (intent.seconds?.value ?? DEFAULT_SECONDS);
  const { pid, comm, command } = request;
  const nearest =
    planned.kind === 'plan' || planned.kind === 'unattachable' ? { title: planned.plan.program.title, source: planned.plan.program.source } : undefined;
  return {
    model,
    workshop,
    budget,
    intent,
    question: intent.question,
    facts: machine.facts,
    examples: examplesFor(heard, workshop, machine),
    ...(nearest === undefined ? {} : { nearest }),
    options: {
      ...(seconds === undefined ? {} : { seconds }),
      ...(pid === undefined ? {} : { pid }),
      ...(comm === undefined ? {} : { comm }),
      ...(command === undefined ? {} : { command: [command] }),
    },
  };
}

/** The programs of the library that come nearest and can be attached here, as they are for this machine. */
function examplesFor(intent: Intent, workshop: Workshop, machine: Machine): Example[] {
  const examples: Example[] = [];
  for (const { program, score } of loadKnowledge().index.match(intent)) {
    if (examples.length === MOST_EXAMPLES || score < LEAST_LIKE) break;
    const { source } = adapt(program.source, machine);
    if (workshop.check(source).diagnostics.some(({ severity }) => severity === 'error')) continue;
    examples.push({ title: localised(program.title, 'en'), source });
  }
  return examples;
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
