/** What a scripted model knows: for each request what a careful model writes, and what real models wrote wrongly. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

/** What a careful model looks up and submits for a request. */
export interface Written {
  readonly id: string;
  readonly title: string;
  readonly tells: string;
  readonly columns: readonly string[];
  readonly cannot_show?: readonly string[];
  readonly find: readonly string[];
  readonly describe?: readonly string[];
  readonly program: string;
}

/** A program that a model wrote for a request, and that failed. */
export interface Broken {
  readonly id: string;
  readonly model: string;
  readonly cls: string;
  readonly program: string;
}

/** One of the requests that it was taught, with all that it knows of it. */
export interface Taught {
  readonly request: string;
  readonly good: Written;
  /** By the order of their ids. */
  readonly broken: readonly Broken[];
}

const SHARED = process.env.GPTTRACE_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
export const KEN40: string = join(SHARED, 'eval/ken40.jsonl');
const BROKEN = join(SHARED, 'eval/ken-broken.jsonl');

/** Why the requests of the paper cannot be taught here; undefined where they can. */
export function whyUntaught(): string | undefined {
  const missing = [KEN40, BROKEN].find((path) => !existsSync(path));
  return missing === undefined ? undefined : `there is no ${missing}`;
}

/** The 40 requests of the paper. */
export function ken40(): readonly Taught[] {
  const broken = linesOf<Broken & { readonly request: string }>(BROKEN);
  return taught(linesOf(KEN40), writtenIn(new URL('ken40.toml', import.meta.url)), (request) => broken.filter((one) => plain(one.request) === plain(request)));
}

export function taught(
  cases: readonly { readonly id: string; readonly request: string }[],
  written: readonly Written[],
  broken: (request: string, id: string) => readonly Broken[],
): readonly Taught[] {
  return cases.flatMap(({ id, request }) => {
    const good = written.find((one) => one.id === id);
    return good === undefined ? [] : [{ request, good, broken: [...broken(request, id)].sort((a, b) => (a.id < b.id ? -1 : 1)) }];
  });
}

export function writtenIn(file: URL): readonly Written[] {
  return parse(readFileSync(file, 'utf8')).program as unknown as readonly Written[];
}

function linesOf<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The records spell some requests otherwise than the suite. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
