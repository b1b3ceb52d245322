/** One push of metrics: a request, and what came of it. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type OtlpSettings, shownUrl } from './otlp-settings.ts';

export type Fetch = typeof globalThis.fetch;

export type Sent =
  | { readonly kind: 'arrived'; readonly answer: Uint8Array }
  /** `after`: milliseconds for which the receiver wants to be left alone. */
  | { readonly kind: 'failed'; readonly why: string; readonly after?: number }
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
    const answer = await read(response);
    if (response.status >= 200 && response.status < 300) return { kind: 'arrived', answer };
    const after = afterOf(response.headers.get('retry-after'));
    return { kind: 'failed', why: `it answered with status ${response.status}`, ...(after === undefined ? {} : { after }) };
  } catch (error) {
    if (signal.aborted) return { kind: 'given-up' };
    return { kind: 'failed', why: timeout.aborted ? `it did not answer within ${settings.timeout / 1000} s` : reasonOf(error) };
  }
}

/** Where it went, as it may be shown. */
export function placeOf(settings: OtlpSettings): string {
  return shownUrl(settings.url);
}

async function read(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    // Ends the loop and with it the connection.
    if (size > MOST_ANSWER) break;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function afterOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), MOST_PATIENCE) : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ENOTFOUND: 'there is no machine of that name',
  EAI_AGAIN: 'the name of the machine cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  EHOSTUNREACH: 'the machine cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP',
};

function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
  const reason = REASONS[cause?.code ?? ''];
  if (cause?.message === 'bad port') return 'that port is never used for HTTP';
  // What an error says of itself may repeat an address with a key in it; its code does not.
  return reason ?? (cause?.code === undefined ? 'the request failed' : `the request failed (${cause.code})`);
}
