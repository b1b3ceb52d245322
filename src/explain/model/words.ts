/** The few sentences of our own beside a model's, in the languages that answers are worded in. */
import type { Fault } from './claim.ts';

interface Words {
  readonly leftOut: (count: number, why: string) => string;
  readonly why: Readonly<Record<Fault, string>>;
  readonly several: string;
  readonly line: (number: number) => string;
  readonly unusable: (model: string) => string;
}

const en: Words = {
  leftOut: (count, why) => `${count} ${count === 1 ? 'claim was' : 'claims were'} left out: ${why}`,
  why: {
    numbers: 'its numbers could not be recomputed',
    rows: 'it spoke of rows or columns that do not exist',
    names: 'it named what is not in the data it cites',
    language: 'it was in another language',
    form: 'it was not in the form asked for',
  },
  several: 'they could not be recomputed from the data',
  line: (number) => `line ${number}: `,
  unusable: (model) => `nothing that ${model} said could be held against what is known here`,
};

const zh: Words = {
  leftOut: (count, why) => `略去了 ${count} 条说法:${why}`,
  why: {
    numbers: '其中的数字无法重新算出',
    rows: '所指的行或列不存在',
    names: '提到了所引数据中没有的名称',
    language: '用了另一种语言',
    form: '格式不符',
  },
  several: '无法根据数据重新算出',
  line: (number) => `第 ${number} 行:`,
  unusable: (model) => `${model} 所说的都无法与已知数据核对`,
};

function wordsOf(language: string): Words {
  return language === 'zh' ? zh : en;
}

/** How many claims were left out, and why; undefined where none was. */
export function leftOutWhy(faults: readonly Fault[], language: string): string | undefined {
  const [first] = faults;
  if (first === undefined) return undefined;
  const words = wordsOf(language);
  const same = faults.every((fault) => fault === first);
  if (!same) return words.leftOut(faults.length, words.several);
  const why = words.why[first];
  return words.leftOut(
    faults.length,
    language !== 'zh' && faults.length > 1
      ? why
          .replace(/^its /, 'their ')
          .replace(/^it was/, 'they were')
          .replace(/^it /, 'they ')
          .replace(/ it cites$/, ' they cite')
      : why,
  );
}

export function lineWord(number: number, language: string): string {
  return wordsOf(language).line(number);
}

/** Why there is no explanation though the model gave one. */
export function unusable(model: string, language: string): string {
  return wordsOf(language).unusable(model);
}
