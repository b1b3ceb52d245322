/** What is said to somebody who talks with gpttrace. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const talkingMessages = {
  noTalkCommand: (typed: string, meant: string | undefined, language: string): Message => {
    const zh = language === 'zh';
    const name = typed.slice(0, 40);
    return {
      code: 'no-talk-command',
      exit: Exit.usage,
      message: zh ? `没有 ${name} 这个命令` : `there is no ${name} here`,
      hints: [...(meant === undefined ? [] : [zh ? `是指 ${meant} 吗？` : `did you mean ${meant}?`]), zh ? '/help 列出所有命令' : '/help lists what there is'],
    };
  },
  notInTalk: (name: string): Message => ({
    code: 'not-in-talk',
    exit: Exit.usage,
    message: `gpttrace ${name} cannot be used from within a conversation`,
    hints: [`leave it (/quit), then: gpttrace ${name}`],
  }),
  nothingAsked: (language: string): Message => ({
    code: 'nothing-asked',
    exit: Exit.usage,
    message: language === 'zh' ? '还没有问过任何问题' : 'nothing was asked yet',
    hints: [
      language === 'zh' ? '先提一个问题，例如：哪些进程打开了哪些文件' : 'ask something first, such as: which files are being opened right now, and by whom',
    ],
  }),
  notRunYet: (language: string): Message => ({
    code: 'not-run-yet',
    exit: Exit.usage,
    message: language === 'zh' ? '上一个问题还没有运行，没有答案' : 'the last question was not run, so there is no answer yet',
    hints: [language === 'zh' ? '输入 再来一次 来运行它' : 'again runs it'],
  }),
  nothingToWrite: (title: string, language: string, asked: string): Message => ({
    code: 'not-rewritten',
    exit: Exit.notAble,
    message: `"${title}" is ${language === 'tool' ? 'the command of a tool' : language === 'c' ? 'a program in C' : 'no text'}, and is not rewritten in ${asked === 'c' ? 'C' : asked}`,
    hints: [`/write ${language === 'c' ? '' : `--as ${asked} `}QUESTION writes what answers a question`],
  }),
  noSuchLine: (line: number, most: number, language: string): Message => ({
    code: 'no-such-line',
    exit: Exit.usage,
    message: language === 'zh' ? `程序没有第 ${line} 行，共 ${most} 行` : `the program has no line ${line}: it has ${most}`,
    hints: [language === 'zh' ? '/program 显示带行号的程序' : '/program shows it with its line numbers'],
  }),
  noSuchNumber: (number: string, language: string): Message => ({
    code: 'no-such-number',
    exit: Exit.usage,
    message: language === 'zh' ? `现在没有编号为 ${number} 的问题` : `no question has the number ${number} now`,
    hints: [language === 'zh' ? '下一步 会给出建议' : 'next suggests some'],
  }),
  unclearChange: (said: string, language: string): Message => ({
    code: 'unclear-change',
    exit: Exit.usage,
    message: language === 'zh' ? `不明白要怎样修改上一个问题：${said}` : `it is not clear what of the last question is to be changed: ${said}`,
    hints: [
      language === 'zh'
        ? '例如：只看 nginx、按文件、只看超过 1 毫秒的、前 3 名、再跑 30 秒'
        : 'such as: only nginx, by file instead, only those over 1 ms, top 3, again for 30 seconds',
    ],
  }),
  nothingUndone: (language: string): Message => ({
    code: 'nothing-undone',
    exit: Exit.usage,
    message: language === 'zh' ? '没有撤销过什么' : 'nothing was undone that could be done again',
    hints: [language === 'zh' ? '撤销 回到上一个问题' : 'undo goes back to the question before'],
  }),
  nothingToCompare: (isOnlyOne: boolean, language: string): Message => ({
    code: 'nothing-to-compare',
    exit: Exit.usage,
    message:
      language === 'zh'
        ? isOnlyOne
          ? '还没有两个答案可以比较'
          : '这两次运行没有都保存下来，无法比较'
        : isOnlyOne
          ? 'there are no two answers to compare yet'
          : 'the last two runs are not both kept, so there is nothing to compare',
    hints: [
      language === 'zh'
        ? '再来一次 再运行一次；/sessions diff 之前 之后 比较任何两次运行'
        : 'again runs it once more; /sessions diff BEFORE AFTER compares any two',
    ],
  }),
  noOther: (language: string): Message => ({
    code: 'no-other',
    exit: Exit.usage,
    message: language === 'zh' ? '没有别的程序也能回答这个问题' : 'no other program would answer this question as well',
    hints: [language === 'zh' ? '换个说法再问，或 下一步 给出建议' : 'ask it in other words, or next suggests some questions'],
  }),
  inputIsTalk: (typed: string, language: string): Message => ({
    code: 'input-is-talk',
    exit: Exit.usage,
    message: language === 'zh' ? `这里的标准输入就是对话本身，${typed} 不能从中读取` : `standard input is this conversation: ${typed} cannot read from it`,
    hints: [language === 'zh' ? '请给出文件名' : 'name a file'],
  }),
  uncited: (model: string, language: string): Message => ({
    code: 'model-uncited',
    exit: Exit.answered,
    message: language === 'zh' ? `${model} 的回答与给它的资料对不上` : `what ${model} answered does not stand in the passages it was given`,
    hints: [],
  }),
  openQuote: (): Message => ({ code: 'open-quote', exit: Exit.usage, message: 'a quote is not closed', hints: ['close it, or leave it out'] }),
};
