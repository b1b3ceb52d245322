/** The token that opens the page: new with every start, or kept in a file that nobody else can read. */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

const BYTES = 32;
const MOST_BYTES = 1024;

export function newToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** The token of a file; a new one in a new file where there is none. Throws a Problem for a file that others can read, and for one with something else in it. */
export function tokenIn(path: string): string {
  const token = newToken();
  try {
    writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new Problem(messages.badTokenFile(path, describeFileError(error)));
  }
  return readToken(path);
}

function readToken(path: string): string {
  let text: string;
  try {
    const about = statSync(path);
    const { mode, size } = about;
    if (!about.isFile()) throw new Problem(messages.badTokenFile(path, about.isDirectory() ? 'it is a directory' : 'it is no file'));
    if ((mode & 0o077) !== 0) throw new Problem(messages.badTokenFile(path, 'others can read or write it; chmod 600 mends that'));
    if (size > MOST_BYTES) throw new Problem(messages.badTokenFile(path, 'it is too large to be one token'));
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.badTokenFile(path, describeFileError(error)));
  }
  if (!/^[\w-]{32,256}$/.test(text)) throw new Problem(messages.badTokenFile(path, 'there is no token in it'));
  return text;
}
