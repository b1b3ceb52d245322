/** What is said of lessons, and to those who learn. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const learningMessages = {
  badLesson: (mistake: string, hint: string, count: number): Message => ({
    code: 'bad-lesson',
    exit: Exit.file,
    message: mistake,
    hints: [hint, ...(count > 1 ? [`there are ${count - 1} more: gpttrace learn --check`] : [])],
  }),
  noLessons: (folder: string): Message => ({
    code: 'no-lessons',
    exit: Exit.file,
    message: `${folder} has no lesson in it`,
    hints: ['a lesson is a folder such as 04-filters (docs/LESSONS.md)'],
  }),
  noSuchLesson: (name: string, near: readonly string[], language: string): Message => ({
    code: 'no-such-lesson',
    exit: Exit.usage,
    message: language === 'zh' ? `没有叫 ${JSON.stringify(name)} 的课` : `there is no lesson ${JSON.stringify(name)}`,
    hints: [
      ...(near.length === 0 ? [] : [language === 'zh' ? `是不是 ${near.join('、')}?` : `did you mean ${near.join(' or ')}?`]),
      language === 'zh' ? '有哪些课：gpttrace learn' : 'what there is: gpttrace learn',
    ],
  }),
  noSuchExercise: (lesson: string, name: string, ids: readonly string[], language: string): Message => ({
    code: 'no-such-exercise',
    exit: Exit.usage,
    message: language === 'zh' ? `${lesson} 里没有练习 ${JSON.stringify(name)}` : `${lesson} has no exercise ${JSON.stringify(name)}`,
    hints: [language === 'zh' ? `有 ${ids.join('、')}` : `there are ${ids.join(', ')}`],
  }),
  gradingAlready: (): Message => ({
    code: 'grading-already',
    exit: Exit.notAble,
    message: 'another program is being judged, and one is at a time',
    hints: ['try again in a few seconds'],
  }),
  progressNotKept: (why: string): Message => ({
    code: 'progress-not-kept',
    exit: Exit.file,
    message: `your progress could not be kept: ${why}`,
    hints: ['make room, or see to it that the folder can be written'],
  }),
  exportFolder: (path: string): Message => ({
    code: 'folder-in-use',
    exit: Exit.file,
    message: `${path} holds something that is no course; it was left as it is`,
    hints: ['name a folder that is empty or not there yet, or a file that ends in .html for all on one page'],
  }),
  exportUnwritable: (path: string, why: string): Message => ({
    code: 'unwritable-file',
    exit: Exit.file,
    message: `cannot write ${path}: ${why}`,
    hints: ['choose another place'],
  }),
  noGoal: (language: string): Message => ({
    code: 'no-goal',
    exit: Exit.usage,
    message: language === 'zh' ? '还没有目标' : 'there is no goal yet',
    hints: [language === 'zh' ? 'gpttrace learn "我想看……" 给出一个' : 'gpttrace learn "I want to see ..." gives one'],
  }),
  /** Of a goal that no program is about: `asked` is what the course may answer. */
  noGoalIn: (message: Message, asked: string | undefined, language: string): Message => ({
    ...message,
    hints: [
      ...(asked === undefined ? [] : [`gpttrace learn ask ${JSON.stringify(asked)}`]),
      language === 'zh' ? '课程里有什么：gpttrace learn' : 'what there is to learn: gpttrace learn',
    ],
  }),
  solutionLater: (left: number, name: string, language: string): Message => ({
    code: 'solution-later',
    exit: Exit.notConsented,
    message: language === 'zh' ? `还有 ${left} 条提示没看` : `there ${left === 1 ? 'is a hint' : `are ${left} hints`} left`,
    hints:
      language === 'zh'
        ? [`gpttrace learn hint ${name}`, `现在就看：gpttrace learn solution ${name} --give-up`]
        : [`gpttrace learn hint ${name}`, `to see it all the same: gpttrace learn solution ${name} --give-up`],
  }),
  noWork: (file: string, name: string, language: string): Message => ({
    code: 'no-work',
    exit: Exit.file,
    message: language === 'zh' ? `还没有 ${file}` : `there is no ${file} yet`,
    hints: [language === 'zh' ? `先写它：gpttrace learn edit ${name}` : `write it first: gpttrace learn edit ${name}`],
  }),
  resetNoConsent: (language: string): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: language === 'zh' ? '进度没有清除：这里没有终端可以询问' : 'progress was not forgotten: there is no terminal to ask on',
    hints: [language === 'zh' ? '加上 --yes 就不再询问' : 'add --yes to forget it without being asked'],
  }),
  gradeNoConsent: (language: string): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message:
      language === 'zh'
        ? '没有运行任何东西：评分要在这台机器上运行程序和工作负载，而这里没有终端可以询问'
        : 'nothing was run: to grade is to run the program beside a workload on this machine, and there is no terminal to ask on',
    hints: [language === 'zh' ? '加上 --yes 就不再询问' : 'add --yes to run without being asked'],
  }),
} as const;
