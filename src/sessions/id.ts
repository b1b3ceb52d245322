/** Names of sessions: the second they began in, in six letters and digits that a person can tell apart and type, so that later ones sort behind. */

/** Crockford's: no i, l, o, u. In the order of ASCII. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 6;
/** 2024-01-01. Six digits reach until 2058. */
const EPOCH = Date.UTC(2024, 0, 1) / 1000;

/** The name for a second; `later` seconds on, where that is taken. */
export function sessionId(milliseconds: number, later: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1000) - EPOCH) + later;
  let id = '';
  for (let at = 0; at < LENGTH; at++) {
    id = `${DIGITS[rest % DIGITS.length]}${id}`;
    rest = Math.floor(rest / DIGITS.length);
  }
  return id;
}

export function isSessionId(text: string): boolean {
  return text.length === LENGTH && [...text].every((letter) => DIGITS.includes(letter));
}
