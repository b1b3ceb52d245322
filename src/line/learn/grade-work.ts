/** A learner's program judged, whatever exercise it is of. */
import type { Grade } from '../../learn/grade.ts';
import type { Exercise, Lang, Lesson, ProgramFile } from '../../learn/lesson.ts';
import { gradeByAgreement } from './agreement.ts';
import type { Goal } from './goal.ts';
import { type GradeAround, gradeProgram, notJudged } from './grade.ts';
import type { Grader } from './grader.ts';
import { takeTurn } from './turn.ts';

interface Graded {
  readonly grade: Grade;
  /** Why it said nothing, or was not taken by the kernel, where that is so: sentences. */
  readonly silence: readonly string[];
}

/**
 * The grade; a program that said nothing is run once more, to tell why. `waits`: another program is being judged on this machine first. Throws a Problem where this machine
 * cannot prove it.
 */
export async function gradeAndTell(
  work: Parameters<typeof gradeWork>[0],
  program: ProgramFile,
  lang: Lang,
  grader: Pick<Grader, 'place'>,
  waits?: () => void,
): Promise<Graded> {
  const place = await grader.place(work.exercise);
  if ('cannot' in place) return { grade: notJudged(work.lesson, work.exercise, place.cannot), silence: [] };
  // A guest is whoever's who opened it.
  const leave = place.guest === undefined ? await takeTurn(place.stop, waits) : () => {};
  try {
    const grade = await gradeWork(work, program, place);
    if (grade.verdict !== 'silent' && grade.verdict !== 'does-not-attach') return { grade, silence: [] };
    const { whySilent } = await import('./silence.ts');
    return { grade, silence: await whySilent(work.exercise, grade.n, program, lang, place) };
  } finally {
    leave();
  }
}

/** Throws a Problem where this machine cannot prove the program (no compiler, no libbpf). */
async function gradeWork(
  { lesson, exercise, goal }: { readonly lesson: Pick<Lesson, 'id'>; readonly exercise: Exercise; readonly goal?: Goal },
  program: ProgramFile,
  around: GradeAround,
): Promise<Grade> {
  if (goal?.grading.by === 'agreement') return gradeByAgreement(exercise, goal.grading.rehearsed, goal.plan, program, around);
  const grade = await gradeProgram(lesson, exercise, program, around);
  return goal?.grading.by === 'none' && grade.verdict === 'passed' ? { ...grade, verdict: 'not-judged' } : grade;
}
