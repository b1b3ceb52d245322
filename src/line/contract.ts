/** What a question asks of a program that somebody else wrote. */
import type { Script } from '../bpftrace/ast.ts';
import type { Machine } from '../check/machine.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { localMachine } from '../local.ts';
import { holdAgainst } from '../plan/contract/contract.ts';
import { eventClasses } from '../plan/contract/events.ts';
import { hear } from './hear.ts';
import { planQuestion } from './plans.ts';
import { validateQuestion } from './question.ts';

/** Holds programs against a question. Throws a Problem for a question that is empty, too long, refused, or about something else than what a machine is doing. */
export async function contractOf(question: string, machine: Machine): Promise<(script: Script, source: string) => readonly Diagnostic[]> {
  validateQuestion(question);
  const { host } = localMachine();
  const request = { question };
  const intent = await hear(request, machine, host);
  const planned = await planQuestion(request, machine, host);
  if (planned.kind === 'nothing' && planned.why !== 'unknown') throw new Problem(messages.noQuestion(planned.why, planned.language));
  const { library, index } = loadKnowledge();
  const classes = eventClasses(index.match(intent), library);
  return (script, source) => holdAgainst(script, source, intent, classes);
}
