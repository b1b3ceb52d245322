import { lookup } from '../core/lookup.ts';
import { en } from '../intent/lexicon/en.ts';
import { TOOLS } from '../intent/lexicon/tools.ts';
import type { Lexicon } from '../intent/lexicon.ts';
import { Glossary } from './glossary.ts';

/** Cuts a text into the words of its topic, English ones of the trade whatever its language: synonyms made one, words without meaning dropped. */
export class Tokenizer {
  readonly #canonical = new Map<string, string>();
  readonly #phrases: readonly string[];
  readonly #stop: ReadonlySet<string>;
  readonly #longest: number;
  readonly #glossary: Glossary | undefined;
  #vocabulary: readonly string[] | undefined;
  /** The words of phrases, which may be none by themselves: soft, of "soft interrupt". */
  #parts: ReadonlySet<string> | undefined;

  constructor(lexicon: Lexicon) {
    this.#glossary = lexicon.glossary === undefined ? undefined : new Glossary(lexicon);
    // Words of the trade are English in every language.
    for (const group of lexicon === en ? en.synonyms : [...en.synonyms, ...lexicon.synonyms]) {
      for (const word of group) this.#canonical.set(word, group[0] ?? word);
    }
    this.#phrases = [...this.#canonical.keys()].filter((word) => /[ /-]/.test(word)).sort((a, b) => b.length - a.length);
    this.#stop = new Set(lexicon === en || lexicon.glossary !== undefined ? en.stop : [...en.stop, ...lexicon.stop]);
    this.#longest = Math.max(...[...this.#canonical.keys(), ...this.#stop].map((word) => word.length));
  }

  /** Whether what it gets is put into English first. */
  get isForeign(): boolean {
    return this.#glossary !== undefined;
  }

  /** Every word it knows, those that carry no topic among them. */
  get vocabulary(): readonly string[] {
    this.#vocabulary ??= [...this.#canonical.keys(), ...this.#stop].filter((word) => /^[a-z]+$/.test(word));
    return this.#vocabulary;
  }

  /** Whether it knows a word as it is written, or in another form. */
  knows(word: string): boolean {
    this.#parts ??= new Set(this.#phrases.flatMap((phrase) => phrase.split(/[ /-]/)));
    return this.#parts.has(word) || this.#canonical.has(word) || this.#stop.has(word) || lookup(TOOLS, word) !== undefined;
  }

  tokens(text: string): string[] {
    return this.#tokens(this.#glossary?.translate(text) ?? text, TOOLS);
  }

  #tokens(text: string, tools: Readonly<Record<string, string>>): string[] {
    let lower = text.normalize('NFKC').toLowerCase();
    for (const phrase of this.#phrases) {
      // Blanks around it, so that a phrase never begins inside a word.
      if (lower.includes(phrase))
        lower = lower.replaceAll(new RegExp(`(?<![a-z0-9])${escapeRegExp(phrase)}(?![a-z0-9])`, 'g'), ` ${this.#canonical.get(phrase) ?? phrase} `);
    }
    const found: string[] = [];
    for (const [run] of lower.matchAll(/[a-z0-9_]+|\p{Script=Han}+/gu)) {
      found.push(...(/^[a-z0-9_]/.test(run) ? this.#word(run, tools) : this.#han(run)));
    }
    return [...new Set(found)];
  }

  #word(word: string, tools: Readonly<Record<string, string>>): string[] {
    if (word.length < 2 || this.#stop.has(word) || /^\d+$/.test(word)) return [];
    const tool = lookup(tools, word);
    // What a tool shows may be said with its own name: migrate.
    if (tool !== undefined) return this.#tokens(tool, {});
    const canonical = this.#canonical.get(word);
    return canonical?.split(' ') ?? [stem(word)];
  }

  /** Longest known word first; what no word covers is taken in pairs, as is common for Chinese retrieval. */
  #han(run: string): string[] {
    const found: string[] = [];
    let unknown = '';
    const flush = (): void => {
      if (unknown.length === 1) found.push(unknown);
      for (let i = 0; i + 1 < unknown.length; i++) found.push(unknown.slice(i, i + 2));
      unknown = '';
    };
    for (let at = 0; at < run.length; ) {
      const word = this.#knownAt(run, at);
      if (word === undefined) {
        unknown += run[at];
        at++;
        continue;
      }
      flush();
      if (!this.#stop.has(word)) found.push(...(this.#canonical.get(word) ?? word).split(' '));
      at += word.length;
    }
    flush();
    return found;
  }

  #knownAt(run: string, at: number): string | undefined {
    for (let length = Math.min(this.#longest, run.length - at); length > 0; length--) {
      const word = run.slice(at, at + length);
      if (this.#canonical.has(word) || this.#stop.has(word)) return word;
    }
    return undefined;
  }
}

/** Plural and tense endings off: enough to bring the forms of one word together. */
export function stem(word: string): string {
  if (word.length < 5 || /[0-9_]/.test(word)) return word;
  return word
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?:ing|ed)$/, '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
