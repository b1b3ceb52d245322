/** The words of an exported course that are not of its lessons. */
import type { Lang } from '../lesson.ts';

export interface SiteWords {
  readonly course: string;
  readonly intro: string;
  readonly how: string;
  readonly contents: string;
  readonly overview: string;
  readonly after: string;
  readonly teaches: string;
  readonly before: string;
  readonly exercises: string;
  readonly exercise: (number: number) => string;
  readonly begins: string;
  readonly graded: string;
  readonly needs: string;
  readonly hint: (number: number) => string;
  readonly hints: string;
  readonly solution: string;
  readonly solutions: string;
  readonly previous: string;
  readonly next: string;
  readonly otherLanguage: string;
  readonly otherLanguageTag: string;
  readonly whole: string;
  readonly lesson: (number: number) => string;
  readonly minutes: (minutes: number) => string;
  readonly wrong: string;
  readonly run: string;
  readonly output: string;
  readonly made: string;
}

export const SITE_WORDS: Readonly<Record<Lang, SiteWords>> = {
  en: {
    course: 'A course in eBPF',
    intro: 'It starts from what you want to see. Each lesson takes about ten minutes and shows something on your own kernel; each exercise is judged by it.',
    how: 'The course is read here, and done in a terminal: gpttrace runs what you write beside a workload whose truth it knows.',
    contents: 'Lessons',
    overview: 'All lessons',
    after: 'Afterwards you can',
    teaches: 'Teaches',
    before: 'Needs',
    exercises: 'Exercises',
    exercise: (number) => `Exercise ${number}`,
    begins: 'What you begin with',
    graded: 'Do it, and have it judged on your kernel:',
    needs: 'This machine must have:',
    hint: (number) => `Hint ${number}`,
    hints: 'Hints',
    solution: 'One right answer',
    solutions: 'Hints and answers',
    previous: 'Before',
    next: 'Next',
    otherLanguage: '中文',
    otherLanguageTag: 'zh-Hans',
    whole: 'The whole course on one page, for paper',
    lesson: (number) => `Lesson ${number}`,
    minutes: (minutes) => `${minutes} minutes`,
    wrong: 'This one is wrong, on purpose.',
    run: 'Save it as try.bt and run it:',
    output: 'What it printed',
    made: 'Written by gpttrace learn --export.',
  },
  zh: {
    course: 'eBPF 课程',
    intro: '从你想看到的东西学起。每课约十分钟，都在你自己的内核上看到点什么；每道练习也由它来评判。',
    how: '在这里阅读，在终端里动手：gpttrace 让你写的程序与一个真相已知的工作负载一起运行。',
    contents: '课程目录',
    overview: '全部课程',
    after: '学完之后你能够',
    teaches: '本课讲',
    before: '需要先懂',
    exercises: '练习',
    exercise: (number) => `练习 ${number}`,
    begins: '从这里开始',
    graded: '动手做，让内核来评判：',
    needs: '这台机器需要有：',
    hint: (number) => `提示 ${number}`,
    hints: '提示',
    solution: '一种正确答案',
    solutions: '提示与答案',
    previous: '上一课',
    next: '下一课',
    otherLanguage: 'English',
    otherLanguageTag: 'en',
    whole: '整个课程放在一页上，便于打印',
    lesson: (number) => `第 ${number} 课`,
    minutes: (minutes) => `${minutes} 分钟`,
    wrong: '这个是故意写错的。',
    run: '存为 try.bt 再运行：',
    output: '它打印的内容',
    made: '由 gpttrace learn --export 生成。',
  },
};
