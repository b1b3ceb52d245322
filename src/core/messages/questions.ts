/** What is said of a question that is not answered, and of how it was asked. */
import { Exit } from '../exit.ts';
import type { Refusal } from '../intent.ts';
import type { Message } from '../problem.ts';

export const MAX_QUESTION = 2000;

/** Why a question is not answered. */
const NOT_TRACING: Readonly<Record<Refusal, { readonly en: string; readonly zh: string }>> = {
  'off-topic': {
    en: 'this does not look like a question about what this machine is doing',
    zh: '这看起来不是关于本机正在做什么的问题',
  },
  action: {
    en: 'gpttrace only watches what a machine does, it does nothing to it',
    zh: 'gpttrace 只观察机器在做什么，不对它做任何操作',
  },
  harm: {
    en: 'this would spy on somebody or do harm, which gpttrace does not help with',
    zh: '这会窥探他人或造成危害，gpttrace 不提供帮助',
  },
  definition: { en: 'this asks what something means, which no trace can tell', zh: '这是在问概念或用法，跟踪无法回答' },
  configuration: {
    en: 'this asks how the machine is made up; gpttrace tells what it is doing',
    zh: '这是在问机器的配置；gpttrace 回答的是它正在做什么',
  },
  past: {
    en: 'this asks about what was; a trace sees only what happens from now on',
    zh: '这是在问过去的事；跟踪只能看到从现在起发生的事',
  },
  negation: {
    en: 'this asks for what does not happen, or leaves something out, which no program of the library can do',
    zh: '这是在问没有发生的事或要排除一部分，程序库还做不到',
  },
};

export const questionsMessages = {
  emptyQuestion: (): Message => ({
    code: 'empty-question',
    exit: Exit.usage,
    message: 'the question is empty',
    hints: ['gpttrace "which processes open files? watch for 5 seconds"', 'gpttrace --help'],
  }),
  longQuestion: (length: number): Message => ({
    code: 'long-question',
    exit: Exit.usage,
    message: `the question has ${length} characters; at most ${MAX_QUESTION} are read`,
    hints: ['ask in a sentence or two; a program goes into a file: gpttrace run FILE.bt'],
  }),
  badOption: (option: string, value: string, expected: string): Message => ({
    code: 'bad-option',
    exit: Exit.usage,
    message: `${option} ${JSON.stringify(value)}: expected ${expected}`,
    hints: [],
  }),
  mistypedCommand: (typed: string, meant: string): Message => ({
    code: 'no-such-command',
    exit: Exit.usage,
    message: `there is no command ${typed}`,
    hints: [`did you mean gpttrace ${meant}?`, 'a question is put in quotes, in more than one word'],
  }),
  conflictingOptions: (first: string, second: string, why: string): Message => ({
    code: 'conflicting-options',
    exit: Exit.usage,
    message: `${first} and ${second} cannot be used together: ${why}`,
    hints: [],
  }),
  /** `asked`: a model was configured, and came to nothing. */
  notUnderstood: (language: string, asked = false): Message => ({
    code: 'no-program',
    exit: Exit.noProgram,
    message: asked
      ? language === 'zh'
        ? '程序库中没有能回答这个问题的程序，语言模型也没有给出；什么都没有运行'
        : 'no program in the library answers this question, and the language model came to none; nothing was run'
      : language === 'zh'
        ? '程序库中没有能回答这个问题的程序，也没有配置语言模型；什么都没有运行'
        : 'no program in the library answers this question, and no language model is configured; nothing was run',
    hints: asked ? [] : [modelHint(language)],
  }),
  whichOfThese: (language: string): Message => ({
    code: 'unclear',
    exit: Exit.noProgram,
    message: language === 'zh' ? '这个问题可能有几种意思；请选一个再问；什么都没有运行' : 'this could mean several things: ask one of these; nothing was run',
    hints: [],
  }),
  unattachable: (title: string, points: readonly string[], why: string, language: string): Message => ({
    code: 'cannot-attach',
    exit: Exit.notAble,
    message:
      language === 'zh'
        ? `能回答这个问题的程序（${title}）要挂载到 ${points.join('、')}，而这台机器做不到：${why}；什么都没有运行`
        : `the program that answers this (${title}) attaches to ${points.join(', ')}, which this machine does not allow: ${why}; nothing was run`,
    hints: [
      language === 'zh'
        ? '实验室的虚拟机允许这样做，可以先看看它会显示什么：gpttrace lab ask "问题"'
        : 'a guest of the lab allows it, to see what it shows: gpttrace lab ask "QUESTION"',
    ],
  }),
  /** `alone`: no model was there to be asked. */
  notTracing: (why: 'off-topic' | Refusal, language: string, alone = false): Message => ({
    code: 'not-tracing',
    exit: Exit.noProgram,
    message: language === 'zh' ? `${NOT_TRACING[why].zh}；什么都没有运行` : `${NOT_TRACING[why].en}; nothing was run`,
    hints: [
      language === 'zh' ? 'gpttrace --help 说明可以问什么' : 'gpttrace --help shows what can be asked',
      ...(alone && why === 'off-topic' ? [modelHint(language)] : []),
    ],
  }),
  /** Of a program that was to be held against a question. */
  noQuestion: (why: 'off-topic' | Refusal, language: string): Message => ({
    code: 'not-tracing',
    exit: Exit.noProgram,
    message:
      language === 'zh' ? `${NOT_TRACING[why].zh}；没有程序能回答它，因此什么都没有检查` : `${NOT_TRACING[why].en}: no program answers it, so none was checked`,
    hints: [language === 'zh' ? '不加 --for 则只检查程序本身' : 'leave out --for to check programs by themselves'],
  }),
} as const;

function modelHint(language: string): string {
  return language === 'zh' ? '语言模型或许能回答：gpttrace model use NAME' : 'a language model may answer it: gpttrace model use NAME, or --model NAME';
}
