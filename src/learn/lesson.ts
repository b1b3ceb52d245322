/** A course, its lessons and exercises, as data (docs/LESSONS.md). */

import type { Expectation } from '../rehearse/suite.ts';
import type { Demand } from './demand.ts';

export const LANGS = ['en', 'zh'] as const;
export type Lang = (typeof LANGS)[number];

/** The same in each language. */
export type Said = Readonly<Record<Lang, string>>;

/** Something there is to learn. */
export interface Concept {
  readonly id: string;
  readonly title: Said;
  /** Concepts that must be known before, by id. */
  readonly needs: readonly string[];
}

export interface Course {
  readonly concepts: readonly Concept[];
  /** In their order, which is one in which whatever a lesson needs was taught before it. */
  readonly lessons: readonly Lesson[];
}

/** A program that stands in a file of its lesson's folder. */
export interface ProgramFile {
  /** The file's name, such as `read.bt`. */
  readonly name: string;
  readonly language: 'bpftrace' | 'c';
  readonly source: string;
}

export interface Lesson {
  /** Its folder's name without the number: what links and users call it. */
  readonly id: string;
  readonly number: number;
  /** The folder's name. */
  readonly folder: string;
  readonly title: Said;
  readonly goal: Said;
  readonly minutes: number;
  /** Concepts, by id. */
  readonly teaches: readonly string[];
  /** The program to read. */
  readonly read: ProgramFile;
  readonly exercises: readonly Exercise[];
  readonly text: Readonly<Record<Lang, readonly Section[]>>;
}

export interface Exercise {
  readonly id: string;
  readonly title: Said;
  readonly task: Said;
  /** What the workload did, for a learner whose program says something else; `{n}` stands for the number. */
  readonly truth: Said;
  readonly start: ProgramFile;
  readonly solution: ProgramFile;
  /** A number from the first to the second is chosen anew for each judgement. */
  readonly n: readonly [number, number];
  /** A shell command; `{n}` stands for the number. */
  readonly workload: string;
  readonly needs: readonly string[];
  /** From a nudge to nearly the answer. */
  readonly hints: readonly Said[];
  /** As written: amounts may be sums over n. `expectationFor` makes an Expectation of it. */
  readonly expect: WrittenExpectation;
  readonly slips: readonly Slip[];
  /** What a program must hold beside saying what happened: to listen to the kind of event that the solution listens to, and what a goal asks for. */
  readonly demands?: readonly Demand[];
}

/** A number, or a sum over n: `n`, `2n`, `n+5`, `2n+1`. */
export type Amount = number | string;

export interface WrittenExpectation extends Omit<Expectation, 'evidence' | 'hist'> {
  readonly evidence: readonly { readonly match: string; readonly min?: Amount; readonly max?: Amount; readonly values?: boolean }[];
  readonly hist: readonly { readonly match?: string; readonly min: Amount }[];
}

/** A mistake that people make in an exercise, in a teacher's words. */
export interface Slip {
  readonly program: ProgramFile;
  /** A regular expression over a program's text without comments. */
  readonly when: string;
  readonly say: Said;
}

/** A part of a lesson's text: what stands below one `##` heading. The first may have none. */
export interface Section {
  readonly heading: readonly Inline[] | undefined;
  readonly blocks: readonly Block[];
}

/** What a fence says its code is. */
export const FENCES = ['bpftrace', 'bpftrace run', 'bpftrace fragment', 'bpftrace wrong', 'c', 'c fragment', 'sh', 'output'] as const;
export type Fence = (typeof FENCES)[number];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly header: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  /** `line`: where it begins in its file, counted from 1. */
  | { readonly kind: 'code'; readonly fence: Fence; readonly code: string; readonly line: number }
  /** Where the program to read is shown. */
  | { readonly kind: 'read' };

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  /** `lesson`: another lesson, by its id. */
  | { readonly kind: 'link'; readonly text: string; readonly to: { readonly lesson: string } | { readonly url: string } };
