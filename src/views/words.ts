import { lookup } from '../core/lookup.ts';
import { visible } from './values.ts';

/** Headings in the reader's language. The library names its columns in English; a name that is not here is shown as it is. */
const ZH: Readonly<Record<string, string>> = {
  process: '进程',
  pid: '进程号',
  tid: '线程号',
  ppid: '父进程号',
  user: '用户',
  container: '容器',
  cgroup: '控制组',
  capability: '权能',
  permissions: '权限',
  group: '组',
  cpu: 'CPU',
  file: '文件',
  directory: '目录',
  syscall: '系统调用',
  errno: '错误',
  error: '错误',
  errors: '错误数',
  signal: '信号',
  signals: '信号数',
  address: '地址',
  port: '端口',
  'local port': '本地端口',
  protocol: '协议',
  state: '状态',
  device: '设备',
  'device name': '设备名',
  stack: '调用栈',
  time: '时间',
  latency: '延迟',
  size: '大小',
  bytes: '字节',
  count: '次数',
  share: '占比',
  samples: '采样数',
  faults: '缺页次数',
  calls: '调用次数',
  opens: '打开次数',
  read: '读取量',
  written: '写入量',
  sent: '发送量',
  received: '接收量',
  mapped: '映射量',
  allocated: '分配量',
  grown: '增长量',
  migrations: '迁移次数',
  switches: '切换次数',
  wakeups: '唤醒次数',
  waited: '等待时间',
  slept: '睡眠时间',
  'time off CPU': '离开 CPU 的时间',
  'time blocked': '阻塞时间',
  threads: '线程数',
  sockets: '套接字数',
  requests: '请求数',
  resets: '复位次数',
  retransmits: '重传次数',
  interrupts: '中断次数',
  'soft interrupts': '软中断次数',
  failures: '失败次数',
  drops: '丢包数',
  connects: '连接数',
  changes: '变化次数',
  lifetime: '存活时间',
  age: '存活时间',
  'exit code': '退出码',
  mode: '模式',
  fd: '描述符',
  source: '来源',
  target: '目标',
  'parent process': '父进程',
  'parent pid': '父进程号',
  'child process': '子进程',
  'child pid': '子进程号',
  'target process': '目标进程',
  'target pid': '目标进程号',
  'woken process': '被唤醒的进程',
  'woken tid': '被唤醒的线程号',
  'old file': '旧文件名',
  'new file': '新文件名',
  'old state': '原状态',
  'new state': '新状态',
  'new user': '新用户',
  'first argument': '第一个参数',
  'second argument': '第二个参数',
  interface: '网络接口',
  function: '函数',
  softirq: '软中断',
  irq: '中断',
  operation: '操作',
  family: '地址族',
  type: '类型',
  result: '结果',
  'from cpu': '原 CPU',
  'to cpu': '新 CPU',
  sector: '扇区',
  uptime: '运行时间',
  value: '值',
  events: '次数',
  total: '合计',
  others: '其他',
  queue: '队列',
  flags: '标志',
};

/** Made visible, for a program of the user's own names its columns in a string. */
export function heading(name: string, language: string | undefined): string {
  if (language !== 'zh') return visible(name);
  const known = lookup(ZH, name);
  if (known !== undefined) return known;
  const prefixed = /^(average|greatest|least|total) (.+)$/.exec(name);
  const prefix = prefixed?.[1] === undefined ? undefined : { average: '平均', greatest: '最大', least: '最小', total: '合计' }[prefixed[1]];
  return prefix === undefined || prefixed?.[2] === undefined ? visible(name) : `${prefix}${heading(prefixed[2], language)}`;
}

/** "1 process", "2 processes"; Chinese counts without a plural. */
export function plural(count: number, name: string, language: string | undefined): string {
  if (language === 'zh' || count === 1 || / × /.test(name)) return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

interface RangeWords {
  readonly below: (bound: string) => string;
  readonly atLeast: (bound: string) => string;
  readonly between: (low: string, high: string) => string;
}

/** How the range of a bucket is said. */
export function range(language: string | undefined): RangeWords {
  return language === 'zh'
    ? { below: (bound) => `低于 ${bound}`, atLeast: (bound) => `${bound} 及以上`, between: (low, high) => `${low} 到 ${high}` }
    : { below: (bound) => `below ${bound}`, atLeast: (bound) => `${bound} and more`, between: (low, high) => `${low} to ${high}` };
}
