/** One GET, whose answer is JSON: encrypted or on this machine, in a bounded time, of a bounded size, and from the host that was asked. */
import { readAtMost } from '../../core/read-at-most.ts';
import { plainLine } from '../../knowledge/documents/plain.ts';
import { isLoopback } from '../../models/address.ts';

export type Fetched = { readonly value: unknown } | { readonly failure: string };

const MOST_BYTES = 2_000_000;
const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The address of the user's own search for some words; undefined where it is none that is asked. */
export function searchAddress(template: string): ((words: string) => URL) | undefined {
  const fill = (words: string): string => template.replaceAll('{query}', encodeURIComponent(words));
  if (!URL.canParse(fill('words')) || !isAllowed(new URL(fill('words')))) return undefined;
  // Words are a part of the path or of the query, never of the host.
  const { origin } = new URL(fill('words'));
  return template.includes('{query}') && new URL(fill('other')).origin === origin ? (words) => new URL(fill(words)) : undefined;
}

/** What is there, as JSON. Never throws, and does not read on where the signal has ended it. */
export async function fetchJson(address: URL, signal: AbortSignal): Promise<Fetched> {
  let url = address;
  try {
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (!isAllowed(url)) return { failure: `it is not encrypted: ${url.host}` };
      const response = await fetch(url, {
        method: 'GET',
        redirect: 'manual',
        signal,
        headers: { accept: 'application/json' },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      if (!REDIRECTS.has(response.status)) return await jsonOf(response);
      await response.body?.cancel();
      const next = response.headers.get('location') ?? '';
      if (!URL.canParse(next, url.href)) return { failure: 'it leads nowhere' };
      url = new URL(next, url);
      if (url.host !== address.host) return { failure: `it leads to another host, ${url.host}, which was not asked` };
    }
    return { failure: 'it leads round in a circle' };
  } catch (error) {
    if (signal.aborted) return { failure: 'it took too long' };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { failure: plainLine(cause instanceof Error ? cause.message : String(cause)).slice(0, 200) };
  }
}

async function jsonOf(response: Response): Promise<Fetched> {
  const text = response.body === null ? '' : (await readAtMost(response.body, MOST_BYTES))?.toString('utf8');
  if (text === undefined) return { failure: `its answer is longer than ${MOST_BYTES / 1e6} MB` };
  try {
    // An error of an API is JSON too, and says why.
    const value: unknown = JSON.parse(text);
    return response.ok || (typeof value === 'object' && value !== null && 'error_message' in value)
      ? { value }
      : { failure: `it answered with status ${response.status}` };
  } catch {
    return { failure: response.ok ? 'its answer is no JSON; a SearXNG must have json among its formats' : `it answered with status ${response.status}` };
  }
}

function isAllowed(url: URL): boolean {
  const { protocol, username, password } = url;
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}
