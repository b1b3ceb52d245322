/** `gpttrace learn --check`: lessons read strictly, and with --run judged on this kernel. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { type Linted, lint, mistakeText, type Subject, subjectOf } from '../../line/learn/check.ts';
import { openGrader } from '../../line/learn/grader.ts';
import { type Trial, type Tried, trialsOf, tryEach } from '../../line/learn/trials.ts';
import { plural } from '../../views/diagnostics.ts';
import { paint, type Style } from '../../views/layout.ts';
import { secondsText, visible } from '../../views/values.ts';
import { agree } from '../question.ts';
import { type Interruption, listen } from '../signals.ts';
import { canAsk, StatusLine, stdoutStyle, write } from '../terminal.ts';

export interface LessonCheckFlags {
  readonly run?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function checkLessons(name: string | undefined, flags: LessonCheckFlags): Promise<Exit> {
  const subject = subjectOf(name);
  const linted = await lint(subject);
  const style = stdoutStyle();
  if (flags.json !== true) await write(process.stdout, lintText(linted, style));
  const tried = flags.run === true && linted.mistakes.length === 0 ? await runTrials(linted, subject, flags) : { tried: [] };
  if (flags.json === true) await write(process.stdout, `${JSON.stringify(jsonOf(linted, tried.tried))}\n`);
  if (linted.mistakes.length > 0) return Exit.file;
  if (tried.exit !== undefined) return tried.exit;
  return tried.tried.some(({ fault }) => fault !== undefined) ? Exit.evalFailed : Exit.answered;
}

function lintText({ lessons, mistakes, notes }: Linted, style: Style): string {
  const exercises = lessons.reduce((sum, lesson) => sum + lesson.exercises.length, 0);
  const count = `${plural(lessons.length, 'lesson')}, ${plural(exercises, 'exercise')}`;
  const lines = [
    ...mistakes.flatMap((one) => [`${paint('mistake:', 'red', style)} ${visible(mistakeText(one))}`, `  help: ${visible(one.hint)}`]),
    ...notes.map((note) => `note: ${visible(note)}`),
    `${count}: ${mistakes.length === 0 ? 'nothing wrong' : plural(mistakes.length, 'mistake')}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function runTrials(
  { lessons }: Linted,
  { folder, exercise: only }: Subject,
  flags: LessonCheckFlags,
): Promise<{ readonly tried: readonly Tried[]; readonly exit?: Exit }> {
  const exercises = lessons.flatMap((lesson) =>
    lesson.exercises.filter(({ id }) => only === undefined || id === only).map((exercise) => trialsOf(lesson, exercise)),
  );
  const trials = exercises.flat();
  const [first] = lessons;
  if (trials.length === 0 && first !== undefined && only !== undefined)
    throw new Problem(
      messages.noSuchExercise(
        first.id,
        only,
        first.exercises.map(({ id }) => id),
        'en',
      ),
    );
  const interruption = listen();
  try {
    if (!(await mayRun(trials, flags, interruption))) return { tried: [], exit: interruption.exit() ?? Exit.notConsented };
    const grader = await openGrader(folder, canAsk(), interruption, (note) => process.stderr.write(`${note}\n`));
    try {
      const tried: Tried[] = [];
      const status = new StatusLine();
      for await (const one of tryEach(exercises, grader)) {
        if (interruption.stop.aborted) break;
        tried.push(one);
        status.clear();
        if (flags.json !== true) await write(process.stdout, `${triedLines(one, stdoutStyle()).join('\n')}\n`);
        status.show(`${tried.length} of ${trials.length}`);
      }
      status.clear();
      if (flags.json !== true) await write(process.stdout, `${summary(tried)}\n`);
      return interruption.stop.aborted ? { tried, exit: interruption.exit() ?? Exit.interrupted } : { tried };
    } finally {
      grader.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

async function mayRun(trials: readonly Trial[], { yes }: LessonCheckFlags, { stop }: Interruption): Promise<boolean> {
  if (yes === true) return true;
  if (!canAsk()) throw new Problem(messages.gradeNoConsent('en'));
  return agree(`run ${trials.length} programs, each beside a workload on this machine? [y/N] `, stop);
}

function triedLines({ lesson, exercise, what, index, grade, fault, program }: Tried, style: Style): string[] {
  const name = what === 'slip' ? `slip ${index + 1}` : what;
  const how =
    grade.verdict === 'not-judged'
      ? 'not judged here'
      : fault === undefined
        ? grade.verdict === 'passed'
          ? 'passes'
          : `fails as it must (${grade.verdict})`
        : fault;
  const mark = fault === undefined ? paint('ok  ', grade.verdict === 'not-judged' ? 'yellow' : 'green', style) : paint('BAD ', 'red', style);
  const head = `${mark} ${lesson.folder}/${exercise.id} ${name}: ${how}, n = ${grade.n}, ${secondsText(grade.seconds, 'en')}`;
  if (fault === undefined && grade.verdict !== 'not-judged') return [head];
  const errors = grade.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => `${program.name}: ${message}`);
  const said = grade.said.slice(0, 12).map((line) => `said: ${line}`);
  return [
    head,
    ...[...errors, ...grade.faults, ...grade.notes, ...(what === 'solution' ? [] : said)].map(
      (line) => `       ${visible(line).replaceAll('\n', '\n       ')}`,
    ),
  ];
}

function summary(tried: readonly Tried[]): string {
  const bad = tried.filter(({ fault }) => fault !== undefined).length;
  const unjudged = tried.filter(({ grade }) => grade.verdict === 'not-judged').length;
  const seconds = tried.reduce((sum, { grade }) => sum + grade.seconds, 0);
  return `${plural(tried.length, 'program')} in ${secondsText(seconds, 'en')}: ${bad === 0 ? 'all as they must be' : `${bad} not as they must be`}${unjudged === 0 ? '' : `, ${unjudged} not judged here`}`;
}

function jsonOf({ lessons, mistakes, notes }: Linted, tried: readonly Tried[]): unknown {
  return {
    type: 'lessons',
    lessons: lessons.map(({ id, exercises }) => ({ id, exercises: exercises.map((one) => one.id) })),
    mistakes,
    notes,
    tried: tried.map(({ lesson, exercise, what, index, fault, grade }) => ({
      lesson: lesson.id,
      exercise: exercise.id,
      what,
      index,
      fault: fault ?? null,
      grade,
    })),
  };
}
