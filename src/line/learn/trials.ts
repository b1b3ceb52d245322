/** Every program of an exercise judged as a learner's would be: the solution must pass, the start and each slip must not. */
import type { Grade } from '../../learn/grade.ts';
import type { Exercise, Lesson, ProgramFile } from '../../learn/lesson.ts';
import { SharedWorkload } from '../eval/shared-workload.ts';
import type { Grader } from './grader.ts';

export interface Trial {
  readonly lesson: Lesson;
  readonly exercise: Exercise;
  readonly what: 'solution' | 'start' | 'slip';
  /** Of a slip: its place among those of the exercise. */
  readonly index: number;
  readonly program: ProgramFile;
}

export interface Tried extends Trial {
  readonly grade: Grade;
  /** Why it is not as it must be; absent where it is. */
  readonly fault?: string;
}

/** What there is to judge of an exercise. */
export function trialsOf(lesson: Lesson, exercise: Exercise): readonly Trial[] {
  const trial = (what: Trial['what'], program: ProgramFile, index = 0): Trial => ({ lesson, exercise, what, index, program });
  return [trial('solution', exercise.solution), ...exercise.slips.map(({ program }, index) => trial('slip', program, index)), trial('start', exercise.start)];
}

/** One exercise after another, all programs of one beside one run of its workload. */
export async function* tryEach(exercises: readonly (readonly Trial[])[], grader: Grader): AsyncGenerator<Tried> {
  for (const trials of exercises) {
    if (grader.stop.aborted) return;
    yield* await tryTogether(trials, grader);
  }
}

/** A guest runs three things at once: two tracers, and the workload. */
const TRACERS_OF_GUEST = 2;

/** All of one exercise beside one run of its workload; in a guest, two beside each. */
export async function tryTogether(trials: readonly Trial[], grader: Grader): Promise<readonly Tried[]> {
  const [first] = trials;
  if (first === undefined) return [];
  const place = await grader.place(first.exercise);
  const most = 'cannot' in place || place.guest === undefined ? trials.length : TRACERS_OF_GUEST;
  const tried: Tried[] = [];
  for (let at = 0; at < trials.length; at += most) tried.push(...(await tryBesideOne(trials.slice(at, at + most), first.exercise, grader)));
  return tried;
}

async function tryBesideOne(trials: readonly Trial[], { n: [least, most] }: Exercise, grader: Grader): Promise<readonly Tried[]> {
  const together = { n: least + Math.floor(Math.random() * (most - least + 1)), shared: new SharedWorkload(trials.length) };
  return Promise.all(trials.map(async (trial) => judgedTrial(trial, await grader.grade(trial.lesson, trial.exercise, trial.program, together))));
}

function judgedTrial(trial: Trial, grade: Grade): Tried {
  const fault = faultOf(trial, grade);
  return { ...trial, grade, ...(fault === undefined ? {} : { fault }) };
}

function faultOf({ what, index }: Trial, { verdict, slip, notes }: Grade): string | undefined {
  if (verdict === 'not-judged') return undefined;
  if (what === 'solution') return verdict === 'passed' ? undefined : `it must pass, and is ${verdict}`;
  if (verdict === 'passed') return 'it must not pass, and does';
  // It must fail for what it says, and not because it could not be tried.
  if (what === 'slip' && verdict === 'does-not-attach') return `it does not attach: ${notes.join('; ')}`;
  if (what === 'slip' && slip !== index) return slip === undefined ? 'it is not told by its when' : `it is told by the when of slip ${slip + 1}`;
  return undefined;
}
