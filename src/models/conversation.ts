/** Turns of a conversation, as the AI SDK takes them; and what a reply keeps for the next one. */

import type { AssistantContent, JSONValue, ModelMessage } from 'ai';
import { isObject } from '../core/is-object.ts';
import type { ToolCall, Turn } from './model.ts';
import type { KeptPart, PartOptions, WireAdapter } from './wire/wire.ts';

/** What is kept with a turn: of which model it is, and its parts. */
interface Kept {
  readonly by: string;
  readonly parts: readonly KeptPart[];
}

/** What goes with a reply so that the next request can have it back; undefined where there is nothing but its text and its calls. */
export function keptOf(by: string, parts: readonly KeptPart[], wire: WireAdapter): Kept | undefined {
  const sifted = wire.sift?.(parts) ?? parts;
  if (!sifted.some((part) => part.type === 'reasoning' || part.options !== undefined)) return undefined;
  return { by, parts: sifted };
}

/** The messages of a request. What another model kept is not sent: nobody but itself can read it. */
export function messagesOf(turns: readonly Turn[], by: string, wire: WireAdapter, withKept: boolean): ModelMessage[] {
  const messages = turns.map((turn) => messageOf(turn, withKept ? by : undefined));
  const last = messages.at(-1);
  // All that was said until now will be said again with the next call.
  if (wire.cache !== undefined && last !== undefined) messages[messages.length - 1] = { ...last, providerOptions: wire.cache };
  return messages;
}

function messageOf(turn: Turn, by: string | undefined): ModelMessage {
  if (turn.role === 'user') return { role: 'user', content: turn.text };
  if (turn.role === 'model') {
    const kept = isKept(turn.kept) && turn.kept.by === by ? turn.kept.parts : [];
    return { role: 'assistant', content: contentOf(turn.text, turn.calls, kept) };
  }
  const content = turn.results.map(({ id, name, text }) => ({
    type: 'tool-result' as const,
    toolCallId: id,
    toolName: name,
    output: { type: 'text' as const, value: text },
  }));
  return { role: 'tool', content };
}

type Part = Exclude<AssistantContent, string>[number];

function contentOf(text: string, calls: readonly ToolCall[], kept: readonly KeptPart[]): Part[] {
  // A turn that was changed since it came is no longer what was signed.
  const whole = kept.length > 0 && kept.every((part) => part.type !== 'call' || calls.some(({ id }) => id === part.id)) && textIn(kept) === text;
  const known = whole ? kept : [];
  const content = known.flatMap((part): Part[] => {
    if (part.type !== 'call') return [{ type: part.type, text: part.text, ...withOptions(part.options) }];
    return calls.filter(({ id }) => id === part.id).map((call) => callPart(call, part.options));
  });
  if (!whole && text !== '') content.push({ type: 'text', text });
  const said = new Set(known.map((part) => (part.type === 'call' ? part.id : '')));
  for (const call of calls) if (!said.has(call.id)) content.push(callPart(call));
  return content;
}

function callPart({ id, name, input }: ToolCall, options?: PartOptions): Part {
  // Every interface but OpenAI's insists on an object.
  const object = isObject(input) ? input : {};
  return { type: 'tool-call', toolCallId: id, toolName: name, input: object, ...withOptions(options) };
}

function withOptions(options: PartOptions | undefined): { providerOptions?: Record<string, Record<string, JSONValue | undefined>> } {
  return options === undefined ? {} : { providerOptions: { ...options } };
}

function textIn(parts: readonly KeptPart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** It may come out of a recording that somebody wrote by hand. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('by' in value) || !('parts' in value) || !Array.isArray(value.parts)) return false;
  return value.parts.every((part: Partial<KeptPart> | null) =>
    part?.type === 'call' ? typeof part.id === 'string' : (part?.type === 'text' || part?.type === 'reasoning') && typeof part.text === 'string',
  );
}
