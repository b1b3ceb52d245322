import type { Language } from './program.ts';

/** What was asked, and how it shall be answered. Options given by flag win over what the question says. */
export interface Request {
  /** In any language. Missing where a program is given instead. */
  readonly question?: string;
  /** A program of the user's own, to be checked and run like any other. */
  readonly program?: GivenProgram;
  readonly seconds?: number;
  readonly pid?: number;
  readonly comm?: string;
  /** A shell command to trace, with its children, until it ends. */
  readonly command?: string;
  readonly top?: number;
  /** Who plans: the library and what is composed from the machine's lists; a language model at once; or, without it, the model only where the library is unsure. */
  readonly planner?: 'auto' | 'embedded' | 'model';
  /** What the answer is to be written in and run by; whatever answers at the least cost where it does not say. */
  readonly as?: 'bpftrace' | 'c' | 'tool';
}

/** A program of the user's own. */
export interface GivenProgram {
  readonly path: string;
  /** `bpftrace` where it does not say. */
  readonly language?: Exclude<Language, 'tool'>;
  /** Empty for a file that is no text. */
  readonly source: string;
  /** Of a file that is no text: its bytes, as base64. */
  readonly binary?: string;
}
