/** What a model server of the tests was asked, and what it answers, whichever vendor's interface it was asked through. */

export interface SeenCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface SeenTurn {
  readonly role: 'user' | 'model' | 'tools';
  readonly text: string;
  readonly calls: readonly SeenCall[];
  readonly results: readonly { readonly id: string; readonly text: string }[];
  /** Of a model's turn: the signatures and sealed thoughts that came back with it. */
  readonly sealed: readonly string[];
}

export interface SeenRequest {
  readonly api: 'openai-chat' | 'openai-responses' | 'anthropic' | 'google' | 'embeddings' | 'other';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  readonly system: string;
  readonly turns: readonly SeenTurn[];
  readonly tools: readonly string[];
  readonly stream: boolean;
  /** The whole body, as it came. */
  readonly body: string;
}

export interface Says {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly input: unknown }[];
  /** Tokens it says it has counted; made up from the lengths where absent. */
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number };
  /** It counts no tokens. */
  readonly uncounted?: true;
  /** What it thought before; `sealed` is what it wants to get back with it. */
  readonly thinks?: { readonly text: string; readonly sealed: string };
  /** Why it ended before it was done. */
  readonly ends?: 'length' | 'filter';
  /** Of embeddings: one a text; made of the words of each text where absent. */
  readonly vectors?: readonly (readonly number[])[];
}

/** How it can misbehave. */
export type Misbehaves =
  | {
      readonly misbehave: 'status';
      readonly status: number;
      readonly retryAfter?: number;
      readonly message?: string;
      /** The vendor's word for it: `insufficient_quota`, `overloaded_error`, `RESOURCE_EXHAUSTED`. */
      readonly kind?: string;
    }
  /** Says it so many milliseconds a piece. */
  | { readonly misbehave: 'slow'; readonly milliseconds: number; readonly says: Says }
  /** Never answers. */
  | { readonly misbehave: 'hang' }
  /** Closes the connection in the middle of the stream. */
  | { readonly misbehave: 'cut'; readonly says: Says }
  /** Closes the connection instead of an answer. */
  | { readonly misbehave: 'reset' }
  /** An error in the middle of the stream, after a status of 200. */
  | { readonly misbehave: 'error-in-stream'; readonly says: Says; readonly kind: string; readonly message: string }
  /** The arguments of its call, or the stream itself, are no JSON. */
  | { readonly misbehave: 'malformed-call'; readonly name: string; readonly text: string }
  | { readonly misbehave: 'malformed-stream' }
  | { readonly misbehave: 'empty' }
  /** Text without end, until it is cut off by whoever reads. */
  | { readonly misbehave: 'huge'; readonly characters: number }
  /** This, as it is. */
  | { readonly misbehave: 'raw'; readonly type: string; readonly body: string };

export type Answer = (seen: SeenRequest, count: number) => Says | Misbehaves | Promise<Says | Misbehaves>;

export interface ModelServer {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** How many answers it is still giving. */
  answering(): number;
  close(): Promise<void>;
}
