/**
 * Text and nothing else: what steers a terminal, turns the direction of writing or cannot be seen is cut. A person must be able to read all that a model is
 * given to read.
 */

/** What a terminal obeys: ESC [ up to a letter, ESC ] up to its end. */
const SEQUENCES = /[^\P{Cc}\t\n](?:\[[0-?]*[ -/]*[@-~]|\]\P{Cc}*(?:[^\P{Cc}\t\n]\\?)?)/gu;
/** Control characters but for tab and line feed. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;
/** Marks of direction, characters without width, and tags (U+E0000): a text can hide in them. */
const UNSEEN = /[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const SURROGATES = /\p{Surrogate}/gu;

/** The text without them; lines end as they do on Linux. */
export function plain(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\u2028|\u2029|\f|\v/g, '\n')
    .replace(SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(UNSEEN, '')
    .replace(SURROGATES, '\ufffd');
}

/** The same in one line. */
export function plainLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}
