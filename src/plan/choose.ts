/** Which program a question gets, and how sure that is: what to run, what to ask back, what to leave. */
import type { LibraryProgram } from '../knowledge/library.ts';
import type { Match } from '../knowledge/match.ts';
import { rivalOf, sureness } from './doubt.ts';

/** From here on a program is taken unless there is doubt; this line and the others were found on the tuning questions of test/plan and eval/tuned.jsonl. */
const CONFIDENT = 0.6;
/** Enough where no program about another event comes near. */
const LIKELY = 0.45;
/** How far ahead is clear. */
const CLEAR_LEAD = 0.1;
/** From here on it is worth asking back. */
export const WORTH_ASKING = 0.3;
const MOST_CHOICES = 3;
/**
 * Below this sureness the question is asked back, and below the next the plan says that something else may have been meant. Found by leaving out of the library one
 * question, or one program, at a time (docs/QUESTIONS.md, "Doubt").
 */
const DOUBTED = 0.5;
const NOT_CERTAIN = 0.64;

export type Choice =
  /** `uncertain`: it is run, and says what else may have been meant. */
  | { readonly kind: 'taken'; readonly match: Match; readonly alternative?: Match; readonly uncertain?: true }
  /** Several come near, or one half: the person knows which was meant. `doubted`: the best would have been taken, were it not for another. */
  | { readonly kind: 'unsure'; readonly choices: readonly Match[]; readonly doubted?: true }
  | { readonly kind: 'none' };

/** Whether a program knows at least as many of a question's telling words as it does not. */
function knowsMost({ tokens, missing }: Match): boolean {
  return missing.length * 2 <= tokens.length;
}

/** Chooses among matches, best first. Programs about the same event are no rivals: which of them fits best, their scores tell. */
export function choose(matches: readonly Match[], library: readonly LibraryProgram[]): Choice {
  const [best, second] = matches;
  if (best === undefined || best.score < WORTH_ASKING) return { kind: 'none' };
  const other = matches.find(({ program }) => program.event !== best.program.event);
  const lead = best.score - (other?.score ?? 0);
  const offered = matches.filter(({ score }) => score >= WORTH_ASKING);
  if (best.score < CONFIDENT && !(best.score >= LIKELY && lead >= CLEAR_LEAD && knowsMost(best)))
    return { kind: 'unsure', choices: offered.slice(0, MOST_CHOICES) };
  const rival = rivalOf(best, matches, library);
  const sure = sureness(best, rival);
  if (sure < DOUBTED && rival !== undefined && rival.score >= WORTH_ASKING) {
    // What else may be meant is something else, not the best once more.
    const choices = [best, rival, ...offered.filter((match) => match !== best && match !== rival)];
    return { kind: 'unsure', choices: choices.slice(0, MOST_CHOICES), doubted: true };
  }
  const close = second !== undefined && best.score - second.score < CLEAR_LEAD ? second : undefined;
  const alternative = sure < NOT_CERTAIN && rival !== undefined && rival.score >= WORTH_ASKING ? rival : close;
  return { kind: 'taken', match: best, ...(alternative === undefined ? {} : { alternative }), ...(sure < NOT_CERTAIN ? { uncertain: true } : {}) };
}
