/** What a question asks for, part by part, each with the words it came from. */
export type Measure = 'each' | 'count' | 'sum' | 'average' | 'min' | 'max' | 'distribution' | 'latency' | 'top' | 'stacks';

/** Why a question is not answered: it asks to act, what a word means, what the machine is made up of, what was before, or what does not happen. */
export type Refusal = 'action' | 'definition' | 'configuration' | 'past' | 'negation';

export interface Heard<T> {
  readonly value: T;
  /** The words of the question this was read from; empty where it came from a flag. */
  readonly words: string;
}

export interface ProcessFilter {
  readonly pid?: number;
  readonly comm?: string;
}

export interface Intent {
  readonly question: string;
  readonly language: string;
  /** What is left of the question once the parts below are taken out of it: what retrieval works on. */
  readonly topic: string;
  readonly refusal?: Heard<Refusal>;
  readonly measure?: Heard<Measure>;
  readonly keys: readonly Heard<string>[];
  readonly filter?: Heard<ProcessFilter>;
  /** Whether that process is the one something is done to ("signals to pid 1"). */
  readonly toward?: boolean;
  /** Restrictions that were heard and that no program can follow yet: a port, a path, a threshold. */
  readonly unapplied: readonly string[];
  readonly seconds?: Heard<number>;
  readonly top?: Heard<number>;
}
