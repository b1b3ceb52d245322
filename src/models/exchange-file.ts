/** An exchange with a model as it is written down: one readable JSON text, named by what was asked and where in the conversation it stands. Never with a key. */
import { createHash } from 'node:crypto';
import type { ChatModel, ModelReply, ModelRequest, Turn } from './model.ts';

const FORMAT = 1;

/** Where exchanges are kept. */
export interface ExchangeStore {
  names(): readonly string[];
  read(name: string): string;
  write(name: string, text: string): void;
  remove(name: string): void;
}

type Purpose = ModelRequest['about']['purpose'];

export interface Exchange {
  readonly format: typeof FORMAT;
  readonly purpose: Purpose;
  readonly question: string;
  /** From 1, in its conversation. */
  readonly exchange: number;
  readonly model: Pick<ChatModel, 'name' | 'tools' | 'context'>;
  readonly request: Pick<ModelRequest, 'system' | 'turns' | 'tools' | 'mustCall' | 'most'>;
  readonly reply: ModelReply;
}

/** The part of a name that all exchanges of a conversation share. */
export function conversationOf({ purpose, question }: Pick<Exchange, 'purpose' | 'question'>): string {
  return `${purpose}-${createHash('sha256').update(question.trim().normalize()).digest('hex').slice(0, 12)}`;
}

export function nameOf(exchange: Pick<Exchange, 'purpose' | 'question' | 'exchange'>): string {
  return `${conversationOf(exchange)}-${String(exchange.exchange).padStart(3, '0')}.json`;
}

/** Whether a file is one of these, by its name. */
export function isExchangeName(name: string): boolean {
  return /^(?:plan|explain|test)-[0-9a-f]{12}-\d{3,}\.json$/.test(name);
}

/** The text of an exchange. What the provider wants to get back is of use to nobody else, and left out. */
export function exchangeText(exchange: Omit<Exchange, 'format'>): string {
  const { request, reply } = exchange;
  const { system, tools, mustCall, most } = request;
  const turns = request.turns.map((turn): Turn => (turn.role === 'model' ? { role: turn.role, text: turn.text, calls: turn.calls } : turn));
  const { kept: _kept, ...said } = reply;
  const whole: Exchange = {
    format: FORMAT,
    ...exchange,
    request: { system, turns, tools, ...(mustCall === undefined ? {} : { mustCall }), most },
    reply: said,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** What a text holds; or, as a string, why it is none. */
export function readExchange(text: string): Exchange | string {
  let value: Partial<Exchange>;
  try {
    value = JSON.parse(text) as Partial<Exchange>;
  } catch {
    return 'it is no JSON';
  }
  if (typeof value !== 'object' || value === null) return 'it is no exchange';
  if (value.format !== FORMAT)
    return typeof value.format === 'number' ? `its format is ${value.format}, and this gpttrace reads ${FORMAT}` : 'it is no exchange';
  return isWhole(value) ? value : 'a part of it is missing';
}

function isWhole(value: Partial<Exchange>): value is Exchange {
  const { reply, model } = value;
  return (
    typeof value.purpose === 'string' &&
    typeof value.question === 'string' &&
    Number.isInteger(value.exchange) &&
    typeof model?.name === 'string' &&
    typeof model.tools === 'boolean' &&
    typeof model.context === 'number' &&
    typeof reply?.text === 'string' &&
    Array.isArray(reply.calls) &&
    reply.calls.every((call: unknown) => typeof (call as { name?: unknown } | null)?.name === 'string') &&
    typeof reply.usage?.input === 'number' &&
    typeof reply.usage.output === 'number'
  );
}

/** Counts the exchanges of each conversation: one that begins anew is counted anew. */
export function exchangeCounter(): (request: ModelRequest) => number {
  const counts = new Map<string, number>();
  return ({ about, turns }) => {
    const conversation = conversationOf(about);
    const isFirst = turns.length === 1 && turns[0]?.role === 'user';
    const count = isFirst ? 1 : (counts.get(conversation) ?? 0) + 1;
    counts.set(conversation, count);
    return count;
  };
}
