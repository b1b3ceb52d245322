/** What is said of a whole diagnosis, and around its findings, wherever it is shown. */
import type { Severity } from '../core/diagnostic.ts';
import type { Verdict } from './diagnosis.ts';

interface Texts {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly attempt: string;
  readonly seen: string;
  readonly said: string;
}

export const SHOWN_WORDS: Readonly<Record<'en' | 'zh', Texts>> = {
  en: {
    verdicts: {
      works: 'it works',
      doubtful: 'it shows something, but look at this',
      silent: 'it is silent',
      broken: 'it cannot run',
      unrun: 'only looked at, not run',
    },
    severities: { error: 'wrong', warning: 'doubtful', note: 'to know' },
    attempt: 'try',
    seen: 'seen',
    said: 'said',
  },
  zh: {
    verdicts: { works: '它工作正常', doubtful: '它有输出,但请看这里', silent: '它没有输出', broken: '它无法运行', unrun: '只看过,没有运行' },
    severities: { error: '错误', warning: '可疑', note: '须知' },
    attempt: '试试',
    seen: '所见',
    said: '原话',
  },
};
