/** What is said where a condition let nothing through, by what is known of what came to it. */
import type { Wording } from './wording.ts';

/** The same of a filter before the block, and of an `if` in it. */
const KINDS = { filter: { en: 'the filter', zh: '过滤器' }, branch: { en: 'the if', zh: 'if 条件' } } as const;

const FIRED = { en: '{probe} fired {count} times in {seconds} s, and ', zh: '{probe} 在 {seconds} 秒内触发 {count} 次,' } as const;
const CAME = { en: '{count} events came to it in {seconds} s, and ', zh: '{seconds} 秒内有 {count} 个事件到达这里,' } as const;

function ofKind(kind: keyof typeof KINDS): Record<string, Wording> {
  const { en, zh } = KINDS[kind];
  const first = kind === 'filter' ? FIRED : CAME;
  const common = { stage: 'passes', severity: 'error', concept: 'filter' } as const;
  return {
    [`${kind}-lets-none-through`]: {
      ...common,
      en: [
        `${first.en}${en} let none through: {condition}`,
        'take the condition out to see what comes, then put it back in a milder form',
        'print what it compares: printf("%s %d\\n", comm, pid);',
      ],
      zh: [`${first.zh}${zh}一个也没放行:{condition}`, '先去掉条件看看来了什么,再放宽后加回去', '把比较的内容打印出来:printf("%s %d\\n", comm, pid);'],
    },
    [`${kind}-lets-none-through-seen`]: {
      ...common,
      en: [
        `${first.en}${en} let none through: {condition}. What {what} was instead is shown below, the most frequent first`,
        'compare with what it was, or make what you wait for happen while this runs',
      ],
      zh: [`${first.zh}${zh}一个也没放行:{condition}。下面是 {what} 实际的取值,最多的在前`, '与实际的取值比较,或在运行期间让要等的事发生'],
    },
    [`${kind}-lets-none-through-range`]: {
      ...common,
      en: [
        `${first.en}${en} let none through: {what} was between {low} and {high}, and {wanted} is wanted`,
        'ask for a number in between',
        'see that the unit is right: nsecs are nanoseconds, a millisecond has 1,000,000',
      ],
      zh: [
        `${first.zh}${zh}一个也没放行:{what} 在 {low} 到 {high} 之间,而要求是 {wanted}`,
        '改用这个范围内的数',
        '检查单位:nsecs 是纳秒,一毫秒有 1,000,000 纳秒',
      ],
    },
    [`${kind}-lets-none-through-one`]: {
      ...common,
      en: [
        `${first.en}${en} let none through: {what} was always {low}, and {wanted} is wanted`,
        'ask for {low}, or make something else happen while this runs',
      ],
      zh: [`${first.zh}${zh}一个也没放行:{what} 始终是 {low},而要求是 {wanted}`, '改为 {low},或在运行期间让别的事情发生'],
    },
    [`${kind}-almost`]: {
      ...common,
      en: [
        `${first.en}${en} let none through: nothing is called "{wanted}" here, but "{meant}" was there`,
        'compare with "{meant}": names are compared letter by letter, capitals and all',
      ],
      zh: [`${first.zh}${zh}一个也没放行:没有叫 "{wanted}" 的,但有 "{meant}"`, '与 "{meant}" 比较:名称逐字比较,区分大小写'],
    },
  };
}

export const PASSING: Readonly<Record<string, Wording>> = { ...ofKind('filter'), ...ofKind('branch') };
