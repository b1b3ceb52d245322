/** Patterns of whole sentences, from the ways there are to say something. */
import type { Saying, TalkWords } from '../words.ts';

/** Each saying with the patterns of which one is all that is said; tried in the order they stand in. */
export function sayingsOf(said: Readonly<Partial<Record<Saying, readonly string[]>>>): TalkWords['sayings'] {
  return Object.entries(said).map(([saying, ways]) => [saying as Saying, new RegExp(`^(?:${ways.join('|')})$`, 'u')] as const);
}

/** How the first, the second, the third and the last of some questions are asked for; `NTH` stands where their names do. */
export function nthOf(pattern: string, names: readonly (readonly [number | 'last', string])[]): TalkWords['nth'] {
  return names.map(([which, name]) => [which, new RegExp(`^(?:${pattern.replaceAll('NTH', `(?:${name})`)})$`, 'u')] as const);
}
