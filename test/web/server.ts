/** A server with a line of its own for the tests, and requests as no browser would send them. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll } from 'vitest';
import type { Exit } from '../../src/core/exit.ts';
import type { Request } from '../../src/core/request.ts';
import type { AskEvent, Surroundings } from '../../src/line/events.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { realHost } from '../../src/system/real.ts';
import { openServer, type ServerOptions, type WebServer } from '../../src/web/server.ts';

export const TOKEN = 'a-token-for-tests-that-nobody-guesses-0123';
export const BEARER: Readonly<Record<string, string>> = { authorization: `Bearer ${TOKEN}` };
export const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' };

const COLUMNS = [
  { name: 'process', kind: 'process', type: 'string' },
  { name: 'user', kind: 'user', type: 'integer' },
];

/** A plan that runs until it is stopped, unless it says for how long. */
export function planOf(source: string, seconds?: number): Plan {
  const program = {
    language: 'bpftrace',
    source,
    title: 'a test',
    outputs: [{ shape: 'rows', statement: 0, columns: COLUMNS }],
    attachPoints: [],
    origin: { kind: 'edited' },
  };
  const rest = { intent: { question: '', language: 'en' }, confidence: 1, tells: '', safety: { classes: ['observe'], reasons: [] }, notes: [] };
  return { program: { ...program, ...(seconds === undefined ? {} : { seconds }) }, ...rest } as unknown as Plan;
}

/** Rows of a trace, `from` on. */
export function rows(from: number, count: number): AskEvent {
  return { type: 'trace', at: from, events: Array.from({ length: count }, (_, at) => ({ type: 'row', statement: 0, values: [`row ${from + at}`, 0] })) };
}

/** Shows a plan, and gives a row every millisecond until it is stopped. An edit comes back as a plan, with a mistake where it has one in it. */
export async function* endless(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  let plan = planOf(request.program?.source ?? request.question ?? '');
  for (;;) {
    const isWrong = plan.program.source.includes('mistake');
    const diagnostics = isWrong ? [{ code: 'wrong', severity: 'error' as const, message: 'it is wrong', hints: [], fixes: [] }] : [];
    yield { type: 'plan', plan, diagnostics };
    const decision = await around.decide(plan, diagnostics);
    if (decision.kind === 'stop') return decision.exit;
    if (decision.kind === 'run') break;
    plan = planOf(decision.source);
  }
  yield { type: 'facts', facts: { release: 'test' } as never };
  yield { type: 'running', plan };
  for (let at = 0; !around.stop.aborted; at++) {
    yield rows(at, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  yield { type: 'note', message: 'stopped' };
  return 0;
}

const open: WebServer[] = [];
afterAll(() => Promise.all(open.map((server) => server.close())));

export async function serve(options: Partial<ServerOptions> = {}): Promise<WebServer> {
  const around = { host: realHost() };
  const rest = { version: '1.2.3', port: 0, token: TOKEN, readOnly: false, allowUnsafe: false, maxRuns: 3, line: endless, around: async () => around };
  const server = await openServer({
    ...rest,
    tell: (fault) => {
      throw fault;
    },
    ...options,
  });
  open.push(server);
  return server;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed, where it is JSON. */
  readonly json: unknown;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** The path goes as it is, whatever stands in it. */
export function send({ port }: Pick<WebServer, 'port'>, path: string, { method = 'GET', headers = BEARER, body }: Sending = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', reject).on('end', () => {
        const { statusCode: status = 0, headers: got } = response;
        resolve({ status, headers: got, text, json: got['content-type'] === 'application/json' ? JSON.parse(text) : undefined });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function post(server: Pick<WebServer, 'port'>, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return send(server, path, { method: 'POST', headers: { ...BEARER, ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
}

/** Bytes as they are, and what comes back until the connection ends. */
export function raw({ port }: WebServer, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
  });
}

export interface Message {
  readonly event: string;
  readonly id: number;
  readonly data: unknown;
}

/** Server-sent events, until `enough` says so or they end; `ended` tells which. */
export function follow(
  { port }: Pick<WebServer, 'port'>,
  path: string,
  enough: (messages: readonly Message[]) => boolean,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly messages: readonly Message[]; readonly ended: boolean }> {
  return new Promise((resolve, reject) => {
    const messages: Message[] = [];
    const sent = request({ host: '127.0.0.1', port, path, headers: { ...BEARER, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const fields = new Map(part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
          const [event, data] = [fields.get('event'), fields.get('data')];
          if (event !== undefined && data !== undefined) messages.push({ event, id: Number(fields.get('id')), data: JSON.parse(data) });
        }
        if (!enough(messages)) return;
        sent.destroy();
        resolve({ messages, ended: false });
      });
      response.on('error', () => {}).on('end', () => resolve({ messages, ended: true }));
    });
    sent.on('error', reject);
    sent.end();
  });
}
