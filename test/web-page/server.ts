/** A server as the page knows it: what it says is written down, or played. For what no real run shows on demand: every view, floods, failures, restarts. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { Numbered } from '../../src/line/runs/log.ts';
import type { After, Batch, ExportForm, Hello, RunState } from '../../src/web/api.ts';

const PAGE = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
/** As strict as the real one, without even its nonce. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Played {
  readonly state: RunState;
  /** What is sent after the state; `send` gives up where the page has gone. */
  readonly play: (send: (events: readonly Numbered['event'][], at: number) => boolean, change: (state: Partial<RunState>) => void) => Promise<void>;
}

export interface Script {
  readonly sessions?: readonly RunRecord[];
  readonly runs?: Readonly<Record<string, Played>>;
  /** What else is answered, by `METHOD /path`: over all of the above. */
  readonly answers?: Readonly<Record<string, (body: unknown) => { readonly status?: number; readonly value: unknown }>>;
  readonly readOnly?: boolean;
}

export const HELLO: Hello = {
  version: '0.1.0',
  host: 'box',
  kernel: '6.18.0',
  readOnly: false,
  allowUnsafe: false,
  maxRuns: 4,
  commands: { user: 'root', folder: '/root' },
  examples: ['Which processes open the most files?', 'How long do reads take?', 'Where does the kernel spend its time?'],
};

const AFTER: After = {
  findings: ['postgres alone has 80% of it.'],
  next: [{ question: 'which files does postgres open', title: 'Files opened (only postgres)', safety: ['observe'], seconds: 10 }],
};
const FORMS: readonly ExportForm[] = [
  { name: 'html', extension: '.html', what: 'a page that holds everything' },
  { name: 'csv', extension: '.csv', what: 'one table as comma-separated values' },
  { name: 'flame-graph', extension: '.svg', what: 'a flame graph', unfit: 'it has no stacks' },
];

const digits = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

export class FakeServer {
  readonly script: Script;
  #server: Server | undefined;
  #port = 0;

  constructor(script: Script) {
    this.script = script;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** At the port it had before, where it had one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** The same, at the same port, without one of its runs. */
  without(run: string): FakeServer {
    const { [run]: _, ...runs } = this.script.runs ?? {};
    const other = new FakeServer({ ...this.script, runs });
    other.#port = this.#port;
    return other;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/api/')) {
      this.#file(pathname, response);
      return;
    }
    const stream = /^\/api\/runs\/([^/]+)\/events$/.exec(pathname)?.[1];
    if (stream !== undefined) {
      await this.#stream(this.script.runs?.[stream], request, response);
      return;
    }
    const said = await bodyOf(request);
    const { status = 200, value } = this.#api(`${request.method} ${pathname}`, said);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value, digits));
  }

  #api(path: string, said: unknown): { readonly status?: number; readonly value: unknown } {
    const { sessions = [], runs = {}, answers = {}, readOnly = false } = this.script;
    const own = answers[path];
    if (own !== undefined) return own(said);
    if (path === 'GET /api/hello') return { value: { ...HELLO, readOnly } };
    if (path === 'GET /api/runs') return { value: Object.values(runs).map(({ state }) => state) };
    if (path === 'GET /api/feedback') return { value: [] };
    if (path === 'GET /api/sessions') return { value: sessions.map((record, at) => lineOf(record, at)) };
    if (/^GET \/api\/(?:sessions|runs)\/[^/]+\/after$/.test(path)) return { value: AFTER };
    if (/^GET \/api\/sessions\/[^/]+\/exports$/.test(path)) return { value: FORMS };
    const session = sessions[Number(/^GET \/api\/sessions\/s(\d+)$/.exec(path)?.[1] ?? -1)];
    if (session !== undefined) return { value: session };
    const run = runs[/^(?:GET|POST) \/api\/runs\/([^/]+)/.exec(path)?.[1] ?? ''];
    if (run !== undefined) return { value: run.state };
    return { status: 404, value: { code: 'no-such-thing', message: `there is no ${path}`, hints: [] } };
  }

  #file(path: string, response: ServerResponse): void {
    const name = path === '/' ? 'index.html' : path.slice(1);
    try {
      const data = readFileSync(join(PAGE, name));
      response.writeHead(200, { 'content-type': TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain', 'content-security-policy': POLICY });
      response.end(data);
    } catch {
      response.writeHead(404).end();
    }
  }

  async #stream(run: Played | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (run === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 'no-such-run', message: 'there is no such run', hints: [] }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let cursor = Number(request.headers['last-event-id'] ?? 0);
    let { state } = run;
    const tell = (event: string, value: unknown): boolean => response.write(`event: ${event}\nid: ${cursor}\ndata: ${JSON.stringify(value, digits)}\n\n`);
    tell('state', state);
    const send = (events: readonly Numbered['event'][], at: number): boolean => {
      const batch: Batch = { events: events.map((event, index) => ({ cursor: cursor + index, at, event })), next: cursor + events.length, missed: 0 };
      cursor += events.length;
      tell('batch', batch);
      return !response.destroyed;
    };
    await run.play(send, (change) => {
      state = { ...state, ...change };
      tell('state', state);
    });
    if (response.destroyed) return;
    tell('end', state);
    response.end();
  }
}

function lineOf({ program, question = '', startedAt, seconds, records }: RunRecord, at: number): unknown {
  return { id: `s${at}`, title: program.title, question, startedAt: Math.floor(startedAt / 1000), seconds, records, state: 'ended' };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}
