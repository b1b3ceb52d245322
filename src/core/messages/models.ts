/** What is said where a language model was not of use, or cannot be. */
import { Exit } from '../exit.ts';
import { type FailureKind, MODEL_FAILURES } from '../model-failures.ts';
import type { Message } from '../problem.ts';
import type { Language } from '../program.ts';
import { compiledMessages } from './compiled.ts';
import { programsMessages } from './programs.ts';

/** Why a model came to no program. */
const GAVE_UP = {
  attempts: { en: 'it used up the programs it may submit', zh: '可提交的程序数已用完' },
  calls: { en: 'it used up its replies', zh: '回复次数已用完' },
  tokens: { en: 'it used up its tokens', zh: '令牌数已用完' },
  seconds: { en: 'its time was over', zh: '时间已用完' },
  dollars: { en: 'it would have cost more than it may', zh: '费用将超出上限' },
  'no-submission': { en: 'it submitted none', zh: '它没有提交程序' },
} as const;

/** What a model says of a question that it does not answer. */
const DECLINED = {
  'off-topic': {
    en: 'the language model takes this for no question about what this machine is doing; nothing was run',
    zh: '语言模型认为这不是关于本机正在做什么的问题；什么都没有运行',
  },
  harm: {
    en: 'the language model takes this for a wish to spy on somebody or do harm; nothing was run',
    zh: '语言模型认为这会窥探他人或造成危害；什么都没有运行',
  },
  impossible: {
    en: 'the language model takes this for a question that no trace on this machine answers; nothing was run',
    zh: '语言模型认为在这台机器上没有跟踪能回答这个问题；什么都没有运行',
  },
} as const;

export const modelsMessages = {
  /** A model was wanted, and there is none. */
  noModel: (): Message => ({
    code: 'no-model',
    exit: Exit.modelUnusable,
    message: 'a language model is to plan this, and none is configured; nothing was run',
    hints: [
      'name one: gpttrace "QUESTION" --model ollama/NAME, or anthropic/NAME',
      'gpttrace model use NAME keeps it for all questions; gpttrace model list shows what there is',
      'without --planner model, what the library has is used',
    ],
  }),
  modelGaveUp: (name: string, why: 'attempts' | 'calls' | 'tokens' | 'seconds' | 'dollars' | 'no-submission', language: string): Message => ({
    code: `model-gave-up-${why}`,
    exit: Exit.noProgram,
    message: language === 'zh' ? `${name} 没有得出可用的程序：${GAVE_UP[why].zh}` : `${name} came to no program that can be run: ${GAVE_UP[why].en}`,
    hints: why === 'dollars' ? ['--max-cost DOLLARS allows more'] : why === 'no-submission' ? [] : ['[limits] in the settings allows more'],
  }),
  /** What a model says that it has no answer; its words are its own. `offered`: the library has a program for it. */
  modelDeclined: (name: string, why: 'off-topic' | 'harm' | 'impossible', said: string, offered: boolean, language: string): Message => ({
    code: `model-declined-${why}`,
    exit: Exit.noProgram,
    message: `${language === 'zh' ? DECLINED[why].zh : DECLINED[why].en}; ${modelsMessages.modelSays(name, said, language)}`,
    hints: offered ? ['the library has a program that may answer it: --planner embedded'] : [],
  }),
  /** The words of a model, marked as its own. */
  modelSays: (name: string, said: string, language: string): string =>
    language === 'zh' ? `${name} 说：“${unquoted(said)}”` : `${name} says: “${unquoted(said)}”`,
  toolChosen: (name: string, language: string): string => (language === 'zh' ? `工具及其选项由 ${name} 选定` : `${name} chose the tool and its options`),
  /** After a run that saw nothing, of which the model was told. */
  nothingBetter: (name: string, language: string): string =>
    language === 'zh' ? `已告诉 ${name} 什么都没有看到，它没有给出更好的程序` : `${name} was told of that, and had no better program`,
  /** A program that a model wrote, and that was refused in the end. */
  rejectedDraft: (said: string, draft: string | undefined, language: Language = 'bpftrace'): Message => {
    const refused = language === 'bpftrace' ? programsMessages.rejected(said) : compiledMessages.rejectedCompiled(language, said);
    return { ...refused, hints: [...refused.hints, ...(draft === undefined ? [] : draftHints(draft))] };
  },
  /** `said` is what the provider, or our side, said of it. */
  modelFailed: (kind: FailureKind, name: string, said: string, language: string): Message => {
    const words = MODEL_FAILURES[kind];
    const fill = (text: string): string => text.replaceAll('$', () => name);
    const inChinese = language === 'zh';
    return {
      code: `model-${kind}`,
      exit: kind === 'interrupted' ? Exit.interrupted : Exit.modelUnusable,
      message: `${fill(inChinese ? words.zh : words.en)}${said === '' ? '' : `: ${said}`}`,
      hints: (inChinese ? words.hints.zh : words.hints.en).map(fill),
    };
  },
  unknownModel: (name: string, why: string, near: readonly string[]): Message => ({
    code: 'unknown-model',
    exit: Exit.usage,
    message: `there is no model called ${JSON.stringify(name)}: ${why}`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      'a model is PROVIDER/MODEL, such as anthropic/claude-sonnet-5-5 or ollama/qwen3, or a name of your own; gpttrace model list shows what there is',
    ],
  }),
  /** `variables` hold a key of this kind; `kept`: a key that was typed in is for another address. */
  noModelKey: (name: string, variables: readonly string[], address: string, kept: boolean): Message => ({
    code: 'model-no-key',
    exit: Exit.modelUnusable,
    message: kept
      ? `there is no key for ${name} at ${address}: the one that was typed in is for the provider's own address, and is sent nowhere else`
      : `there is no key for ${name}`,
    hints: [
      ...(variables.length > 0 ? [`set ${variables.join(' or ')} in the environment`] : []),
      `gpttrace model use ${name} asks for it and keeps it; --key-stdin reads it from standard input`,
    ],
  }),
  badModelKey: (where: string, why: string): Message => ({
    code: 'model-bad-key',
    exit: Exit.modelUnusable,
    message: `the key in ${where} is none: ${why}`,
    hints: ['copy it once more from where the provider shows it: one word, without quotation marks'],
  }),
  badModelUrl: (where: string, why: string): Message => ({
    code: 'model-bad-url',
    exit: Exit.modelUnusable,
    message: `the address of ${where} cannot be used: ${why}`,
    hints: ['an address is like http://127.0.0.1:8000/v1 or https://models.example.com/v1: up to the part before /chat/completions'],
  }),
  noModelUrl: (name: string): Message => ({
    code: 'model-no-url',
    exit: Exit.modelUnusable,
    message: `${name} has no address: this provider is any server that speaks as OpenAI does`,
    hints: [`gpttrace model use ${name} --url http://127.0.0.1:8000/v1`],
  }),
  clearTextKey: (name: string, host: string): Message => ({
    code: 'model-clear-text-key',
    exit: Exit.modelUnusable,
    message: `the key for ${name} would go to ${host} in clear text, for everybody on the way to read`,
    hints: ['use an https:// address', `or reach it through this machine: ssh -L 8000:127.0.0.1:PORT ${host}, and http://127.0.0.1:8000/v1 as the address`],
  }),
  notLocalModel: (name: string, host: string): Message => ({
    code: 'model-not-local',
    exit: Exit.modelUnusable,
    message: `${name} is at ${host}, and nothing may leave this machine`,
    hints: [
      'use a model on this machine: gpttrace model use ollama/NAME',
      'leave out --local-only; where the settings say local-only = true, take that line out of them',
      'without a model: GPTTRACE_MODEL=none',
    ],
  }),
  badSettings: (path: string, line: number | undefined, why: string): Message => ({
    code: 'bad-settings',
    exit: Exit.file,
    message: `${path}${line === undefined ? '' : `:${line}`}: ${why}`,
    hints: ['mend that line; the file was left as it is', 'docs/MODELS.md says what can stand there'],
  }),
  settingsByHand: (path: string, what: string): Message => ({
    code: 'settings-by-hand',
    exit: Exit.file,
    message: `${path} is written in a way that gpttrace does not change, so as not to lose anything of it`,
    hints: [`change it yourself: ${what}`],
  }),
  noRecording: (directory: string, why: string): Message => ({
    code: 'no-recording',
    exit: Exit.file,
    message: `${directory} holds no recorded exchanges with a model: ${why}`,
    hints: [`record some: gpttrace "QUESTION" --model NAME --record ${directory}`],
  }),
  nothingToForget: (name: string, known: readonly string[], near: readonly string[]): Message => ({
    code: 'no-kept-key',
    exit: Exit.usage,
    message: `no key of ${JSON.stringify(name)} is kept`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      known.length === 0 ? 'none is kept at all; what stands in the environment is set there' : `kept are keys of: ${known.join(', ')}`,
    ],
  }),
  noModelCommand: (word: string, near: readonly string[]): Message => ({
    code: 'no-model-command',
    exit: Exit.usage,
    message: `gpttrace model has no command ${JSON.stringify(word)}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []), 'gpttrace model --help shows what there is'],
  }),
  noModelToTest: (): Message => ({
    code: 'no-model',
    exit: Exit.usage,
    message: 'no model is in use, and none is named',
    hints: ['gpttrace model use NAME', 'gpttrace model list shows what there is to choose from'],
  }),
} as const;

/** What to do with the best program that a model came to, which is in a file. */
export function draftHints(path: string): string[] {
  return [
    `its best program so far, which is not right yet, is in ${path}`,
    `gpttrace check ${path} shows what is wrong; ${path.endsWith('.c') ? 'mend it, and gpttrace run goes' : 'gpttrace fix, and gpttrace run, go'} on from there`,
  ];
}

/** Nothing in it ends the quotation that it stands in. */
function unquoted(text: string): string {
  return text.replace(/[“”]/g, '"');
}
