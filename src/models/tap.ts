/** Every byte of an exchange goes through here: it sees what the packages do not tell apart, and ends what takes too long or does not end. */
import type { Endpoint } from './endpoint.ts';
import { outwardFetch } from './outward.ts';

export interface Seen {
  /** Of the answer. */
  status?: number;
  /** Seconds after which it wants to be asked again. */
  retryAfter?: number;
  /** What it said where it refused. */
  body?: string;
  /** Something came of an answer that is no refusal. */
  began?: true;
  /** The connection failed, or broke off. */
  broke?: string;
  /** A page for people came instead. */
  page?: true;
  /** No byte came for as long as it may take. */
  idle?: true;
  /** More came than any reply has. */
  tooMuch?: true;
}

export interface Tap {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: Readonly<Seen>;
}

export interface TapLimits {
  /** How long nothing may come. */
  readonly milliseconds: number;
  readonly bytes: number;
}

/** What is made of a good answer before the provider's package reads it. */
export type Mend = (response: Response) => Promise<Response> | Response;

export function tap({ key, local }: Endpoint, limits: TapLimits, mend: Mend = (response) => response): Tap {
  const seen: Seen = {};
  const end = new AbortController();

  /** Waits, but not for ever. */
  async function inTime<T>(waited: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      seen.idle = true;
      end.abort(new Error('no byte came in time'));
    }, limits.milliseconds);
    try {
      return await waited;
    } catch (error) {
      if (seen.idle === undefined && !(error instanceof Error && error.name === 'AbortError')) seen.broke = causeOf(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  function bounded(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    let bytes = 0;
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await inTime(reader.read());
        if (done) return controller.close();
        seen.began = true;
        bytes += value.length;
        if (bytes <= limits.bytes) return controller.enqueue(value);
        seen.tooMuch = true;
        end.abort(new Error('too much came'));
        controller.error(new Error('too much came'));
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  return {
    seen,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      if (key === undefined) for (const name of ['authorization', 'x-api-key', 'x-goog-api-key']) headers.delete(name);
      const signal = init?.signal ? AbortSignal.any([init.signal, end.signal]) : end.signal;
      const outward = await outwardFetch({ local });
      // A redirect is not followed: it would take the key and the question to another place than the user named.
      const response = await inTime(outward(input, { ...init, headers: Object.fromEntries(headers), signal, redirect: 'manual' }));
      seen.status = response.status;
      const wait = waitOf(response.headers);
      if (wait !== undefined) seen.retryAfter = wait;
      const body = response.body === null ? null : bounded(response.body);
      if (response.ok) {
        if (response.headers.get('content-type')?.startsWith('text/html')) seen.page = true;
        const { status, statusText } = response;
        const passed = new Response(body, { status, statusText, headers: response.headers });
        return mend(passed);
      }
      const to = response.headers.get('location');
      seen.body = to === null ? (await new Response(body).text()).slice(0, 64_000) : JSON.stringify({ message: `it sends to another place: ${to}` });
      delete seen.began;
      const delay = /"retryDelay":\s*"([\d.]+)s"/.exec(seen.body)?.[1];
      if (delay !== undefined) seen.retryAfter ??= Number(delay);
      return new Response(seen.body, { status: response.status < 400 ? 400 : response.status, headers: { 'content-type': 'application/json' } });
    },
  };
}

/** In seconds: OpenAI says it in milliseconds too, everybody else in seconds or as a date. */
function waitOf(headers: Headers): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return exact / 1000;
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const seconds = /^[\d.]+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** What is at the bottom of a failed connection. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return causeOf(error.cause);
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return causeOf(error.errors[0]);
  return error.message === '' ? error.name : error.message;
}
