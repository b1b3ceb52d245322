/** What is said about an answer, or the talk itself. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Follow } from '../../line/talk/ground.ts';
import { stdoutStyle, write } from '../terminal.ts';
import type { Scene } from './scene.ts';
import { costLines, helpLines } from './shown.ts';

export type Saying = Extract<Follow, { kind: 'saying' }>;

/** Does what was said; `leave` where that ends the talk. Throws a Problem where it cannot be done. */
export async function doSaying({ saying, about }: Pick<Saying, 'saying' | 'about'>, scene: Scene): Promise<Exit | 'leave'> {
  switch (saying) {
    case 'undo':
      return undo(scene, timesOf(about));
    case 'redo':
    case 'putback':
      // What was put back already is put back by going on again.
      if (saying === 'putback' && scene.talk.undone === undefined) return undo(scene, 1);
      if (!scene.talk.redo()) throw new Problem(messages.nothingUndone(scene.language));
      await scene.note(scene.words.backTo(scene.asked().question));
      return Exit.answered;
    case 'changed':
      return (await import('./recall.ts')).tellChanged(scene);
    case 'compare':
      return (await import('./recall.ts')).compareWithBefore(scene);
    case 'answer':
      return (await import('./recall.ts')).answerAgain(scene);
    case 'more':
      return (await import('./recall.ts')).answerAgain(scene, about === undefined ? 'all' : 'more');
    case 'form':
      return (await import('./recall.ts')).answerAs(scene, about?.toLowerCase() ?? 'json');
    case 'cost':
      return show(costLines(scene.asked(), scene.words, { ...stdoutStyle(), language: scene.language }));
    case 'restart':
      scene.talk.restart();
      await scene.note(scene.words.backToNothing);
      return Exit.answered;
    case 'stop':
      await scene.note(scene.words.nothingRuns);
      return Exit.answered;
    case 'why':
      return (await import('./why.ts')).why(scene);
    case 'silent':
    case 'debug':
      return (await import('./debug.ts')).debugAsked(scene, saying);
    case 'write':
      return (await import('./write.ts')).writeAsked(scene, { ...(about === undefined ? {} : { as: about.toLowerCase() === 'c' ? 'c' : 'bpftrace' }) });
    case 'save':
      return save(about, scene);
    case 'explain':
      return explain(about === undefined ? undefined : Number(about), scene);
    case 'program': {
      const { programLines } = await import('./program.ts');
      return show(programLines(scene.asked().plan, stdoutStyle()));
    }
    case 'next':
      if (scene.asked().record === undefined) throw new Problem(messages.notRunYet(scene.language));
      if (!(await scene.suggest(false))) await scene.note(scene.words.noMore);
      return Exit.answered;
    case 'good':
    case 'bad':
      return judge(saying, scene);
    case 'help':
      return show(helpLines(scene.words.help, stdoutStyle()));
    case 'quit':
      return 'leave';
    case 'other':
      // It asks: the conversation does that.
      throw new Problem(messages.noOther(scene.language));
  }
}

/** How often what was said so wants it done: "undo undo", "undo twice", "undo 3 times". */
function timesOf(about: string | undefined): number {
  if (about === undefined) return 1;
  return about.includes('twice') ? 2 : Number(/\d+/.exec(about)?.[0] ?? 1 + (about.match(/undo|撤销/gi)?.length ?? 0));
}

async function undo(scene: Scene, times: number): Promise<Exit> {
  if (!scene.talk.undo()) throw new Problem(messages.nothingAsked(scene.language));
  // As far as there is anything.
  for (let more = 1; more < times && scene.talk.undo(); more++);
  const { last } = scene.talk;
  await scene.note(last === undefined ? scene.words.backToNothing : scene.words.backTo(last.question));
  return Exit.answered;
}

async function save(path: string | undefined, scene: Scene): Promise<Exit> {
  const asked = scene.asked();
  const { saveAsked } = await import('./save.ts');
  await scene.note(scene.words.saved(await saveAsked(asked, path, scene.language)));
  return Exit.answered;
}

/** The program of the answer, or a line of it. */
export async function explain(line: number | undefined, scene: Scene): Promise<Exit> {
  const { plan } = scene.asked();
  const { explainedLines } = await import('./program.ts');
  return show(await explainedLines(plan, line, scene.language, stdoutStyle()));
}

/** Keeps what is thought of the answer. Where it was none, another program that would fit is offered, if there is one. */
async function judge(kind: 'good' | 'bad', scene: Scene): Promise<Exit> {
  const { intent, plan } = scene.asked();
  if (intent === undefined) throw new Problem(messages.feedbackNothing(plan.program.title));
  const [{ keepSaid }, { stateDirectory }] = await Promise.all([import('../../line/feedback.ts'), import('../../local.ts')]);
  await keepSaid({ intent, program: plan.program, kind }, stateDirectory(), process.env);
  await scene.note(scene.words[kind]);
  const other = plan.alternative;
  if (other === undefined || kind === 'good') return Exit.answered;
  scene.talk.offer([other.ask]);
  await scene.note(`  1  ${other.ask}`);
  return Exit.answered;
}

async function show(lines: readonly string[]): Promise<Exit> {
  await write(process.stdout, `${lines.join('\n')}\n`);
  return Exit.answered;
}
