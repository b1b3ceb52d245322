/** The bytes of a file that a user names. */
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { readBounded, STANDARD_INPUT } from '../system/read-bounded.ts';

/** `-` is standard input; `what` it is to be: "program", "run". Throws a Problem where it cannot be read, or is larger than any of those. */
export function givenBytes(file: string, most: number, what: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readBounded(file === '-' ? STANDARD_INPUT : file, most);
  } catch (error) {
    throw new Problem(messages.unreadable(file, describeFileError(error)));
  }
  if (bytes.length > most) throw new Problem(messages.unreadable(file, `it has more than ${most} bytes, which no ${what} has`));
  return bytes;
}
