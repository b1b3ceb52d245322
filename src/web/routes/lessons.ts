import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Exercise, Lang, Lesson, ProgramFile } from '../../learn/lesson.ts';
import { afterGrade, exerciseProgress, GOAL, withWork } from '../../learn/progress.ts';
import { teach } from '../../learn/teacher/verdict.ts';
import { courseToLearn, exerciseNamed, lessonNamed, type OpenedCourse } from '../../line/learn/course.ts';
import type { Goal } from '../../line/learn/goal.ts';
import { inLanguage } from '../../line/learn/in-language.ts';
import { changeProgress, keepWork, loadProgress } from '../../line/learn/progress.ts';
import { refuseReach } from '../../line/reach.ts';
import type { CourseView, ExerciseView, GoalView, Graded, LessonAnswer, LessonView } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Judge } from '../judge.ts';
import { courseView, exerciseView, goalView, lessonView, sourceOf } from '../lessons.ts';
import type { Asked, Route } from '../routes.ts';

const lang = z.enum(['en', 'zh']).optional();
const GradeBody = z.strictObject({ source: z.string().max(256 * 1024), before: z.string(), lang });
const GoalBody = z.strictObject({ goal: z.string().trim().min(1).max(1000), lang });
const AskBody = z.strictObject({
  question: z.string().trim().min(1).max(1000),
  lang,
  source: z
    .string()
    .max(256 * 1024)
    .optional(),
});
const Nothing = z.strictObject({});

/** An exercise that is worked on; the last one of the way to a goal has that. */
interface Work {
  readonly lesson: Pick<Lesson, 'id' | 'folder'>;
  readonly exercise: Exercise;
  readonly goal?: Goal;
}

/** The course: read, done, judged. */
export function lessonRoutes(desk: Desk, judge: Judge, readOnly: boolean): Route[] {
  // It is part of the package, and as it was when it was first asked for.
  let read: OpenedCourse | undefined;
  const whole = (): OpenedCourse => {
    read ??= courseToLearn();
    return read;
  };
  const mayChange = (): void => {
    if (readOnly) throw new Problem(messages.readOnly());
  };
  const goal = async (text: string, wanted?: Lang): Promise<Goal> =>
    (await import('../../line/learn/goal.ts')).goalFor(text, whole().course, loadProgress(), wanted === undefined ? {} : { lang: wanted });
  const workOf = async ({ path }: Asked, language: Lang = 'en'): Promise<Work> => {
    const [name, exercise] = [(path.lesson ?? '').slice(0, 80), (path.exercise ?? '').slice(0, 80)];
    if (name !== GOAL) {
      const lesson = lessonNamed(whole(), name, language);
      return { lesson, exercise: exerciseNamed(lesson, exercise, loadProgress(), language) };
    }
    const wanted = loadProgress().goal;
    const found = wanted === undefined ? undefined : await goal(wanted);
    // Another page may have chosen another goal meanwhile.
    if (found === undefined || exercise !== found.id) throw new Problem(messages.noGoal(language));
    return { lesson: { id: GOAL, folder: GOAL }, exercise: { ...found.exercise, id: found.id }, goal: found };
  };
  return [
    { method: 'GET', path: '/api/course', answer: (): CourseView => courseView(whole().course, loadProgress()) },
    {
      method: 'GET',
      path: '/api/course/goal',
      answer: async (): Promise<GoalView | null> => {
        const progress = loadProgress();
        return progress.goal === undefined ? null : goalView(await goal(progress.goal), whole().course, progress);
      },
    },
    {
      method: 'POST',
      path: '/api/course/goal',
      answer: async ({ body }): Promise<GoalView> => {
        const { goal: text, lang: language } = await body(GoalBody);
        const found = await inLanguage(language ?? 'en', () => goal(text, language));
        if (!readOnly) keep((progress) => ({ ...progress, goal: text }));
        return goalView(found, whole().course, loadProgress());
      },
    },
    {
      method: 'GET',
      path: '/api/course/:lesson',
      answer: ({ path }): LessonView => lessonView(whole().course, lessonNamed(whole(), (path.lesson ?? '').slice(0, 80), 'en'), loadProgress()),
    },
    {
      method: 'POST',
      path: '/api/course/:lesson/ask',
      answer: async ({ path, body }): Promise<LessonAnswer> => {
        const { question, lang: language = 'en', source } = await body(AskBody);
        mayChange();
        const { course } = whole();
        const lesson = lessonNamed(whole(), (path.lesson ?? '').slice(0, 80), language);
        const { askIndex, askModel } = await import('../../line/learn/ask.ts');
        const model = await (await desk.here()).model?.();
        if (model !== undefined) {
          const { text, failure } = await askModel(model, question, lesson, language, source, () => {}, judge.stop);
          if (failure === undefined) return { text, model: model.model.name, passages: [] };
        }
        return { passages: await askIndex(question, lesson, course, language) };
      },
    },
    {
      method: 'POST',
      path: '/api/course/:lesson/:exercise/grade',
      answer: async (asked): Promise<Graded> => {
        const { source, before, lang: language = 'en' } = await asked.body(GradeBody);
        mayChange();
        const work = await workOf(asked, language);
        const { lesson, exercise } = work;
        const program: ProgramFile = { name: exercise.start.name, language: exercise.start.language, source };
        if (program.language === 'c') refuseReach(source);
        if (sourceOf(lesson, exercise) !== source) keepWork(lesson, exercise, source, before);
        const { grade, silence } = await inLanguage(language, () => judge.grade(work, program, language));
        const earlier = exerciseProgress(loadProgress(), lesson.id, exercise.id);
        if (grade.verdict !== 'not-judged') changed(work, (kept) => afterGrade(kept, grade, new Date()));
        const { worded } = await import('../../line/learn/worded.ts');
        const teaching = worded(teach(grade, exercise, program, language, `${lesson.id}/${exercise.id}`, earlier, silence), language);
        return { grade, teaching, exercise: exerciseView(lesson, exercise, loadProgress()) };
      },
    },
    {
      method: 'POST',
      path: '/api/course/:lesson/:exercise/hint',
      answer: async (asked): Promise<ExerciseView> => {
        await asked.body(Nothing);
        mayChange();
        const work = await workOf(asked);
        return changed(work, ({ hints }) => ({ hints: Math.min(work.exercise.hints.length, hints + 1) }));
      },
    },
    {
      method: 'POST',
      path: '/api/course/:lesson/:exercise/solution',
      answer: async (asked): Promise<ExerciseView> => {
        await asked.body(Nothing);
        mayChange();
        return changed(await workOf(asked), () => ({ gaveUp: true }));
      },
    },
  ];
}

/** Throws a Problem where it could not be kept: the page would show what is gone with the next reload. */
function changed({ lesson, exercise }: Work, change: Parameters<typeof withWork>[3]): ExerciseView {
  keep((progress) => withWork(progress, lesson.id, exercise.id, change));
  return exerciseView(lesson, exercise, loadProgress());
}

function keep(change: Parameters<typeof changeProgress>[0]): void {
  const failed = changeProgress(change);
  if (failed !== undefined) throw new Problem(messages.progressNotKept(failed));
}
