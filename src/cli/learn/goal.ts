/** `gpttrace learn "GOAL"`: the way from what somebody knows to a program of their own wish. */
import { Exit } from '../../core/exit.ts';
import { knownConcepts, lessonState } from '../../learn/progress.ts';
import { type ChooseGoal, type Goal, goalFor } from '../../line/learn/goal.ts';
import { paint, wrap } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { listen } from '../signals.ts';
import { canAsk, write } from '../terminal.ts';
import { lessonJson, lessonLine } from './overview.ts';
import { keep, type LangFlags, type Place, placeFor } from './place.ts';

export async function showGoal(text: string, flags: LangFlags & { readonly json?: boolean }): Promise<Exit> {
  const place = placeFor(flags, text);
  const interruption = listen();
  const ask: ChooseGoal = async (choices, language) => (await import('../choose.ts')).choose(choices, language, interruption.stop);
  const goal = await goalFor(text, place.opened.course, place.progress, {
    lang: place.lang,
    ...(canAsk() && flags.json !== true ? { choose: ask } : {}),
  }).finally(() => interruption.dispose());
  keep(place.words, (progress) => ({ ...progress, goal: goal.text }));
  await write(process.stdout, flags.json === true ? `${JSON.stringify(goalJson(goal, place))}\n` : `${goalLines(goal, place).join('\n')}\n`);
  return Exit.answered;
}

function goalLines({ title, path, grading, plan }: Goal, { opened, progress, lang, words, style }: Place): string[] {
  const columns = Math.min(style.columns, 100);
  const known = knownConcepts(progress, opened.course);
  const name = (id: string): string => {
    const concept = opened.course.concepts.find((one) => one.id === id);
    const text = concept?.title[lang] ?? id;
    return known.has(id) ? `${text} ${style.unicode ? '✓' : `(${words.goal.known})`}` : text;
  };
  const lines = [paint(words.goal.answers(visible(title)), 'bold', style)];
  if (plan.alternative !== undefined)
    lines.push(paint(`${words.goal.or(plan.alternative.title)} gpttrace learn "${visible(plan.alternative.ask)}"`, 'dim', style));
  lines.push('');
  lines.push(...wrap(`${words.goal.holds}${path.holds.map(name).join(lang === 'zh' ? '、' : ', ')}`, columns), '');
  if (path.lessons.length === 0) lines.push(words.goal.nothingMissing, '');
  else {
    lines.push(
      words.goal.path(
        path.lessons.length,
        path.lessons.reduce((sum, { minutes }) => sum + minutes, 0),
      ),
    );
    for (const lesson of path.lessons)
      lines.push(lessonLine(lesson, lessonState(progress, lesson), lesson === path.lessons[0], { ...style, columns }, lang, words.states));
    lines.push('');
  }
  lines.push(words.goal.last, ...wrap(words.goal.by[grading.by], columns).map((line) => paint(line, 'dim', style)));
  for (const note of plan.notes) lines.push(...wrap(visible(note), columns).map((line) => paint(line, 'dim', style)));
  const [first] = path.lessons;
  lines.push('', `${words.goal.begin}${paint(first === undefined ? 'gpttrace learn edit goal' : `gpttrace learn ${first.id}`, 'bold', style)}`);
  return lines;
}

function goalJson({ text, title, path, plan, grading, exercise }: Goal, { opened, progress, lang }: Place): unknown {
  return {
    type: 'path',
    goal: text,
    lang,
    program: { title, origin: plan.program.origin, language: plan.program.language, source: plan.program.source },
    holds: path.holds,
    known: [...knownConcepts(progress, opened.course)],
    missing: path.missing,
    lessons: path.lessons.map((lesson) => lessonJson(lesson, progress)),
    exercise: { task: exercise.task, gradedBy: grading.by },
  };
}
