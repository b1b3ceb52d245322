/** The planner that needs no model: the library program that fits the question best, with the question's slots filled in. */

import type { Intent } from '../core/intent.ts';
import type { Learned } from '../feedback/weigh.ts';
import { canKeyBy } from '../knowledge/agreement.ts';
import { type LibraryProgram, localised } from '../knowledge/library.ts';
import type { MachineIndex } from '../knowledge/machine.ts';
import type { LibraryIndex, Match } from '../knowledge/match.ts';
import { type Candidate, type Checker, chooseVariant } from './candidate.ts';
import type { Offers } from './compose/offers.ts';
import { composeNamed, offered, watchesNamed, watching } from './composed.ts';
import type { Direction } from './fill/direction.ts';
import type { FillOptions } from './fill/filled.ts';
import { type Because, chooseLearned, isUnwanted, reorder, settledMatch } from './learned.ts';
import { makePlan } from './make-plan.ts';
import { nearOf } from './near.ts';
import type { Near, Plan, Planned, Unattachable } from './plan.ts';
import { planTexts } from './texts.ts';
import { vagueQuestion } from './vague.ts';

export type { Checker } from './candidate.ts';

/** A program about the same event answers instead of one that cannot be attached, where it fits at least so well. */
const SUBSTITUTE = 0.4;
/** So much less than the one it stands in for it may fit. */
const SUBSTITUTE_BEHIND = 0.35;
const MOST_NEAR = 3;

/** What a plan can be made of beside the library; where it is absent, nothing is. */
export interface Beside {
  /** The name of the program that was meant, where the user was asked. */
  readonly chosen?: string;
  /** What programs are composed from, for events that the question names and for those that only the machine's lists have. */
  readonly offers?: Offers;
  /** What the machine offers, found by its meaning; looked at only where the library does not answer. */
  readonly machine?: MachineIndex;
  /** What the person has said of programs for questions like this one. */
  readonly learned?: Learned;
  /** What the machine knows of what the question asks for. */
  readonly fill?: FillOptions;
}

/** The plan for a question; a question back where it is unclear which of a few programs was meant; else why there is none, and what comes nearest. */
export function planEmbedded(
  heard: Intent,
  library: readonly LibraryProgram[],
  index: LibraryIndex,
  checker: Checker,
  followsCommand: boolean,
  beside: Beside = {},
): Planned {
  const { language } = heard;
  const vague = vagueQuestion(heard, library, (word) => index.isTopicWord(word, language));
  const intent = vague?.intent ?? heard;
  if (intent.refusal !== undefined) return { kind: 'nothing', nearest: [], why: intent.refusal.value, language };
  const planner = new Planner(intent, library, checker, followsCommand, { ...beside.fill, direction: directionOf(index.tokens(intent)) });
  const plain = index.match(intent);
  const { chosen, learned } = beside;
  const matches = reorder(plain, learned);
  if (chosen !== undefined) {
    const isMeant = ({ program }: Match): boolean => program.name === chosen;
    const own = library.find(({ name }) => name === chosen);
    const meant = matches.find(isMeant) ?? offered(intent, index, beside).find(isMeant) ?? (own === undefined ? undefined : unmatched(own));
    if (meant !== undefined) return planner.take({ ...meant, score: 1 }, undefined, matches);
  }
  const taken = (match: Match, alternative?: Match, because?: Because, notes: readonly string[] = []): Planned =>
    withNotes(withLearned(withLeftOut(planner.take(match, alternative, matches), index, match), match.program.name, learned, because, language), notes);
  const texts = planTexts(language);
  if (vague !== undefined) {
    const before = settledMatch(matches, library, learned);
    return before === undefined ? { kind: 'unsure', choices: vague.choices, language } : taken(before, undefined, 'chosen');
  }
  const watched = watching(intent, matches);
  const named = composeNamed(intent, watched ?? matches[0], beside) ?? watched;
  if (named !== undefined && !isUnwanted(named.program.name, learned)) return taken(named);
  const { choice, because } = chooseLearned(plain, matches, library, learned);
  if (choice.kind === 'taken') return taken(choice.match, choice.alternative, because, choice.uncertain === true ? [texts.uncertain()] : []);
  if (choice.kind === 'unsure' && choice.doubted === true) {
    const [best] = choice.choices;
    // Of what it calls by name there is no doubt.
    if (best !== undefined && watchesNamed(intent, best)) return taken(best, choice.choices[1]);
    const settled = settledMatch(matches, library, learned);
    return settled === undefined ? planner.askBack(choice.choices, matches) : taken(settled, undefined, 'chosen');
  }
  const others = offered(intent, index, beside);
  const together = [...matches, ...reorder(others, learned)].sort(byScore);
  const all = chooseLearned([...plain, ...others].sort(byScore), together, library, learned);
  if (all.choice.kind === 'taken') {
    const { match, alternative } = all.choice;
    return taken(match, alternative, all.because, others.includes(match) ? [texts.byMeaning(match.program.name)] : []);
  }
  const settled = settledMatch(together, library, learned);
  if (settled !== undefined) return taken(settled, undefined, 'chosen');
  if (all.choice.kind === 'unsure') return planner.askBack(all.choice.choices, matches);
  return { kind: 'nothing', nearest: planner.nearest(matches), why: 'off-topic', language };
}

/** What is asked about, where it is reading or writing alone. */
function directionOf(tokens: readonly string[]): Direction | undefined {
  const [reads, writes] = [tokens.includes('read'), tokens.includes('write')];
  if (reads === writes || tokens.includes('flush') || tokens.includes('fsync')) return undefined;
  return reads ? 'read' : 'write';
}

/** A program that the words of a question did not find. */
function unmatched(program: LibraryProgram): Match {
  return { program, score: 1, tokens: [], missing: [] };
}

function byScore(a: Match, b: Match): number {
  return b.score - a.score;
}

/** A plan that says which words of the question had no part in it: whoever meant something by them is told. */
function withLeftOut(planned: Planned, index: LibraryIndex, match: Match): Planned {
  if (planned.kind !== 'plan') return planned;
  const { plan } = planned;
  const source = plan.program.source.toLowerCase();
  const told = plan.notes.join(' ');
  const words = index.leftOut(plan.intent, match).filter(
    // A name that is nobody's is told of elsewhere.
    (word) => !source.includes(word.toLowerCase()) && !told.includes(word) && word !== plan.intent.stranger,
  );
  return words.length === 0 ? planned : { kind: 'plan', plan: { ...plan, notes: [...plan.notes, planTexts(plan.intent.language).leftOut(words)] } };
}

function withNotes(planned: Planned, notes: readonly string[]): Planned {
  return planned.kind !== 'plan' || notes.length === 0 ? planned : { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, ...notes] } };
}

/** A plan that says what of it comes from what was learnt. */
function withLearned(planned: Planned, name: string, learned: Learned | undefined, because: Because | undefined, language: string): Planned {
  if (planned.kind !== 'plan' || learned === undefined) return planned;
  const texts = planTexts(language);
  const edit = learned.edited.get(name);
  const notes = [...(because === undefined ? [] : [texts.learned(because)]), ...(edit === undefined ? [] : [texts.edited(edit)])];
  return notes.length === 0 ? planned : { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, ...notes] } };
}

/** The plan of one program, for what a question asks of it; undefined where this machine cannot attach it. */
export function planOne(
  program: LibraryProgram,
  intent: Intent,
  library: readonly LibraryProgram[],
  checker: Checker,
  followsCommand: boolean,
): Plan | undefined {
  const planned = new Planner(intent, library, checker, followsCommand, {}).take({ program, score: 1, tokens: [], missing: [] }, undefined, []);
  return planned.kind === 'plan' ? planned.plan : undefined;
}

/** What is the same for all programs that one question could get. */
class Planner {
  readonly #intent: Intent;
  readonly #library: readonly LibraryProgram[];
  readonly #checker: Checker;
  readonly #followsCommand: boolean;
  readonly #options: FillOptions;

  constructor(intent: Intent, library: readonly LibraryProgram[], checker: Checker, followsCommand: boolean, options: FillOptions) {
    this.#intent = intent;
    this.#library = library;
    this.#checker = checker;
    this.#followsCommand = followsCommand;
    this.#options = options;
  }

  /** The plan of a program or, where this machine cannot attach it, of the nearest one about the same event. */
  take(match: Match, alternative: Match | undefined, matches: readonly Match[]): Planned {
    const candidate = this.#candidate(match);
    if (candidate.fits) return { kind: 'plan', plan: this.#plan(candidate, match, alternative) };
    const { language } = this.#intent;
    const substitute = this.#substitute(match, matches);
    if (substitute === undefined) {
      const plan = this.#plan(candidate, match, undefined);
      return unattachable(candidate, plan, this.#checker, this.nearest(matches), language);
    }
    const plan = this.#plan(substitute.candidate, substitute.match, undefined);
    const closer = planTexts(language).closer(localised(candidate.program.title, language), functionsOf(candidate, this.#checker));
    return { kind: 'plan', plan: { ...plan, notes: [closer, ...plan.notes] } };
  }

  askBack(choices: readonly Match[], matches: readonly Match[]): Planned {
    const { language } = this.#intent;
    const possible = choices.filter((match) => this.#candidate(match).fits);
    if (possible.length === 0) return { kind: 'nothing', nearest: this.nearest(matches), why: 'unknown', language };
    return { kind: 'unsure', choices: possible.map((match) => nearOf(match, language)), language };
  }

  /** What comes nearest of all that this machine can attach: anything else is no help to somebody whose question was not understood. */
  nearest(matches: readonly Match[]): Near[] {
    const { language } = this.#intent;
    const near: Near[] = [];
    for (const match of matches) {
      if (near.length === MOST_NEAR) break;
      if (!match.program.onFunctions || this.#candidate(match).fits) near.push(nearOf(match, language));
    }
    return near;
  }

  #candidate(match: Match): Candidate {
    return chooseVariant(match.program, this.#library, this.#intent, this.#checker, this.#followsCommand, this.#options);
  }

  #substitute(instead: Match, matches: readonly Match[]): { readonly match: Match; readonly candidate: Candidate } | undefined {
    const keys = this.#intent.keys.map(({ value }) => value);
    for (const match of matches) {
      const { program, score } = match;
      if (program === instead.program || program.event !== instead.program.event || score < SUBSTITUTE) continue;
      if (Math.min(1, instead.score) - score > SUBSTITUTE_BEHIND) continue;
      // A row for every event tells who and what; a map that lacks the key answers another question.
      if (program.answer !== 'rows' && !keys.every((key) => canKeyBy(program, key) || !canKeyBy(instead.program, key))) continue;
      const candidate = this.#candidate(match);
      if (candidate.fits) return { match, candidate };
    }
    return undefined;
  }

  #plan(candidate: Candidate, match: Match, alternative: Match | undefined): Plan {
    const plan = makePlan(candidate, match, this.#intent, this.#checker, this.#followsCommand);
    return alternative === undefined || !this.#candidate(alternative).fits ? plan : { ...plan, alternative: nearOf(alternative, this.#intent.language) };
  }
}

function unattachable(candidate: Candidate, plan: Plan, checker: Checker, near: readonly Near[], language: string): Unattachable {
  const { diagnostics } = checker.check(candidate.source);
  return {
    kind: 'unattachable',
    plan,
    title: localised(candidate.program.title, language),
    points: functionsOf(candidate, checker),
    why: diagnostics.find(({ severity }) => severity === 'error')?.message ?? '',
    nearest: near,
    language,
  };
}

/** The attach points of a program that are on functions of the kernel; all that see events where none is. */
function functionsOf({ source }: Candidate, checker: Checker): string[] {
  const { script } = checker.check(source).parsed;
  const points = script.probes.flatMap(({ attachPoints }) => attachPoints);
  const onFunctions = points.filter(({ provider }) => provider.startsWith('k'));
  const telling = points.filter(({ provider }) => !/^(?:BEGIN|END|interval)$/.test(provider));
  return [...new Set((onFunctions.length > 0 ? onFunctions : telling).map(({ text }) => text))];
}
