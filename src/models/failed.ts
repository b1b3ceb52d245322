/** What went wrong with a request: what its bytes showed, before what the SDK made of it. */

import type { FailureKind } from '../core/model-failures.ts';
import type { Endpoint } from './endpoint.ts';
import { type Complaint, complaintIn, complaintOf, kindOf } from './failure.ts';
import type { ModelFailure } from './model.ts';
import { oneLine } from './scrub.ts';
import type { Seen } from './tap.ts';

/** What was thrown, or came as an error within a stream. */
export type Thrown = Complaint & { readonly name: string };

export const INTERRUPTED: ModelFailure = { kind: 'interrupted', said: 'it was interrupted' };

/** The SDK's errors for what it could not read. */
const UNREADABLE = /JSONParse|TypeValidation|InvalidResponseData|EmptyResponseBody/;

export function failure(kind: FailureKind, said: string, key: string | undefined): ModelFailure {
  return { kind, said: oneLine(said, key) || kind };
}

/** Why an endpoint need not even be tried. */
export function withoutUse({ name, key, url }: Endpoint): ModelFailure | undefined {
  if (key === undefined) return url === undefined ? { kind: 'no-key', said: `there is no key for ${name}` } : undefined;
  // It would be no header, and the error about that would quote it.
  return /^[\x21-\x7e]+$/.test(key) ? undefined : { kind: 'key-refused', said: `the key for ${name} is empty, or has signs in it that no key has` };
}

export function thrownOf(error: unknown): Thrown {
  const { name = '', responseBody } = error instanceof Error ? (error as Error & { readonly responseBody?: unknown }) : {};
  const thrown = { ...(complaintIn(error) ?? { words: '', said: String(error) }), name };
  if (typeof responseBody !== 'string') return thrown;
  // An error that came with the first event is thrown as if it were an answer's, with a status of the SDK's own making.
  const inner = parsed(responseBody);
  return { ...(complaintIn(inner) ?? thrown), name: typeof inner?.name === 'string' ? inner.name : name };
}

function parsed(text: string): { readonly name?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where nothing went wrong with its bytes. */
export function failureIn(thrown: Thrown | undefined, seen: Seen, signal: AbortSignal, key: string | undefined): ModelFailure | undefined {
  if (signal.aborted) return INTERRUPTED;
  if (seen.idle) return failure('too-slow', seen.began ? 'nothing more came' : 'it did not begin to answer', key);
  if (seen.tooMuch) return failure('malformed', 'it sent more than any reply has', key);
  if (seen.page) return failure('malformed', 'it answered with a web page', key);
  if (seen.body !== undefined) {
    const refused = complaintOf(seen.body, seen.status);
    const later = seen.retryAfter ? ` (try again in ${Math.ceil(seen.retryAfter)} s)` : '';
    return failure(kindOf(refused) ?? 'bad-request', `${refused.said || `status ${seen.status}`}${later}`, key);
  }
  if (seen.broke !== undefined) return failure(seen.began ? 'cut' : 'unreachable', seen.broke, key);
  if (seen.status !== undefined && !seen.began) return failure('empty', 'it said nothing', key);
  if (thrown === undefined) return undefined;
  if (thrown.said.includes('ended without a finish')) return failure('cut', 'it ended without saying that it was done', key);
  if (UNREADABLE.test(thrown.name)) return failure('malformed', thrown.said, key);
  return failure(kindOf(thrown) ?? 'malformed', thrown.said, key);
}
