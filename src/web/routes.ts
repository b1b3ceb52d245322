/** Paths to what answers them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** A request that was let in. */
export interface Asked {
  /** The parts of the path that have a name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Throws a Problem for what is not of the schema. */
  body<T>(schema: z.ZodType<T>): Promise<T>;
}

/** What is sent as it is, not as JSON. */
export class Content {
  readonly type: string;
  readonly data: string | Uint8Array;
  /** It is saved under this name. */
  readonly file: string;

  constructor(type: string, data: string | Uint8Array, file: string) {
    this.type = type;
    this.data = data;
    this.file = file;
  }
}

/** Answered by the route itself. */
export const ANSWERED: unique symbol = Symbol('answered');

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/api/runs/:id`: what begins with a colon is any text without a slash. */
  readonly path: string;
  /** A value goes as JSON. */
  readonly answer: (asked: Asked) => unknown;
}

/** Throws a Problem where there is none. */
export function routeFor(routes: readonly Route[], method: string, pathname: string): { readonly route: Route; readonly path: Record<string, string> } {
  const found = routes.flatMap((route) => {
    const path = matching(route.path, pathname);
    return path === undefined ? [] : [{ route, path }];
  });
  const one = found.find(({ route }) => route.method === method);
  if (one !== undefined) return one;
  if (found.length === 0) throw new Problem(messages.noSuchPage(pathname));
  throw new Problem(
    messages.wrongMethod(
      method,
      pathname,
      found.map(({ route }) => route.method),
    ),
  );
}

function matching(pattern: string, pathname: string): Record<string, string> | undefined {
  const [wanted, parts] = [pattern.split('/'), pathname.split('/')];
  if (wanted.length !== parts.length) return undefined;
  const named: Record<string, string> = {};
  for (const [at, name] of wanted.entries()) {
    const part = parts[at] ?? '';
    if (name.startsWith(':')) named[name.slice(1)] = decoded(part);
    else if (name !== part) return undefined;
  }
  return named;
}

/** Whether whoever asks reads Chinese: the page says which of its languages is spoken. */
export function wantsChinese({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return /^zh\b/i.test(headers['accept-language'] ?? '');
}

/** What was found, in the language of the page. */
export async function spokenDiagnostics(diagnostics: readonly Diagnostic[], request: Pick<IncomingMessage, 'headers'>): Promise<readonly Diagnostic[]> {
  return wantsChinese(request) ? diagnostics.map((await import('../core/chinese.ts')).diagnosticInChinese) : diagnostics;
}

/** Throws a Problem for what is not encoded as it should be. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem(messages.badPath());
  }
}

/** A whole number of a query; undefined where it is not given. Throws a Problem for something else. */
export function numberOf(query: URLSearchParams, name: string, most: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const number = Number(text);
  if (!/^\d{1,16}$/.test(text) || number > most) throw new Problem(messages.wrongQuery(name, `a whole number up to ${most}`));
  return number;
}

/** Some text of a query. Throws a Problem where there is none, or too much. */
export function textOf(query: URLSearchParams, name: string): string {
  const text = (query.get(name) ?? '').trim();
  if (text === '' || text.length > 1000) throw new Problem(messages.wrongQuery(name, 'some text of up to 1000 letters'));
  return text;
}
