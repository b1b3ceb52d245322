/** What a model may look up in the web, where the user has allowed it: the Stack Exchange API, and a search of the user's own. Only words leave this machine. */
import { entities, htmlText } from '../../knowledge/documents/html.ts';
import { plain, plainLine } from '../../knowledge/documents/plain.ts';
import type { Settings } from '../../models/settings.ts';
import type { Passage } from '../../plan/agent/workshop.ts';
import { fetchJson, searchAddress } from './fetch-json.ts';

export type LookUp = (words: string, signal: AbortSignal) => Promise<readonly Passage[]>;

export interface WebOptions {
  /** Where the Stack Exchange API is; another one in tests. */
  readonly stackExchange?: string;
  readonly milliseconds?: number;
  readonly now?: () => number;
  /** Told why a look-up gave nothing. */
  readonly note?: (text: string) => void;
}

const STACK_EXCHANGE = 'https://api.stackexchange.com/2.3';
/** Where questions about tracing are asked. */
const SITES = ['stackoverflow', 'unix'] as const;
const QUESTIONS = 3;
const ANSWERS = 2;
const RESULTS = 5;
const MOST_WORDS = 200;
const MOST_TEXT = 2000;
const PATIENCE_MS = 8000;
const HOUR_MS = 3_600_000;

type Method = 'search' | 'answers';

/** The look-up that the settings allow; undefined where they allow none, or nothing may leave this machine. */
export function webLookUp({ web, localOnly }: Pick<Settings, 'web' | 'localOnly'>, options: WebOptions = {}): LookUp | undefined {
  const search = web.search === undefined ? undefined : searchAddress(web.search);
  if (search === undefined && web.search !== undefined) options.note?.('web.search is no address that is asked: https://HOST/?q={query}&format=json');
  if (localOnly || (!web.stackExchange && search === undefined)) return undefined;
  const stack = web.stackExchange ? new StackExchange(options) : undefined;
  return async (said, signal) => {
    const words = wordsOf(said);
    if (words === '') return [];
    const patience = AbortSignal.any([signal, AbortSignal.timeout(options.milliseconds ?? PATIENCE_MS)]);
    const found = await Promise.all([
      ...(search === undefined ? [] : [ownSearch(search(words), patience, options)]),
      ...(stack === undefined ? [] : [stack.askAll(words, patience)]),
    ]);
    signal.throwIfAborted();
    return found.flat();
  };
}

/** One line of words: a query is no place for a program, or for what a trace saw. */
function wordsOf(said: string): string {
  return plainLine(said).slice(0, MOST_WORDS).trim();
}

/**
 * Asks one site after another, and keeps to what the API asks of those who ask it (api.stackexchange.com/docs/throttle): to wait before the same method is asked
 * again, and to stop when the day's quota is used up.
 */
class StackExchange {
  readonly #base: string;
  readonly #options: WebOptions;
  /** When a method may be asked again. */
  readonly #until = new Map<Method, number>();
  #exhausted = 0;

  constructor(options: WebOptions) {
    this.#base = options.stackExchange ?? STACK_EXCHANGE;
    this.#options = options;
  }

  async askAll(words: string, signal: AbortSignal): Promise<Passage[]> {
    const found: Passage[] = [];
    for (const site of SITES) found.push(...(await this.#ask(words, site, signal)));
    return found;
  }

  async #ask(words: string, site: string, signal: AbortSignal): Promise<Passage[]> {
    const found = await this.#get(
      'search',
      'search/advanced',
      { q: words, site, order: 'desc', sort: 'relevance', answers: '1', pagesize: String(QUESTIONS), filter: 'default' },
      signal,
    );
    const questions = found.flatMap((item) => {
      const { question_id: id, title, link } = item;
      return typeof id === 'number' && typeof title === 'string' ? [{ id, title: plainLine(entities(title)), link: linkOf(link, `${site}:${id}`) }] : [];
    });
    if (questions.length === 0) return [];
    const ids = questions.map(({ id }) => id).join(';');
    const answers = await this.#get(
      'answers',
      `questions/${ids}/answers`,
      { site, order: 'desc', sort: 'votes', pagesize: String(QUESTIONS * 3), filter: 'withbody' },
      signal,
    );
    return questions.flatMap(({ id, title, link }) =>
      answers
        .filter((answer) => answer.question_id === id)
        .slice(0, ANSWERS)
        .flatMap(({ body }) => (typeof body === 'string' ? passageOf(link, title, htmlText(body)) : [])),
    );
  }

  /** The items of an answer; none where it failed, or nothing may be asked now. */
  async #get(
    method: Method,
    path: string,
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const now = this.#options.now ?? Date.now;
    if (now() < Math.max(this.#exhausted, this.#until.get(method) ?? 0)) {
      this.#options.note?.('the Stack Exchange API asked to wait; it was not asked');
      return [];
    }
    const address = new URL(`${this.#base}/${path}`);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    const got = await fetchJson(address, signal);
    if ('failure' in got) {
      this.#options.note?.(`the Stack Exchange API: ${got.failure}`);
      return [];
    }
    const { items, backoff, quota_remaining: left, error_message: wrong } = recordOf(got.value);
    if (typeof backoff === 'number' && backoff > 0) this.#until.set(method, now() + backoff * 1000);
    if (left === 0) this.#exhausted = now() + HOUR_MS;
    if (typeof wrong === 'string') this.#options.note?.(`the Stack Exchange API: ${plainLine(wrong).slice(0, 200)}`);
    return recordsOf(items);
  }
}

/** As SearXNG answers (`results`), and what is like it. */
async function ownSearch(address: URL, signal: AbortSignal, { note }: WebOptions): Promise<Passage[]> {
  const got = await fetchJson(address, signal);
  if ('failure' in got) {
    note?.(`the search at ${address.host}: ${got.failure}`);
    return [];
  }
  const results = Array.isArray(got.value) ? got.value : recordOf(got.value).results;
  return recordsOf(results)
    .slice(0, RESULTS)
    .flatMap(({ url, link, title, content, snippet, description }) => {
      const text = [content, snippet, description].find((one) => typeof one === 'string' && one.trim() !== '');
      if (typeof text !== 'string') return [];
      return passageOf(linkOf(url ?? link, address.host), typeof title === 'string' ? plainLine(htmlText(title)) : '', htmlText(text));
    });
}

function passageOf(source: string, title: string, text: string): Passage[] {
  const kept = plain(text).trim().slice(0, MOST_TEXT);
  return kept === '' ? [] : [{ source, title: title.slice(0, 200), text: plain(kept) }];
}

/** The address a result says it is from, where that is one. */
function linkOf(link: unknown, otherwise: string): string {
  if (typeof link !== 'string' || !/^https?:\/\/\S+$/.test(link)) return otherwise;
  return plainLine(link).slice(0, 300);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null).map(recordOf) : [];
}
