/** One reply over the AI SDK: what it streams, gathered, and told as it comes. Tools are given to the model, never run here. */
import type { TextStreamPart, ToolSet } from 'ai';
import { keptOf, messagesOf } from './conversation.ts';
import type { Endpoint } from './endpoint.ts';
import { type Thrown, thrownOf } from './failed.ts';
import { estimateTokens, type ModelEvent, type ModelRequest, type ToolCall, type Usage } from './model.ts';
import { type Veil, veil } from './scrub.ts';
import type { Tap } from './tap.ts';
import type { Concession, KeptPart, PartOptions, WireAdapter } from './wire/wire.ts';

export interface Step {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** As the provider counted; undefined where it did not. */
  readonly usage?: Usage;
  readonly kept?: unknown;
  /** Why it ended: in the SDK's words; undefined where nobody said. */
  readonly finish?: string;
  /** More was written than was allowed. */
  readonly overlong: boolean;
  /** What was thrown, or came as an error within the stream. */
  readonly thrown?: Thrown;
}

interface Gathered {
  readonly veil: Veil;
  text: string;
  characters: number;
  calls: ToolCall[];
  parts: Map<string, KeptPart>;
  usage?: Usage;
  finish?: string;
  thrown?: Thrown;
}

/** A token is seldom more than this many characters. */
const CHARACTERS = 8;

export async function* step(
  endpoint: Endpoint,
  wire: WireAdapter,
  request: ModelRequest,
  tap: Tap,
  concessions: ReadonlySet<Concession>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, Step> {
  const { streamText, tool, jsonSchema } = await import('ai');
  // A global of the package, not of the environment: our children know nothing of it.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const end = new AbortController();
  const gathered: Gathered = { veil: veil(endpoint.key), text: '', characters: 0, calls: [], parts: new Map() };
  const most = request.most * CHARACTERS + 20_000;
  const by = `${endpoint.wire}/${endpoint.model}`;
  const tools: ToolSet = Object.fromEntries(
    request.tools.map(({ name, description, schema }) => [name, tool({ description, inputSchema: jsonSchema(schema), ...wire.tool })]),
  );
  try {
    const where = { model: endpoint.model, url: endpoint.url ?? wire.url ?? '', key: endpoint.key ?? '', fetch: tap.fetch, concessions };
    const { fullStream } = streamText({
      model: await wire.model(where),
      system: { role: 'system', content: request.system, ...(wire.cache === undefined ? {} : { providerOptions: { ...wire.cache } }) },
      messages: messagesOf(request.turns, by, wire, !concessions.has('kept')),
      ...(request.tools.length === 0 ? {} : { tools, toolChoice: request.mustCall && !concessions.has('must-call') ? 'required' : 'auto' }),
      maxOutputTokens: request.most,
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, end.signal]),
      ...(wire.options === undefined ? {} : { providerOptions: { ...wire.options } }),
      // It is told by the stream as well; without this it would go to the terminal.
      onError: () => {},
    });
    for await (const part of fullStream) {
      yield* take(part, gathered);
      if (gathered.characters > most) break;
    }
  } catch (error) {
    gathered.thrown ??= thrownOf(error);
  } finally {
    end.abort();
  }
  yield* show(gathered, gathered.veil.rest());
  const { text, usage, finish, thrown } = gathered;
  const calls = gathered.veil.over(gathered.calls);
  const kept = thrown === undefined ? gathered.veil.over(keptOf(by, [...gathered.parts.values()], wire)) : undefined;
  return {
    text,
    calls,
    overlong: gathered.characters > most,
    ...(usage === undefined ? {} : { usage }),
    ...(kept === undefined ? {} : { kept }),
    ...(finish === undefined ? {} : { finish }),
    ...(thrown === undefined ? {} : { thrown }),
  };
}

function* take(part: TextStreamPart<ToolSet>, gathered: Gathered): Generator<ModelEvent> {
  switch (part.type) {
    case 'text-start':
    case 'text-end':
    case 'reasoning-end':
      keep(gathered, part, '');
      return;
    case 'reasoning-start':
      keep(gathered, part, '');
      yield { type: 'thinking' };
      return;
    case 'reasoning-delta':
      gathered.characters += part.text.length;
      keep(gathered, part, part.text);
      return;
    case 'text-delta':
      gathered.characters += part.text.length;
      keep(gathered, part, part.text);
      yield* show(gathered, gathered.veil.push(part.text));
      return;
    case 'tool-input-start':
      yield { type: 'calling', name: part.toolName };
      return;
    case 'tool-input-delta':
      gathered.characters += part.delta.length;
      return;
    case 'tool-call': {
      const options = part.providerMetadata;
      gathered.calls.push({ id: part.toolCallId, name: part.toolName, ...inputOf(part.input, part.invalid === true) });
      gathered.parts.set(`call ${part.toolCallId}`, { type: 'call', id: part.toolCallId, ...(options === undefined ? {} : { options }) });
      return;
    }
    case 'finish': {
      const { inputTokens, outputTokens, inputTokenDetails, raw } = part.totalUsage;
      // What a stream ends with that broke off is the SDK's own guess.
      if (part.finishReason !== 'other' || part.rawFinishReason !== undefined) gathered.finish = part.finishReason;
      if (!inputTokens && !outputTokens) return;
      const cached = inputTokenDetails.cacheReadTokens;
      const dollars = raw?.cost;
      gathered.usage = {
        input: inputTokens ?? 0,
        output: outputTokens ?? 0,
        ...(cached ? { cached } : {}),
        ...(typeof dollars === 'number' && dollars >= 0 ? { dollars } : {}),
      };
      return;
    }
    case 'error':
      gathered.thrown ??= thrownOf(part.error);
  }
}

function* show(gathered: Gathered, text: string): Generator<ModelEvent> {
  gathered.text += text;
  if (text !== '') yield { type: 'text', text };
}

/** Parts come in pieces, and what is to be kept with them at their start, their end or in between. */
function keep(gathered: Gathered, part: { type: string; id: string; providerMetadata?: PartOptions | undefined }, text: string): void {
  const type = part.type.startsWith('text') ? 'text' : 'reasoning';
  const id = `${type} ${part.id}`;
  const until = gathered.parts.get(id);
  const options = merged(until?.options, part.providerMetadata);
  const said = until === undefined || until.type === 'call' ? '' : until.text;
  gathered.parts.set(id, { type, text: said + text, ...(options === undefined ? {} : { options }) });
}

function merged(one: PartOptions | undefined, other: PartOptions | undefined): PartOptions | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Object.fromEntries([...Object.keys(one), ...Object.keys(other)].map((name) => [name, { ...one[name], ...other[name] }]));
}

/** What a call was given; some models write their JSON as text in JSON. */
function inputOf(input: unknown, invalid: boolean): Pick<ToolCall, 'input' | 'malformed'> {
  if (typeof input !== 'string') return { input };
  if (input.trim() === '') return { input: {} };
  try {
    const value: unknown = JSON.parse(input);
    return { input: typeof value === 'object' ? value : input };
  } catch {
    return invalid ? { input: undefined, malformed: input } : { input };
  }
}

/** Tokens of an exchange that nobody counted. */
export function estimated({ system, turns, tools }: ModelRequest, { text, calls }: Pick<Step, 'text' | 'calls'>): Usage {
  return {
    input: estimateTokens(system + JSON.stringify(turns) + JSON.stringify(tools)),
    output: estimateTokens(text + (calls.length > 0 ? JSON.stringify(calls) : '')),
    estimated: true,
  };
}
