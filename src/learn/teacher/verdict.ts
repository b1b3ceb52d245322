/** A grade in a teacher's words, as data: whoever shows it draws it. */
import { type Diagnostic, positionAt } from '../../core/diagnostic.ts';
import { withNumber } from '../amounts.ts';
import type { Grade } from '../grade.ts';
import type { Exercise, Lang, ProgramFile } from '../lesson.ts';
import type { ExerciseProgress } from '../progress.ts';
import { TEACHER } from './codes.ts';
import { type TeacherWords, wordsIn } from './words.ts';

/** A diagnostic, and what a teacher says of it. */
export interface Remark {
  readonly diagnostic: Diagnostic;
  /** Counted from 1, where it has a place. */
  readonly line?: number;
  /** In a teacher's words; the checker's own message where there are none for it. */
  readonly says: string;
  /** What the checker would do about it. */
  readonly hint?: string;
}

export interface Teaching {
  readonly passed: boolean;
  /** One sentence. */
  readonly headline: string;
  /** The mistake that people make here, where it is one of those. */
  readonly slip?: string;
  readonly remarks: readonly Remark[];
  /** What the program said, the first of it; what it was to say. */
  readonly said?: { readonly title: string; readonly lines: readonly string[]; readonly more: number };
  readonly truth?: string;
  /** What else there is to know. */
  readonly notes: readonly string[];
  /** What to do next. */
  readonly next: readonly string[];
}

const MOST_REMARKS = 3;
const MOST_LINES = 8;
const MOST_CHARACTERS = 300;
const CRITICAL: ReadonlySet<string> = new Set(['error', 'warning']);

/**
 * `name`: what the exercise is called on the command line, `filters/one-name`. `silence`: why a program that saw nothing did so, where that was found out
 * (`gpttrace debug`).
 */
export function teach(
  grade: Grade,
  exercise: Exercise,
  program: ProgramFile,
  lang: Lang,
  name: string,
  before: ExerciseProgress,
  silence: readonly string[] = [],
): Teaching {
  const words = wordsIn(lang);
  const { verdict, n } = grade;
  const mistake = grade.slip === undefined ? exercise.demands?.[grade.lacks ?? -1] : exercise.slips[grade.slip];
  const slip = mistake?.say[lang];
  const passed = verdict === 'passed';
  const ran = verdict === 'wrong' || verdict === 'silent';
  return {
    passed,
    headline: words.verdicts[verdict],
    ...(slip === undefined ? {} : { slip: withNumber(slip, n) }),
    remarks: passed ? [] : remarksOf(grade, program, lang),
    ...(verdict === 'wrong' ? { said: saidOf(grade, exercise.truth[lang], words.said) } : {}),
    ...(ran ? { truth: `${words.truth}${withNumber(exercise.truth[lang], n)}` } : {}),
    notes: notesOf(grade, words, silence, lang),
    next: nextSteps(grade, exercise, name, before, words),
  };
}

/** Those about the processes and files of the workload before all others: a busy machine says much else. */
function saidOf({ said, records }: Grade, truth: string, title: string): Required<Teaching>['said'] {
  const names = truth.match(/\b(?:gt-[a-z][\w-]*|[A-Z]{2,}_[A-Z]+|\w+\.(?:txt|dat|d)\b)/g) ?? [];
  const isAbout = (line: string): boolean => names.some((name) => line.includes(name));
  const lines = records <= MOST_LINES ? said : [...said.filter(isAbout), ...said.filter((line) => !isAbout(line))].slice(0, MOST_LINES);
  return { title, lines: lines.map(clipped), more: Math.max(0, records - MOST_LINES) };
}

/** Lines that were never ended are one. */
function clipped(line: string): string {
  return line.length > MOST_CHARACTERS && !line.includes('\n') ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

function remarksOf({ diagnostics, verdict }: Grade, program: ProgramFile, lang: Lang): readonly Remark[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // Of a program that ran, what the checker warned of may be why it was wrong.
  const told = errors.length > 0 ? errors : verdict === 'wrong' || verdict === 'silent' ? diagnostics.filter(({ severity }) => CRITICAL.has(severity)) : [];
  return told.slice(0, MOST_REMARKS).map((diagnostic): Remark => {
    // Nothing of a lesson is run that does more than watch: how it might be allowed is no help.
    const hint = diagnostic.code === 'unsafe-call' ? undefined : diagnostic.hints[0];
    const entry = Object.hasOwn(TEACHER, diagnostic.code) ? TEACHER[diagnostic.code] : undefined;
    return {
      diagnostic,
      ...(diagnostic.span === undefined ? {} : { line: positionAt(program.source, diagnostic.span.start).line }),
      says: entry?.[lang] ?? diagnostic.message,
      ...(hint === undefined ? {} : { hint }),
    };
  });
}

function notesOf(grade: Grade, words: TeacherWords, silence: readonly string[], lang: Lang): readonly string[] {
  const notes: string[] = [];
  if (grade.guest !== undefined) notes.push(words.inGuest(grade.guest));
  if (grade.endedEarly && grade.verdict !== 'passed') notes.push(words.endedEarly);
  if (grade.verdict === 'silent') notes.push(...(silence.length > 0 ? silence : [words.silentWhy]));
  const [costly] = grade.costly;
  if (costly !== undefined) notes.push(words.costly(costly.rate));
  if (grade.verdict === 'does-not-attach' || grade.verdict === 'not-judged')
    notes.push(...(grade.why === undefined ? grade.notes : [grade.why[lang], ...grade.notes.slice(1)]));
  if (grade.verdict === 'does-not-attach') notes.push(...silence);
  return notes;
}

function nextSteps({ verdict }: Grade, exercise: Exercise, name: string, { hints }: ExerciseProgress, words: TeacherWords): readonly string[] {
  if (verdict === 'passed') return [];
  if (verdict === 'not-judged') return [words.read];
  return [hints < exercise.hints.length ? words.hint(name, hints, exercise.hints.length) : words.solution(name)];
}
