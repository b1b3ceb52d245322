/** What is said to whoever runs the server of the page, or asks it what it does not do. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

const OPEN_AGAIN = 'open the address that gpttrace serve has printed where it was started: the token is in it';

/** What somebody sent, as far as it can be shown. */
function quoted(text: string): string {
  const shown = JSON.stringify(text.slice(0, 80));
  return text.length > 80 ? `${shown} and so on` : shown;
}

/** Where on the page there is what in a talk is said. */
const BUTTONS = {
  stop: ['the page stops a trace with its button, or the key s', '页面上用“停止”按钮或 s 键停止跟踪'],
  restart: ['type the new question: it stands on its own', '直接输入新的问题即可'],
  undo: ["the browser's way back leads to the question before", '浏览器的后退可回到上一个问题'],
  why: ['what stands out in an answer, and what to ask next, is told below it', '答案中的突出之处和接下来可问的问题在答案下方'],
  silent: [
    'why nothing came is told below the answer; “Why is it silent?” beside a program of your own runs a copy that counts',
    '没有输出的原因在答案下方；自己的程序旁边有“为什么没有输出？”',
  ],
  debug: ['“Why is it silent?” beside a program of your own runs a copy that counts', '自己的程序旁边有“为什么没有输出？”'],
  write: ['what answers (bpftrace, C, a tool) is chosen among the options of a question', '由什么来回答（bpftrace、C、工具）在问题的选项中选择'],
  redo: ['what was planned before is in the list of runs', '之前的计划在运行列表中'],
  putback: ['what was planned before is in the list of runs', '之前的计划在运行列表中'],
  changed: ['the plan tells what was heard; two runs are compared among the sessions', '计划中说明了理解到的内容；两次运行可在会话中比较'],
  compare: ['two runs are compared among the sessions', '两次运行可在会话中比较'],
  form: ['every run is kept: it is handed on in many forms from its session', '每次运行都会保存：在会话中可用多种格式导出'],
  cost: ['the plan tells what the program may do and what it costs', '计划中说明了程序会做什么、开销多大'],
  other: ['what else would answer it stands in the plan', '其他能回答的程序在计划中'],
  answer: ['the answer stands below its plan', '答案在计划下方'],
  more: ['the table has all its rows: it can be filtered and sorted', '表中有所有行，可以筛选和排序'],
  next: ['what to ask next is told below an answer', '接下来可问的问题在答案下方'],
  save: ['every run is kept: it is handed on in many forms from its session', '每次运行都会保存：在会话中可用多种格式导出'],
  explain: ['Explain, above the program, tells what each part does', '程序上方的“解释”说明每一部分'],
  program: ['the program stands in the plan', '程序在计划中'],
  good: ['the thumbs below an answer say so', '答案下方有赞和踩'],
  bad: ['the thumbs below an answer say so', '答案下方有赞和踩'],
  help: ['the key ? shows all keys', '按 ? 显示所有按键'],
  quit: ['close this page; Ctrl-C where the server was started ends it', '关闭此页面即可；在启动处按 Ctrl-C 结束服务器'],
} as const;

export const webMessages = {
  portTaken: (port: number): Message => ({
    code: 'port-taken',
    exit: Exit.usage,
    message: `another program listens on port ${port} of this machine`,
    hints: ['it may be gpttrace serve itself, still open in another terminal', 'gpttrace serve --port 0 takes a port that is free'],
  }),
  portRefused: (port: number, why: string): Message => ({
    code: 'port-refused',
    exit: Exit.usage,
    message: `cannot listen on port ${port} of 127.0.0.1: ${why}`,
    hints: ['gpttrace serve --port 0 takes a port that is free', 'ports below 1024 are for root'],
  }),
  badTokenFile: (path: string, why: string): Message => ({
    code: 'bad-token-file',
    exit: Exit.file,
    message: `${path} cannot be the file of the token: ${why}`,
    hints: ['name a file that is not there: it is made, with a new token in it', 'a token is 32 to 256 letters, digits, - and _'],
  }),
  noToken: (): Message => ({ code: 'no-token', exit: Exit.notConsented, message: 'this request carries no token', hints: [OPEN_AGAIN] }),
  wrongToken: (): Message => ({
    code: 'wrong-token',
    exit: Exit.notConsented,
    message: 'this request carries a token that is not the one of this server',
    hints: [OPEN_AGAIN, 'a server that was started again has a new token, unless it was given --token-file'],
  }),
  tokenForReading: (): Message => ({
    code: 'token-for-reading',
    exit: Exit.notConsented,
    message: 'the cookie alone lets one read; what changes something needs the token itself',
    hints: ['send it as: authorization: Bearer TOKEN'],
  }),
  wrongHost: (host: string): Message => ({
    code: 'wrong-host',
    exit: Exit.notConsented,
    message: `this server is not ${quoted(host)}: a name that leads here from elsewhere gets nothing`,
    hints: ['use 127.0.0.1 or localhost, with the port', 'from another machine: ssh -L PORT:127.0.0.1:PORT'],
  }),
  foreignOrigin: (origin: string): Message => ({
    code: 'foreign-origin',
    exit: Exit.notConsented,
    message: `a page of ${quoted(origin)} may ask nothing of this server`,
    hints: [OPEN_AGAIN],
  }),
  badPath: (): Message => ({ code: 'bad-path', exit: Exit.usage, message: 'this is no path: what follows a % in it is no text', hints: [] }),
  noSuchPage: (path: string): Message => ({ code: 'no-such-page', exit: Exit.usage, message: `there is nothing at ${quoted(path)}`, hints: ['the page is /'] }),
  wrongMethod: (method: string, path: string, allowed: readonly string[]): Message => ({
    code: 'wrong-method',
    exit: Exit.usage,
    message: `${quoted(path)} takes ${allowed.join(' and ')}, not ${quoted(method)}`,
    hints: [],
  }),
  bodyTooLarge: (most: number): Message => ({
    code: 'body-too-large',
    exit: Exit.usage,
    message: `what was sent has more than ${most} bytes, which no question and no program has`,
    hints: ['send the program, and nothing else'],
  }),
  programTooLarge: (most: number): Message => ({
    code: 'program-too-large',
    exit: Exit.usage,
    message: `this program has more than ${most} letters: it is not looked at while it is typed`,
    hints: ['gpttrace check FILE looks at larger ones'],
  }),
  reachesOut: (): Message => ({
    code: 'reaches-out',
    exit: Exit.badProgram,
    message: 'this program would read files of this machine while it is compiled, which nothing that comes from a page may',
    hints: ['"vmlinux.h", <bpf/...> and <linux/...> may be included; a file of your own may include more: gpttrace run FILE.bpf.c'],
  }),
  bodyTooSlow: (seconds: number): Message => ({
    code: 'body-too-slow',
    exit: Exit.usage,
    message: `what was sent did not come within ${seconds} seconds`,
    hints: ['send it again'],
  }),
  noJson: (why: string): Message => ({ code: 'no-json', exit: Exit.usage, message: `what was sent is no JSON: ${why}`, hints: ['send one JSON object'] }),
  wrongContent: (type: string): Message => ({
    code: 'wrong-content',
    exit: Exit.usage,
    message: `what was sent calls itself ${quoted(type)}`,
    hints: ['send content-type: application/json'],
  }),
  wrongBody: (why: string): Message => ({ code: 'wrong-body', exit: Exit.usage, message: `what was sent is not understood: ${why}`, hints: [] }),
  wrongQuery: (name: string, expected: string): Message => ({
    code: 'wrong-query',
    exit: Exit.usage,
    message: `?${name}= is not understood: expected ${expected}`,
    hints: [],
  }),
  readOnly: (): Message => ({
    code: 'read-only',
    exit: Exit.notConsented,
    message: 'this server only shows: it was started with --read-only, so nothing is run',
    hints: ['gpttrace serve without --read-only runs programs'],
  }),
  noCommands: (): Message => ({
    code: 'no-commands',
    exit: Exit.notConsented,
    message: 'this server starts no commands: it was started with --no-commands',
    hints: ['gpttrace "QUESTION" -c COMMAND, in a terminal, traces one', 'a process that runs already is traced by its name or its pid'],
  }),
  notRepeated: (language: 'object' | 'wasm'): Message => ({
    code: 'not-repeated',
    exit: Exit.notConsented,
    message: `this run was of ${language === 'wasm' ? 'a WebAssembly module' : 'a compiled object'}, which nobody can read on a page before they agree to it`,
    hints: [`run its file again in a terminal: gpttrace run FILE.${language === 'wasm' ? 'wasm' : 'bpf.o'}`],
  }),
  commandOfElsewhere: (release: string): Message => ({
    code: 'command-of-elsewhere',
    exit: Exit.notConsented,
    message: `this run started a command on a machine with another kernel (Linux ${release}), such as a guest of the lab, which is not started here`,
    hints: ['ask the question anew: its options name the guest, or the command'],
  }),
  modelNotOffered: (name: string): Message => ({
    code: 'model-not-offered',
    exit: Exit.usage,
    message: `this server offers no model called ${quoted(name)}`,
    hints: ['the options of the page name those it offers', 'gpttrace model use NAME sets another one up'],
  }),
  nothingToDecide: (phase: string): Message => ({
    code: 'nothing-to-decide',
    exit: Exit.usage,
    message: `this run waits for no decision: it is ${phase}`,
    hints: ['somebody else may have decided it, on another page'],
  }),
  wrongPlan: (errors: number): Message => ({
    code: 'wrong-plan',
    exit: Exit.badProgram,
    message: `the program has ${errors === 1 ? 'a mistake' : `${errors} mistakes`}, so it is not run`,
    hints: ['mend it, and send it with say: edit'],
  }),
  nothingSeen: (): Message => ({ code: 'nothing-seen', exit: Exit.usage, message: 'this run has not begun to run', hints: ['wait until it does'] }),
  tooManyReaders: (most: number): Message => ({
    code: 'too-many-readers',
    exit: Exit.notAble,
    message: `${most} pages follow runs of this server already, and no more may`,
    hints: ['close some of them'],
  }),
  hasButton: (saying: keyof typeof BUTTONS, language: string): Message => ({
    code: 'has-button',
    exit: Exit.usage,
    message: language === 'zh' ? '这不是问题；页面上有专门的地方' : 'that is no question to trace: the page has a place of its own for it',
    hints: [BUTTONS[saying][language === 'zh' ? 1 : 0]],
  }),
  serverFault: (): Message => ({
    code: 'internal',
    exit: Exit.internal,
    message: 'a mistake in gpttrace itself; where gpttrace serve was started, it says which',
    hints: ['please report it with what you did'],
  }),
};
