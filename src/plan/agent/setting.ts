/** All that an agent needs to know and to have. */
import type { Budget } from '../../core/budget.ts';
import type { KernelFacts } from '../../core/facts.ts';
import type { Intent } from '../../core/intent.ts';
import type { ChatModel } from '../../models/model.ts';
import type { AnyWorkshop } from './workshop.ts';

/** A program that is shown to the model. */
export interface Example {
  readonly title: string;
  readonly source: string;
}

/** What was said beside the question. */
export interface AgentOptions {
  /** How long the program will be run; until it is stopped where this is absent. */
  readonly seconds?: number;
  readonly pid?: number;
  readonly comm?: string;
  /** It is started and traced: its process id is the program's first parameter, `$1`. */
  readonly command?: readonly string[];
}

export interface AgentSetting {
  readonly model: ChatModel;
  readonly workshop: AnyWorkshop;
  readonly budget: Budget;
  readonly intent: Intent;
  readonly question: string;
  readonly facts: KernelFacts;
  /** The few programs of the library that come nearest, best first. */
  readonly examples: readonly Example[];
  /** What would be answered without a model. */
  readonly nearest?: Example;
  /** What was asked before in a talk, and what answered it: the question may be a change of it. The source is absent where it is in another language. */
  readonly before?: { readonly question: string; readonly title: string; readonly source?: string };
  readonly options?: AgentOptions;
  /** Milliseconds, by any clock that only goes forward. */
  readonly now?: () => number;
}

/** What the first exchange sends. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
  readonly tools: readonly { readonly name: string; readonly description: string; readonly schema: Readonly<Record<string, unknown>> }[];
}
