import type { Span } from '../core/diagnostic.ts';

/** Thrown, and caught again, inside this room: what the program says cannot be said in C yet. Its message is one sentence. */
export class Unsaid extends Error {
  readonly span: Span | undefined;

  constructor(message: string, at?: { readonly span: Span }) {
    super(message);
    this.span = at?.span;
  }
}
