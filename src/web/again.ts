/** A run once more: of this server with all that it was begun with, of those that are kept as far as that is written down. */
import { release } from 'node:os';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { refuseReach } from '../line/reach.ts';
import type { OpenedSession } from '../line/sessions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Desk } from './desk.ts';
import { type Allowed, defined, meantOf, type Wished } from './wished.ts';

/**
 * What begins a run again, by its id or that of a session: the program that ran, edits and choices among it, shown and agreed to anew. Throws a Problem where there is no such
 * run, where nobody could read what it runs, and for what this server does not do.
 */
export async function wishToRepeat(name: string, desk: Desk, allowed: Allowed): Promise<Wished> {
  const run = desk.find(name);
  const begun = run === undefined ? undefined : desk.begunWith(run);
  if (run !== undefined && begun !== undefined) return repeated(begun, run.plan);
  const { openSession } = await import('../line/sessions.ts');
  const kept = (run === undefined ? undefined : desk.replayOf(run)) ?? name;
  if (!/^[\w-]{1,64}$/.test(kept)) throw new Problem(messages.unknownSession(JSON.stringify(kept.slice(0, 80)), []));
  const session = await openSession(kept);
  const request = requestOf(session);
  const { origin } = session.plan.program;
  if (request.command !== undefined && !allowed.commands) throw new Problem(messages.noCommands());
  const { release: kernel } = session.record.facts;
  if (request.command !== undefined && kernel !== release()) throw new Problem(messages.commandOfElsewhere(kernel));
  if (request.program?.language === 'c') refuseReach(request.program.source);
  const around = {
    ...(request.command === undefined ? {} : { tellsPrinted: true }),
    ...(origin.kind === 'library' ? { meant: meantOf(origin.name) } : {}),
  };
  return { request, around, heard: {} };
}

function repeated(wished: Wished, plan: Plan | undefined): Wished {
  const { request, around } = wished;
  const { program } = request;
  if (plan === undefined) return wished;
  if (program === undefined) return { ...wished, around: { ...around, planned: plan } };
  return { ...wished, request: { ...request, program: { ...program, source: plan.program.source } } };
}

/** Planned anew, of its own text: what a file says of a plan nobody need believe. */
function requestOf({ request, plan: { program }, record }: OpenedSession): Request {
  const { language, source, origin, command } = program;
  if (language === 'object' || language === 'wasm') throw new Problem(messages.notRepeated(language));
  const { seconds, pid, comm, top, command: started, settings, args, intent, question = record.question } = request;
  const options = defined({ seconds: seconds ?? program.seconds, pid, comm, top, command: started });
  if (language === 'tool') {
    const name = origin.kind === 'tool' ? origin.name : (command?.tool ?? '');
    return { tool: { name, args: command?.args.slice(name.split(' ').length - 1) ?? [] }, ...options };
  }
  const isText = request.program !== undefined || origin.kind === 'edited' || origin.kind === 'model' || question === undefined;
  if (isText) return { program: { path: language === 'c' ? 'page.bpf.c' : 'page.bt', language, source }, ...options, ...defined({ settings, args }) };
  return { question, as: language, ...options, ...defined({ intent }) };
}
