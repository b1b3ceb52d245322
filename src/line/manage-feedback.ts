/** Feedback that is kept: looked at, taken back, and given on a run that is over. */
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { FeedbackRecord } from '../feedback/record.ts';
import { type KeptFeedback, readFeedback, writeFeedback } from '../feedback/store.ts';
import { stateDirectory } from '../local.ts';
import { feedbackFile, keepSaid, type Said } from './feedback.ts';
import { hear } from './hear.ts';
import { openMachine } from './machine.ts';
import { validateQuestion } from './question.ts';
import { openSession } from './sessions.ts';

export type { FeedbackRecord, KeptFeedback };

/** What is kept. Throws a Problem where it cannot be read. */
export function listFeedback(): KeptFeedback {
  return withFile(readFeedback);
}

/** One of them, by its id or a beginning of it that only it has. Throws a Problem where there is none. */
export function feedbackNamed(id: string): FeedbackRecord {
  const { records } = listFeedback();
  const found = id === '' ? [] : records.filter((record) => record.id.startsWith(id.toLowerCase()));
  const [only] = found;
  if (only === undefined) throw new Problem(messages.unknownFeedback(id));
  if (found.length > 1)
    throw new Problem(
      messages.ambiguousFeedback(
        id,
        found.map((record) => record.id),
      ),
    );
  return only;
}

/** Removes what is named, all of it or nothing: what was removed. Throws a Problem for an id that there is not. */
export function removeFeedback(ids: readonly string[]): readonly FeedbackRecord[] {
  const gone = ids.map(feedbackNamed);
  const left = listFeedback().records.filter(({ id }) => !gone.some((one) => one.id === id));
  withFile((path) => writeFeedback(path, left));
  return gone;
}

/** Removes everything, damaged lines too. */
export function clearFeedback(): void {
  withFile((path) => writeFeedback(path, []));
}

/**
 * Keeps a thumb up or down for the program of a session, and the question it answered; `question`: another that it answers, or does not. Throws a Problem
 * where there is no such session, and where nothing can be learnt from it.
 */
export async function judgeSession(name: string, kind: 'good' | 'bad', question?: string): Promise<FeedbackRecord> {
  if (question !== undefined) validateQuestion(question);
  const { plan, record } = await openSession(name);
  const asked = question ?? record.question ?? '';
  // Of a session whose plan cannot be read the question is understood anew.
  const known = question === undefined && plan.intent.topic !== '';
  const { host } = (await import('../local.ts')).localMachine();
  const intent = known ? plan.intent : await hear({ question: asked }, await openMachine({}), host);
  return noteFeedback({ intent, program: plan.program, kind, ...(asked === '' ? {} : { question: asked }) });
}

/** Keeps a thumb up or down on this machine: what was kept. Throws a Problem where nothing can be learnt from it, where feedback is off, and where it cannot be kept. */
export function noteFeedback(said: Said): Promise<FeedbackRecord> {
  return keepSaid(said, stateDirectory(), process.env);
}

function withFile<T>(use: (path: string) => T): T {
  const path = feedbackFile(stateDirectory());
  try {
    return use(path);
  } catch (error) {
    throw new Problem(messages.unreadableFeedback(path, describeFileError(error)));
  }
}
