/** Words of which one takes the place of the other: what was asked of reads, asked of writes. Pure. */
import type { TalkWords } from './words.ts';

/** A topic with the word in it that one of `rest` is the counterpart of replaced by that; undefined where there is none, or more is said than that. */
export function swapped(topic: string, rest: readonly string[], { opposites }: Pick<TalkWords, 'opposites'>): string | undefined {
  let text = topic;
  for (const word of rest) {
    const next = withCounterpart(text, word, opposites);
    if (next === undefined) return undefined;
    text = next;
  }
  return rest.length === 0 ? undefined : text;
}

function withCounterpart(topic: string, word: string, opposites: TalkWords['opposites']): string | undefined {
  // Said in the plural, it may stand in the topic as a verb: "which processes read", "and writes?".
  for (const [one, other] of opposites) {
    if (!sameWord(word, one) && !sameWord(word, other)) continue;
    const [old, now] = sameWord(word, one) ? [other, one] : [one, other];
    const pattern = new RegExp(`(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}_])${old}(s?)(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}_])`, 'iu');
    if (pattern.test(topic)) return topic.replace(pattern, `${now}$1`);
  }
  return undefined;
}

/** The same, be it one or many. */
function sameWord(word: string, known: string): boolean {
  return word === known || (/^[a-z]+$/.test(known) && (word === `${known}s` || `${word}s` === known));
}
