/** What goes wrong, said in the language of whoever learns. */
import { inChinese } from '../../core/chinese.ts';
import { Problem } from '../../core/problem.ts';
import type { Lang } from '../../learn/lesson.ts';

/** Does it; a Problem of it is thrown in that language. */
export async function inLanguage<T>(lang: Lang, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof Problem ? problemIn(lang, error) : error;
  }
}

export function problemIn(lang: Lang, problem: Problem): Problem {
  if (lang === 'en') return problem;
  const { code, exit, message, hints, diagnostics, source, file } = problem;
  return new Problem(inChinese({ code, exit, message, hints }), diagnostics, source, file);
}
