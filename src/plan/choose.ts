/** Which program a question gets, and how sure that is: what to run, what to ask back, what to leave. */
import type { Match } from '../knowledge/match.ts';

/** From here on a program is taken whatever comes next; this line and the others were found on the tuning questions of test/plan and eval/tuned.jsonl. */
const CONFIDENT = 0.6;
/** Enough where no program about another event comes near. */
const LIKELY = 0.45;
/** How far ahead is clear. */
const CLEAR_LEAD = 0.1;
/** From here on it is worth asking back. */
export const WORTH_ASKING = 0.3;
const MOST_CHOICES = 3;

export type Choice =
  | { readonly kind: 'taken'; readonly match: Match; readonly alternative?: Match }
  /** Several come near, or one half: the person knows which was meant. */
  | { readonly kind: 'unsure'; readonly choices: readonly Match[] }
  | { readonly kind: 'none' };

/** Whether a program knows at least as many of a question's telling words as it does not. */
function knowsMost({ tokens, missing }: Match): boolean {
  return missing.length * 2 <= tokens.length;
}

/** Chooses among matches, best first. Programs about the same event are no rivals: which of them fits best, their scores tell. */
export function choose(matches: readonly Match[]): Choice {
  const [best, second] = matches;
  if (best === undefined || best.score < WORTH_ASKING) return { kind: 'none' };
  const rival = matches.find(({ program }) => program.event !== best.program.event);
  const lead = best.score - (rival?.score ?? 0);
  if (best.score >= CONFIDENT || (best.score >= LIKELY && lead >= CLEAR_LEAD && knowsMost(best))) {
    const close = second !== undefined && best.score - second.score < CLEAR_LEAD;
    return { kind: 'taken', match: best, ...(close ? { alternative: second } : {}) };
  }
  return { kind: 'unsure', choices: matches.filter(({ score }) => score >= WORTH_ASKING).slice(0, MOST_CHOICES) };
}
