import { lookup } from '../core/lookup.ts';
import { en } from './lexicon/en.ts';
import { zh } from './lexicon/zh.ts';
import type { Lexicon } from './lexicon.ts';

/** The lexicons by BCP 47 code. */
export const lexicons: Readonly<Record<string, Lexicon>> = { en, zh };

/** The lexicon of a language; the English one where there is none. */
export function lexiconOf(language: string): Lexicon {
  return lookup(lexicons, language) ?? en;
}
