/** One vendor's interface, as the model server of the tests speaks it. */
import type { Says, SeenCall, SeenRequest, SeenTurn } from '../server-types.ts';

/** JSON that came from outside. */
export type Json = Readonly<Record<string, unknown>>;

export type Read = Pick<SeenRequest, 'model' | 'system' | 'turns' | 'tools' | 'stream'>;

export interface ServedWire {
  readonly api: SeenRequest['api'];
  speaks(path: string): boolean;
  read(body: Json, path: string): Read;
  /** The frames of a stream, in order. */
  frames(says: Spoken): string[];
  /** The same, not streamed. */
  whole(says: Spoken): unknown;
  error(status: number, kind: string | undefined, message: string): unknown;
  /** The frame of a stream that says that it failed. */
  errorFrame(kind: string, message: string): string;
}

/** What it says, with all that may be absent filled in; `arguments` is each call's input as it is written on the wire. */
export interface Spoken extends Omit<Says, 'calls'> {
  readonly model: string;
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly usage: { readonly input: number; readonly output: number; readonly cached?: number };
  /** Of embeddings: the texts. */
  readonly texts: readonly string[];
}

export function sse(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** In pieces of a few characters, as models stream. */
export function pieces(text: string, size = 12): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? [];
}

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    return value.map((part) => (typeof part === 'string' ? part : text(record(part).text ?? record(part).content))).join('');
  }
  return '';
}

/** A turn, of which only some is said. */
export function turn(role: SeenTurn['role'], parts: Partial<SeenTurn>): SeenTurn {
  return { role, text: '', calls: [], results: [], sealed: [], ...parts };
}

export function call(id: unknown, name: unknown, input: unknown): SeenCall {
  return { id: text(id), name: text(name), input };
}

/** JSON where it is JSON, else the text. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
