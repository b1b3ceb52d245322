/**
 * The index of words: which passages hold a word, and how much it is what they are about (BM25). It is one piece of memory that is read as it lies in its file:
 * ten thousand passages are there in some 10 ms, and a question takes one; MiniSearch takes 800 ms to read its own index of as many from JSON, and up to 25 ms
 * for a question (`npm run bench` measures both).
 */
import { termsOf, type Wanted } from './words.ts';

/** What a passage is found by. */
export interface Indexed {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

export interface Hit {
  /** The number of the passage. */
  readonly passage: number;
  readonly score: number;
}

const MAGIC = 0x67744458;
const FORMAT = 2;
const HEAD = 5;
const K1 = 1.2;
const B = 0.6;
const TITLE = 3;
const NAME = 2;
/** Words that only begin like one that was asked for, or are a slip away from it, where it is nowhere itself. */
const BEGINS_LIKE = 0.6;
const SLIP = 0.4;
const MOST_ALIKE = 30;

/** An earlier index, and which of its passages each passage is; -1 for those that it has not. */
export interface Earlier {
  readonly postings: Postings;
  readonly was: Int32Array;
}

/**
 * The index of these passages, as it is written to its file. `offsets` says where each passage begins in the file of passages, and where the last one ends. What
 * an earlier index knows is not taken apart again.
 */
export function buildPostings(passages: readonly Indexed[], offsets: readonly number[], earlier?: Earlier): Uint8Array {
  const lists = new Map<string, number[]>();
  const lengths = new Uint32Array(passages.length);
  const add = (term: string, passage: number, count: number): void => {
    const list = lists.get(term);
    if (list === undefined) lists.set(term, [passage, count]);
    else list.push(passage, count);
  };
  earlier?.postings.handOver(earlier.was, lengths, add);
  const counts = new Map<string, number>();
  for (const [passage, { path, title, text }] of passages.entries()) {
    if ((earlier?.was[passage] ?? -1) !== -1) continue;
    counts.clear();
    const words = termsOf(text);
    for (const term of words) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const term of termsOf(title)) counts.set(term, (counts.get(term) ?? 0) + TITLE);
    for (const term of termsOf(path.slice(path.lastIndexOf('/') + 1))) counts.set(term, (counts.get(term) ?? 0) + NAME);
    lengths[passage] = words.length;
    for (const [term, count] of counts) add(term, passage, Math.min(255, count));
  }
  return encode(lists, lengths, offsets);
}

function encode(lists: ReadonlyMap<string, readonly number[]>, lengths: Uint32Array, offsets: readonly number[]): Uint8Array {
  const terms = [...lists.keys()].sort();
  const words = Buffer.from(terms.join('\n'));
  let total = 0;
  for (const list of lists.values()) total += list.length / 2;
  const starts = HEAD + offsets.length + lengths.length;
  const first = starts + terms.length + 1;
  const numbers = new Uint32Array(first + total);
  const counts = new Uint8Array(total);
  numbers.set([MAGIC, FORMAT, lengths.length, terms.length, words.length]);
  numbers.set(offsets, HEAD);
  numbers.set(lengths, HEAD + offsets.length);
  let at = 0;
  for (const [index, term] of terms.entries()) {
    numbers[starts + index] = at;
    const list = lists.get(term) ?? [];
    for (let i = 0; i < list.length; i += 2, at++) {
      numbers[first + at] = list[i] ?? 0;
      counts[at] = list[i + 1] ?? 0;
    }
  }
  numbers[starts + terms.length] = at;
  return Buffer.concat([Buffer.from(numbers.buffer), counts, words]);
}

/** An index as it was written. */
export class Postings {
  /** How many passages it is about. */
  readonly size: number;
  readonly #offsets: Uint32Array;
  readonly #terms: readonly string[];
  readonly #starts: Uint32Array;
  readonly #passages: Uint32Array;
  readonly #counts: Uint8Array;
  readonly #lengths: Uint32Array;
  /** What the length of a passage takes from what its words count. */
  readonly #norms: Float32Array;

  private constructor(bytes: Uint8Array, [, , size = 0, terms = 0, length = 0]: readonly number[]) {
    const from = (start: number, count: number): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset + 4 * start, count);
    this.size = size;
    this.#offsets = from(HEAD, size + 1);
    this.#lengths = from(HEAD + size + 1, size);
    const starts = HEAD + 2 * size + 1;
    this.#starts = from(starts, terms + 1);
    const total = this.#starts[terms] ?? 0;
    const first = starts + terms + 1;
    this.#passages = from(first, total);
    this.#counts = bytes.subarray(4 * (first + total), 4 * (first + total) + total);
    const average = Math.max(1, this.#lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, size));
    this.#norms = Float32Array.from(this.#lengths, (one) => K1 * (1 - B + (B * one) / average));
    const words = bytes.subarray(4 * (first + total) + total);
    this.#terms = length === 0 ? [] : Buffer.from(words.buffer, words.byteOffset, words.length).toString('utf8').split('\n');
  }

  /** Undefined where the bytes are no index of this format, or not all of it. */
  static from(read: Uint8Array): Postings | undefined {
    // Numbers of four bytes must begin at a multiple of four.
    const bytes = read.byteOffset % 4 === 0 ? read : new Uint8Array(read);
    if (bytes.length < 4 * HEAD) return undefined;
    const head = [...new Uint32Array(bytes.buffer, bytes.byteOffset, HEAD)];
    const [magic, format, size = 0, terms = 0, length = 0] = head;
    const starts = HEAD + 2 * size + 1;
    if (magic !== MAGIC || format !== FORMAT || bytes.length < 4 * (starts + terms + 1)) return undefined;
    const total = new Uint32Array(bytes.buffer, bytes.byteOffset + 4 * (starts + terms), 1)[0] ?? 0;
    if (bytes.length !== 4 * (starts + terms + 1 + total) + total + length) return undefined;
    const index = new Postings(bytes, head);
    return index.#isSound() ? index : undefined;
  }

  /** Where a passage lies in the file of passages. */
  place(passage: number): { readonly offset: number; readonly length: number } {
    const offset = this.#offsets[passage] ?? 0;
    return { offset, length: Math.max(0, (this.#offsets[passage + 1] ?? 0) - offset) };
  }

  /** Gives what it knows of passages that are in another index too, under the numbers they have there. */
  handOver(was: Int32Array, lengths: Uint32Array, add: (term: string, passage: number, count: number) => void): void {
    const now = new Int32Array(this.size).fill(-1);
    for (let passage = 0; passage < was.length; passage++) {
      const old = was[passage] ?? -1;
      if (old === -1) continue;
      now[old] = passage;
      lengths[passage] = this.#lengths[old] ?? 0;
    }
    for (const [index, term] of this.#terms.entries()) {
      const to = this.#starts[index + 1] ?? 0;
      for (let at = this.#starts[index] ?? 0; at < to; at++) {
        const passage = now[this.#passages[at] ?? 0] ?? -1;
        if (passage !== -1) add(term, passage, this.#counts[at] ?? 0);
      }
    }
  }

  /** How many passages hold a term. */
  frequency(term: string): number {
    const at = this.#lowerBound(term);
    return this.#terms[at] === term ? (this.#starts[at + 1] ?? 0) - (this.#starts[at] ?? 0) : 0;
  }

  /** The passages that are most about what is wanted, best first. */
  search(wanted: readonly Wanted[], most: number): Hit[] {
    const scores = new Float32Array(this.size);
    const matched = new Float32Array(this.size);
    const whole = wanted.reduce((sum, { weight }) => sum + weight, 0);
    for (const { term, weight, rarity } of wanted) {
      for (const [index, alike] of this.#termsLike(term, rarity !== undefined)) {
        const from = this.#starts[index] ?? 0;
        const to = this.#starts[index + 1] ?? 0;
        const factor = (rarity ?? rarityOf(to - from, this.size)) * weight * alike;
        for (let at = from; at < to; at++) {
          const passage = this.#passages[at] ?? 0;
          const count = this.#counts[at] ?? 0;
          scores[passage] = (scores[passage] ?? 0) + (factor * count) / (count + (this.#norms[passage] ?? 1));
          matched[passage] = Math.min(whole, (matched[passage] ?? 0) + weight * alike);
        }
      }
    }
    // Who holds all that was asked for stands before who holds one word of it often.
    for (let passage = 0; passage < this.size; passage++)
      scores[passage] = (scores[passage] ?? 0) * (0.4 + (0.6 * (matched[passage] ?? 0)) / Math.max(whole, 1e-9));
    return best(scores, most);
  }

  /** The terms that stand for one that is wanted, and how well: itself; else those that begin like it; else those a slip of the fingers away. */
  #termsLike(term: string, itself: boolean): [number, number][] {
    const at = this.#lowerBound(term);
    if (this.#terms[at] === term) return [[at, 1]];
    const alike: [number, number][] = [];
    if (itself || term.length < 4) return alike;
    for (let index = at; alike.length < MOST_ALIKE && (this.#terms[index] ?? '').startsWith(term); index++) alike.push([index, BEGINS_LIKE]);
    if (alike.length > 0) return alike;
    const end = this.#lowerBound(`${term[0]}\uffff`);
    for (let index = this.#lowerBound(term[0] ?? ''); index < end && alike.length < MOST_ALIKE; index++) {
      const other = this.#terms[index] ?? '';
      if (isSlip(term, other)) alike.push([index, SLIP]);
    }
    return alike;
  }

  #lowerBound(term: string): number {
    let low = 0;
    for (let high = this.#terms.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#terms[middle] ?? '') < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether all that it points to is there. */
  #isSound(): boolean {
    const rises = (numbers: Uint32Array): boolean => numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? 0));
    return this.#terms.length === this.#starts.length - 1 && rises(this.#offsets) && rises(this.#starts) && this.#passages.every((one) => one < this.size);
  }
}

/** A word that few passages of so many hold tells much. */
export function rarityOf(frequency: number, size: number): number {
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}

function best(scores: Float32Array, most: number): Hit[] {
  const hits: Hit[] = [];
  let least = 0;
  for (let passage = 0; passage < scores.length; passage++) {
    const score = scores[passage] ?? 0;
    if (score <= least) continue;
    let place = hits.length;
    while (place > 0 && (hits[place - 1]?.score ?? 0) < score) place--;
    hits.splice(place, 0, { passage, score });
    if (hits.length > most) hits.pop();
    if (hits.length === most) least = hits[most - 1]?.score ?? 0;
  }
  return hits;
}

/** Whether one letter is wrong, missing or too much, or two that stand side by side have changed places: what is left between equal ends tells. */
function isSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const [rest, others] = [one.length - start - end, other.length - start - end];
  if (rest <= 1 && others <= 1) return true;
  return rest === 2 && others === 2 && one[start] === other[start + 1] && one[start + 1] === other[start];
}
