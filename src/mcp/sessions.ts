/** Sessions as clients see them: those that hold data of users only where this server made them, with an approval. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { ListedSession, OpenedSession } from '../line/sessions.ts';
import type { Service } from './service.ts';
import { tellRecord } from './tell.ts';

/** What there is, the latest first. */
export async function tellSessions(words: string, most: number): Promise<{ readonly sessions: readonly object[]; readonly total: number }> {
  const { listSessions } = await import('../line/sessions.ts');
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const all = listSessions().filter((one) => wanted.every((word) => textOf(one).includes(word)));
  return { sessions: all.slice(-most).reverse().map(tellListed), total: all.length };
}

function textOf({ id, summary }: ListedSession): string {
  return [id, summary?.question ?? '', summary?.title ?? ''].join('\n').toLowerCase();
}

function tellListed({ id, state, at, summary }: ListedSession): object {
  const question = summary?.question === undefined ? {} : { question: summary.question };
  return { id, state, at: new Date(at).toISOString(), ...question, ...(summary === undefined ? {} : { title: summary.title, seconds: summary.seconds }) };
}

/** Throws a Problem where there is none of that name, and where it is not for clients. */
export async function openKept(name: string, { traces }: Pick<Service, 'traces'>): Promise<OpenedSession> {
  const { openSession } = await import('../line/sessions.ts');
  const session = await openSession(name);
  const { classes } = session.record.safety;
  if ((classes.includes('reads-user-data') || classes.includes('unsafe')) && !traces.sessions.has(session.id))
    throw new Problem(messages.mcpNotForClients(session.id));
  return session;
}

export async function tellSession({ id, record, problems }: OpenedSession): Promise<object> {
  return {
    id,
    ...(record.question === undefined ? {} : { question: record.question }),
    started: new Date(record.startedAt).toISOString(),
    state: record.state,
    source: record.program.source,
    answer: await tellRecord(record),
    problems: problems(),
  };
}
