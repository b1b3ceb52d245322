/** What the user has set about models: plain data, as the configuration file has it. */
import type { Budget } from '../core/budget.ts';
import type { Price } from './model.ts';

/** A model under a name of the user's own. */
export interface ModelEntry {
  /** A provider of the registry: `openai`, `ollama`, `openai-compatible`. */
  readonly provider: string;
  readonly model: string;
  readonly url?: string;
  /** The environment variable that holds its key, where it is not the provider's usual one. */
  readonly keyFrom?: string;
  readonly tools?: boolean;
  readonly context?: number;
  readonly price?: Price;
}

export interface Settings {
  /** The model in use: the name of an entry, or PROVIDER/MODEL. */
  readonly use?: string;
  readonly models: Readonly<Record<string, ModelEntry>>;
  /** Keys of providers that were typed in. */
  readonly keys: Readonly<Record<string, string>>;
  readonly limits: Partial<Budget>;
  /** Nothing leaves this machine, whatever else is set. */
  readonly localOnly: boolean;
  readonly web: {
    /** The model may look things up at the Stack Exchange API. */
    readonly stackExchange: boolean;
    /** The model may look things up here: an address with `{query}` in it, which answers with JSON. */
    readonly search?: string;
  };
  /** PROVIDER/MODEL that turns the user's documents into vectors. */
  readonly embeddings?: string;
}

export const NO_SETTINGS: Settings = { models: {}, keys: {}, limits: {}, localOnly: false, web: { stackExchange: false } };
