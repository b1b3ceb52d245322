import type { Intent, Refusal } from '../core/intent.ts';
import type { Program, Safety } from '../core/program.ts';

/** A program chosen for a question, ready to be shown and agreed to. */
export interface Plan {
  readonly program: Program;
  readonly intent: Intent;
  /** 0 to 1; 1 for a program the user gave. */
  readonly confidence: number;
  /** What the program will tell, as a sentence's end. */
  readonly tells: string;
  readonly safety: Safety;
  /** Wishes not granted, attach points dropped, processes not there: what the user should know before agreeing. */
  readonly notes: readonly string[];
  /** Whether the question's process is what the program is narrowed to. */
  readonly narrowed: boolean;
  /** Another program that fits nearly as well, where there is one. */
  readonly alternative?: Near;
  /** Whether the program expects a traced command's process id as its first parameter. */
  readonly followsCommand: boolean;
  /** Of a program that a model wrote. */
  readonly written?: Written;
}

/** Who wrote a program, and what it was proven by before anybody was asked to run it. */
export interface Written {
  /** As the user names the model. */
  readonly model: string;
  /** Mistakes that were mended without asking it. */
  readonly mended: number;
  /** The rules of the checker found no mistake; this machine's bpftrace compiled it; it was held against what was asked. */
  readonly proven: readonly ('checked' | 'compiled' | 'held')[];
}

export interface Near {
  readonly name: string;
  readonly title: string;
  readonly tells: string;
  /** A question that would get it. */
  readonly ask: string;
  readonly score: number;
}

export type Planned =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | {
      readonly kind: 'nothing';
      readonly nearest: readonly Near[];
      readonly why: 'unknown' | 'off-topic' | Refusal;
      readonly language: string;
      readonly notInC?: NotInC;
    }
  /** It is unclear which of these was meant. */
  | { readonly kind: 'unsure'; readonly choices: readonly Near[]; readonly language: string }
  | Unattachable;

/** What bpftrace would be given, and why that cannot be said in C. */
export interface NotInC {
  readonly title: string;
  readonly why: string;
}

/** A program answers the question, and this machine cannot attach it; nor is there another one. */
export interface Unattachable {
  readonly kind: 'unattachable';
  /** What would be run on a machine that can attach it. */
  readonly plan: Plan;
  /** What the program is called, in the question's language. */
  readonly title: string;
  /** Where it would have to attach. */
  readonly points: readonly string[];
  /** What is wrong with that here, as the checker says it. */
  readonly why: string;
  readonly nearest: readonly Near[];
  readonly language: string;
}
