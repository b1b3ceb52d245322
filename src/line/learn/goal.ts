/** The way to a program of one's own wish: planned as any question is, taken apart, and made the last exercise. Nothing is run. */
import { createHash } from 'node:crypto';
import { parse } from '../../bpftrace/parser.ts';
import type { Machine } from '../../check/machine.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { languageOf } from '../../intent/languages.ts';
import { loadLexicon } from '../../intent/lexicons.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { localised } from '../../knowledge/library.ts';
import { sourceConcepts } from '../../learn/concepts/of-c.ts';
import { scriptConcepts } from '../../learn/concepts/of-script.ts';
import { eventDemand } from '../../learn/demand.ts';
import type { Course, Exercise, Lang, ProgramFile } from '../../learn/lesson.ts';
import { type Path, pathTo } from '../../learn/path.ts';
import { GOAL, knownConcepts, type Progress } from '../../learn/progress.ts';
import { localMachine } from '../../local.ts';
import type { Near, Plan, Planned } from '../../plan/plan.ts';
import { forLibrary, type Rehearsed } from '../../rehearse/workloads.ts';
import type { Host } from '../../system/host.ts';
import { openMachine } from '../machine.ts';
import { planQuestion } from '../plans.ts';
import { chooseWorkload } from '../rehearsal/choose.ts';
import { ANOTHER_EVENT, demandsOf, namesNumbers } from './goal-demands.ts';

/** How a program of the learner's for the goal is judged: by what the workload must be told of, by agreement with gpttrace's own program, or not at all. */
export type GoalGrading = { readonly by: 'workload' } | { readonly by: 'agreement'; readonly rehearsed: Rehearsed } | { readonly by: 'none' };

export interface Goal {
  readonly text: string;
  /** What the learner's file for it is called: each goal has one of its own. */
  readonly id: string;
  readonly lang: Lang;
  readonly plan: Plan;
  readonly title: string;
  readonly path: Path;
  readonly exercise: Exercise;
  readonly grading: GoalGrading;
}

/** Which of several programs was meant; undefined where none of them was. */
export type ChooseGoal = (choices: readonly Near[], language: string) => Promise<Near | undefined>;

export interface GoalWish {
  readonly choose?: ChooseGoal;
  /** In which language it is told; that of the goal without. */
  readonly lang?: Lang;
}

/** Throws a Problem where gpttrace has no program for it, or several and nobody says which: then it names the goals that there are. A goal that was chosen is the one that is worked on. */
export async function goalFor(text: string, course: Course, progress: Progress, { choose, lang: wanted }: GoalWish = {}): Promise<Goal> {
  const { host } = localMachine();
  const machine = await openMachine({});
  await loadLexicon(languageOf(text));
  const found = await planned(text, machine, host);
  if (found.kind === 'unsure') {
    const chosen = await choose?.(found.choices, found.language);
    // As it will be asked for again, by its own question.
    if (chosen !== undefined) return goalFor(chosen.ask, course, progress, wanted === undefined ? {} : { lang: wanted });
  }
  if (found.kind !== 'plan') throw problemOf(wanted === undefined ? found : { ...found, language: wanted }, text);
  const { plan } = found;
  const lang: Lang = wanted ?? (languageOf(text) === 'zh' ? 'zh' : 'en');
  const path = pathTo(conceptsOf(plan), course, knownConcepts(progress, course));
  const { exercise, grading } = lastExercise(text, plan, machine, path, course);
  return { text, id: idOf(text), lang, plan, title: titleOf(plan, lang), path, exercise, grading };
}

/** The library has it in both languages, in whichever the question was. */
function titleOf({ program: { title, origin } }: Plan, lang: Lang): string {
  const own = origin.kind === 'library' ? loadKnowledge().library.find(({ name }) => name === origin.name) : undefined;
  return own === undefined ? title : localised(own.title, lang);
}

function idOf(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').slice(0, 40).replace(/-$/, '');
  return `${name === '' ? GOAL : name}-${createHash('sha256').update(text).digest('hex').slice(0, 4)}`;
}

/** A question that a choice was offered by means that choice, whatever else it might. */
async function planned(question: string, machine: Machine, host: Host): Promise<Planned> {
  const found = await planQuestion({ question }, machine, host);
  const meant = found.kind === 'unsure' ? found.choices.find(({ ask }) => ask === question) : undefined;
  return meant === undefined ? found : planQuestion({ question }, machine, host, { chosen: meant.name });
}

function problemOf(found: Exclude<Planned, { kind: 'plan' }>, text: string): Problem {
  const { language } = found;
  if (found.kind === 'unattachable') return new Problem(messages.unattachable(found.title, found.points, found.why, language));
  const ways = (found.kind === 'unsure' ? found.choices : found.nearest.slice(0, 3)).map(({ ask }) => `gpttrace learn "${ask}"`);
  if (found.kind === 'unsure') return new Problem({ ...messages.whichOfThese(language), hints: ways });
  if (found.why === 'unknown') {
    const message = messages.notUnderstood(language);
    return new Problem({ ...message, hints: [...ways, ...message.hints] });
  }
  return new Problem(messages.noGoalIn(messages.notTracing(found.why, language), found.why === 'definition' ? text : undefined, language));
}

/** Which concepts the program of a plan holds. */
export function conceptsOf({ program, safety }: Pick<Plan, 'program' | 'safety'>): ReadonlySet<string> {
  if (program.language === 'c') return sourceConcepts(program.source);
  return scriptConcepts(parse(program.source).script, safety.classes.includes('costly'));
}

function lastExercise(text: string, plan: Plan, machine: Machine, path: Path, course: Course): { readonly exercise: Exercise; readonly grading: GoalGrading } {
  const { program, tells, intent } = plan;
  const { library } = loadKnowledge();
  const name = program.origin.kind === 'library' ? program.origin.name : undefined;
  const own = library.find((one) => one.name === name);
  const workload = own?.workload;
  // A question of one's own may narrow the library's program, or measure otherwise: what its workload must be told of then is not known.
  const isPlain = workload !== undefined && intent.filter === undefined && intent.conditions.length === 0 && program.answer === own?.answer;
  const rehearsed = isPlain ? forLibrary(workload) : chooseWorkload(plan, library, machine);
  const told = { en: own === undefined ? tells : localised(own.tells, 'en'), zh: own === undefined ? tells : localised(own.tells, 'zh') };
  const points = program.attachPoints.filter((point) => !/^(?:BEGIN|END|interval)/.test(point));
  const concept = (id: string, lang: Lang): string => course.concepts.find((one) => one.id === id)?.title[lang] ?? id;
  const run = rehearsed?.run.join(' ') ?? '';
  const count = Number(rehearsed?.run[1] ?? 1) || 1;
  const start: ProgramFile = { name: 'goal.start.bt', language: 'bpftrace', source: `// ${text.replace(/\s+/g, ' ')}\n` };
  // Another way to the same answer, on a kernel that has other probes.
  const family = own === undefined ? [] : library.filter((one) => (one.variantOf ?? one.name) === (own.variantOf ?? own.name)).map(({ source }) => source);
  const bpftrace = { language: 'bpftrace', source: program.source } as const;
  const demands =
    program.language === 'bpftrace'
      ? [...eventDemand([program.source, ...family], ANOTHER_EVENT), ...demandsOf(conceptsOf(plan), bpftrace, program.outputs)]
      : [];
  const exercise: Exercise = {
    id: GOAL,
    title: { en: 'Your own question', zh: '你自己的问题' },
    task: { en: `Write the program that answers “${text}”: it is to tell ${told.en}.`, zh: `写出能回答“${text}”的程序：它要给出${told.zh}。` },
    truth: {
      en: rehearsed === undefined ? '' : `${rehearsed.actor ?? 'the workload'} made ${rehearsed.of} ${rehearsed.what.en}`,
      zh: rehearsed === undefined ? '' : `${rehearsed.actor ?? '工作负载'} 做了 ${rehearsed.of} ${rehearsed.what.zh}`,
    },
    start,
    solution: { name: 'goal.bt', language: 'bpftrace', source: program.source },
    n: [count, count],
    workload: `workload ${run}`,
    needs: [],
    hints: [
      {
        en: `What you need for it: ${path.holds.map((id) => concept(id, 'en')).join(', ')}.`,
        zh: `要用到的有：${path.holds.map((id) => concept(id, 'zh')).join('、')}。`,
      },
      { en: `gpttrace's own program attaches to ${points.join(', ')}.`, zh: `gpttrace 自己的程序挂在 ${points.join('、')} 上。` },
    ],
    expect: {
      sees: isPlain ? workload.sees : [],
      hides: isPlain ? workload.hides : [],
      evidence: isPlain ? workload.evidence : [],
      hist: [],
      stacks: [],
      program: [],
    },
    slips: [],
    demands,
  };
  const expects = !namesNumbers(program) && exercise.expect.sees.length + exercise.expect.evidence.length > 0;
  if (isPlain && expects) return { exercise, grading: { by: 'workload' } };
  // Without the words of the workload, the amounts that it was to be told of.
  return { exercise, grading: rehearsed === undefined ? { by: 'none' } : { by: 'agreement', rehearsed } };
}
