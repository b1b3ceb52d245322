/** `gpttrace learn grade`: a program judged, and what a teacher says of that. */
import { existsSync } from 'node:fs';
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Grade } from '../../learn/grade.ts';
import { parseInline } from '../../learn/inline.ts';
import type { ProgramFile } from '../../learn/lesson.ts';
import { afterGrade, lessonState, nextExercise, nextLesson } from '../../learn/progress.ts';
import { flow } from '../../learn/show/runs.ts';
import { type Teaching, teach } from '../../learn/teacher/verdict.ts';
import { gradeAndTell } from '../../line/learn/grade-work.ts';
import { type Grader, openGrader } from '../../line/learn/grader.ts';
import { loadProgress, readWork } from '../../line/learn/progress.ts';
import { worded } from '../../line/learn/worded.ts';
import { renderFrame } from '../../views/diagnostics.ts';
import { paint, type Style, wrapHanging } from '../../views/layout.ts';
import { stringify } from '../../views/plain.ts';
import { visible, visibleLine } from '../../views/values.ts';
import { question } from '../question.ts';
import { type Interruption, listen } from '../signals.ts';
import { canAsk, StatusLine, write } from '../terminal.ts';
import { done, type LangFlags, note, type Place, placeOfWork, type Work, workNamed } from './place.ts';

export interface GradeFlags extends LangFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly for?: string;
  readonly guest?: string | true;
}

export async function gradeCommand(name: string | undefined, flags: GradeFlags): Promise<Exit> {
  const place = placeOfWork(flags, name);
  const work = await workNamed(name, place, flags.for);
  if (!existsSync(work.file)) throw new Problem(messages.noWork(work.file, work.name, place.lang));
  const interruption = listen();
  try {
    if (!(await agreed(flags, place, interruption))) return interruption.exit() ?? Exit.notConsented;
    const grader = await grading(place, interruption, flags);
    try {
      const { grade } = await judge(work, place, grader, flags.json === true);
      if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
      return grade.verdict === 'passed' ? Exit.answered : grade.verdict === 'not-judged' ? Exit.notAble : Exit.evalFailed;
    } finally {
      grader.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

export function grading({ opened }: Place, interruption: Interruption, { guest }: Pick<GradeFlags, 'guest'>): Promise<Grader> {
  return openGrader(opened.folder, canAsk(), interruption, (text) => process.stderr.write(`${text}\n`), guest === undefined ? {} : { guest });
}

/** Whether the learner's program may be run. Throws a Problem where nobody can be asked. */
export async function agreed({ yes, guest }: Pick<GradeFlags, 'yes' | 'guest'>, { words, lang }: Place, { stop }: Interruption): Promise<boolean> {
  if (yes === true) return true;
  if (!canAsk()) throw new Problem(messages.gradeNoConsent(lang));
  const answer = await question(guest === undefined ? words.agreeGrade : words.agreeGuest, stop);
  return answer !== undefined && /^(?:|y|yes|是|好)$/i.test(answer.trim());
}

/** Judges, tells, and remembers. */
export async function judge(work: Work, place: Place, grader: Grader, json: boolean): Promise<{ readonly grade: Grade; readonly teaching: Teaching }> {
  const { words, lang, style } = place;
  const program = readWork(work.file, work.exercise);
  const status = new StatusLine();
  status.show(words.grading);
  const { grade, silence } = await gradeAndTell(work, program, lang, grader, () => status.show(words.turn)).finally(() => status.clear());
  if (!grader.stop.aborted && grade.verdict !== 'not-judged') note(work, place, (before) => afterGrade(before, grade, new Date()));
  const after = loadProgress();
  const teaching = worded(teach(grade, work.exercise, program, lang, work.name, done(work, after), silence), lang);
  if (json) await write(process.stdout, `${stringify({ type: 'grade', file: work.file, ...grade, teaching })}\n`);
  else
    await write(
      process.stdout,
      `${[...teachingLines(teaching, program, style, place), ...onwards(work, teaching, { ...place, progress: after })].join('\n')}\n`,
    );
  return { grade, teaching };
}

function teachingLines(teaching: Teaching, program: ProgramFile, style: Style, { words }: Place): string[] {
  const columns = Math.min(style.columns, 100);
  const told = (text: string, first = ''): string[] => flow(parseInline(text), { ...style, columns }, first);
  const said = (text: string): string[] => told(text, '  ');
  const lines = [paint(teaching.headline, teaching.passed ? 'green' : 'yellow', style)];
  if (teaching.slip !== undefined) lines.push('', ...said(teaching.slip).map((line) => paint(line, 'bold', style)));
  for (const { diagnostic, says, hint } of teaching.remarks) {
    // The frame shows where; the words are the teacher's.
    const frame = diagnostic.span === undefined ? [] : renderFrame({ ...diagnostic, hints: [] }, program.source, shortName(program.name), style).slice(1);
    const place = diagnostic.span === undefined ? [] : [paint(frame[0] ?? '', 'dim', style), ...frame.slice(1)];
    // A slip says it better.
    lines.push('', ...place, ...(teaching.slip === undefined ? said(says) : []));
    if (says !== diagnostic.message)
      lines.push(...wrapHanging(`${diagnostic.message} [${diagnostic.code}]`, columns - 2).map((line) => paint(`  ${visible(line)}`, 'dim', style)));
    if (hint !== undefined) lines.push(...wrapHanging(hint, columns - 2).map((line) => paint(`  ${visible(line)}`, 'dim', style)));
  }
  if (teaching.said !== undefined) {
    lines.push('', teaching.said.title);
    for (const line of teaching.said.lines)
      lines.push(`  ${paint(visibleLine(line.replaceAll('\n', ' < ')).slice(0, Number.isFinite(columns) ? columns - 2 : undefined), 'cyan', style)}`);
    if (teaching.said.more > 0) lines.push(`  ${paint(words.more(teaching.said.more), 'dim', style)}`);
  }
  if (teaching.truth !== undefined) lines.push('', ...told(teaching.truth));
  for (const text of teaching.notes) lines.push('', ...flow([{ kind: 'text', text }], { ...style, columns }));
  if (teaching.next.length > 0) lines.push('', ...teaching.next.map((text) => paint(text, 'dim', style)));
  return lines;
}

function shortName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** What comes after an exercise that was passed. */
function onwards({ lesson, name }: Work, { passed }: Teaching, { opened, progress, lang, words, style }: Place): string[] {
  const own = opened.course.lessons.find(({ id }) => id === lesson.id);
  if (!passed || own === undefined) return [];
  const next = nextExercise(progress, own);
  if (next !== undefined && `${own.id}/${next.id}` !== name) return ['', words.nextExercise(`${own.id}/${next.id}`, next.title[lang])];
  if (lessonState(progress, own) !== 'done') return [];
  const following = nextLesson(progress, opened.course.lessons.slice(opened.course.lessons.indexOf(own))) ?? nextLesson(progress, opened.course.lessons);
  return [
    '',
    paint(words.lessonDone(own.title[lang]), 'green', style),
    following === undefined ? words.courseDone : words.nextLesson(following.id, following.title[lang]),
  ];
}
