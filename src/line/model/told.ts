/** Passages about tracing put together by a model, where one is configured; every sentence of it names its passages. */
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { synthesise } from '../../explain/model/synthesis.ts';
import type { AskEvent, Surroundings, ToldPassage, ToldSynthesis } from '../events.ts';
import type { OpenModel } from './open.ts';

/** What is told: without a model, and where it is of no use, the passages as they are. */
export interface Told {
  readonly passages: readonly ToldPassage[];
  readonly said?: ToldSynthesis;
}

/** Two calls at most, the second where the first was of no use. */
const MOST_CALLS = 2;
/** Of one passage there is nothing to put together. */
const LEAST_PASSAGES = 2;

/** `gather`: more passages than are shown as they are. Never throws for what is wrong with a model: that is told. */
export async function* puttingTogether(
  best: readonly ToldPassage[],
  gather: () => Promise<readonly ToldPassage[]>,
  asked: { readonly question: string; readonly language: string },
  { model, stop }: Surroundings,
): AsyncGenerator<AskEvent, Told> {
  const { language } = asked;
  let opened: OpenModel | undefined;
  try {
    opened = await model?.();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message, hints } = error;
    yield { type: 'model', stage: 'gave-up', code, message, hints, instead: 'passages' };
  }
  if (opened === undefined) return { passages: best };
  const passages = await gather();
  if (passages.length < LEAST_PASSAGES || stop.aborted) return { passages: best };
  const { name } = opened.model;
  yield { type: 'model', stage: 'asking', model: name, call: 1, of: MOST_CALLS };
  const { sentences, spent, failure } = await synthesise({ model: opened.model, budget: opened.budget, signal: stop }, { ...asked, passages });
  yield { type: 'model', stage: 'spent', spent };
  if (failure === undefined && sentences.length > 0) return cited(passages, { model: name, sentences });
  const kind = failure?.kind ?? 'unusable';
  const { code, message, hints } = kind === 'unusable' ? messages.uncited(name, language) : messages.modelFailed(kind, name, failure?.said ?? '', language);
  if (kind !== 'interrupted') yield { type: 'model', stage: 'gave-up', model: name, code, message, hints, instead: 'passages' };
  return { passages: best };
}

/** Only what is cited, in that order. */
function cited(passages: readonly ToldPassage[], { model, sentences }: ToldSynthesis): Told {
  const order = [...new Set(sentences.flatMap(({ cites }) => cites))];
  return {
    passages: order.flatMap((cite) => passages[cite - 1] ?? []),
    said: { model, sentences: sentences.map(({ text, cites }) => ({ text, cites: cites.map((cite) => order.indexOf(cite) + 1).sort((a, b) => a - b) })) },
  };
}
