import type { Lexicon } from '../intent/lexicon.ts';
import { beginsInside, endOfEnding, knownAt, meaningsOf, phraseAt, spacedAt, splitWords, typo, type Words, wordsOf } from './glossary-words.ts';

/** Puts the topic of a question into English words of the trade, with the glossary of the question's lexicon. */
export class Glossary {
  readonly #lexicon: Lexicon;
  #words: Words | undefined;
  #segmenter: Intl.Segmenter | undefined;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** The topic in English: known words as what they mean, words without a topic dropped, all else (names, English words, what nobody knows) as it is. */
  translate(topic: string): string {
    this.#words ??= wordsOf(this.#lexicon);
    const text = topic.normalize('NFKC').toLowerCase();
    const { words = 'apart' } = this.#lexicon;
    const found = words === 'apart' ? this.#apart(text, this.#words) : this.#together(text, this.#words, words === 'endings');
    return [...new Set(found)].join(' ');
  }

  #apart(text: string, known: Words): string[] {
    const parts = splitWords(text, known);
    const found: string[] = [];
    for (let at = 0; at < parts.length; ) {
      const phrase = phraseAt(parts, at, known);
      found.push(...(phrase?.meanings ?? meaningsOf(parts[at] ?? '', known)));
      at += phrase?.words.length ?? 1;
    }
    return found;
  }

  /**
   * The longest known word first. Between known words stands what nobody knows. Katakana and Hangul words have an end and a beginning, so that a known word
   * does not begin inside of one; what follows a beginning is its ending.
   */
  #together(text: string, known: Words, endings: boolean): string[] {
    const found: string[] = [];
    let gap = '';
    const flush = (): void => {
      if (gap !== '') found.push(...this.#unknown(gap, known));
      gap = '';
    };
    for (let at = 0; at < text.length; ) {
      const phrase = spacedAt(text, at, known);
      const word = phrase ?? (beginsInside(gap, text[at] ?? '', endings) ? undefined : knownAt(text, at, known, endings));
      if (word !== undefined) {
        flush();
        found.push(...word.meanings);
        at += word.length;
        if (word.open || endings) at = endOfEnding(text, at, known, endings);
        continue;
      }
      const [run] = /^[a-z0-9_/][a-z0-9_./:@+-]*/.exec(text.slice(at)) ?? [];
      if (run !== undefined) {
        flush();
        found.push(...(run.replace(/[.:/+-]+$/, '').match(/\S+/g) ?? []));
        at += run.length;
        continue;
      }
      if (/[\p{L}\p{M}\p{N}ー]/u.test(text[at] ?? '')) gap += text[at];
      else flush();
      at++;
    }
    flush();
    return found;
  }

  /** Words that no glossary holds: grammar is left out, of the rest each word is one. */
  #unknown(gap: string, known: Words): string[] {
    const meant = typo(gap, known);
    if (meant !== undefined) return [...meant];
    if (/^\p{Script=Hiragana}+$/u.test(gap)) return [];
    this.#segmenter ??= new Intl.Segmenter(this.#lexicon.language, { granularity: 'word' });
    const segments = [...this.#segmenter.segment(gap)].map(({ segment }) => segment);
    return segments.filter((word) => word.length > 1 && !/^\p{Script=Hiragana}+$/u.test(word));
  }
}
