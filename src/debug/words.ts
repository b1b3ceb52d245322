/** What is said of each finding of our own. */
import type { Wording } from './wording.ts';
import { MEASURED } from './words-measured.ts';
import { PASSING } from './words-passing.ts';
import { WRITTEN } from './words-written.ts';

export const WORDS: Readonly<Record<string, Wording>> = { ...WRITTEN, ...MEASURED, ...PASSING };
