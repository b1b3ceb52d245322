import type { Measure, OutputWish, Refusal } from '../core/intent.ts';

/**
 * A pattern of a lexicon: a regular expression, or words as they are said. In words, `(a|b)` is one or the other, `x?` may be missing, a blank is any white
 * space or none, and these stand for what they name: `{number}` (digits, or a word of `numbers`), `{unit}` (of time, a word of `units`), `{size}` (an amount of
 * bytes with its unit), `{time}` (a duration with its unit), `{name}` (of a process), `{word}`, `{path}`, `{port}`, `{address}`.
 * Patterns see the question in small letters.
 */
export type Pattern = RegExp | string;

/**
 * What one language says in which words. Data: a speaker can extend a lexicon without reading code. In lists of words, several stand in one text, set apart by
 * blanks or, where they hold blanks, by `|`.
 */
export interface Lexicon {
  readonly language: string;
  /**
   * How words are written: apart from each other, apart with endings grown on to them (so that only their beginnings can be looked for), or run together.
   * Absent: apart.
   */
  readonly words?: 'apart' | 'endings' | 'together';
  /** Words that carry no topic. */
  readonly stop: readonly string[];
  /** Groups of words that mean the same here; the first one stands for all. Phrases may hold blanks. Only languages in which the library's questions are written need them. */
  readonly synonyms: readonly (readonly string[])[];
  /**
   * English words of the trade and what they are called here: `{ file: 'datei|dateien|akte', 'run queue': 'warteschlange der cpu' }`. A word that ends in `*` is the
   * beginning of one: `файл*`. Questions of this language are then looked up among the English ones.
   */
  readonly glossary?: Readonly<Record<string, string>>;
  /** What is no question about what this machine is doing: a wish for action, a question about a word, or about how the machine is made up. */
  readonly refusals: readonly (readonly [Refusal, Pattern])[];
  /** Patterns for how an answer is measured, tried in order. */
  readonly measures: readonly (readonly [Measure, Pattern])[];
  /** Patterns for what it is broken down by. */
  readonly keys: readonly (readonly [string, Pattern])[];
  /** Each has a group for the number and one for the unit. */
  readonly durations: readonly Pattern[];
  /** "every 2 seconds": a group for the number, which may be missing, and one for the unit. */
  readonly every: readonly Pattern[];
  /** "3 times", "the first 5": a group for the number. */
  readonly times: readonly Pattern[];
  /** Unit words to seconds. */
  readonly units: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly top: readonly Pattern[];
  readonly outputs: readonly (readonly [OutputWish, Pattern])[];
  /** A group for the number. */
  readonly pid: readonly Pattern[];
  /** A group for the name of a process, where the words leave no doubt that it is one. */
  readonly comm: readonly Pattern[];
  /** A group for who does it ("does x open"): a process unless it is a word of the trade. */
  readonly doer: readonly Pattern[];
  /** A group for what may be such a name: it is one where a program of that name is known or runs. */
  readonly maybeComm: readonly Pattern[];
  /** What an event must be like to count; paths, addresses, names of errors and signals are known by their looks, in every language. */
  readonly conditions: ConditionPatterns;
  /** Says that the process in question is the one something is done to. */
  readonly toward: Pattern;
  /** A group for several keys in a row ("by process and cpu"). */
  readonly keyList: Pattern;
  readonly keyWords: Readonly<Record<string, string>>;
  /** Subjects people ask about that no program knows; one that a program's questions use counts no longer. */
  readonly beyond: readonly string[];
  /** Words every other question holds: alone they choose no program. */
  readonly generic: readonly string[];
  /** Restrictions that no program can follow yet; the user is told. */
  readonly restrictions: readonly Pattern[];
  /** Words that are never the name of a process, although they stand where one could. */
  readonly notNames: readonly string[];
  /** Programs people ask about, in small letters: a word that is one is a name wherever a name can stand. */
  readonly knownNames: readonly string[];
}

/** How a language says what an event must be like. A group for the amount or the name. */
export interface ConditionPatterns {
  /** `larger than {size}`, `slower than {time}`: which of the two it is, its unit tells. */
  readonly more: readonly Pattern[];
  readonly atLeast: readonly Pattern[];
  readonly less: readonly Pattern[];
  readonly atMost: readonly Pattern[];
  readonly exactly: readonly Pattern[];
  readonly failed: readonly Pattern[];
  readonly succeeded: readonly Pattern[];
  readonly port: readonly Pattern[];
  readonly user: readonly Pattern[];
  readonly cpu: readonly Pattern[];
  readonly container: readonly Pattern[];
  readonly syscall: readonly Pattern[];
  readonly device: readonly Pattern[];
  /** A path that is meant whole, not as a place below which anything counts. */
  readonly exactPath: readonly Pattern[];
}
