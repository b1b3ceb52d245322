import { lookup } from '../core/lookup.ts';
import { en } from './lexicon/en.ts';
import { zh } from './lexicon/zh.ts';
import type { Lexicon } from './lexicon.ts';

/** Those in which the library's questions are written; they are always there. */
export const writtenLexicons: Readonly<Record<string, Lexicon>> = { en, zh };

/** The others are read when a question is in their language: every start would pay for them. */
const FILES: Readonly<Record<string, () => Promise<Lexicon>>> = {
  de: async () => (await import('./lexicon/de.ts')).de,
  es: async () => (await import('./lexicon/es.ts')).es,
  fr: async () => (await import('./lexicon/fr.ts')).fr,
  ja: async () => (await import('./lexicon/ja.ts')).ja,
  ko: async () => (await import('./lexicon/ko.ts')).ko,
  pt: async () => (await import('./lexicon/pt.ts')).pt,
  ru: async () => (await import('./lexicon/ru.ts')).ru,
};
const loaded = new Map<string, Lexicon>(Object.entries(writtenLexicons));

/** Reads the lexicon of a language, so that `lexiconOf` has it; a language without one is read with the English lexicon. */
export async function loadLexicon(language: string): Promise<void> {
  const read = lookup(FILES, language);
  if (read !== undefined && !loaded.has(language)) loaded.set(language, await read());
}

/** The lexicon of a language, as far as it was loaded; the English one where there is none. */
export function lexiconOf(language: string): Lexicon {
  return loaded.get(language) ?? en;
}
