/**
 * A catalogue: what is said in English, and the same in Chinese. `{}` stands for each value of an English text, `{1}` in the Chinese one for the first of them,
 * `{1、}` for one that is a list. Where a value is itself a text of a catalogue (why a file cannot be read), it is said in Chinese, too.
 */
export type Catalogue = Readonly<Record<string, string>>;

/** Of what is the same in every language: a command to be typed, a name. */
export const SAME = '';

/** A text without the name of the program before it and the blanks around it, which are in no catalogue. */
export function bare(text: string): { readonly before: string; readonly text: string; readonly after: string } {
  const before = /^\s*(?:gpttrace(?: mcp)?: |error: )?/.exec(text)?.[0] ?? '';
  const after = /\s*$/.exec(text.slice(before.length))?.[0] ?? '';
  return { before, text: text.slice(before.length, text.length - after.length), after };
}
