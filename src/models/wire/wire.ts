/** What differs between the providers' packages. Each is loaded when a model of it is first talked to. */
import type { EmbeddingModel, JSONValue, LanguageModel } from 'ai';
import type { Mend } from '../tap.ts';

/** What a provider wants to get back with a part of a reply: its own names, plain data. */
export type PartOptions = Readonly<Record<string, Readonly<Record<string, JSONValue | undefined>>>>;

/** A part of a reply, in the order in which they came. */
export type KeptPart =
  | { readonly type: 'text' | 'reasoning'; readonly text: string; readonly options?: PartOptions }
  | { readonly type: 'call'; readonly id: string; readonly options?: PartOptions };

export interface WireAdapter {
  /** Where it is, unless the user says otherwise. Said outright: the packages would look into the environment. */
  readonly url?: string;
  model(where: Where): Promise<LanguageModel>;
  /** Absent where there are none. */
  embedding?(where: Where): Promise<EmbeddingModel>;
  /** With every request. */
  readonly options?: PartOptions;
  /** With every tool. */
  readonly tool?: { readonly strict: boolean };
  /** Marks what stays the same from call to call, where that makes it cheaper. */
  readonly cache?: PartOptions;
  readonly mend?: Mend;
  /** Of a reply's parts, those that may be sent back, as they must be. */
  sift?(parts: readonly KeptPart[]): readonly KeptPart[];
}

/** What a server did not want, and is then asked without. */
export type Concession = 'must-call' | 'kept' | 'stream-usage';

export interface Where {
  readonly model: string;
  readonly url: string;
  /** Empty where none is needed. */
  readonly key: string;
  readonly fetch: typeof globalThis.fetch;
  readonly concessions: ReadonlySet<Concession>;
}
