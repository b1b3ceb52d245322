/** What stands in a report that is not of the run: in the language of its answer. */
import type { EndReason } from '../../core/events.ts';
import type { Origin, SafetyClass } from '../../core/program.ts';

export interface Words {
  readonly answer: string;
  readonly overTime: string;
  readonly program: string;
  readonly plan: string;
  readonly explanation: string;
  readonly findings: string;
  readonly caution: string;
  readonly mapsHold: string;
  readonly cannotShow: string;
  readonly known: string;
  readonly cost: string;
  readonly machine: string;
  readonly again: string;
  readonly said: string;
  readonly contents: string;
  readonly why: string;
  readonly began: string;
  readonly lasted: string;
  readonly records: string;
  readonly lost: string;
  readonly ended: string;
  readonly endings: Readonly<Record<EndReason, string>>;
  readonly brokenOff: string;
  readonly running: string;
  readonly failed: string;
  readonly warnings: string;
  readonly notes: string;
  readonly tells: string;
  readonly from: string;
  readonly origin: (origin: Origin) => string;
  readonly writtenBy: (model: string) => string;
  readonly command: string;
  readonly probes: string;
  readonly attached: (count: number) => string;
  readonly shows: string;
  readonly rowsOf: (columns: string) => string;
  readonly by: (value: string, keys: string) => string;
  readonly shapes: Readonly<Record<'values' | 'stats' | 'histogram', string>>;
  readonly limit: string;
  readonly untilStopped: string;
  readonly safety: string;
  readonly classes: Readonly<Record<SafetyClass, string>>;
  readonly line: (number: number) => string;
  readonly share: string;
  readonly total: string;
  readonly others: (count: string) => string;
  readonly shown: (shown: string, all: string) => string;
  readonly shownLast: (shown: string, all: string) => string;
  readonly moreGroups: (count: string) => string;
  readonly samples: (count: string) => string;
  readonly moreFrames: (count: number) => string;
  readonly noFrames: string;
  readonly perSecond: (what: string) => string;
  readonly all: string;
  readonly seconds: (count: string) => string;
  readonly seriesShown: (shown: string, all: string) => string;
  readonly numbers: string;
  readonly seriesText: (what: string, most: string, seconds: string) => string;
  readonly heatText: (what: string, most: string, seconds: string) => string;
  readonly darkest: (most: string) => string;
  readonly nothing: string;
  readonly lines: (shown: string, all: string) => string;
  readonly kernel: string;
  readonly architecture: string;
  readonly types: string;
  readonly typesKnown: string;
  readonly typesUnknown: string;
  readonly privilege: string;
  readonly probeKinds: string;
  readonly kind: string;
  readonly works: string;
  readonly because: string;
  readonly verdicts: Readonly<Record<'yes' | 'no' | 'unknown', string>>;
  readonly session: string;
  readonly bpf: string;
  readonly own: string;
  readonly cpuSeconds: string;
  readonly memory: string;
  readonly shareOfMachine: (share: string, processors: number, limit: string) => string;
  readonly states: Readonly<Record<'within' | 'slowed' | 'ended', string>>;
  readonly hits: string;
  readonly runs: string;
  readonly timeIn: string;
  readonly notMeasured: string;
  readonly askAgain: string;
  readonly lookAgain: string;
  readonly runFile: string;
  readonly runPlain: string;
  /** Of C. */
  readonly buildPlain: string;
  /** Of an installed tool. */
  readonly runTool: string;
  readonly made: string;
  readonly filter: string;
}

const en: Words = {
  answer: 'Answer',
  overTime: 'Over time',
  program: 'Program',
  plan: 'What was measured, and how',
  explanation: 'The program, explained',
  findings: 'What stands out',
  caution: 'caution',
  mapsHold: 'What its maps hold',
  cannotShow: 'What it cannot show',
  known: 'What is known of it',
  cost: 'What it cost',
  machine: 'Machine',
  again: 'Run it again',
  said: 'What the program printed',
  contents: 'Contents',
  why: 'Why that may be',
  began: 'began',
  lasted: 'watched for',
  records: 'records',
  lost: 'events lost',
  ended: 'ended',
  endings: {
    finished: 'by itself',
    interrupted: 'by Ctrl-C',
    'command-ended': 'with the command it traced',
    'output-closed': 'when nobody read its output any more',
    deadline: 'at the time limit',
    overhead: 'because it cost more than it may',
    rejected: 'because the program was refused',
    crashed: 'because what traced it died',
  },
  brokenOff: 'This run was broken off: gpttrace or the machine was stopped before its end. What had been seen until then is here.',
  running: 'This run had not ended when the report was written.',
  failed: 'The tracer failed',
  warnings: 'Warnings',
  notes: 'Notes',
  tells: 'tells',
  from: 'written by',
  origin: (origin) =>
    origin.kind === 'file'
      ? `the file ${origin.path}`
      : origin.kind === 'edited'
        ? 'the user, in an editor'
        : origin.kind === 'library'
          ? `the library of gpttrace (${origin.name})`
          : origin.kind === 'composed'
            ? `gpttrace, for the event ${origin.name}`
            : origin.kind === 'tool'
              ? `the tool ${origin.name}, which is installed`
              : `the model ${origin.name}`,
  writtenBy: (model) => `the model ${model}`,
  command: 'command traced',
  probes: 'probes',
  attached: (count) => (count === 1 ? '1 attached' : `${count} attached`),
  shows: 'shows',
  rowsOf: (columns) => `a row an event: ${columns}`,
  by: (value, keys) => (keys === '' ? value : `${value} by ${keys}`),
  shapes: { values: '', stats: 'count, average and total of ', histogram: 'histogram of ' },
  limit: 'time limit',
  untilStopped: 'none: until it is stopped',
  safety: 'safety',
  classes: {
    observe: 'it only watches',
    'reads-user-data': 'it shows what programs were given as arguments or data',
    costly: 'its probes are hot: it slows the machine while it runs',
    unsafe: 'it does more than watch',
  },
  line: (number) => `line ${number}`,
  share: 'share',
  total: 'total',
  others: (count) => `${count} others`,
  shown: (shown, all) => `The first ${shown} of ${all} are shown here.`,
  shownLast: (shown, all) => `The last ${shown} of ${all} are shown here.`,
  moreGroups: (count) => `${count} more with fewer samples are not drawn here.`,
  samples: (count) => (count === '1' ? '1 sample' : `${count} samples`),
  moreFrames: (count) => (count === 1 ? '1 more frame' : `${count} more frames`),
  noFrames: 'no frames',
  perSecond: (what) => `${what} per second`,
  all: 'all',
  seconds: (count) => `${count} s`,
  seriesShown: (shown, all) => `The ${shown} largest of ${all} are drawn.`,
  numbers: 'The numbers',
  seriesText: (what, most, seconds) => `${what} over ${seconds}; at most ${most}.`,
  heatText: (what, most, seconds) => `How ${what} was spread, over ${seconds}: the darker, the more samples; at most ${most} in one span of time.`,
  darkest: (most) => `darkest: ${most} samples`,
  nothing: 'Nothing was seen.',
  lines: (shown, all) => `The last ${shown} of ${all} lines.`,
  kernel: 'kernel',
  architecture: 'architecture',
  types: 'types of the kernel (BTF)',
  typesKnown: 'described',
  typesUnknown: 'not described',
  privilege: 'privilege',
  probeKinds: 'Kinds of probes',
  kind: 'kind',
  works: 'works',
  because: 'because',
  verdicts: { yes: 'yes', no: 'no', unknown: 'cannot tell' },
  session: 'session',
  bpf: 'the program, in the kernel',
  own: 'gpttrace',
  cpuSeconds: 'CPU time',
  memory: 'memory',
  shareOfMachine: (share, processors, limit) =>
    `${share} of the CPU time of ${processors === 1 ? '1 processor' : `${processors} processors`}, all in all; it may have ${limit}.`,
  states: { within: 'Within its limit.', slowed: 'It was slowed down.', ended: 'It was ended for it.' },
  hits: 'How often each probe ran',
  runs: 'runs',
  timeIn: 'time',
  notMeasured: 'not counted by the kernel',
  askAgain: 'Ask the same question:',
  lookAgain: 'Look at this run again, on the machine it is kept on:',
  runFile: 'Run the same file:',
  runPlain: 'Or save the program above as program.bt and run it without gpttrace:',
  buildPlain: 'Or save the program above as program.bpf.c and make an object of it, to be run here or elsewhere:',
  runTool: 'Or run the tool without gpttrace:',
  made: 'Made by gpttrace. This file asks nothing of any network.',
  filter: 'filter',
};

const zh: Words = {
  answer: '结果',
  overTime: '随时间变化',
  program: '程序',
  plan: '测量了什么,如何测量',
  explanation: '程序说明',
  findings: '值得注意的',
  caution: '当心',
  mapsHold: '各映射的内容',
  cannotShow: '它无法显示的',
  known: '其他已知情况',
  cost: '开销',
  machine: '机器',
  again: '再次运行',
  said: '程序的输出',
  contents: '目录',
  why: '可能的原因',
  began: '开始',
  lasted: '观察时长',
  records: '记录数',
  lost: '丢失事件',
  ended: '结束',
  endings: {
    finished: '自行结束',
    interrupted: '按下 Ctrl-C',
    'command-ended': '被跟踪的命令结束',
    'output-closed': '输出不再有人读取',
    deadline: '到达时间上限',
    overhead: '开销超过上限',
    rejected: '程序被拒绝',
    crashed: '跟踪进程异常退出',
  },
  brokenOff: '这次运行中断了:gpttrace 或机器在结束之前停止。这里是中断之前看到的内容。',
  running: '写这份报告时运行尚未结束。',
  failed: '跟踪器失败',
  warnings: '警告',
  notes: '注意',
  tells: '可以得知',
  from: '来源',
  origin: (origin) =>
    origin.kind === 'file'
      ? `文件 ${origin.path}`
      : origin.kind === 'edited'
        ? '用户编辑'
        : origin.kind === 'library'
          ? `gpttrace 程序库(${origin.name})`
          : origin.kind === 'composed'
            ? `gpttrace 为事件 ${origin.name} 编写`
            : origin.kind === 'tool'
              ? `已安装的工具 ${origin.name}`
              : `模型 ${origin.name}`,
  writtenBy: (model) => `模型 ${model}`,
  command: '跟踪的命令',
  probes: '探针',
  attached: (count) => `已挂载 ${count} 个`,
  shows: '显示',
  rowsOf: (columns) => `每个事件一行:${columns}`,
  by: (value, keys) => (keys === '' ? value : `${value},按 ${keys}`),
  shapes: { values: '', stats: '次数、平均与合计:', histogram: '直方图:' },
  limit: '时间上限',
  untilStopped: '无:直到停止',
  safety: '安全',
  classes: { observe: '只观察', 'reads-user-data': '会显示程序的参数或数据内容', costly: '探针触发频繁,运行期间会拖慢机器', unsafe: '它不只是观察' },
  line: (number) => `第 ${number} 行`,
  share: '占比',
  total: '合计',
  others: (count) => `其余 ${count} 项`,
  shown: (shown, all) => `共 ${all} 项,这里显示前 ${shown} 项。`,
  shownLast: (shown, all) => `共 ${all} 项,这里显示最后 ${shown} 项。`,
  moreGroups: (count) => `还有 ${count} 组样本较少,未画出。`,
  samples: (count) => `${count} 个样本`,
  moreFrames: (count) => `另有 ${count} 帧`,
  noFrames: '没有栈帧',
  perSecond: (what) => `每秒${what}`,
  all: '全部',
  seconds: (count) => `${count} 秒`,
  seriesShown: (shown, all) => `共 ${all} 条,画出最大的 ${shown} 条。`,
  numbers: '数据',
  seriesText: (what, most, seconds) => `${what},共 ${seconds};最高 ${most}。`,
  heatText: (what, most, seconds) => `${seconds} 内${what}的分布:颜色越深样本越多;单个时段最多 ${most} 个。`,
  darkest: (most) => `最深:${most} 个样本`,
  nothing: '没有看到任何事件。',
  lines: (shown, all) => `共 ${all} 行,这里是最后 ${shown} 行。`,
  kernel: '内核',
  architecture: '架构',
  types: '内核类型信息(BTF)',
  typesKnown: '有',
  typesUnknown: '没有',
  privilege: '权限',
  probeKinds: '探针种类',
  kind: '种类',
  works: '可用',
  because: '依据',
  verdicts: { yes: '是', no: '否', unknown: '无法判断' },
  session: '会话',
  bpf: '程序(内核中)',
  own: 'gpttrace',
  cpuSeconds: 'CPU 时间',
  memory: '内存',
  shareOfMachine: (share, processors, limit) => `总共占 ${processors} 个处理器 CPU 时间的 ${share};上限 ${limit}。`,
  states: { within: '未超过上限。', slowed: '已被减速。', ended: '因此被结束。' },
  hits: '各探针运行次数',
  runs: '次数',
  timeIn: '时间',
  notMeasured: '内核没有统计',
  askAgain: '再问同一个问题:',
  lookAgain: '在保存它的机器上再看这次运行:',
  runFile: '再运行同一个文件:',
  runPlain: '或者把上面的程序保存为 program.bt,不用 gpttrace 直接运行:',
  buildPlain: '或者把上面的程序保存为 program.bpf.c,编译成可在本机或别处运行的目标文件:',
  runTool: '或者不用 gpttrace,直接运行该工具:',
  made: '由 gpttrace 生成。此文件不访问任何网络。',
  filter: '筛选',
};

export function wordsOf(language: string): Words {
  return language === 'zh' ? zh : en;
}
