/** The planner of programs in C: the library program in C that answers a question, with the question's parameters set in its text. */

import type { Intent } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import { canKeyBy } from '../../knowledge/agreement.ts';
import type { CLibrary, CProgram } from '../../knowledge/c/library.ts';
import { localised } from '../../knowledge/library.ts';
import type { Match } from '../../knowledge/match.ts';
import { choose } from '../choose.ts';
import type { Refusal } from '../fill/filled.ts';
import { wantedMeasure } from '../fill/measure.ts';
import { refusalNote } from '../make-plan.ts';
import { nearOf } from '../near.ts';
import type { Plan, Planned } from '../plan.ts';
import { planTexts } from '../texts.ts';
import { attachPointsOf } from './attach-points.ts';
import { answerOutput } from './outputs.ts';
import { setParameters } from './params.ts';

const MOST_NEAR = 3;

/** What is known beside the question. */
export interface AroundC {
  /** What the library's bpftrace programs have for the question, where they have something: its twin is taken before anything else. */
  readonly choice?: Pick<Match, 'program' | 'score'>;
  /** The name of the program that was meant, where the user was asked. */
  readonly chosen?: string;
  readonly numbers?: ValueNumbers;
  /** How long to watch where the question does not say; for ever without. */
  readonly seconds?: number;
  readonly followsCommand?: boolean;
}

/** The plan of a C program for a question; a question back, or what comes nearest, where none answers it. Its safety is known when it is compiled: the proof tells. */
export function planC(intent: Intent, { programs, index }: CLibrary, around: AroundC = {}): Planned {
  const { language } = intent;
  if (intent.refusal !== undefined) return { kind: 'nothing', nearest: [], why: intent.refusal.value, language };
  const { choice, chosen } = around;
  const meant = programs.find(({ name }) => name === chosen);
  if (meant !== undefined) return { kind: 'plan', plan: planOneC(meant, intent, 1, around) };
  const twin = choice === undefined ? undefined : twinOf(choice.program, programs);
  if (twin !== undefined && choice !== undefined) return { kind: 'plan', plan: planOneC(twin, intent, choice.score, around) };
  // Without a twin, only what is about the same thing, or fits better than what bpftrace would have been given.
  const matches = index.match(intent).filter(({ program, score }) => choice === undefined || program.event === choice.program.event || score > choice.score);
  const taken = choose(
    matches,
    matches.map(({ program }) => program),
  );
  if (taken.kind === 'unsure') return { kind: 'unsure', choices: taken.choices.map((match) => nearOf(match, language)), language };
  if (taken.kind === 'none') {
    return { kind: 'nothing', nearest: matches.slice(0, MOST_NEAR).map((match) => nearOf(match, language)), why: 'unknown', language };
  }
  const program = programs.find(({ name }) => name === taken.match.program.name);
  if (program === undefined) throw new Error(`${taken.match.program.name} is not in the C library`);
  const plan = planOneC(program, intent, taken.match.score, around);
  return { kind: 'plan', plan: taken.alternative === undefined ? plan : { ...plan, alternative: nearOf(taken.alternative, language) } };
}

/** The C program that gives the same answer as a bpftrace program, or as the one that stands in for it on other kernels. */
export function twinOf(
  { name, variantOf }: { readonly name: string; readonly variantOf?: string | undefined },
  programs: readonly CProgram[],
): CProgram | undefined {
  return programs.find(({ twin }) => twin === name) ?? programs.find(({ twin }) => twin !== undefined && twin === variantOf);
}

/** The plan of one program, for what a question asks of it. */
export function planOneC(program: CProgram, intent: Intent, score: number, around: AroundC = {}): Plan {
  const { language } = intent;
  const texts = planTexts(language);
  const { source, refused, narrowed } = setParameters(program, intent, around.numbers);
  const refusals = [...refused, ...notGranted(program, intent), ...(around.followsCommand === true ? [{ what: 'filter' } as const] : [])];
  const filter = intent.filter?.value;
  const title = localised(program.title, language);
  const target = narrowed ? [filter?.comm, filter?.pid === undefined ? undefined : `pid ${filter.pid}`].filter((part) => part !== undefined).join(', ') : '';
  const seconds = intent.seconds?.value ?? around.seconds;
  const top = intent.top?.value;
  return {
    program: {
      language: 'c',
      source,
      title: target === '' ? title : texts.narrowedTitle(title, target),
      origin: { kind: 'library', name: program.name },
      attachPoints: attachPointsOf(source),
      ...(program.attach === undefined ? {} : { attach: program.attach }),
      outputs: [answerOutput(program)],
      answer: program.answer,
      ...(seconds === undefined ? {} : { seconds }),
      endsItself: false,
      ...(top === undefined ? {} : { top }),
      ...(narrowed && filter?.pid !== undefined ? { pid: filter.pid } : {}),
    },
    intent,
    confidence: Math.min(1, score),
    tells: localised(program.tells, language),
    safety: { classes: ['observe'], reasons: [] },
    notes: [...new Set(refusals.map((refusal) => refusalNote(refusal, texts)))],
    narrowed,
    followsCommand: false,
  };
}

/** What is asked of the shape of an answer that the program does not have: nothing about it can be changed but its parameters. */
function notGranted(program: CProgram, intent: Intent): Refusal[] {
  const refused: Refusal[] = [];
  const offered = program.answer === 'rows' ? program.columns.map(({ name }) => name) : program.keys;
  for (const { value: key } of intent.keys) if (!canKeyBy(program, key)) refused.push({ what: 'key', key, offered });
  const measure = wantedMeasure(intent);
  if (measure !== undefined && !grants(program, measure)) refused.push({ what: 'measure', measure });
  if (intent.every !== undefined) refused.push({ what: 'every' });
  if (intent.times !== undefined) refused.push({ what: 'times' });
  return refused;
}

function grants({ measure, value, columns }: CProgram, wanted: NonNullable<ReturnType<typeof wantedMeasure>>): boolean {
  // Nobody is told that a table is no list: that is seen.
  if (wanted === measure || wanted === 'each') return true;
  switch (measure) {
    case 'latency':
    case 'distribution':
      return wanted === 'distribution' || (wanted === 'latency' && value.unit !== 'bytes');
    case 'count':
    case 'sum':
    case 'stacks':
      return wanted === 'top' || wanted === 'rate' || (measure === 'sum' && wanted === 'latency' && value.unit !== undefined && value.unit !== 'bytes');
    case 'each':
      // A row that tells a time answers how long it took.
      return wanted === 'latency' && columns.some(({ unit }) => unit !== undefined && unit !== 'bytes');
    default:
      return false;
  }
}
