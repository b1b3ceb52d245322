/** The server of the page: on this machine alone, for whoever has its token. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { ApiFailure } from './api.ts';
import { readBody } from './body.ts';
import type { Desk, DeskOptions } from './desk.ts';
import type { Diagnoser, DiagnoserOptions } from './diagnoser.ts';
import { failedBy } from './failure.ts';
import { NO_PAGE, type PageFile, pageFiles } from './files.ts';
import { Gate } from './gate.ts';
import { GUARDS, INERT_POLICY, policyOf } from './headers.ts';
import { jsonOf } from './json.ts';
import type { Judge } from './judge.ts';
import { ANSWERED, type Asked, Content, decoded, type Route, routeFor, wantsChinese } from './routes.ts';

const HOST = '127.0.0.1';
/** Where the page has the nonce for its style elements. */
const NONCE_MARK = '__CSP_NONCE__';
const MOST_CONNECTIONS = 256;
/** What is sent beyond its bounds is thrown away for so long, so that the answer is read. */
const THROW_AWAY_MS = 2000;
/** Streams get so long to say their last. */
const LAST_WORDS_MS = 500;

export interface ServerOptions extends DeskOptions, DiagnoserOptions {
  readonly version: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string;
  /** Nothing runs. */
  readonly readOnly: boolean;
  readonly allowUnsafe: boolean;
  /** Whether pages may have commands started, to be traced; they may where it does not say. */
  readonly commands?: boolean;
  /** Where metrics are pushed to where a page wishes it, as it may be shown. Throws a Problem where they cannot be; without it they are not. */
  readonly otlp?: () => Promise<string>;
  /** Whether runs are kept as sessions. */
  readonly keeps?: boolean;
  /** The folder of the built page; the package's own without. */
  readonly page?: string;
}

export interface WebServer {
  readonly port: number;
  /** What is opened in a browser: it has the token in it. */
  readonly url: string;
  /** Ends all runs by SIGINT, then itself. */
  close(): Promise<void>;
  /** Ends all runs at once. */
  kill(): void;
}

/** Throws a Problem where the port cannot be had. */
export async function openServer(options: ServerOptions): Promise<WebServer> {
  const { tell, token } = options;
  const files = pageFiles(options.page);
  let gate: Gate | undefined;
  let served: Promise<Served> | undefined;
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    if (gate !== undefined && served !== undefined) void answer(request, response, { gate, served, files, tell });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  const port = await listen(server, options.port);
  // A connection that the machine refuses, as where no more files can be open, ends no server: whoever asked sees it, and asks again.
  server.removeAllListeners('error').on('error', () => {});
  gate = new Gate(token, port);
  // There is an address before all that answers is there: a person opens it later than that.
  served = serveApi(options);
  const running = served;
  return {
    port,
    url: `http://${HOST}:${port}/#token=${token}`,
    kill: () =>
      void running.then(({ desk, judge, diagnoser }) => {
        desk.kill();
        judge.kill();
        diagnoser.kill();
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      const { desk, judge, diagnoser } = await running;
      await Promise.all([desk.close(), judge.close(), diagnoser.close()]);
      const timer = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
  };
}

interface Served {
  readonly desk: Desk;
  readonly judge: Judge;
  readonly diagnoser: Diagnoser;
  readonly routes: readonly Route[];
}

async function serveApi(options: ServerOptions): Promise<Served> {
  const [
    { Desk },
    { machineRoutes },
    { runRoutes },
    { programRoutes },
    { sessionRoutes },
    { lessonRoutes },
    { feedbackRoutes },
    { toolRoutes },
    { Judge },
    { Diagnoser },
  ] = await Promise.all([
    import('./desk.ts'),
    import('./routes/machine.ts'),
    import('./routes/runs.ts'),
    import('./routes/programs.ts'),
    import('./routes/sessions.ts'),
    import('./routes/lessons.ts'),
    import('./routes/feedback.ts'),
    import('./routes/tools.ts'),
    import('./judge.ts'),
    import('./diagnoser.ts'),
  ]);
  const desk = new Desk(options);
  const judge = new Judge(() => {});
  const diagnoser = new Diagnoser(options);
  return {
    desk,
    judge,
    diagnoser,
    routes: [
      ...machineRoutes(options),
      ...runRoutes(desk, options.readOnly, { commands: options.commands !== false }),
      ...programRoutes(diagnoser, options),
      ...sessionRoutes(desk, options.readOnly),
      ...feedbackRoutes(options.readOnly),
      ...toolRoutes(options),
      ...lessonRoutes(desk, judge, options.readOnly),
    ],
  };
}

interface Answering {
  readonly gate: Gate;
  readonly served: Promise<Served>;
  readonly files: ReadonlyMap<string, PageFile> | undefined;
  readonly tell: (fault: unknown) => void;
}

async function answer(request: IncomingMessage, response: ServerResponse, { gate, served, files, tell }: Answering): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  response.on('error', () => {});
  try {
    gate.refuseForeign(request);
    const [raw = '/', ...rest] = url.split('?');
    if (raw !== '/api' && !raw.startsWith('/api/')) {
      sendFile(response, method, decoded(raw), files);
      return;
    }
    if (gate.refuseStrangers(request)) response.setHeader('set-cookie', gate.cookie);
    const { route, path } = routeFor((await served).routes, method === 'HEAD' ? 'GET' : method, raw);
    const asked: Asked = { path, query: new URLSearchParams(rest.join('?')), request, response, body: (schema) => readBody(request, schema) };
    const value = await route.answer(asked);
    if (value === ANSWERED) return;
    if (value instanceof Content) send(response, 200, value.type, value.data, { 'content-disposition': `attachment; filename="${value.file}"` });
    else send(response, 200, 'application/json', jsonOf(value ?? null));
  } catch (error) {
    const { status, failure } = failedBy(error, tell);
    if (response.headersSent) response.destroy();
    else send(response, status, 'application/json', jsonOf(await spoken(failure, request)), status === 401 ? { 'www-authenticate': 'Bearer' } : {});
  } finally {
    throwAway(request);
  }
}

/** In the language of the page. */
async function spoken(failure: ApiFailure, request: IncomingMessage): Promise<ApiFailure> {
  return wantsChinese(request) ? (await import('../core/chinese.ts')).inChinese(failure) : failure;
}

function send(response: ServerResponse, status: number, type: string, data: string | Uint8Array, more: Readonly<Record<string, string>> = {}): void {
  // Of a request that is not read to its end nothing can follow on the same connection.
  const end: Record<string, string> = response.req.complete || response.req.method === 'GET' ? {} : { connection: 'close' };
  response.writeHead(status, {
    ...GUARDS,
    'content-security-policy': INERT_POLICY,
    'cache-control': 'no-store',
    'content-type': type,
    'content-length': Buffer.byteLength(data),
    ...end,
    ...more,
  });
  response.end(response.req.method === 'HEAD' ? undefined : data);
}

function sendFile(response: ServerResponse, method: string, path: string, files: ReadonlyMap<string, PageFile> | undefined): void {
  const file = path === '/index.html' ? undefined : files?.get(path);
  if (path !== '/' && file === undefined) throw new Problem(messages.noSuchPage(path));
  if (method !== 'GET' && method !== 'HEAD') throw new Problem(messages.wrongMethod(method, path, ['GET']));
  if (path === '/') {
    const nonce = randomBytes(16).toString('base64url');
    const page = file === undefined ? NO_PAGE : file.data.toString('utf8').replaceAll(NONCE_MARK, nonce);
    send(response, 200, 'text/html; charset=utf-8', page, { 'content-security-policy': policyOf(nonce) });
  } else if (file !== undefined) {
    send(response, 200, file.type, file.data, file.hashed ? { 'cache-control': 'public, max-age=31536000, immutable' } : { 'cache-control': 'no-cache' });
  }
}

/** What is left of a request is read and forgotten, for a while. */
function throwAway(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, THROW_AWAY_MS).unref();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Problem(error.code === 'EADDRINUSE' ? messages.portTaken(port) : messages.portRefused(port, describeFileError(error))));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
