/** What the agent has to know of the language that programs are written in. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { KernelFacts } from '../../core/facts.ts';
import type { PromptName } from '../prompts.ts';
import { bpftraceCraft } from './crafts/bpftrace.ts';
import { cCraft } from './crafts/c.ts';
import { toolCraft } from './crafts/tool.ts';
import type { ProgramText } from './extract.ts';
import type { Room } from './room.ts';
import type { AnyWorkshop, Mend } from './workshop.ts';

export interface Craft {
  /** Its name, to a model. */
  readonly name: string;
  readonly prompts: Readonly<Record<'system' | 'brief', PromptName>>;
  /** How a program is told from prose. */
  readonly text: ProgramText;
  /** What stands behind ``` before a program; empty where none is taken from a fence. */
  readonly fence: string;
  /** A submission, for a model that is shown how one looks. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Why a program goes back, as a sentence, by what its errors are errors of. */
  readonly headlines: Readonly<Record<Examination['stage'], string>>;
  /** Who refuses a program that has no mistakes. */
  readonly judge: string;
  /** How a program is narrowed to a process. */
  readonly narrowing: Readonly<Record<'pid' | 'comm', string>>;
  /** How an answer is begun anew after so many seconds; empty where no program does that. */
  every(seconds: number): string;
  /** Two programs are the same where this is. */
  identityOf(source: string): string;
  /** What this machine has for it. */
  machine(facts: KernelFacts, brief: boolean): string;
  /** Mended where it can be, and what is left that is wrong. */
  examine(source: string, signal: AbortSignal): Examination | Promise<Examination>;
  /** What the machine's own tracer says of a program without errors; undefined where it is content. */
  load(source: string, signal: AbortSignal): Promise<string | undefined>;
  /** What is near the attach points that a refusal at the run names. */
  factsAbout(said: string, source: string, room: Room): readonly string[];
  /** Whether it may be offered as the best there is. */
  mayBeOffered(source: string, errors: readonly Diagnostic[]): boolean;
}

/** A program, looked at. */
export interface Examination {
  /** After mending. */
  readonly source: string;
  readonly mends: readonly Mend[];
  /** Errors and warnings, in the order of the source. */
  readonly faults: readonly Diagnostic[];
  /** What errors among the faults are errors of. */
  readonly stage: 'syntax' | 'check' | 'load';
  /** What the policy has against it. */
  readonly forbidden?: Diagnostic;
  /** What it does not do of what was asked. */
  unmet(): readonly Diagnostic[];
  /** What the machine has in the place of what is wrong. `asked`: what the question is about, in its own words. */
  facts(faults: readonly Diagnostic[], asked: string, room: Room): readonly string[];
}

export function craftOf(workshop: AnyWorkshop): Craft {
  switch (workshop.language) {
    case 'c':
      return cCraft(workshop);
    case 'tool':
      return toolCraft(workshop);
    default:
      return bpftraceCraft(workshop);
  }
}
