/** What a model answered, taken out of its reply: the tool's input, or JSON in its text. Whatever shape it is in, what comes out has the one that is meant. */
import { isObject } from '../../core/is-object.ts';
import type { ModelReply } from '../../models/model.ts';
import type { Claim } from './claim.ts';
import type { Asked } from './compute.ts';

export const TOOL = 'explain';

export interface LineClaim {
  readonly line: number;
  readonly text: string;
  readonly importance: number;
}

export interface Answer<T> {
  readonly claims: readonly T[];
  readonly next: readonly string[];
}

const MOST_CLAIMS = 40;
const MOST_VALUES = 20;

/** The object it answered with; undefined where there is none. */
export function answerIn(reply: ModelReply): Fields | undefined {
  for (const call of reply.calls) {
    const input = call.input ?? (call.malformed === undefined ? undefined : jsonIn(call.malformed));
    const found = asAnswer(typeof input === 'string' ? jsonIn(input) : input);
    if (found !== undefined) return found;
  }
  return asAnswer(jsonIn(reply.text));
}

type Fields = Readonly<Record<string, unknown>>;

function asAnswer(value: unknown): Fields | undefined {
  if (Array.isArray(value)) return value.some((one) => fields(one)?.text !== undefined) ? { claims: value } : undefined;
  const object = fields(value);
  if (object === undefined) return undefined;
  if (object.claims !== undefined) return object;
  // Some wrap the input as the call itself.
  for (const inner of [object.arguments, object.input, object.parameters, object[TOOL]]) {
    const found = asAnswer(typeof inner === 'string' ? jsonIn(inner) : inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function resultAnswer(answer: Fields): Answer<Claim> {
  return { claims: list(answer.claims).flatMap(claimOf), next: nextOf(answer) };
}

export function programAnswer(answer: Fields): Answer<LineClaim> {
  const claims = list(answer.claims).flatMap((one): LineClaim[] => {
    const claim = fields(one);
    const line = Number(String(claim?.line ?? '').replace(/^\D*/, ''));
    return claim === undefined || typeof claim.text !== 'string' || !Number.isInteger(line)
      ? []
      : [{ line, text: claim.text, importance: numberOf(claim.importance) }];
  });
  return { claims, next: nextOf(answer) };
}

/** Sentences with the numbers of what they cite. */
export function citedAnswer(answer: Fields): { readonly text: string; readonly cites: readonly number[] }[] {
  return list(answer.claims).flatMap((one) => {
    const claim = fields(one);
    if (claim === undefined || typeof claim.text !== 'string') return [];
    const { passages = claim.cites ?? claim.sources ?? [] } = claim;
    const cites = (Array.isArray(passages) ? passages : String(passages).split(/[\s,]+/)).map((cite) => Number(String(cite).replace(/^\D+|\D+$/g, '')));
    return [{ text: claim.text, cites }];
  });
}

function nextOf(answer: Fields): string[] {
  return list(answer.next ?? answer.questions).filter((question): question is string => typeof question === 'string');
}

function claimOf(one: unknown): Claim[] {
  const claim = fields(one);
  if (claim === undefined || typeof claim.text !== 'string') return [];
  const values = Array.isArray(claim.values)
    ? claim.values.flatMap((value): [string, unknown][] => [[String(fields(value)?.name ?? ''), value]])
    : Object.entries(fields(claim.values) ?? {});
  const asked = values.slice(0, MOST_VALUES).map(([name, value]): [string, Asked] => [name.replace(/[{}\s]/g, ''), askedOf(fields(value) ?? {})]);
  return [{ text: claim.text, rows: names(claim.rows), values: Object.fromEntries(asked), importance: numberOf(claim.importance) }];
}

function askedOf(value: Fields): Asked {
  const { op, column } = value;
  return {
    op: typeof op === 'string' ? op.toLowerCase() : '',
    rows: names(value.rows ?? value.row),
    ...(typeof column === 'string' && column !== '' ? { column } : {}),
    of: names(value.of),
  };
}

function names(value: unknown): string[] {
  if (typeof value === 'string') return (value.includes('[') ? [value] : value.split(/[\s,;]+/)).filter((name) => name !== '');
  return Array.isArray(value) ? value.slice(0, 5000).map(String) : [];
}

function list(value: unknown): unknown[] {
  const found = typeof value === 'string' ? jsonIn(value) : value;
  return Array.isArray(found) ? found.slice(0, MOST_CLAIMS) : found === undefined || found === null ? [] : [found];
}

function fields(value: unknown): Fields | undefined {
  return isObject(value) ? value : undefined;
}

function numberOf(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

const MOST_TEXT = 100_000;
const MOST_STARTS = 50;

/** The first JSON in a text that has other things around it: prose, a fence. Commas too many are left out. */
export function jsonIn(text: string): unknown {
  const within = text.slice(0, MOST_TEXT);
  const fenced = [...within.matchAll(/```[\w-]*\s*\n?([\s\S]*?)(?:```|$)/g)].map((match) => match[1] ?? '');
  for (const piece of [...fenced, within]) {
    let starts = 0;
    for (let at = piece.search(/[{[]/); at !== -1 && starts < MOST_STARTS; starts++) {
      const end = endOf(piece, at);
      const parsed = end === undefined ? undefined : parse(piece.slice(at, end));
      if (typeof parsed === 'object' && parsed !== null) return parsed;
      const next = piece.slice(at + 1).search(/[{[]/);
      at = next === -1 ? -1 : at + 1 + next;
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  for (const attempt of [text, text.replace(/,(\s*[}\]])/g, '$1')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next one.
    }
  }
  return undefined;
}

/** Behind the bracket that closes the one at `start`. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}
