/** A command that is none: told apart from a question, so that a slip of the finger traces nothing. */
import { editDistance } from '../core/distance.ts';

/** Of several words a short one that is near a command is more likely the first of a question. */
const LONG = 5;
const OF_SESSIONS: ReadonlySet<string> = new Set(['list', 'show', 'replay', 'diff', 'rm', 'pin', 'unpin']);
/** What only a session is called. */
const SESSION = /^(?:last(?:[-~]\d+)?|(?=[a-z]*\d)[0-9a-z]{6})$/;

/** The command that was meant, as it is typed; undefined where the words may well be a question. */
export function mistypedCommand(words: readonly string[], commands: readonly string[]): string | undefined {
  const [first = '', ...rest] = words;
  if (!/^[a-z]+$/.test(first)) return undefined;
  if (OF_SESSIONS.has(first) && rest.length > 0 && rest.every((word) => SESSION.test(word))) return ['sessions', ...words].join(' ');
  if (rest.length > 0 && first.length < LONG) return undefined;
  const meant = commands.find((name) => name.length > 2 && `${name}s` !== first && editDistance(first, name, 1) === 1);
  return meant === undefined ? undefined : [meant, ...rest].join(' ');
}
