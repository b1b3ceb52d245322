/** What the agent tells while it works, and what comes of it. Plain data: every front end shows it, the JSON lines carry it. */
import type { Spent } from '../../core/budget.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ModelFailure } from '../../models/model.ts';
import type { Mend } from './workshop.ts';

/** A program that the model submitted, as it is after mending. */
export interface Draft {
  readonly source: string;
  readonly title: string;
  /** What it will tell, as a sentence's end; in the question's language. */
  readonly tells: string;
  /** Names for what it prints, in order: columns of rows, or keys and then the value of a map. */
  readonly columns: readonly string[];
  /** What it cannot show of what was asked, in sentences. */
  readonly cannotShow: readonly string[];
  /** What was mended of it without asking the model. */
  readonly mends: readonly Mend[];
  /** What is still wrong with it; where it passed, what it may not do of what was asked: warnings that the model was told of, and kept to its program. */
  readonly faults: readonly Diagnostic[];
}

export type AgentEvent = { readonly type: 'model' } & (
  | { readonly stage: 'asking'; readonly model: string; readonly call: number; readonly of: number }
  | { readonly stage: 'thinking' }
  /** A piece of what it writes beside its calls. */
  | { readonly stage: 'writing'; readonly text: string }
  | { readonly stage: 'waiting'; readonly seconds: number; readonly why: string }
  /** It called a tool: `what` is about what, for a person. A look-up in the web is always told. */
  | { readonly stage: 'tool'; readonly tool: string; readonly what: string }
  | { readonly stage: 'drafted'; readonly attempt: number; readonly of: number; readonly title: string; readonly source: string }
  | { readonly stage: 'mended'; readonly mends: readonly Mend[] }
  /** It goes back to the model, with what is wrong with it. */
  | {
      readonly stage: 'sent-back';
      readonly by: 'syntax' | 'check' | 'load' | 'policy' | 'contract' | 'same' | 'run' | 'silent';
      readonly faults: readonly string[];
    }
  /** The end, good or bad. */
  | { readonly stage: 'spent'; readonly spent: Spent }
);

export type GaveUp = 'attempts' | 'calls' | 'tokens' | 'seconds' | 'dollars' | 'interrupted' | 'failure' | 'no-submission';

export type Outcome = { readonly spent: Spent } & (
  | { readonly kind: 'drafted'; readonly draft: Draft }
  /** It says that this is no question for a tracer, or one that asks for harm, or one that no trace can answer. */
  | { readonly kind: 'declined'; readonly why: 'off-topic' | 'harm' | 'impossible'; readonly said: string }
  /** After a run that saw nothing: it says that the program is right, and why nothing came. */
  | { readonly kind: 'kept'; readonly said: string }
  | { readonly kind: 'gave-up'; readonly why: GaveUp; readonly failure?: ModelFailure; readonly best?: Draft }
);

/** Why a program that passed everything did not answer when it ran. */
export type RunFailure =
  | { readonly kind: 'rejected'; readonly said: string }
  | { readonly kind: 'silent'; readonly seconds: number; readonly probes: number; readonly hits?: string }
  /** It saw nothing next to a workload that makes its event happen. */
  | { readonly kind: 'rehearsed'; readonly said: string };
