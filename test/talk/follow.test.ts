import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/core/intent.ts';
import { languageOf } from '../../src/intent/languages.ts';
import { lexiconOf, loadLexicon } from '../../src/intent/lexicons.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { follow } from '../../src/talk/follow.ts';
import { ABROAD, HARDER } from './abroad.ts';
import { DIALOGUES } from './dialogues.ts';

const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);
const isTopicWord = (word: string, language: string): boolean => index.isTopicWord(word, language);
const processes = new Set(['systemd', 'bash', 'node']);
const hear = async (question: string, language: string = languageOf(question)): Promise<Intent> => {
  await loadLexicon(language);
  return understand({ question }, { processes: () => processes, isTopicWord }, language);
};
const lookup = {
  language: languageOf,
  hear,
  process: (name: string) => [...processes].find((one) => one.toLowerCase() === name.toLowerCase()),
  isTopicWord,
  stop: (language: string) => new Set(lexiconOf(language).stop),
};

describe.each(Object.entries({ ...DIALOGUES, ...HARDER, ...ABROAD }))('%s', (_name, turns) => {
  test('each is what is meant', async () => {
    let last: Intent | undefined;
    for (const { says, fresh, again, saying, about, unclear, program, ...want } of turns) {
      const meant = await follow(says, last, lookup);
      const kind = saying !== undefined ? 'saying' : unclear === true ? 'unclear' : fresh === true ? 'question' : 'change';
      expect([says, meant.kind]).toEqual([says, kind]);
      if (meant.kind === 'unclear') continue;
      if (meant.kind === 'saying') {
        expect([says, meant.saying, meant.about]).toEqual([says, saying, about]);
        continue;
      }
      last = meant.kind === 'change' ? meant.intent : await hear(says);
      if (meant.kind === 'change') expect([says, meant.again]).toEqual([says, again ?? false]);
      const { keys, measure, filter, seconds, top, conditions } = last;
      const got: Record<string, unknown> = {
        keys: keys.map(({ value }) => value),
        measure: measure?.value ?? 'none',
        comm: filter?.value.comm ?? null,
        pid: filter?.value.pid,
        seconds: seconds?.value,
        top: top?.value,
        conditions: conditions.map(({ value }) => value.what),
      };
      expect({ says, ...Object.fromEntries(Object.keys(want).map((part) => [part, got[part]])) }).toEqual({ says, ...want });
      if (program !== undefined) expect([says, index.match(last)[0]?.program.name]).toEqual([says, program]);
    }
  });
});
