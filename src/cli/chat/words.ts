/** What a talk says by itself, in the language of whoever talks. */

export interface ChatWords {
  readonly welcome: string;
  /** Of who was here before. */
  readonly welcomeBack: string;
  readonly examples: readonly string[];
  readonly tryOne: string;
  readonly next: string;
  readonly numbers: string;
  readonly free: string;
  readonly costly: (rate: number | undefined) => string;
  readonly shows: string;
  readonly backTo: (question: string) => string;
  readonly backToNothing: string;
  /** To who asks what was changed. */
  readonly newQuestion: (question: string) => string;
  readonly sameProgram: string;
  readonly onlyWatches: string;
  /** `share`: of the machine's CPU time, 0 to 1. */
  readonly measured: (share: number) => string;
  readonly nothingStandsOut: string;
  /** To who asks why nothing came, where something did. */
  readonly notSilent: (events: number) => string;
  /** Where nothing came: what tells more. */
  readonly debugTells: string;
  /** Why a model is not asked what was seen. */
  readonly notAsked: (model: string) => string;
  /** What was changed in the program is not in the one that comes now. */
  readonly withoutEdit: string;
  readonly nothingRuns: string;
  readonly pressAgain: string;
  readonly kept: (id: string) => string;
  readonly saved: (file: string) => string;
  readonly good: string;
  readonly bad: string;
  /** Behind a list of questions that come near. */
  readonly nearest: (most: number) => string;
  readonly noMore: string;
  readonly tooLong: (length: number, most: number) => string;
  readonly history: (why: string) => string;
  readonly help: readonly (readonly [what: string, does: string])[];
}

function percent(share: number): string {
  return share < 0.001 ? '< 0.1%' : `${(share * 100).toFixed(1)}%`;
}

const en: ChatWords = {
  welcome: 'Ask what this machine is doing. Nothing runs before you have agreed to it.',
  welcomeBack: 'Ask what this machine is doing; /help shows what else there is.',
  examples: ['which files are being opened right now, and by whom', 'which processes use the most CPU', 'histogram of read latency'],
  tryOne: 'Type a question, or the number of one of these; /help shows the rest:',
  next: 'You could ask next:',
  numbers: 'its number asks it',
  free: 'costs next to nothing',
  costly: (rate) =>
    rate === undefined ? 'costs something while it runs' : `costs something: about ${rate.toLocaleString('en-US')} events/s on a busy machine`,
  shows: 'shows data of programs',
  backTo: (question) => `back to: ${question}`,
  backToNothing: 'back to the beginning',
  newQuestion: (question) => `nothing: this was a question of its own: ${question}`,
  sameProgram: 'The program is the same.',
  onlyWatches: 'It only watches: it changes nothing on this machine.',
  measured: (share) => `Measured while it ran: ${percent(share)} of this machine's CPU time.`,
  nothingStandsOut: 'Nothing stands out in what was seen.',
  notSilent: (events) => `It was not silent: ${events.toLocaleString('en-US')} ${events === 1 ? 'event' : 'events'} came. What stands out of them:`,
  debugTells: '/debug runs a copy that counts, and tells how far its events come.',
  notAsked: (model) => `${model} is not asked: what was seen would leave this machine (gpttrace chat --explain asks it)`,
  withoutEdit: 'The program is written anew from the question: your edit is not in it (again runs it as you edited it).',
  nothingRuns: 'Nothing is running. While something does, Ctrl-C ends it and shows its answer.',
  pressAgain: 'Ctrl-C again, or Ctrl-D, leaves',
  kept: (id) => `kept as ${id}: /sessions show ${id}`,
  saved: (file) => `saved to ${file}`,
  good: 'Noted (/feedback list): questions like this one get this program the sooner.',
  bad: 'Noted (/feedback list). Say it in other words, or what is to be otherwise: "only nginx", "by file instead".',
  nearest: (most) => (most === 1 ? '1 asks it' : `1 to ${most} asks one of them`),
  noMore: 'Nothing comes to mind that has not been answered.',
  tooLong: (length, most) =>
    `that has ${length.toLocaleString('en-US')} characters, and at most ${most.toLocaleString('en-US')} are read: nothing of it was taken`,
  history: (why) => `what you type is not remembered: ${why}`,
  help: [
    ['a question', 'plans a program, shows it, and runs it when you agree'],
    ['only nginx · by file instead', 'changes the last question: whom, by what, how, for how long'],
    ['as a histogram · top 3', ''],
    ['again · again for 30 seconds', 'runs it once more'],
    ['undo · redo', 'goes back to the question before, and forward again'],
    ['what did you change?', 'tells what of the question and the program is different'],
    ['as JSON · show more', 'says the last answer in another form (also CSV), or more of its rows'],
    ['compare with before', 'shows what is different in the last two answers'],
    ['is that safe? · the other one', 'tells what the program costs; asks the other one of two that would answer'],
    ['why', 'tells what stands out in the answer, and what to ask deeper'],
    ['why is it silent · /debug', 'tells why nothing came: how far the events come (/debug FILE: of a file)'],
    ['explain it · explain line 3', 'explains the program of the answer'],
    ['show the program', 'shows it with its line numbers (/program)'],
    ['write it in C', 'writes the same program in C (/write as c); /write QUESTION only writes one'],
    ['save it · save it as FILE', 'keeps the program; FILE.html, .csv or .json keeps the answer'],
    ['next · 1, 2, 3', 'suggests questions; a number asks one'],
    ["good · that's wrong", 'is kept, and changes which programs come first (/feedback)'],
    ['/probes WORDS · /type NAME', 'looks things up on this machine'],
    ['/run FILE · /check FILE', 'runs or checks a program of your own'],
    ['/learn · /tools WORDS', 'the course; tools that are installed and answer too'],
    ['/sessions · /model · /facts', 'and every other command of gpttrace, such as /doctor, /fix, /explain FILE; /help NAME tells of one'],
    ['Tab', 'completes commands and their options, processes, probes, files and questions'],
    ['a line that ends in \\', 'goes on in the next'],
    ['Ctrl-C', 'stops the trace and shows its answer; at the prompt it clears the line'],
    ['/quit, Ctrl-D', 'leaves'],
  ],
};

const zh: ChatWords = {
  welcome: '问问这台机器正在做什么。在你同意之前什么都不会运行。',
  welcomeBack: '问问这台机器正在做什么；/help 列出其他功能。',
  examples: ['跟踪文件打开操作', '统计每个进程的系统调用次数，持续 5 秒', 'read 系统调用的延迟直方图'],
  tryOne: '输入一个问题，或下面某个问题的编号；/help 列出其他功能：',
  next: '接下来可以问：',
  numbers: '输入编号即可',
  free: '几乎没有开销',
  costly: (rate) => (rate === undefined ? '运行期间有一定开销' : `有一定开销：繁忙时每秒约 ${rate.toLocaleString('en-US')} 次`),
  shows: '会显示程序的数据',
  backTo: (question) => `回到：${question}`,
  backToNothing: '回到开头',
  newQuestion: (question) => `没有改动：这是一个新问题：${question}`,
  sameProgram: '程序没有变化。',
  onlyWatches: '它只观察，不改变本机的任何东西。',
  measured: (share) => `运行时测得：占本机 CPU 时间的 ${percent(share)}。`,
  nothingStandsOut: '结果中没有特别值得注意的。',
  notSilent: (events) => `并不是没有输出：共有 ${events.toLocaleString('en-US')} 个事件。其中值得注意的：`,
  debugTells: '/debug 运行一个带计数的副本，说明事件走到哪一步。',
  notAsked: (model) => `没有问 ${model}：所见的数据会离开本机（gpttrace chat --explain 则会问它）`,
  withoutEdit: '程序按问题重新编写，不含你的修改（再来一次 会运行你修改过的程序）。',
  nothingRuns: '现在没有在运行的跟踪。运行时按 Ctrl-C 会结束并显示结果。',
  pressAgain: '再按一次 Ctrl-C 或按 Ctrl-D 退出',
  kept: (id) => `已保存为 ${id}:/sessions show ${id}`,
  saved: (file) => `已保存到 ${file}`,
  good: '已记下（/feedback list）：类似的问题会优先用这个程序。',
  bad: '已记下（/feedback list）。换个说法，或说出要改什么：只看 nginx、换成直方图。',
  nearest: (most) => (most === 1 ? '输入 1 即可提问' : `输入 1 到 ${most} 即可提问`),
  noMore: '没有其他可建议的问题。',
  tooLong: (length, most) => `共 ${length.toLocaleString('en-US')} 个字符，最多读取 ${most.toLocaleString('en-US')} 个：已全部忽略`,
  history: (why) => `无法记住输入内容：${why}`,
  help: [
    ['一个问题', '编写程序并显示，你同意后运行'],
    ['只看 nginx · 换成直方图', '修改上一个问题：看谁、按什么、怎样显示、多长时间'],
    ['再来一次 · 再跑 30 秒', '再运行一次'],
    ['撤销 · 重做', '回到上一个问题，或再前进'],
    ['你改了什么？', '说明问题和程序有哪些不同'],
    ['用 JSON 显示 · 显示更多', '用另一种形式（也可用 CSV）显示上一个答案，或显示更多行'],
    ['和之前比较', '显示最近两个答案的不同'],
    ['安全吗？· 另一个', '说明程序的开销；改用另一个也能回答的程序'],
    ['为什么', '指出结果中值得注意的，以及可以深入问什么'],
    ['为什么没有输出 · /debug', '说明为什么什么都没有：事件走到哪一步（/debug FILE：某个文件）'],
    ['解释 · 解释第 3 行', '解释所用的程序'],
    ['显示程序', '带行号显示程序（/program）'],
    ['用 C 写', '用 C 写出同样的程序（/write as c）；/write 问题 只编写程序'],
    ['保存 · 保存到 FILE', '保存程序；FILE.html、.csv、.json 则保存结果'],
    ['下一步 · 1、2、3', '给出建议；输入编号即可提问'],
    ['很好 · 不对', '记下评价，影响以后先用哪个程序（/feedback）'],
    ['/probes 词 · /type 名称', '在本机查找探针和类型'],
    ['/run FILE · /check FILE', '运行或检查自己的程序'],
    ['/learn · /tools 词', '课程；已安装的、也能回答问题的工具'],
    ['/sessions · /model · /facts', '以及 gpttrace 的所有其他命令，如 /doctor、/fix、/explain FILE;/help 名称 说明某个命令'],
    ['Tab', '补全命令及其选项、进程、探针、文件和问题'],
    ['以 \\ 结尾的行', '在下一行继续'],
    ['Ctrl-C', '停止跟踪并显示结果；在提示符处则清除当前行'],
    ['/quit、Ctrl-D', '退出'],
  ],
};

export function chatWords(language: string): ChatWords {
  return language === 'zh' ? zh : en;
}
