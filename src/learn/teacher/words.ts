/** The teacher's own sentences. */
import type { GradeVerdict } from '../grade.ts';
import type { Lang } from '../lesson.ts';

export interface TeacherWords {
  readonly verdicts: Readonly<Record<GradeVerdict, string>>;
  readonly said: string;
  readonly truth: string;
  readonly endedEarly: string;
  readonly silentWhy: string;
  readonly costly: (rate: number | undefined) => string;
  readonly hint: (name: string, given: number, of: number) => string;
  readonly solution: (name: string) => string;
  readonly inGuest: (guest: string) => string;
  readonly read: string;
}

const en: TeacherWords = {
  verdicts: {
    passed: 'Right: your program said what happened.',
    wrong: 'Not yet: it ran, and what it said is not what happened.',
    silent: 'Not yet: it ran, and said nothing of what happened.',
    'does-not-check': 'Not yet: it cannot be run as it stands.',
    refused: 'It was not run: it would do more than watch.',
    'does-not-attach': 'Not yet: it reads well, but the kernel did not take it.',
    'not-judged': 'It could not be judged here; that is no fault of your program.',
  },
  said: 'Your program said:',
  truth: 'What happened: ',
  endedEarly: 'It ended by itself before the workload did. It needs no exit(): grading ends it.',
  silentWhy: 'Where nothing is said, either the probe never fired, or the filter let nothing through, or nothing was printed. Take the filter away and see.',
  costly: (rate) =>
    `It costs something while it runs${rate === undefined ? '' : `: such events come about ${rate.toLocaleString('en-US')} times a second on a busy machine`}.`,
  hint: (name, given, of) => `A hint (${given === 0 ? `there are ${of}` : `${of - given} left`}): gpttrace learn hint ${name}`,
  solution: (name) => `You had all hints. One right answer: gpttrace learn solution ${name}`,
  inGuest: (guest) => `It was judged in the guest ${guest}, a virtual machine with a kernel of its own.`,
  read: 'You can read on; what the exercise needs: gpttrace doctor',
};

const zh: TeacherWords = {
  verdicts: {
    passed: '对了：你的程序说出了真实发生的事。',
    wrong: '还没对：程序跑起来了，但它说的和发生的不一样。',
    silent: '还没对：程序跑起来了，却什么也没说。',
    'does-not-check': '还没对：照现在的样子它还不能运行。',
    refused: '没有运行：它不只是观察。',
    'does-not-attach': '还没对：程序读起来没问题，但内核没有接受它。',
    'not-judged': '在这里无法评判；这不是你的程序的错。',
  },
  said: '你的程序说：',
  truth: '实际发生的是：',
  endedEarly: '它在工作负载结束之前就自己结束了。程序不需要 exit()：评分时会让它结束。',
  silentWhy: '什么都没说，要么探针从没触发，要么过滤器什么也没放过，要么没有打印。去掉过滤器试一试。',
  costly: (rate) => `它运行时有开销${rate === undefined ? '' : `：在繁忙的机器上这类事件每秒约 ${rate.toLocaleString('en-US')} 次`}。`,
  hint: (name, given, of) => `要提示（${given === 0 ? `共 ${of} 条` : `还有 ${of - given} 条`}）：gpttrace learn hint ${name}`,
  solution: (name) => `提示都看过了。一个正确答案：gpttrace learn solution ${name}`,
  inGuest: (guest) => `评判是在虚拟机 ${guest} 里做的，它有自己的内核。`,
  read: '可以接着往下读；练习需要什么，看 gpttrace doctor',
};

export function wordsIn(lang: Lang): TeacherWords {
  return lang === 'zh' ? zh : en;
}
