/** What a diagnostic of the checker is about: the stage and the concept it belongs to, and the same in Chinese, whose own words the checker has not. */
import type { StageId } from './diagnosis.ts';

interface CheckerWord {
  readonly stage: StageId;
  readonly concept: string;
  /** Absent where the checker's own words say it best: names and numbers that need no language. */
  readonly zh?: string;
}

const word = (stage: StageId, concept: string, zh?: string): CheckerWord => ({ stage, concept, ...(zh === undefined ? {} : { zh }) });

export const CHECKER_WORDS: Readonly<Record<string, CheckerWord>> = {
  'unknown-tracepoint': word('names', 'attach-point', '这个内核没有这个跟踪点:名称可能拼错了,或者这个内核版本不叫这个名字'),
  'malformed-tracepoint': word('names', 'attach-point', '跟踪点要写成 tracepoint:类别:名称'),
  'unknown-probe-kind': word('names', 'probe', '没有这种探针'),
  'probe-kind-unavailable': word('attaches', 'portability', '这个内核不能挂载这种探针'),
  'superseded-call': word('fires', 'syscall', '现在的程序几乎不再使用这个系统调用:C 库用新的调用代替了它'),
  'unknown-kernel-function': word('names', 'portability', '这个内核没有这个函数'),
  'untraceable-function': word('attaches', 'portability', '这个内核函数不允许跟踪'),
  'unknown-field': word('names', 'struct', '这个探针的 args 没有这个字段'),
  'unknown-member': word('names', 'struct', '这个结构体没有这个成员'),
  'unknown-struct': word('names', 'btf', '这个内核没有这个结构体'),
  'unknown-type': word('names', 'btf', '没有这个类型'),
  'unknown-function': word('names', 'one-liner', 'bpftrace 没有这个函数'),
  'unknown-identifier': word('names', 'one-liner', '没有这个名字:它既不是内建变量,也不是常量'),
  'unknown-target': word('names', 'uprobe', '本机没有这个程序或库'),
  'unknown-symbol': word('names', 'uprobe', '这个文件里没有这个函数:它可能在另一个库里、被内联了,或者符号被剥离了'),
  'unknown-usdt': word('names', 'usdt', '这个文件没有这个 USDT 探针'),
  'malformed-user-probe': word('names', 'uprobe', 'uprobe 要写成 uprobe:文件:函数'),
  'undefined-map': word('names', 'map', '这个映射表被读取,但从未写入'),
  'undefined-variable': word('names', 'type', '这个变量在使用之前没有赋值'),
  'missing-sigil': word('reads', 'map', '映射表的名称以 @ 开头,变量以 $ 开头'),
  'map-value-type': word('names', 'map', '一个映射表只能存一种类型的值:count() 的映射表不能再直接赋值'),
  'map-key-type': word('names', 'key', '同一个映射表的键必须始终是同样的类型和个数'),
  'operand-type': word('names', 'type', '这两种类型不能这样运算'),
  'argument-type': word('names', 'type', '参数的类型不对'),
  'argument-count': word('names', 'printf', '参数的个数不对'),
  'format-count': word('names', 'printf', '格式串里的 % 个数与参数个数不一致'),
  'conversion-type': word('names', 'printf', '格式符与参数的类型不符:文本用 %s,数字用 %d'),
  'condition-type': word('names', 'filter', '条件必须是能判断真假的值'),
  'assignment-in-condition': word('reads', 'filter', '条件里不能赋值:比较要用 =='),
  'not-in-this-probe': word('names', 'pair', '这种探针里没有这个变量:进入处有参数,返回处有返回值'),
  'wrong-access': word('names', 'struct', '字段的写法不对'),
  'not-in-this-version': word('names', 'portability', '本机的 bpftrace 版本还没有这个功能'),
  'stack-size': word('loads', 'verifier', '探针用的栈超过内核允许的 512 字节'),
  'text-too-long': word('names', 'string', '文本太长'),
  'too-many-probes': word('attaches', 'cost', '这个通配符匹配的探针太多'),
  'syntax-error': word('reads', 'one-liner', '这里不符合 bpftrace 的语法'),
  'empty-program': word('reads', 'one-liner', '程序里一个探针也没有'),
  'unclosed-string': word('reads', 'string', '文本缺少结束的引号'),
  'unclosed-bracket': word('reads', 'one-liner', '括号没有闭合'),
  'missing-semicolon': word('reads', 'one-liner', '语句之间缺少分号'),
  'unsafe-call': word('safe', 'safety', '程序除了观察还会改动系统:这里不运行它'),
  costly: word('safe', 'cost', '这个事件非常频繁:程序运行时会有开销'),
  'reads-user-data': word('safe', 'safety', '程序会显示用户的数据'),
  'never-true': word('passes', 'filter', '这个条件永远不成立'),
  'always-true': word('passes', 'filter', '这个条件永远成立'),
  'long-process-name': word('passes', 'process', '没有进程叫这个名字:内核只保留进程名的前 15 个字符'),
  'start-not-checked': word('passes', 'pair', '没有看到开始就计算了时间:先判断开始是否存入'),
  'paired-by-process': word('passes', 'pair', '按进程配对会混淆同一进程的多个线程:键要用 tid'),
  'paired-by-thread': word('passes', 'pair', '开始和结束不在同一个线程:不能用 tid 配对'),
  'never-deleted': word('shows', 'pair', '存入的开始从不删除:映射表会满,旧的会被当作新的'),
  'endless-keys': word('shows', 'key', '这个键从不重复:映射表会很快装满'),
  'clock-reading': word('shows', 'latency', '这里统计的是时钟的读数,而不是经过的时间'),
  'backward-difference': word('shows', 'latency', '时间差应是结束减去开始'),
  'time-unit': word('shows', 'latency', '数值的单位与名称所说的不一致:nsecs 是纳秒'),
  'division-by-zero': word('shows', 'type', '这里可能除以 0'),
  'adds-up': word('shows', 'output', '每隔一段时间打印、却从不清空:显示的是累计值'),
  'not-cleared': word('shows', 'output', '辅助用的映射表最后也会被打印出来'),
  'line-not-ended': word('shows', 'printf', '打印的内容没有换行:所有事件会连成一行'),
};

/** Of C: what clang, the policy and the verifier say. */
const PREFIXES: readonly (readonly [string, CheckerWord])[] = [
  ['c-', word('reads', 'c-program', 'C 编译器不接受这里')],
  ['verifier-', word('loads', 'verifier', '内核的验证器拒绝了这里')],
  ['bpf-', word('loads', 'verifier', '这样的代码不能成为 BPF 程序')],
  ['core-', word('names', 'co-re', '正在运行的内核没有这个类型或字段')],
  ['unclosed-', word('reads', 'one-liner', '这里没有闭合')],
  ['map-', word('names', 'c-map')],
  ['no-attach', word('attaches', 'attach-point', '要挂载的目标不存在')],
];

const OTHER_SYNTAX = word('reads', 'one-liner', '这里不符合 bpftrace 的语法');
const OTHER = word('names', 'type');

export function checkerWord(code: string, isSyntax: boolean): CheckerWord {
  const own = Object.hasOwn(CHECKER_WORDS, code) ? CHECKER_WORDS[code] : PREFIXES.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (isSyntax) return { ...(own ?? OTHER_SYNTAX), stage: 'reads' };
  return own ?? OTHER;
}

/** The hints of the checker, where they have a form of their own. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^did you mean (.+)\?$/, '是不是想写 $1?'],
  [/^use (.+)$/, '改用 $1'],
  [/^it has: (.+)$/, '它有:$1'],
  [/^keep (\w+) where the call begins$/, '在调用开始处保存 $1'],
  [/^(.+), which it is linked to, has one$/, '它链接的 $1 里有'],
  [/^when it was used: (.+)$/, '用完之后:$1'],
];

/** Options of other commands, said as what can be done here. */
const ALLOW = /^--allow-unsafe /;
const INSTEAD = {
  en: 'take it out while you look for the mistake: what is left only watches',
  zh: '查错时先去掉它:剩下的只做观察',
} as const;

export function hintIn(hint: string, language: 'en' | 'zh'): string {
  if (ALLOW.test(hint)) return INSTEAD[language];
  if (language === 'en') return hint;
  const found = HINTS.find(([pattern]) => pattern.test(hint));
  return found === undefined ? hint : hint.replace(...found).replaceAll(' or ', ' 或 ');
}
