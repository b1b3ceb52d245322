import type { Measure, Refusal } from '../core/intent.ts';

/** What one language says in which words. Data: a speaker can extend a lexicon without reading code. */
export interface Lexicon {
  readonly language: string;
  /** Words that carry no topic. */
  readonly stop: readonly string[];
  /** Groups of words that mean the same here; the first one stands for all. Phrases may hold blanks. */
  readonly synonyms: readonly (readonly string[])[];
  /** What is no question about what this machine is doing: a wish for action, a question about a word, or about how the machine is made up. */
  readonly refusals: readonly (readonly [Refusal, RegExp])[];
  /** Patterns for how an answer is measured, tried in order. */
  readonly measures: readonly (readonly [Measure, RegExp])[];
  /** Patterns for what it is broken down by. */
  readonly keys: readonly (readonly [string, RegExp])[];
  /** Each has a group for the number and one for the unit. */
  readonly durations: readonly RegExp[];
  /** Unit words to seconds. */
  readonly units: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly top: readonly RegExp[];
  /** A group for the number. */
  readonly pid: readonly RegExp[];
  /** A group for the name of a process, where the words leave no doubt that it is one. */
  readonly comm: readonly RegExp[];
  /** A group for who does it ("does x open"): a process unless it is a word of the trade. */
  readonly doer: readonly RegExp[];
  /** A group for what may be such a name: it is one where a program of that name is known or runs. */
  readonly maybeComm: readonly RegExp[];
  /** Says that the process in question is the one something is done to. */
  readonly toward: RegExp;
  /** A group for several keys in a row ("by process and cpu"). */
  readonly keyList: RegExp;
  readonly keyWords: Readonly<Record<string, string>>;
  /** Subjects people ask about that no program knows; one that a program's questions use counts no longer. */
  readonly beyond: readonly string[];
  /** Words every other question holds: alone they choose no program. */
  readonly generic: readonly string[];
  /** Restrictions that no program can follow yet; the user is told. */
  readonly restrictions: readonly RegExp[];
  /** Words that are never the name of a process, although they stand where one could. */
  readonly notNames: readonly string[];
  /** Programs people ask about, in small letters: a word that is one is a name wherever a name can stand. */
  readonly knownNames: readonly string[];
}
