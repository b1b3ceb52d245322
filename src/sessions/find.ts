import { editDistance } from '../core/distance.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { sessionIds } from './read.ts';

/** Endings are what tells recent ones apart; a shorter one would be a slip. */
const SHORTEST_ENDING = 2;
const MOST_NAMED = 5;

/** The session that is meant: its name, a beginning or an ending of it that only it has, `last`, or `last-1` for the one before. Throws a Problem where there is none. */
export function findSession(directory: string, text: string): string {
  const ids = sessionIds(directory);
  const name = text.trim().toLowerCase();
  if (ids.length === 0) throw new Problem(messages.noSessions());
  const back = /^last(?:[-~](\d{1,6}))?$/.exec(name);
  const found =
    back === null ? matching(ids, name) : ids.slice(-1 - Number(back[1] ?? 0)).slice(0, back[1] !== undefined && Number(back[1]) >= ids.length ? 0 : 1);
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  if (one !== undefined) throw new Problem(messages.ambiguousSession(text, found.slice(-MOST_NAMED)));
  throw new Problem(messages.unknownSession(text, near(ids, name)));
}

function matching(ids: readonly string[], name: string): readonly string[] {
  if (name === '') return [];
  if (ids.includes(name)) return [name];
  const beginnings = ids.filter((id) => id.startsWith(name));
  const endings = name.length >= SHORTEST_ENDING ? ids.filter((id) => id.endsWith(name)) : [];
  return [...new Set([...beginnings, ...endings])];
}

/** No distance at all where it is greater: what is measured up to a limit is said to be just beyond it. */
function within(name: string, id: string, most: number): number {
  const away = editDistance(name, id, most);
  return away > most ? Number.POSITIVE_INFINITY : away;
}

function near(ids: readonly string[], name: string): string[] {
  return ids
    .map((id) => ({ id, away: Math.min(within(name, id, 2), within(name, id.slice(-name.length), 1)) }))
    .filter(({ away }) => away <= (name.length < 4 ? 1 : 2))
    .sort((a, b) => a.away - b.away)
    .map(({ id }) => id)
    .slice(0, 3);
}
