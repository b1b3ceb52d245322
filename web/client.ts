/** Requests to the server the page came from, and to no other. */
import type { Api, ApiFailure } from '../src/web/api.ts';
import { language } from './words.ts';

const KEPT_AS = 'gpttrace-token';

/** The token of the opened URL, which is then taken out of the address bar: what is seen there is copied and kept. */
function takeToken(): string | undefined {
  const given = /^#token=([^&]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(KEPT_AS) ?? undefined;
  sessionStorage.setItem(KEPT_AS, given);
  history.replaceState(null, '', location.pathname);
  return given;
}

/** Milliseconds after which a server that says nothing is taken for gone: it gives a sign every 15 seconds. */
const SILENT_MS = 40_000;

const token = takeToken();

/** What the server refused, in its words. */
export class Refused extends Error {
  readonly status: number;
  readonly hints: readonly string[];

  constructor(status: number, { message, hints }: Pick<ApiFailure, 'message' | 'hints'>) {
    super(message);
    this.status = status;
    this.hints = hints;
  }
}

type Path = keyof Api;
type AnswerOf<P extends Path> = Api[P] extends { readonly answer: infer A } ? A : never;
type BodyOf<P extends Path> = Api[P] extends { readonly body: infer B } ? B : undefined;

interface Asked<P extends Path> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<P>;
  readonly signal?: AbortSignal;
}

/** `call('GET /api/runs/:id', { params: { id } })`. Throws Refused; a TypeError where the server cannot be reached. */
export async function call<P extends Path>(path: P, asked: Asked<P> = {}): Promise<AnswerOf<P>> {
  const { body, signal } = asked;
  const response = await fetch(urlOf(path, asked), {
    method: path.slice(0, path.indexOf(' ')),
    headers: headersWith(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await refusedBy(response);
  return (await response.json()) as AnswerOf<P>;
}

/** An address that a link may have: the cookie stands for the token there. */
export function urlOf(path: Path, { params = {}, query = {} }: Pick<Asked<Path>, 'params' | 'query'> = {}): string {
  const filled = path.slice(path.indexOf(' ') + 1).replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

export interface ServerMessage {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** Server-sent events from `cursor` on. Ends where the server ends them; throws like `call`. Not an EventSource: that one tells no status and sends no token. */
export async function* follow(path: Path, params: Readonly<Record<string, string>>, cursor: string, signal: AbortSignal): AsyncGenerator<ServerMessage> {
  const response = await fetch(urlOf(path, { params }), {
    headers: headersWith({ accept: 'text/event-stream', ...(cursor === '' ? {} : { 'last-event-id': cursor }) }),
    signal,
  });
  if (!response.ok) throw await refusedBy(response);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let text = '';
  for (;;) {
    const { done, value } = await unlessSilent(reader);
    if (done) return;
    text += value;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const message = messageOf(text.slice(0, end));
      text = text.slice(end + 2);
      if (message !== undefined) yield message;
    }
  }
}

/** A connection that broke without a word (a machine that slept, a tunnel that is gone) is one that ends. */
async function unlessSilent(reader: ReadableStreamDefaultReader<string>): Promise<ReadableStreamReadResult<string>> {
  const timer = setTimeout(() => void reader.cancel(), SILENT_MS);
  try {
    return await reader.read();
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(block: string): ServerMessage | undefined {
  const fields = { event: 'message', id: '', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (name !== 'event' && name !== 'id' && name !== 'data') continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    fields[name] = name === 'data' && fields.data !== '' ? `${fields.data}\n${value}` : value;
  }
  return fields.data === '' && fields.event === 'message' ? undefined : fields;
}

/** What goes wrong is told in the language of the page, whatever that of the browser. */
function headersWith(more: Record<string, string>): Record<string, string> {
  const spoken = { ...more, 'accept-language': language.peek() };
  return token === undefined ? spoken : { ...spoken, authorization: `Bearer ${token}` };
}

async function refusedBy(response: Response): Promise<Refused> {
  const said: unknown = await response.json().catch(() => undefined);
  const failure = said as Partial<ApiFailure> | undefined;
  return new Refused(response.status, { message: failure?.message ?? `${response.status} ${response.statusText}`, hints: failure?.hints ?? [] });
}
