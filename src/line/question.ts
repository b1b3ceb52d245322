import { MAX_QUESTION, messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** Throws a Problem for a question that says nothing, or too much to be read. */
export function validateQuestion(question: string): void {
  if (!/[\p{L}\p{N}]/u.test(question)) throw new Problem(messages.emptyQuestion());
  if (question.length > MAX_QUESTION) throw new Problem(messages.longQuestion(question.length));
}
