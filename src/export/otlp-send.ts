/** One push of metrics: a request, and what came of it. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { readAtMost } from '../core/read-at-most.ts';
import { type OtlpSettings, shownUrl } from './otlp-settings.ts';

export type Fetch = typeof globalThis.fetch;

/** Why a push did not arrive; `of` is the status, the seconds, or the code of an error that has no name here. */
export interface SendFailure {
  readonly kind: 'absent' | 'closed' | 'no-name' | 'silent' | 'unreachable' | 'no-http' | 'no-tls' | 'untrusted' | 'bad-port' | 'status' | 'other';
  readonly of?: string | number;
}

export type Sent =
  | { readonly kind: 'arrived'; readonly answer: Uint8Array }
  /** `after`: milliseconds for which the receiver wants to be left alone. */
  | { readonly kind: 'failed'; readonly why: SendFailure; readonly after?: number }
  /** We did not wait for it. */
  | { readonly kind: 'given-up' };

/** Of an answer nobody needs more; a receiver that sends on and on is not listened to. */
const MOST_ANSWER = 64 * 1024;
const MOST_PATIENCE = 5 * 60_000;

/** Never throws. */
export async function send(body: Uint8Array, settings: OtlpSettings, fetch: Fetch, signal: AbortSignal): Promise<Sent> {
  const timeout = AbortSignal.timeout(settings.timeout);
  try {
    const packed = settings.gzip ? await promisify(gzip)(body) : body;
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: {
        ...settings.headers,
        'content-type': 'application/x-protobuf',
        'user-agent': 'gpttrace',
        ...(settings.gzip ? { 'content-encoding': 'gzip' } : {}),
      },
      body: new Uint8Array(packed),
      // What is in the headers is for this address alone.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    const answer = (response.body === null ? undefined : await readAtMost(response.body, MOST_ANSWER)) ?? new Uint8Array();
    if (response.status >= 200 && response.status < 300) return { kind: 'arrived', answer };
    const after = afterOf(response.headers.get('retry-after'));
    return { kind: 'failed', why: { kind: 'status', of: response.status }, ...(after === undefined ? {} : { after }) };
  } catch (error) {
    if (signal.aborted) return { kind: 'given-up' };
    return { kind: 'failed', why: timeout.aborted ? { kind: 'silent', of: settings.timeout / 1000 } : reasonOf(error) };
  }
}

/** Where it went, as it may be shown. */
export function placeOf(settings: OtlpSettings): string {
  return shownUrl(settings.url);
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function afterOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), MOST_PATIENCE) : undefined;
}

const KINDS: Readonly<Record<string, SendFailure['kind']>> = {
  ECONNREFUSED: 'absent',
  ECONNRESET: 'closed',
  UND_ERR_SOCKET: 'closed',
  EPIPE: 'closed',
  ENOTFOUND: 'no-name',
  EAI_AGAIN: 'no-name',
  ETIMEDOUT: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'silent',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};

/** What OpenSSL says of a server that answers with something else than TLS. */
const NO_TLS = /^(?:ERR_SSL_|EPROTO$)/;
/** What it says of certificates. */
const UNTRUSTED = /CERT|UNABLE_TO_VERIFY/;

function reasonOf(error: unknown): SendFailure {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
  const code = cause?.code;
  const kind = code?.startsWith('HPE_') === true ? 'no-http' : KINDS[code ?? ''];
  if (kind !== undefined) return { kind };
  if (code !== undefined && UNTRUSTED.test(code)) return { kind: 'untrusted', of: code };
  if (code !== undefined && NO_TLS.test(code)) return { kind: 'no-tls' };
  // Those that browsers never ask, so that fetch does not either.
  if (cause?.message === 'bad port') return { kind: 'bad-port' };
  // What an error says of itself may repeat an address with a key in it; its code does not.
  return { kind: 'other', ...(code === undefined ? {} : { of: code }) };
}
