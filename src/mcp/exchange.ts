/** A request of node:http as the web has it, and a response the other way. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import { readAtMost } from '../core/read-at-most.ts';
import type { Refusal } from './gate.ts';

/** The body; undefined where it is larger than `most` bytes, of which no more is then read. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > most) return undefined;
  return (await readAtMost(request, most))?.toString('utf8');
}

/** `signal` is aborted when whoever asked is gone. */
export function webRequest(request: IncomingMessage, url: URL, body: string | undefined, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const { method = 'GET' } = request;
  return new Request(url, { method, headers, signal, ...(body === undefined || method === 'GET' ? {} : { body }) });
}

const ALWAYS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** Fulfilled when all of it is sent, or nobody reads it any more. Never rejected. */
export async function sendWeb(response: Response, to: ServerResponse): Promise<void> {
  to.writeHead(response.status, { ...Object.fromEntries(response.headers), ...ALWAYS });
  if (response.body === null) {
    to.end();
    return;
  }
  to.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), to).catch(() => {});
}

/** As a JSON-RPC error, so that clients can show it. */
export function sendRefusal({ status, message, headers = {} }: Refusal, to: ServerResponse, code: number = ProtocolErrorCode.InvalidRequest): void {
  // What may still come of the request is not read.
  to.writeHead(status, { ...headers, ...ALWAYS, 'Content-Type': 'application/json', Connection: 'close' });
  to.end(`${JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } })}\n`);
}
