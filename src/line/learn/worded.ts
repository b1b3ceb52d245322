/** What the checker says of a learner's program, in Chinese where the teacher has no words for it, and its hints. */
import { checkerWord, hintIn } from '../../debug/words-checker.ts';
import type { Lang } from '../../learn/lesson.ts';
import type { Teaching } from '../../learn/teacher/verdict.ts';

export function worded(teaching: Teaching, lang: Lang): Teaching {
  if (lang === 'en') return teaching;
  return {
    ...teaching,
    remarks: teaching.remarks.map((remark) => {
      const { diagnostic, says, hint } = remark;
      const own = says === diagnostic.message ? checkerWord(diagnostic.code, false).zh : undefined;
      return { ...remark, ...(own === undefined ? {} : { says: own }), ...(hint === undefined ? {} : { hint: hintIn(hint, lang) }) };
    }),
  };
}
