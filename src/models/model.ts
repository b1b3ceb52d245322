/** A language model as everybody but `src/models` sees it: one exchange at a time, plain data in and out, nothing of any vendor's. */
import type { FailureKind } from '../core/model-failures.ts';

/** What a tool takes, as JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A tool the model may call. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: not checked against the schema. */
  readonly input: unknown;
  /** What it wrote instead of JSON; then `input` is undefined. */
  readonly malformed?: string;
}

export interface ToolResult {
  /** Of the call it answers. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** A turn of a conversation. */
export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'model';
      readonly text: string;
      readonly calls: readonly ToolCall[];
      /** What the provider wants to get back with it (signatures of its reasoning); plain data, opaque to everybody else. */
      readonly kept?: unknown;
    }
  | { readonly role: 'tools'; readonly results: readonly ToolResult[] };

export interface ModelRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** Empty for a model that is spoken to in text only. */
  readonly tools: readonly ToolSpec[];
  /** Whether it must call one of them. */
  readonly mustCall?: boolean;
  /** The most tokens the reply may have. */
  readonly most: number;
  /** What it is for, and about: exchanges are recorded and replayed by it. Never leaves the machine. */
  readonly about: { readonly purpose: 'plan' | 'explain' | 'test'; readonly question: string };
}

/** What happens while a reply comes. */
export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  /** It thinks; what, is not told. */
  | { readonly type: 'thinking' }
  | { readonly type: 'calling'; readonly name: string }
  /** The provider asked to wait, or failed for the moment; the same is tried again after so many seconds. */
  | { readonly type: 'waiting'; readonly seconds: number; readonly why: string };

/** Tokens, as the provider counted them; where it did not, as they are estimated. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  /** Of the input: what the provider had kept from before. */
  readonly cached?: number;
  readonly estimated?: true;
  /** In US dollars, where the provider says so itself. */
  readonly dollars?: number;
}

export interface ModelFailure {
  readonly kind: FailureKind;
  /** What was said, without keys: one line. */
  readonly said: string;
}

/** A failed reply is shaped like a good one: what came until then is in it. */
export interface ModelReply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly usage: Usage;
  readonly seconds: number;
  /** It was not finished: the limit of tokens was reached. */
  readonly truncated?: true;
  readonly kept?: unknown;
  readonly failure?: ModelFailure;
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Of input that the provider had kept; as `input` where it is absent. */
  readonly cached?: number;
}

export interface ChatModel {
  /** As the user names it: `anthropic/NAME`, `ollama/NAME`, a name of their own, `replay:DIR`. */
  readonly name: string;
  /** Whether it takes tools; one that does not is told of them in text. */
  readonly tools: boolean;
  /** Tokens that prompt and reply may have together. */
  readonly context: number;
  /** Whether nothing that it is told leaves this machine. */
  readonly local: boolean;
  /** Where it is known. */
  readonly price?: Price;
  /** One reply. Never throws: what went wrong is in the reply; an aborted signal ends it as `interrupted`. */
  exchange(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, ModelReply>;
}

/** What an exchange cost in US dollars; undefined where nobody knows. */
export function costOf({ input, output, cached = 0, dollars }: Usage, price: Price | undefined): number | undefined {
  if (dollars !== undefined) return dollars;
  if (price === undefined) return undefined;
  return ((input - cached) * price.input + cached * (price.cached ?? price.input) + output * price.output) / 1e6;
}

/** About how many tokens a text has: four letters of Latin script make one, a sign of Chinese, Japanese or Korean is one. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / 3.6);
}
