/** What a request brings along: JSON, bounded in size and time. */
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_SECONDS = 10;

/** Throws a Problem for what is too large, too slow, no JSON, or not of the schema. */
export async function readBody<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const type = request.headers['content-type'] ?? '';
  // A form of another page can send anything but this without asking.
  if (!/^application\/json(?:\s*;|$)/i.test(type)) throw new Problem(messages.wrongContent(type));
  const parsed = schema.safeParse(parse(await readText(request)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new Problem(messages.wrongBody(`${where}${issue?.message ?? 'it is something else'}`.slice(0, 300)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(messages.noJson(text === '' ? 'it is empty' : (error as Error).message.slice(0, 200)));
  }
}

function readText(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return Promise.reject(new Problem(messages.bodyTooLarge(MOST_BYTES)));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const finish = (): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('error', failed);
    };
    const fail = (problem: Problem): void => {
      finish();
      reject(problem);
    };
    const take = (piece: Buffer): void => {
      length += piece.length;
      if (length > MOST_BYTES) fail(new Problem(messages.bodyTooLarge(MOST_BYTES)));
      else pieces.push(piece);
    };
    const end = (): void => {
      finish();
      resolve(Buffer.concat(pieces).toString('utf8'));
    };
    const failed = (): void => fail(new Problem(messages.noJson('the connection ended before it did')));
    const timer = setTimeout(() => fail(new Problem(messages.bodyTooSlow(MOST_SECONDS))), MOST_SECONDS * 1000);
    request.on('data', take).on('end', end).on('error', failed);
  });
}
