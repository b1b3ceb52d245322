import { describe, expect, it } from 'vitest';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';

const { programs, index: data } = buildKnowledge();
const index = new LibraryIndex(programs, data);

function matchesOf(question: string) {
  return index.match(understand({ question }, { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) }));
}

/** Close relatives whose own questions overlap: the right one of a pair is a matter of the evaluation suites, not of this test. */
describe('every question of the library', () => {
  for (const language of ['en', 'zh']) {
    it(`finds its program among the first, in ${language}`, () => {
      const missed: string[] = [];
      for (const program of programs) {
        if (program.variantOf !== undefined) continue;
        for (const question of program.questions[language] ?? []) {
          const best = matchesOf(question).slice(0, 3);
          if (!best.some((match) => match.program.name === program.name)) missed.push(`${program.name}: ${question} -> ${best[0]?.program.name}`);
        }
      }
      expect(missed, missed.join('\n')).toEqual([]);
    });
  }
});

describe('match', () => {
  it('never offers a variant by itself', () => {
    expect(matchesOf('page faults').some(({ program }) => program.variantOf !== undefined)).toBe(false);
  });

  it.each(['', '?!', 'the of and', '的'])('knows nothing about %j', (question) => expect(matchesOf(question)).toEqual([]));

  it.each(['what is the weather in Paris tomorrow', 'write me a poem about my cat', '今天天气怎么样', 'translate hello into french'])(
    'gives %j a low score',
    (question) => {
      expect(matchesOf(question)[0]?.score ?? 0).toBeLessThan(0.5);
    },
  );

  it.each([
    ['page falts by process', 'page faults by process'],
    ['tcp retransmts', 'tcp retransmits'],
    ['contxt switches', 'context switches'],
  ])('reads %j as %j', (misspelt, meant) => expect(matchesOf(misspelt)[0]?.program.name).toBe(matchesOf(meant)[0]?.program.name));

  it('scores between nothing and a little over one, best first', () => {
    const scores = matchesOf('which files are opened by each process').map(({ score }) => score);
    expect(scores[0]).toBeGreaterThan(0.7);
    expect(scores[0]).toBeLessThan(1.3);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(scores.at(-1)).toBeGreaterThanOrEqual(0);
  });

  it('is the same for the same question', () => {
    const names = () => matchesOf('disk latency').map(({ program }) => program.name);
    expect(names()).toEqual(names());
  });

  it('survives being written to a file', () => {
    const revived = new LibraryIndex(programs, JSON.parse(JSON.stringify(data)));
    const intent = understand({ question: 'disk latency' }, { processes: () => new Set(), isTopicWord: () => false });
    expect(revived.match(intent)).toEqual(index.match(intent));
  });
});

describe('isTopicWord', () => {
  it.each([
    ['disk', 'en', true],
    ['Files', 'en', true],
    ['the', 'en', true],
    ['qwertz', 'en', false],
    ['缺页', 'zh', true],
  ])('%s in %s: %s', (word, language, expected) => expect(index.isTopicWord(word, language)).toBe(expected));
});
