/** Clients over HTTP (streamable HTTP), on this machine alone. A client that is gone leaves nothing running. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createMcpHandler,
  isInitializeRequest,
  isJsonContentType,
  isLegacyRequest,
  type McpHttpHandler,
  type McpServer,
  ProtocolErrorCode,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { bodyOf, sendRefusal, sendWeb, webRequest } from './exchange.ts';
import { ENDPOINT, refusalOf } from './gate.ts';
import { LARGEST_MESSAGE } from './lines.ts';
import { longName } from './order.ts';
import { serverFor } from './server.ts';
import type { Service } from './service.ts';

export interface HttpServing {
  readonly url: string;
  /** Fulfilled when nothing is left. */
  close(): Promise<void>;
}

export interface HttpWish {
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string;
  /** How long a client may be silent, with no connection open, before what it started is ended. */
  readonly patience?: number;
}

/** Whoever is served, and since when nothing was heard of them. */
interface Guest {
  readonly client: string;
  open: number;
  seen: number;
}

interface Session extends Guest {
  readonly id: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: McpServer;
}

const PATIENCE_MS = 30_000;
/** After so much silence a session is forgotten. */
const FORGET = 20;
const MOST_SESSIONS = 32;
const MOST_CONNECTIONS = 200;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Answers that are on their way when the server ends are given so long. */
const TO_ANSWER_MS = 2000;
/** Requests of newer clients have no session: all who know the token are one. */
const SESSIONLESS = 'http';

export async function serveOnHttp(service: Service, wish: HttpWish): Promise<HttpServing> {
  const house = new House(service, wish);
  await house.listen();
  return house;
}

class House implements HttpServing {
  readonly #service: Service;
  readonly #wish: HttpWish;
  readonly #server: Server;
  readonly #sessions = new Map<string, Session>();
  readonly #modern: McpHttpHandler;
  readonly #sessionless: Guest = { client: SESSIONLESS, open: 0, seen: Date.now() };
  #port = 0;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(service: Service, wish: HttpWish) {
    this.#service = service;
    this.#wish = wish;
    this.#modern = createMcpHandler(() => serverFor({ service, client: SESSIONLESS }), {
      legacy: 'reject',
      maxRequestBodySize: LARGEST_MESSAGE,
      onerror: (error) => service.log(error.message),
    });
    this.#server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, requireHostHeader: false }, (request, response) => {
      void this.#take(request, response).catch((error: unknown) => {
        // Whoever goes away in the middle of a message is no mistake of ours.
        if (error === request.errored) return response.destroy();
        service.log(`a mistake in gpttrace: ${error instanceof Error ? error.stack : String(error)}`);
        if (response.headersSent) return response.destroy();
        return sendRefusal({ status: 500, message: 'a mistake in gpttrace itself; its standard error says more' }, response, ProtocolErrorCode.InternalError);
      });
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}${ENDPOINT}`;
  }

  /** Throws a Problem where the port cannot be had. */
  async listen(): Promise<void> {
    const { port, patience = PATIENCE_MS } = this.#wish;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Problem(error.code === 'EADDRINUSE' ? messages.mcpPortInUse(port) : messages.mcpCannotListen(port, error.code ?? error.message))),
      );
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    // A connection that the machine refuses, as where no more files can be open, ends no server.
    this.#server.removeAllListeners('error').on('error', (error) => this.#service.log(error.message));
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#sweeping = setInterval(() => this.#sweep(patience), patience / 6);
    this.#sweeping.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    const closed = new Promise((resolve) => this.#server.close(resolve));
    await this.#service.traces.close();
    await this.#service.answers.given(TO_ANSWER_MS);
    await Promise.all([...this.#sessions.values()].map(({ server }) => server.close()));
    await this.#modern.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    // Of two, others may believe the other one.
    const host = (request.headersDistinct.host ?? []).length === 1 ? headers.host : undefined;
    const knock = { method, path, host, origin: headers.origin, authorization: headers.authorization };
    const refusal = refusalOf(knock, this.#port, this.#wish.token);
    if (refusal !== undefined) return sendRefusal(refusal, response);
    if (method === 'POST' && !isJsonContentType(headers['content-type'] ?? null))
      return sendRefusal({ status: 415, message: 'messages are application/json' }, response);
    const body = method === 'POST' ? await bodyOf(request, LARGEST_MESSAGE).catch(() => null) : '';
    // Whoever goes away in the middle of what they say wants no answer.
    if (body === null) return;
    if (body === undefined) return sendRefusal({ status: 413, message: `a message may have ${LARGEST_MESSAGE} bytes` }, response);
    let parsed: unknown;
    try {
      parsed = method === 'POST' ? JSON.parse(body) : undefined;
    } catch {
      return sendRefusal({ status: 400, message: 'that is no JSON' }, response, ProtocolErrorCode.ParseError);
    }
    for (const message of Array.isArray(parsed) ? parsed : [parsed]) {
      const long = longName(message);
      if (long !== undefined) return sendRefusal({ status: 400, message: long.message }, response, long.code);
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const asked = webRequest(request, new URL(this.url), method === 'POST' ? body : undefined, gone.signal);
    const session = (await isLegacyRequest(asked.clone(), parsed)) ? this.#sessionOf(headers, parsed) : undefined;
    if (session !== undefined && 'status' in session) return sendRefusal(session, response);
    const guest: Guest = session ?? this.#sessionless;
    const isNew = headers['mcp-session-id'] === undefined;
    guest.open += 1;
    guest.seen = Date.now();
    try {
      const given = { parsedBody: parsed };
      const answer = session === undefined ? await this.#modern.fetch(asked, given) : await session.transport.handleRequest(asked, given);
      await sendWeb(answer, response);
      // What was refused as it began is no session.
      if (answer.status >= 400 && session !== undefined && isNew) this.#forget(session.id);
    } finally {
      guest.open -= 1;
      guest.seen = Date.now();
    }
  }

  /** The session of a request, a new one where it begins one; why there is none otherwise. */
  #sessionOf(headers: IncomingMessage['headers'], parsed: unknown): Session | { readonly status: number; readonly message: string } {
    const id = headers['mcp-session-id'];
    if (typeof id === 'string') return this.#sessions.get(id) ?? { status: 404, message: 'there is no such session: initialize anew' };
    if (!isInitializeRequest(parsed)) return { status: 400, message: 'there is no session yet: initialize comes first' };
    if (this.#sessions.size >= MOST_SESSIONS) this.#makeRoom();
    if (this.#sessions.size >= MOST_SESSIONS) return { status: 503, message: messages.mcpTooManySessions(MOST_SESSIONS).message };
    return this.#begin();
  }

  #begin(): Session {
    const id = randomUUID();
    const client = `${SESSIONLESS}-${id}`;
    const server = serverFor({ service: this.#service, client });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessionclosed: () => this.#forget(id),
      maxRequestBodySize: LARGEST_MESSAGE,
    });
    const session: Session = { id, client, open: 0, seen: Date.now(), transport, server };
    this.#sessions.set(id, session);
    // It only sets callbacks: this transport begins with its first request.
    void server.connect(transport).catch((error: unknown) => this.#service.log(String(error)));
    return session;
  }

  /** For a new client the one goes that was silent the longest, has no connection open and nothing running: it can begin anew. */
  #makeRoom(): void {
    const idle = [...this.#sessions].filter(
      ([, { open, client }]) => open === 0 && this.#service.traces.list(client).every(({ run }) => run.phase === 'ended'),
    );
    const [oldest] = idle.sort(([, a], [, b]) => a.seen - b.seen);
    if (oldest !== undefined) this.#forget(oldest[0]);
  }

  #forget(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    this.#service.traces.release(session.client);
    // The answer to whoever ended it goes out first.
    setImmediate(() => void session.server.close().catch(() => {}));
  }

  /** Ends what nobody is there for any more. */
  #sweep(patience: number): void {
    const silent = ({ open, seen }: Guest, times: number): boolean => open === 0 && Date.now() - seen > times * patience;
    if (silent(this.#sessionless, 1)) this.#service.traces.release(this.#sessionless.client);
    for (const [id, session] of this.#sessions) {
      if (silent(session, FORGET)) this.#forget(id);
      else if (silent(session, 1)) this.#service.traces.release(session.client);
    }
  }
}
