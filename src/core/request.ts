import type { Grants } from './grants.ts';
import type { Intent } from './intent.ts';
import type { Language } from './program.ts';

/** What was asked, and how it shall be answered. Options given by flag win over what the question says. */
export interface Request {
  /** In any language. Missing where a program is given instead. */
  readonly question?: string;
  /** What the question asks for, where that is known already: a question that was changed is not understood anew. Flags have their part in it. */
  readonly intent?: Intent;
  /** A program of the user's own, to be checked and run like any other. */
  readonly program?: GivenProgram;
  /** The installed tool that is to answer; its arguments are made of the question where none are given. */
  readonly tool?: GivenTool;
  readonly seconds?: number;
  readonly pid?: number;
  /** `NAME=VALUE`, of a compiled program of the user's own: its constants, and where it attaches (`interface`, `direction`, `hz`). */
  readonly settings?: readonly string[];
  readonly comm?: string;
  /** A shell command to trace, with its children, until it ends. */
  readonly command?: string;
  readonly top?: number;
  /** What a program of the user's own is started with: positional parameters, constants of a compiled one as NAME=VALUE, arguments of a module. */
  readonly args?: readonly string[];
  /** What a WebAssembly module is given of this machine. */
  readonly grants?: Grants;
  /** Who plans: the library and what is composed from the machine's lists; a language model at once; or, without it, the model only where the library is unsure. */
  readonly planner?: 'auto' | 'embedded' | 'model';
  /** What the answer is to be written in and run by; whatever answers at the least cost where it does not say. */
  readonly as?: 'bpftrace' | 'c' | 'tool';
}

/** An installed tool, as the user calls it. */
export interface GivenTool {
  /** `opensnoop`, `perf stat`. */
  readonly name: string;
  /** As they would be typed, one each. */
  readonly args?: readonly string[];
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
