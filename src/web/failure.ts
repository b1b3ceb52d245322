/** What went wrong, as an answer: a status of HTTP, and words. */
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { ApiFailure } from './api.ts';

const BY_CODE: Readonly<Record<string, number>> = {
  'no-token': 401,
  'wrong-token': 401,
  'token-for-reading': 403,
  'wrong-host': 403,
  'foreign-origin': 403,
  'read-only': 403,
  'no-commands': 403,
  'not-repeated': 403,
  'command-of-elsewhere': 403,
  'bad-path': 400,
  'no-such-page': 404,
  'wrong-method': 405,
  'body-too-large': 413,
  'program-too-large': 413,
  'body-too-slow': 408,
  'wrong-content': 415,
  'no-such-run': 404,
  'no-sessions': 404,
  'unknown-session': 404,
  'nothing-to-decide': 409,
  'wrong-plan': 409,
  'nothing-seen': 409,
  'session-runs': 409,
  'unknown-feedback': 404,
  'no-such-tool': 404,
  'has-button': 409,
  'no-such-lesson': 404,
  'no-such-exercise': 404,
  'file-changed': 409,
  'grading-already': 429,
  'debugging-already': 429,
  'too-many-runs': 429,
  'too-many-readers': 429,
  'server-ending': 503,
};

/** Of other problems, by what they would end a command with. */
const BY_EXIT: Partial<Readonly<Record<Exit, number>>> = { [Exit.usage]: 400, [Exit.file]: 404, [Exit.notAble]: 503 };

export interface Failed {
  readonly status: number;
  readonly failure: ApiFailure;
}

/** `tell` hears of what should not have happened; whoever asked is not told its inside. */
export function failedBy(error: unknown, tell: (fault: unknown) => void): Failed {
  if (error instanceof Problem) {
    const { code, message, hints } = error;
    return { status: BY_CODE[code] ?? BY_EXIT[error.exit] ?? 422, failure: { code, message, hints } };
  }
  tell(error);
  const { code, message, hints } = messages.serverFault();
  return { status: 500, failure: { code, message, hints } };
}
