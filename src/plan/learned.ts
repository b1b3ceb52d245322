/** What was learnt from the person, put into the order of programs for a question. */
import type { Learned } from '../feedback/weigh.ts';
import type { LibraryProgram } from '../knowledge/library.ts';
import type { Match } from '../knowledge/match.ts';
import { type Choice, choose, WORTH_ASKING } from './choose.ts';

/** A refused program stays so far behind the best other one. */
const BEHIND = 0.01;

/** Matches with what was learnt, best first. */
export function reorder(matches: readonly Match[], learned: Learned | undefined): readonly Match[] {
  if (learned === undefined) return matches;
  const moved = matches.map((match) => {
    const by = learned.shift.get(match.program.name);
    return by === undefined ? match : { ...match, score: Math.max(0, match.score + by) };
  });
  const best = moved.filter(({ program }) => !learned.refused.has(program.name)).reduce((most, { score }) => Math.max(most, score), 0);
  // Where there is nothing else, it is asked back and not run.
  const most = Math.max(best - BEHIND, WORTH_ASKING);
  return moved
    .map((match) => (learned.refused.has(match.program.name) ? { ...match, score: Math.min(match.score, most) } : match))
    .sort((a, b) => b.score - a.score || (a.program.name < b.program.name ? -1 : 1));
}

/** Whether a program that a question asks for by name is not what was meant by it. */
export function isUnwanted(name: string, learned: Learned | undefined): boolean {
  if (learned === undefined) return false;
  const { refused, settled, shift } = learned;
  return refused.has(name) || (settled !== undefined && settled !== name && (shift.get(name) ?? 0) < 0);
}

/** Why what was learnt decides: it was chosen before for the same question, or it comes first for what was said of it. */
export type Because = 'chosen' | 'said';

/** The choice among matches that are in order, and whether it is what it is because of what was learnt. */
export function chooseLearned(
  plain: readonly Match[],
  ordered: readonly Match[],
  library: readonly LibraryProgram[],
  learned: Learned | undefined,
): { readonly choice: Choice; readonly because?: Because } {
  const choice = dispelled(choose(ordered, library), learned);
  if (learned === undefined || choice.kind !== 'taken') return { choice };
  const before = choose(plain, library);
  // What was taken is no answer, and another was said to be one: nothing else comes before that.
  const settled = before.kind === 'taken' && learned.refused.has(before.match.program.name) ? settledMatch(ordered, [], learned) : undefined;
  if (settled !== undefined) return { choice: { kind: 'taken', match: settled }, because: 'chosen' };
  if (before.kind === 'taken' && before.match.program === choice.match.program) return { choice };
  return { choice, because: learned.settled === choice.match.program.name ? 'chosen' : 'said' };
}

/** What the person said was an answer is not doubted. */
function dispelled(choice: Choice, learned: Learned | undefined): Choice {
  if (learned === undefined || choice.kind !== 'unsure' || choice.doubted !== true) return choice;
  const [best, rival] = choice.choices;
  if (best === undefined || (learned.shift.get(best.program.name) ?? 0) <= 0) return choice;
  return { kind: 'taken', match: best, ...(rival === undefined ? {} : { alternative: rival }) };
}

/** The program that the person chose for just this question before, whatever its score; undefined where they chose none. */
export function settledMatch(ordered: readonly Match[], library: readonly LibraryProgram[], learned: Learned | undefined): Match | undefined {
  if (learned?.settled === undefined) return undefined;
  const { settled } = learned;
  const match = ordered.find(({ program }) => program.name === settled);
  if (match !== undefined) return match;
  const program = library.find(({ name }) => name === settled);
  return program === undefined ? undefined : { program, score: WORTH_ASKING, tokens: [], missing: [] };
}
