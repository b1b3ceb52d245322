/** What the checker has against a learner's program, for those who read Chinese. */
import { expect, it } from 'vitest';
import type { Teaching } from '../../../src/learn/teacher/verdict.ts';
import { worded } from '../../../src/line/learn/worded.ts';

const teaching = (code: string, message: string, says: string, hint?: string): Teaching => ({
  passed: false,
  headline: '',
  remarks: [{ diagnostic: { code, severity: 'error', message, hints: [], fixes: [] }, says, ...(hint === undefined ? {} : { hint }) }],
  notes: [],
  next: [],
});
const remark = (given: Teaching, lang: 'en' | 'zh'): unknown => {
  const [{ says, hint } = { says: '', hint: undefined }] = worded(given, lang).remarks;
  return [says, hint];
};

it.each([
  [
    'the teacher’s own words stay',
    teaching('unknown-field', 'no field x', '没有这个字段。', 'did you mean filename?'),
    ['没有这个字段。', '是不是想写 filename?'],
  ],
  ['a code that the teacher says nothing of', teaching('endless-keys', 'x', 'x'), [expect.stringMatching(/\p{Script=Han}/u), undefined]],
  ['what the verifier says', teaching('verifier-lock', 'a lock', 'a lock'), [expect.stringMatching(/\p{Script=Han}/u), undefined]],
])('%s', (_, given, expected) => {
  expect(remark(given, 'zh')).toEqual(expected);
  expect(remark(given, 'en')).toEqual([given.remarks[0]?.says, given.remarks[0]?.hint]);
});
