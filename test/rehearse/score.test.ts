import { describe, expect, it } from 'vitest';
import type { CaseResult, Submission } from '../../src/rehearse/result.ts';
import { passAtK, scoreOf, scoresBy } from '../../src/rehearse/score.ts';

let ids = 0;
function result(verdict: CaseResult['verdict'], by: CaseResult['by'], more: Partial<CaseResult> = {}): CaseResult {
  ids++;
  const base = { id: `a${ids}`, suite: 's', lang: 'en', request: 'r', reasons: [], records: [], attempts: 1, modelCalls: 0, tokens: 0, seconds: 1 };
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
  result('error', undefined, { modelCalls: 2, tokens: 700, inputTokens: 600, outputTokens: 100, attempts: 3 }),
];

describe('scoreOf', () => {
  it('of nothing is nothing', () => {
    expect(scoreOf([])).toMatchObject({ cases: 0, passed: { part: 0, of: 0 } });
    expect(scoreOf([])).not.toHaveProperty('planMilliseconds');
  });

  it('counts what was not judged apart', () => {
    expect(scoreOf(RESULTS)).toEqual({
      cases: 9,
      tries: 9,
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
      passAt: [{ k: 1, share: 3 / 7, cases: 7 }],
      planMilliseconds: { median: 5, max: 9 },
      firstEventSeconds: { median: 1.5, max: 1.5 },
      attempts: 11,
      modelCalls: 2,
      tokens: 700,
      inputTokens: 600,
      outputTokens: 100,
      perPassed: { calls: 2 / 3, tokens: 700 / 3, seconds: 3 },
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

describe('what it cost', () => {
  const asked = (dollars: number | undefined, verdict: CaseResult['verdict'] = 'passed'): CaseResult =>
    result(verdict, 'behaviour', { modelCalls: 1, tokens: 10, ...(dollars === undefined ? {} : { dollars }) });

  it('is not known where a part of it is not', () => {
    expect(scoreOf([asked(0.5), asked(undefined)])).not.toHaveProperty('dollars');
    expect(scoreOf([asked(0.5), asked(undefined)]).perPassed).not.toHaveProperty('dollars');
  });

  it('for each that passed has what failed in it, and is of none where none passed', () => {
    expect(scoreOf([asked(0.5), asked(0.25, 'wrong'), result('passed', 'behaviour')])).toMatchObject({
      dollars: 0.75,
      perPassed: { calls: 1, tokens: 10, dollars: 0.375, seconds: 1.5 },
    });
    expect(scoreOf([asked(1, 'wrong')])).not.toHaveProperty('perPassed');
  });
});

describe('several tries', () => {
  it.each([
    { n: 1, c: 0, k: 1, at: 0 },
    { n: 1, c: 1, k: 1, at: 1 },
    { n: 5, c: 2, k: 1, at: 0.4 },
    { n: 5, c: 2, k: 5, at: 1 },
    { n: 5, c: 0, k: 5, at: 0 },
    // 1 - C(3, 2) / C(5, 2)
    { n: 5, c: 2, k: 2, at: 0.7 },
    // 1 - C(7, 3) / C(10, 3)
    { n: 10, c: 3, k: 3, at: 1 - 35 / 120 },
  ])('$c of $n passed, pass@$k', ({ n, c, k, at }) => {
    expect(passAtK(n, c, k)).toBeCloseTo(at, 12);
  });

  it('only of cases that were judged so often', () => {
    const tries = (id: string, ...verdicts: readonly CaseResult['verdict'][]): CaseResult[] =>
      verdicts.map((verdict, index) => result(verdict, 'behaviour', { id, try: index + 1 }));
    const score = scoreOf([...tries('x', 'passed', 'wrong', 'wrong'), ...tries('y', 'wrong', 'wrong', 'error'), ...tries('z', 'wrong', 'wrong', 'wrong')]);
    expect(score).toMatchObject({ cases: 3, tries: 9, passed: { part: 1, of: 8 } });
    expect(score.passAt).toEqual([
      { k: 1, share: expect.closeTo(1 / 9, 12), cases: 3 },
      { k: 3, share: 1 / 2, cases: 2 },
    ]);
  });
});

describe('first programs that were wrong as they came', () => {
  const wrong: Submission = { source: 'x', errors: ['no such field'], mends: ['use y'] };
  const back = (by: string, errors: readonly string[] = ['no such field']): Submission => ({
    source: 'x',
    errors,
    mends: [],
    sentBack: { by, faults: ['no'] },
  });
  const right: Submission = { source: 'z', errors: [], mends: [] };
  const of = (verdict: CaseResult['verdict'], ...submissions: readonly Submission[]): CaseResult => result(verdict, 'behaviour', { submissions });

  it.each([
    { what: 'no model', results: [result('passed', 'behaviour')], mended: undefined, mendedRight: undefined },
    { what: 'a right one', results: [of('passed', right)], mended: { part: 0, of: 0 }, mendedRight: { part: 0, of: 0 } },
    { what: 'one that was mended', results: [of('passed', wrong)], mended: { part: 1, of: 1 }, mendedRight: { part: 1, of: 1 } },
    { what: 'one that was mended, and tells something else', results: [of('wrong', wrong)], mended: { part: 1, of: 1 }, mendedRight: { part: 0, of: 1 } },
    { what: 'one that went back', results: [of('passed', back('check'), right)], mended: { part: 0, of: 1 }, mendedRight: { part: 0, of: 0 } },
    { what: 'one that only bpftrace refused', results: [of('passed', back('load', []), right)], mended: { part: 0, of: 1 }, mendedRight: { part: 0, of: 0 } },
    {
      what: 'one that tells what nobody asked',
      results: [of('passed', back('contract', []), right)],
      mended: { part: 0, of: 0 },
      mendedRight: { part: 0, of: 0 },
    },
    {
      what: 'one that was mended, failed when it ran, and another took its place',
      results: [of('passed', back('silent'), right)],
      mended: { part: 1, of: 1 },
      mendedRight: { part: 0, of: 1 },
    },
    { what: 'one that was mended, and could not be judged', results: [of('error', wrong)], mended: { part: 1, of: 1 }, mendedRight: { part: 0, of: 0 } },
  ])('$what', ({ results, mended, mendedRight }) => {
    const score = scoreOf(results);
    expect(score.mended).toEqual(mended);
    expect(score.mendedRight).toEqual(mendedRight);
  });
});
