/** What the line tells of explanations by a model. Plain data: every front end shows it, the JSON lines carry it. */
import type { Spent } from '../../core/budget.ts';

export type ExplainEvent =
  /** A model is asked: about the program before it runs, or about its answer. What it is told leaves this machine where `local` is false. */
  | { readonly type: 'explaining'; readonly of: 'program' | 'result'; readonly model: string; readonly local: boolean }
  | {
      readonly type: 'explanation';
      readonly of: 'program' | 'result';
      readonly model: string;
      /** Sentences that were held against the program or the data; empty where there is none. */
      readonly lines: readonly string[];
      /** Questions that could be asked next; never asked by themselves. */
      readonly next: readonly string[];
      /** Claims of the model's that are not among the lines. */
      readonly leftOut: number;
      /** The same as a sentence, with why; absent where none was. */
      readonly leftOutWhy?: string;
      readonly spent: Spent;
      /** Why there are no lines, in one. */
      readonly failure?: string;
      readonly language: string;
    };
