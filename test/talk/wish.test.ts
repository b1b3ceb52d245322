import { expect, test } from 'vitest';
import { nthIn, tongues } from '../../src/talk/wish.ts';
import { SAYINGS, TALK_LANGUAGES, talkWords } from '../../src/talk/words.ts';

test.each<readonly [says: string, which: number | undefined]>([
  ['the second one', 2],
  ['no, the first one please', 1],
  ['number 3', 3],
  ['#2', 2],
  ['the last question', 3],
  ['die zweite', 2],
  ['la segunda', 2],
  ['第二个', 2],
  ['2つ目', 2],
  ['the first file that is opened', undefined],
  ['second', undefined],
  ['the number 2 is even', undefined],
])('which one: %s', (says, which) => {
  expect(nthIn(says, 3)).toBe(which);
});

test.each<readonly [spoken: string, before: string | undefined, likely: readonly string[]]>([
  ['en', undefined, ['en']],
  ['en', 'de', ['de', 'en']],
  ['de', 'en', ['de', 'en']],
  ['pt', 'es', ['es', 'pt', 'en']],
  ['zh', 'ja', ['ja', 'zh', 'en']],
  ['zh', 'de', ['zh', 'en']],
  ['en', 'zh', ['en']],
])('said in %s after %s', (spoken, before, likely) => {
  expect(tongues(spoken, before)).toEqual(likely);
});

test.each(TALK_LANGUAGES)('%s has a word for everything that can be wished for', (language) => {
  const { sayings } = talkWords(language);
  expect(SAYINGS.filter((saying) => !sayings.some(([known]) => known === saying))).toEqual([]);
});
