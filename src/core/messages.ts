/** Every message a failure ends with, in one place. */
import { Exit } from './exit.ts';
import type { Refusal } from './intent.ts';
import { megabytes } from './megabytes.ts';
import { type FailureKind, MODEL_FAILURES } from './model-failures.ts';
import type { Message } from './problem.ts';

export const MAX_QUESTION = 2000;
export const OLDEST_BPFTRACE = '0.17.0';

/** Why a question is not answered. */
const NOT_TRACING: Readonly<Record<Refusal, { readonly en: string; readonly zh: string }>> = {
  'off-topic': {
    en: 'this does not look like a question about what this machine is doing',
    zh: '这看起来不是关于本机正在做什么的问题',
  },
  action: {
    en: 'gpttrace only watches what a machine does, it does nothing to it',
    zh: 'gpttrace 只观察机器在做什么,不对它做任何操作',
  },
  harm: {
    en: 'this would spy on somebody or do harm, which gpttrace does not help with',
    zh: '这会窥探他人或造成危害,gpttrace 不提供帮助',
  },
  definition: { en: 'this asks what something means, which no trace can tell', zh: '这是在问概念或用法,跟踪无法回答' },
  configuration: {
    en: 'this asks how the machine is made up; gpttrace tells what it is doing',
    zh: '这是在问机器的配置;gpttrace 回答的是它正在做什么',
  },
  past: {
    en: 'this asks about what was; a trace sees only what happens from now on',
    zh: '这是在问过去的事;跟踪只能看到从现在起发生的事',
  },
  negation: {
    en: 'this asks for what does not happen, or leaves something out, which no program of the library can do',
    zh: '这是在问没有发生的事或要排除一部分,程序库还做不到',
  },
};

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
    zh: '语言模型认为这不是关于本机正在做什么的问题;什么都没有运行',
  },
  harm: {
    en: 'the language model takes this for a wish to spy on somebody or do harm; nothing was run',
    zh: '语言模型认为这会窥探他人或造成危害;什么都没有运行',
  },
  impossible: {
    en: 'the language model takes this for a question that no trace on this machine answers; nothing was run',
    zh: '语言模型认为在这台机器上没有跟踪能回答这个问题;什么都没有运行',
  },
} as const;

/** What to do with the best program that a model came to, which is in a file. */
export function draftHints(path: string): string[] {
  return [
    `its best program so far, which is not right yet, is in ${path}`,
    `gpttrace check ${path} shows what is wrong; gpttrace fix, and gpttrace run, go on from there`,
  ];
}

/** Nothing in it ends the quotation that it stands in. */
function unquoted(text: string): string {
  return text.replace(/[“”]/g, '"');
}

function modelHint(language: string): string {
  return language === 'zh' ? '语言模型或许能回答: gpttrace model use NAME' : 'a language model may answer it: gpttrace model use NAME, or --model NAME';
}

export const messages = {
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
        ? '程序库中没有能回答这个问题的程序,语言模型也没有给出;什么都没有运行'
        : 'no program in the library answers this question, and the language model came to none; nothing was run'
      : language === 'zh'
        ? '程序库中没有能回答这个问题的程序,也没有配置语言模型;什么都没有运行'
        : 'no program in the library answers this question, and no language model is configured; nothing was run',
    hints: asked ? [] : [modelHint(language)],
  }),
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
    message: language === 'zh' ? `${name} 没有得出可用的程序:${GAVE_UP[why].zh}` : `${name} came to no program that can be run: ${GAVE_UP[why].en}`,
    hints: why === 'dollars' ? ['--max-cost DOLLARS allows more'] : why === 'no-submission' ? [] : ['[limits] in the settings allows more'],
  }),
  /** What a model says that it has no answer; its words are its own. `offered`: the library has a program for it. */
  modelDeclined: (name: string, why: 'off-topic' | 'harm' | 'impossible', said: string, offered: boolean, language: string): Message => ({
    code: `model-declined-${why}`,
    exit: Exit.noProgram,
    message: `${language === 'zh' ? DECLINED[why].zh : DECLINED[why].en}; ${messages.modelSays(name, said, language)}`,
    hints: offered ? ['the library has a program that may answer it: --planner embedded'] : [],
  }),
  /** The words of a model, marked as its own. */
  modelSays: (name: string, said: string, language: string): string =>
    language === 'zh' ? `${name} 说:“${unquoted(said)}”` : `${name} says: “${unquoted(said)}”`,
  /** After a run that saw nothing, of which the model was told. */
  nothingBetter: (name: string, language: string): string =>
    language === 'zh' ? `已告诉 ${name} 什么都没有看到,它没有给出更好的程序` : `${name} was told of that, and had no better program`,
  /** A program that a model wrote, and that bpftrace refused in the end. */
  rejectedDraft: (said: string, draft: string | undefined): Message => {
    const refused = messages.rejected(said);
    return { ...refused, hints: [...refused.hints, ...(draft === undefined ? [] : draftHints(draft))] };
  },
  whichOfThese: (language: string): Message => ({
    code: 'unclear',
    exit: Exit.noProgram,
    message: language === 'zh' ? '这个问题可能有几种意思;请选一个再问;什么都没有运行' : 'this could mean several things: ask one of these; nothing was run',
    hints: [],
  }),
  unattachable: (title: string, points: readonly string[], why: string, language: string): Message => ({
    code: 'cannot-attach',
    exit: Exit.notAble,
    message:
      language === 'zh'
        ? `能回答这个问题的程序(${title})要挂到 ${points.join('、')},而这台机器做不到:${why};什么都没有运行`
        : `the program that answers this (${title}) attaches to ${points.join(', ')}, which this machine does not allow: ${why}; nothing was run`,
    hints: [
      language === 'zh'
        ? '实验室的客户机允许这样做,可以先看看它会显示什么: gpttrace lab ask "问题"'
        : 'a guest of the lab allows it, to see what it shows: gpttrace lab ask "QUESTION"',
    ],
  }),
  /** `alone`: no model was there to be asked. */
  notTracing: (why: 'off-topic' | Refusal, language: string, alone = false): Message => ({
    code: 'not-tracing',
    exit: Exit.noProgram,
    message: language === 'zh' ? `${NOT_TRACING[why].zh};什么都没有运行` : `${NOT_TRACING[why].en}; nothing was run`,
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
      language === 'zh' ? `${NOT_TRACING[why].zh};没有程序能回答它,因此什么都没有检查` : `${NOT_TRACING[why].en}: no program answers it, so none was checked`,
    hints: [language === 'zh' ? '不加 --for 则只检查程序本身' : 'leave out --for to check programs by themselves'],
  }),
  unreadable: (path: string, why: string): Message => ({
    code: 'unreadable-file',
    exit: Exit.file,
    message: `cannot read ${path}: ${why}`,
    hints: [],
  }),
  unwritable: (path: string, why: string): Message => ({
    code: 'unwritable-file',
    exit: Exit.file,
    message: `cannot write ${path}: ${why}`,
    hints: ['nothing was run; what was in the file before is still there'],
  }),
  badCase: (file: string, line: number, why: string, hint: string): Message => ({
    code: 'bad-case',
    exit: Exit.file,
    message: `${file}:${line}: ${why}`,
    hints: [hint],
  }),
  noCase: (count: number): Message => ({
    code: 'no-case',
    exit: Exit.usage,
    message: `of ${count} cases none is left by --filter, --lang, --every and --show`,
    hints: ['--filter is a regular expression over id, request, class and kind'],
  }),
  evalNoConsent: (count: number): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: `nothing was run: ${count} ${count === 1 ? 'case runs' : 'cases run'} workloads and tracers on this machine, and there is no terminal to ask on`,
    hints: ['add --yes to run without being asked', 'add --dry to only plan and check'],
  }),
  whereTo: (count: number): Message => ({
    code: 'where-to',
    exit: Exit.usage,
    message: `${count} programs cannot all go to standard output`,
    hints: ['--write changes the files', '--check only says which would change'],
  }),
  changedMeanwhile: (path: string): Message => ({
    code: 'file-changed',
    exit: Exit.file,
    message: `${path} was changed by somebody else in the meantime; it was left as it is`,
    hints: ['try again'],
  }),
  exists: (path: string): Message => ({
    code: 'file-exists',
    exit: Exit.file,
    message: `${path} exists and holds something else; it was left as it is`,
    hints: ['choose another name, or remove it first'],
  }),
  /** `mendable`: the file that `gpttrace fix` would make right. */
  badProgram: (name: string, count: number, mendable?: string): Message => ({
    code: 'bad-program',
    exit: Exit.badProgram,
    message: `${name} has ${count === 1 ? 'a mistake' : `${count} mistakes`}; it was not run`,
    hints: mendable === undefined ? [] : [`gpttrace fix ${mendable} would mend ${count === 1 ? 'it' : 'them'}; --write changes the file`],
  }),
  rejected: (said: string): Message => ({
    code: 'rejected',
    exit: Exit.badProgram,
    message: `bpftrace did not accept the program: ${said}`,
    hints: [],
  }),
  noTerminal: (language: string): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: language === 'zh' ? '什么都没有运行:没有可以询问的终端' : 'nothing was run: there is no terminal to ask on',
    hints:
      language === 'zh'
        ? ['加 --yes 则不询问直接运行', '加 --dry-run 则只看程序']
        : ['add --yes to run without being asked', 'add --dry-run to see the program only'],
  }),
  declined: (): Message => ({ code: 'declined', exit: Exit.notConsented, message: 'nothing was run', hints: [] }),
  unsafe: (what: string): Message => ({
    code: 'unsafe',
    exit: Exit.unsafe,
    message: `refused: ${what}`,
    hints: ['--allow-unsafe runs it all the same, if you know what it does'],
  }),
  noBpftrace: (install: string | undefined): Message => ({
    code: 'no-bpftrace',
    exit: Exit.notAble,
    message: 'bpftrace is not installed',
    hints: [
      install === undefined ? 'install bpftrace 0.17 or later with the package manager of this system' : `install it: ${install}`,
      'gpttrace doctor shows what else is missing',
    ],
  }),
  oldBpftrace: (version: string): Message => ({
    code: 'old-bpftrace',
    exit: Exit.notAble,
    message: `bpftrace ${version} is too old: gpttrace needs ${OLDEST_BPFTRACE} or later`,
    hints: ['install a newer one; gpttrace takes the first bpftrace on PATH'],
  }),
  brokenBpftrace: (path: string, said: string): Message => ({
    code: 'broken-bpftrace',
    exit: Exit.notAble,
    message: `${path} --version does not say a version${said === '' ? '' : `; it said: ${said}`}`,
    hints: ['reinstall bpftrace', 'gpttrace doctor'],
  }),
  notRoot: (sudo: 'absent' | 'refused'): Message => ({
    code: 'not-root',
    exit: Exit.notAble,
    message:
      sudo === 'absent'
        ? 'tracing needs root, and there is no sudo here'
        : 'tracing needs root, and sudo does not let you run bpftrace without a password that nobody can type here',
    hints: sudo === 'absent' ? ['run gpttrace as root, or install sudo'] : ['run "sudo -v" first, or run gpttrace in a terminal, or as root'],
  }),
  noTracefs: (state: string): Message => ({
    code: 'no-tracefs',
    exit: Exit.notAble,
    message:
      state === 'absent' ? 'this kernel has no tracefs, so it has no tracepoints to attach to' : 'tracefs is not mounted, so tracepoints cannot be looked up',
    hints: state === 'absent' ? [] : ['mount it: sudo mount -t tracefs nodev /sys/kernel/tracing'],
  }),
  crashed: (said: string): Message => ({
    code: 'tracer-crashed',
    exit: Exit.tracerFailed,
    message: `bpftrace ended unexpectedly: ${said}`,
    hints: ['run it again; if it happens again, try the program with plain bpftrace: gpttrace ... --save FILE.bt; bpftrace FILE.bt'],
  }),
  notSnapshot: (path: string, why: string): Message => ({
    code: 'not-a-snapshot',
    exit: Exit.file,
    message: `${path} is no snapshot of a machine: ${why}`,
    hints: ['make one on that machine: sudo gpttrace facts -o host.json'],
  }),
  snapshotOnTerminal: (): Message => ({
    code: 'snapshot-on-terminal',
    exit: Exit.usage,
    message: 'this is megabytes of JSON, and standard output is a terminal',
    hints: ['gpttrace facts -o host.json'],
  }),
  noTypes: (snapshot: string | undefined): Message => ({
    code: 'no-types',
    exit: Exit.notAble,
    message: snapshot === undefined ? 'this kernel does not describe its types: it has no BTF that can be read' : `${snapshot} was made without types`,
    hints: snapshot === undefined ? ['a kernel built with CONFIG_DEBUG_INFO_BTF has it in /sys/kernel/btf/vmlinux'] : ['make it again without --no-types'],
  }),
  noTypeName: (query: string): Message => ({
    code: 'bad-type-name',
    exit: Exit.usage,
    message: `${JSON.stringify(query)} is not the name of a type`,
    hints: ["gpttrace type 'struct task_struct'", 'gpttrace type pid_t', "gpttrace type 'task_struct->mm->pgd'", 'gpttrace type vfs_read'],
  }),
  unknownType: (name: string, of: string | undefined, nearest: readonly string[]): Message => ({
    code: of === undefined ? 'unknown-type' : 'unknown-member',
    exit: Exit.noProgram,
    message: of === undefined ? `the kernel has no type and no function called ${name}` : `${of} has no member called ${name}`,
    hints: nearest.map((near) => `did you mean ${near}?`),
  }),
  newerSnapshot: (path: string, version: number, known: number): Message => ({
    code: 'newer-snapshot',
    exit: Exit.file,
    message: `${path} was written by a newer gpttrace: its format is ${version}, and this one reads ${known}`,
    hints: ['use the gpttrace that wrote it, or make the snapshot again with this one'],
  }),
  noProbes: (query: string, cannot: readonly string[], near: readonly string[]): Message => ({
    code: 'no-probes',
    exit: Exit.noProgram,
    message: cannot.length > 0 ? `no probes found for ${query}: ${cannot.join('; ')}` : `this machine has no probe that matches ${query}`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      'look for a part of the name (openat), in words (file opens), or with a star (tracepoint:sched:*)',
    ],
  }),
  notBuilt: (): Message => ({ code: 'not-built', exit: Exit.internal, message: 'the library has not been built', hints: ['npm run build'] }),
  sandboxFailed: (guest: string, how: 'rejected' | 'crashed' | 'hung' | 'killed-guest', said: string, otherVersion: string | undefined): Message => ({
    code: `sandbox-${how}`,
    exit: Exit.sandboxFailed,
    message: {
      rejected: `nothing was run here: in the guest ${guest} bpftrace did not accept the program: ${said}`,
      crashed: `nothing was run here: in the guest ${guest} bpftrace ended unexpectedly: ${said}`,
      hung: `nothing was run here: in the guest ${guest} the program did not come to an end: ${said}`,
      'killed-guest': `nothing was run here: the program brought down the guest ${guest}: ${said}`,
    }[how],
    hints: [
      ...(otherVersion === undefined
        ? []
        : [`the guest has another bpftrace than this machine (${otherVersion}); gpttrace lab list shows what guests there are`]),
      'run it in the guest alone to look at it: gpttrace lab run FILE.bt',
    ],
  }),
  noGuests: (stale: readonly string[]): Message => ({
    code: 'no-guests',
    exit: Exit.notAble,
    message: stale.length === 0 ? 'there is no guest: none has been built yet' : `the guests of the lab cannot be used as they are: ${stale.join(', ')}`,
    hints: stale.length === 0 ? ['build one: gpttrace lab build'] : [`build them again: gpttrace lab build ${stale.join(' ')}`],
  }),
  unproven: (why: string): Message => ({
    code: 'unproven',
    exit: Exit.notConsented,
    message: `nothing was run: ${why}`,
    hints: ['leave out --sandbox to run it untried', 'leave out --yes to be asked', 'choose another guest with --guest; gpttrace lab list shows what there is'],
  }),
  /** `what` is what the workload does, `of` how often. */
  rehearsedSilent: (workload: string, of: number, what: { readonly en: string; readonly zh: string }, language: string): Message => ({
    code: 'rehearsed-silent',
    exit: Exit.rehearsedSilent,
    message:
      language === 'zh'
        ? `没有运行:预演时程序什么都没有看到,而工作负载(${workload})做了 ${of} ${what.zh}`
        : `it was not run: in rehearsal it saw nothing, next to a workload (${workload}) of ${of} ${what.en}`,
    hints:
      language === 'zh'
        ? ['检查探针和条件: gpttrace check FILE.bt', '--sandbox --rehearse 在客户机里预演,那里的内核可能不同', '不加 --rehearse 则直接运行']
        : [
            'check its probes and their conditions: gpttrace probes PATTERN, gpttrace check FILE.bt --sample',
            'the workload was the wrong one? --workload "BEHAVIOUR" or --for "QUESTION" names another, for a file',
            '--sandbox --rehearse rehearses it in a guest, whose kernel may be another',
            'leave out --rehearse to run it all the same',
          ],
  }),
  noSuchWorkload: (workload: string, said: string): Message => ({
    code: 'bad-option',
    exit: Exit.usage,
    message: `--workload ${JSON.stringify(workload)}: expected a behaviour of the workload generator, how often, and its arguments, such as "open 20"`,
    hints: said.split('\n').filter((line) => line.startsWith('  ')),
  }),
  rehearsalFor: (question: string): Message => ({
    code: 'bad-option',
    exit: Exit.usage,
    message: `--for ${JSON.stringify(question)}: no program answers this, so it does not say what the file is to be rehearsed with`,
    hints: ['--workload "BEHAVIOUR" names the workload itself'],
  }),
  commandFailed: (command: string, why: string): Message => ({
    code: 'command-failed',
    exit: Exit.usage,
    message: `cannot start ${JSON.stringify(command)}: ${why}`,
    hints: [],
  }),
  noGuest: (text: string, near: readonly string[], known: { readonly kernels: readonly string[]; readonly tracers: readonly string[] }): Message => ({
    code: 'no-guest',
    exit: Exit.usage,
    message: `there is no guest called ${JSON.stringify(text)}`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      `a guest is a kernel (${known.kernels.join(', ')}), or a kernel and a bpftrace (${known.tracers.join(', ')}): 6.12 or 6.12+0.23`,
    ],
  }),
  guestNotBuilt: (name: string, why: string): Message => ({
    code: 'guest-not-built',
    exit: Exit.notAble,
    message: `guest ${name} cannot be started: ${why}`,
    hints: [`gpttrace lab build ${name}`],
  }),
  guestFailed: (name: string, why: string): Message => ({
    code: 'guest-failed',
    exit: Exit.notAble,
    message: `guest ${name} does not come up: ${why}`,
    hints: ['try it once more; where that does not help, build it anew:', `gpttrace lab rm ${name} && gpttrace lab build ${name}`],
  }),
  guestGone: (name: string, why: string): Message => ({
    code: 'guest-gone',
    exit: Exit.tracerFailed,
    message: `guest ${name} ended: ${why}`,
    hints: ['nothing of it is left; the next one starts as fresh as this one did'],
  }),
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
  noLabCommand: (word: string, near: readonly string[]): Message => ({
    code: 'no-lab-command',
    exit: Exit.usage,
    message: `the lab has no command ${JSON.stringify(word)}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []), 'gpttrace lab --help shows what there is'],
  }),
  labRemoveWhat: (built: readonly string[]): Message => ({
    code: 'lab-remove-what',
    exit: Exit.usage,
    message: 'no guest is named that is to be removed',
    hints: [builtHint(built), 'gpttrace lab rm --all removes them all'],
  }),
  labNotThere: (name: string, built: readonly string[]): Message => ({
    code: 'guest-not-there',
    exit: Exit.usage,
    message: `there is no guest ${name} to remove: it has not been built`,
    hints: [builtHint(built)],
  }),
  labNoConsent: (): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: 'nothing was removed: there is no terminal to ask on',
    hints: ['add --yes to remove without being asked'],
  }),
  labNoQemu: (name: string, install: string): Message => ({
    code: 'no-qemu',
    exit: Exit.notAble,
    message: `guest ${name} cannot be started: QEMU is not installed`,
    hints: [`install it: ${install}`],
  }),
  labArchitecture: (arch: string): Message => ({
    code: 'lab-architecture',
    exit: Exit.notAble,
    message: `the lab has guests for x86-64 machines only, and this one is ${arch}`,
    hints: ['programs can be checked for another machine without a guest: gpttrace check --facts FILE'],
  }),
  labNeedsApt: (): Message => ({
    code: 'lab-needs-apt',
    exit: Exit.notAble,
    message: 'guests are built from packages of Debian, and this system has no apt to fetch them with',
    hints: ['build them on Debian, or in a container of it, and copy the directory that GPTTRACE_LAB names (~/.cache/gpttrace/lab without it)'],
  }),
  labNeeds: (packages: readonly string[], install: string): Message => ({
    code: 'lab-needs',
    exit: Exit.notAble,
    message: `building guests needs ${packages.join(', ')}, which ${packages.length === 1 ? 'is' : 'are'} not installed`,
    hints: [`install: ${install}`, ...(install.startsWith('sudo') ? [] : ['gpttrace lab build --yes installs what is missing'])],
  }),
  labInstallFailed: (install: string, said: string): Message => ({
    code: 'lab-install-failed',
    exit: Exit.notAble,
    message: `what the lab needs could not be installed: ${said}`,
    hints: [`see what it says: ${install}`],
  }),
  labNeedsRoom: (directory: string, needed: number, free: number): Message => ({
    code: 'lab-needs-room',
    exit: Exit.file,
    message: `building this guest takes up to ${megabytes(needed)}, and the disk of ${directory} has ${megabytes(free)} free`,
    hints: ['gpttrace lab rm removes guests', 'GPTTRACE_LAB=DIRECTORY keeps them elsewhere'],
  }),
  labDiskFull: (directory: string): Message => ({
    code: 'lab-disk-full',
    exit: Exit.file,
    message: `the disk of ${directory} is full; what was half done has been removed`,
    hints: ['gpttrace lab rm removes guests', 'GPTTRACE_LAB=DIRECTORY keeps them elsewhere'],
  }),
  labUnwritable: (directory: string, why: string): Message => ({
    code: 'lab-unwritable',
    exit: Exit.file,
    message: `cannot write to ${directory}: ${why}`,
    hints: ['GPTTRACE_LAB=DIRECTORY keeps guests elsewhere'],
  }),
  labPackages: (mirror: string, suite: string, said: string): Message => ({
    code: 'lab-packages',
    exit: Exit.notAble,
    message: `packages of Debian ${suite} cannot be had from ${mirror}: ${said}`,
    hints: ['what was fetched is kept: run it again to go on', 'GPTTRACE_LAB_MIRROR=URL fetches from another mirror'],
  }),
  labNoSeries: (what: string, seen: ReadonlyMap<string, readonly string[]>): Message => ({
    code: 'lab-no-series',
    exit: Exit.notAble,
    message: `Debian has no ${what} any more`,
    hints: [
      `there is ${[...seen].map(([suite, series]) => `${series.join(', ') || 'none'} in ${suite}`).join('; ')}`,
      'gpttrace lab shows the guests there are to choose from',
    ],
  }),
  labStrangePackage: (file: string, why: string): Message => ({
    code: 'lab-strange-package',
    exit: Exit.notAble,
    message: `no guest can be made of ${file}: ${why}`,
    hints: ['choose another guest: gpttrace lab'],
  }),
  indexNothing: (from: string, left: string): Message => ({
    code: 'index-nothing',
    exit: Exit.file,
    message: `there is no text to index in ${from}${left === '' ? '' : `; left out: ${left}`}`,
    hints: ['read are Markdown, plain text, reStructuredText, manual pages, HTML, .bt, .sh, .py, .c and .h files'],
  }),
  indexMissing: (from: string, why: string): Message => ({
    code: 'index-missing',
    exit: Exit.file,
    message: `cannot index ${from}: ${why}`,
    hints: ['give a file, a folder, or the address of a Git repository: https://HOST/NAME.git, git@HOST:NAME.git'],
  }),
  indexGone: (name: string, from: string, why: string): Message => ({
    code: 'index-gone',
    exit: Exit.file,
    message: `${from} cannot be read any more: ${why}; what was indexed of it is kept`,
    hints: [`gpttrace index remove ${name} removes it`],
  }),
  indexEmptied: (name: string, from: string): Message => ({
    code: 'index-gone',
    exit: Exit.file,
    message: `there is no text in ${from} any more; what was indexed of it is kept`,
    hints: [`gpttrace index remove ${name} removes it`],
  }),
  indexDamaged: (name: string, why: string): Message => ({
    code: 'index-damaged',
    exit: Exit.file,
    message: `the index ${name} is damaged, and cannot be made anew: ${why}`,
    hints: [`remove it, and add the source again: gpttrace index remove ${name}`],
  }),
  indexUnwritable: (folder: string, why: string): Message => ({
    code: 'index-unwritable',
    exit: Exit.file,
    message: `cannot write the index in ${folder}: ${why}; what was there before is still there`,
    hints: ['XDG_DATA_HOME=DIRECTORY keeps it elsewhere'],
  }),
  indexNoGit: (): Message => ({
    code: 'index-no-git',
    exit: Exit.notAble,
    message: 'repositories are copied with git, which is not installed',
    hints: ['install git, or give a folder that is on this machine'],
  }),
  /** `kept`: whether there is an earlier copy. */
  indexGitFailed: (address: string, said: string, kept: boolean): Message => ({
    code: 'index-git-failed',
    exit: Exit.notAble,
    message: `git cannot copy ${address}: ${said}${kept ? '; what was indexed of it is kept' : ''}`,
    hints: ['nobody is asked for a password here: where one is needed, set up a credential helper or an SSH key for git'],
  }),
  indexAddress: (address: string): Message => ({
    code: 'index-address',
    exit: Exit.usage,
    message: `${JSON.stringify(address)} is no address that a repository is copied from`,
    hints: ['https://HOST/NAME.git, git@HOST:NAME.git, ssh://HOST/NAME.git or file:///PATH'],
  }),
  indexPassword: (): Message => ({
    code: 'index-password',
    exit: Exit.usage,
    message: 'this address has a name or a password in it, which would be kept with the index and shown in the list of processes',
    hints: ['leave it out, and let a credential helper of git give it'],
  }),
  indexName: (name: string): Message => ({
    code: 'index-name',
    exit: Exit.usage,
    message: `${JSON.stringify(name)} cannot be the name of a source`,
    hints: ['a name is made of letters, digits, dots and dashes, and begins with a letter or a digit'],
  }),
  indexNameTaken: (name: string, from: string): Message => ({
    code: 'index-name',
    exit: Exit.usage,
    message: `${name} is the name of another source: ${from}`,
    hints: ['choose another one: --name NAME'],
  }),
  indexUnknown: (name: string, known: readonly string[]): Message => ({
    code: 'index-unknown',
    exit: Exit.usage,
    message: `there is no source called ${JSON.stringify(name)}`,
    hints: [known.length === 0 ? 'nothing is indexed' : `indexed are: ${known.join(', ')}`],
  }),
  indexNone: (): Message => ({
    code: 'index-none',
    exit: Exit.noProgram,
    message: 'nothing is indexed yet',
    hints: ['gpttrace index add PATH', 'gpttrace index add https://HOST/NAME.git'],
  }),
  indexNotFound: (words: string): Message => ({
    code: 'index-not-found',
    exit: Exit.noProgram,
    message: `no passage is about ${JSON.stringify(words)}`,
    hints: ['try other words, or a part of a name', 'gpttrace index list shows what is indexed'],
  }),
  noIndexCommand: (word: string, near: readonly string[]): Message => ({
    code: 'no-index-command',
    exit: Exit.usage,
    message: `the index has no command ${JSON.stringify(word)}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []), 'gpttrace index --help shows what there is'],
  }),
  labStepFailed: (said: string): Message => ({
    code: 'lab-step-failed',
    exit: Exit.notAble,
    message: `the guest could not be built: ${said}`,
    hints: ['run it again; what is built already is not built again'],
  }),
} as const;

function builtHint(built: readonly string[]): string {
  return built.length === 0 ? 'none has been built' : `built are: ${built.join(', ')}`;
}
