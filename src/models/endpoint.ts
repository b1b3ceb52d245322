/** Where a model is, and all that is needed to talk to it. */
import type { Price } from './model.ts';

/** The interfaces that are spoken. */
export type Wire = 'openai' | 'anthropic' | 'google' | 'openai-compatible';

export interface Endpoint {
  /** As the user names it: `anthropic/NAME`, `ollama/NAME`, a name of their own. */
  readonly name: string;
  readonly wire: Wire;
  /** As the provider names it. */
  readonly model: string;
  /** Up to the part that the wire adds (`/chat/completions`); the provider's own where it is absent. */
  readonly url?: string;
  /** Absent where none is needed. Never shown, logged, recorded or handed to another process. */
  readonly key?: string;
  readonly tools: boolean;
  readonly context: number;
  /** Whether it is on this machine. */
  readonly local: boolean;
  readonly price?: Price;
}
