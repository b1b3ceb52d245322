import { describe, expect, it } from 'vitest';
import { type CaseResult, scoreOf, scoresBy } from '../../src/rehearse/result.ts';

function result(verdict: CaseResult['verdict'], by: CaseResult['by'], more: Partial<CaseResult> = {}): CaseResult {
  const base = { id: 'a', suite: 's', lang: 'en', request: 'r', reasons: [], records: [], attempts: 1, modelCalls: 0, tokens: 0, seconds: 1 };
  return { ...base, verdict, ...(by === undefined ? {} : { by }), ...more };
}

const RESULTS: readonly CaseResult[] = [
  result('passed', 'behaviour', { planMilliseconds: 1, firstEventSeconds: 0.5, class: 'files' }),
  result('passed', 'program', { planMilliseconds: 9, lang: 'zh' }),
  result('passed', 'refusal', { planMilliseconds: 3 }),
  result('silent', 'behaviour', { planMilliseconds: 5, class: 'files' }),
  result('wrong', 'behaviour', { firstEventSeconds: 1.5 }),
  result('no-program', 'program', { lang: 'zh' }),
  result('should-have-refused', 'refusal'),
  result('not-judged', undefined),
  result('error', undefined, { modelCalls: 2, tokens: 700, attempts: 3 }),
];

describe('scoreOf', () => {
  it('of nothing is nothing', () => {
    expect(scoreOf([])).toMatchObject({ cases: 0, passed: { part: 0, of: 0 } });
    expect(scoreOf([])).not.toHaveProperty('planMilliseconds');
  });

  it('counts what was not judged apart', () => {
    expect(scoreOf(RESULTS)).toEqual({
      cases: 9,
      verdicts: {
        passed: 3,
        'no-program': 1,
        'does-not-check': 0,
        'does-not-attach': 0,
        silent: 1,
        wrong: 1,
        'should-have-refused': 1,
        'not-judged': 1,
        error: 1,
      },
      passed: { part: 3, of: 7 },
      by: { behaviour: { part: 1, of: 3 }, program: { part: 1, of: 2 }, refusal: { part: 1, of: 2 } },
      silent: { part: 1, of: 3 },
      falsePositives: { part: 1, of: 7 },
      planMilliseconds: { median: 5, max: 9 },
      firstEventSeconds: { median: 1.5, max: 1.5 },
      attempts: 11,
      modelCalls: 2,
      tokens: 700,
    });
  });

  it('goes by language and class, those without one left out', () => {
    expect([...scoresBy(RESULTS, 'lang')].map(([name, { cases }]) => [name, cases])).toEqual([
      ['en', 7],
      ['zh', 2],
    ]);
    expect([...scoresBy(RESULTS, 'class')].map(([name, { passed }]) => [name, passed])).toEqual([['files', { part: 1, of: 2 }]]);
    expect([...scoresBy(RESULTS, 'kind')]).toEqual([]);
  });
});
