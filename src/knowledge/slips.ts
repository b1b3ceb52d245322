/** Slips of the fingers: the word that was meant. Pure. */
import { editDistance } from '../core/distance.ts';

/** The word that a text of letters is most likely a slip of the fingers of; undefined where none is near. The first of equals wins. */
export function nearestWord(token: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = allowedSlips(token) + 1;
  for (const candidate of words) {
    if (candidate.length < 4 || Math.abs(candidate.length - token.length) >= least) continue;
    // Short words have neighbours of every meaning, and hardly anybody mistypes how a word begins.
    if (candidate[0] !== token[0] && (token.length < FIRST_LETTER_TELLS || candidate.length === token.length) && !isSwapped(token, candidate)) continue;
    // Of short words, one letter for another makes another word: stay is no stat.
    if (candidate.length === token.length && token.length < OTHER_LETTER_TELLS && !sameLetters(token, candidate)) continue;
    const distance = editDistance(token, candidate, least - 1);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Whether a word begins with the letters of another the other way round. */
function isSwapped(word: string, other: string): boolean {
  return word[0] === other[1] && word[1] === other[0];
}

const FIRST_LETTER_TELLS = 6;
const OTHER_LETTER_TELLS = 6;

function sameLetters(word: string, other: string): boolean {
  return [...word].sort().join('') === [...other].sort().join('');
}

function allowedSlips(word: string): number {
  return word.length >= 8 ? 2 : 1;
}
