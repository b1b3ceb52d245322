import type { Fix, Span, TextEdit } from './diagnostic.ts';

/** A fix that puts one text in the place of another. */
export function replacing(title: string, span: Span, text: string, automatic = false): Fix {
  return { title, edits: [{ span, text }], ...(automatic ? { automatic } : {}) };
}

/** A fix that `repair` applies unasked, and what is measured differently afterwards, where anything is. */
export function automaticFix(title: string, edits: readonly TextEdit[], changes?: string): Fix {
  return { title, edits, automatic: true, ...(changes === undefined ? {} : { changes }) };
}
