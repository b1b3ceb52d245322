/** What programs cannot tell because of what they make of it: texts that are cut, numbers put together, rows in a row. */
import type { Expression } from '../../../bpftrace/ast.ts';
import type { Both } from '../tongue.ts';
import type { Limit, Seen } from './limit.ts';

const cutTexts: Limit = ({ calls, scene }) => {
  const texts = calls('str', 'path', 'buf');
  if (texts.length === 0) return [];
  const configured = scene.script.preamble.flatMap((item) => (item.kind === 'config' ? item.entries : [])).find(({ key }) => /max_strlen$/i.test(key));
  const most = (configured?.value.kind === 'integer' ? Number(configured.value.value) : scene.dialect.limit('string-length')) - 1;
  const asked = texts.map(({ call }) => call.args[1]).filter((length): length is Extract<Expression, { kind: 'integer' }> => length?.kind === 'integer');
  const shorter = asked.length === texts.length && asked.length > 0 ? Math.min(...asked.map(({ value }) => Number(value) - 1)) : most;
  return [[`texts are cut after ${Math.min(most, shorter)} bytes`, `文本在 ${Math.min(most, shorter)} 字节后截断`]];
};

/** Text of the program's own memory that the kernel would first have to fetch. */
const untouched: Limit = ({ calls }) =>
  calls('str').some(({ probe }) =>
    probe.attachPoints.some(({ provider, parts }) => (provider === 'tracepoint' && /^sys_enter_/.test(parts[1] ?? '')) || provider === 'uprobe'),
  )
    ? [
        [
          'a text whose page of memory has not been touched yet comes out empty, for it is read where the call begins',
          '在调用开始处读取的文本,若其内存页尚未被访问过,会是空的',
        ],
      ]
    : [];

function uses(seen: Seen, ...names: readonly string[]): boolean {
  return seen.nodes.some(({ node }) => node.kind === 'identifier' && names.includes(node.name));
}

const shortNames: Limit = (seen) =>
  uses(seen, 'comm')
    ? [
        [
          'process names are the first 15 bytes of what the running thread calls itself: threads of one process can have several, and different programs the same',
          '进程名取自正在运行的线程,最多 15 字节:同一进程的线程可以有不同名称,不同程序也可能同名',
        ],
      ]
    : [];

const bareNames: Limit = ({ nodes }) =>
  nodes.some(({ node }) => node.kind === 'field' && node.name === 'name' && node.object.kind === 'field' && node.object.name === 'd_name')
    ? [
        [
          'files are told by their bare names: those of one name in different directories count as one',
          '文件只按不含目录的名称区分:不同目录下的同名文件会算作一个',
        ],
      ]
    : [];

const buckets: Limit = ({ calls }) => {
  const ranges = calls('lhist').map(({ call }) => call.args.slice(1).map((argument) => (argument.kind === 'integer' ? String(argument.value) : '?')));
  return [
    ...(calls('hist').length > 0
      ? [['a histogram tells no exact values: each bucket is twice as wide as the one before', '直方图不含精确值:每个区间的宽度是前一个的两倍'] as Both]
      : []),
    ...ranges
      .slice(0, 1)
      .map(
        ([min, max, step]): Both => [
          `a histogram tells no exact values, but steps of ${step}; what is below ${min} or from ${max} on is put together`,
          `直方图不含精确值,每格 ${step};低于 ${min} 或不小于 ${max} 的各归一处`,
        ],
      ),
  ];
};

const oneNumber: Limit = ({ calls }) => [
  ...(calls('avg', 'stats').length > 0
    ? [
        [
          'an average hides how the single values are spread: few very large ones and many middling ones look alike',
          '平均值看不出单个值的分布:少数极大值和许多中等值看起来一样',
        ] as Both,
      ]
    : []),
  ...(calls('max', 'min').length > 0 ? [['an extreme value tells neither when it was nor how often', '极值既不说明何时出现,也不说明出现几次'] as Both] : []),
];

const rows: Limit = ({ calls }) => {
  const printed = calls('printf', 'print').filter(({ probe }) => !probe.attachPoints.every(({ provider }) => /^(?:BEGIN|END|interval)$/.test(provider)));
  if (printed.length === 0) return [];
  return [
    ['lines that come faster than they can be read are lost (how many is told)', '来得太快读不及的行会丢失(会报告丢失数)'],
    ['lines of different processors can come out in another order than they happened in', '不同处理器的行可能不按发生顺序出现'],
  ];
};

const stacks: Limit = (seen) => {
  const user = uses(seen, 'ustack') || seen.calls('ustack').length > 0;
  const any = user || uses(seen, 'kstack') || seen.calls('kstack').length > 0;
  if (!any) return [];
  const shallow = seen
    .calls('ustack', 'kstack')
    .flatMap(({ call }) => (call.args.at(-1)?.kind === 'integer' ? [call.args.at(-1) as Extract<Expression, { kind: 'integer' }>] : []));
  return [
    shallow.length > 0 && !uses(seen, 'kstack', 'ustack')
      ? [`of a stack only the innermost ${shallow[0]?.text} functions are kept`, `调用栈只保留最内层的 ${shallow[0]?.text} 个函数`]
      : ['of a stack only the innermost 127 functions are kept', '调用栈只保留最内层的 127 个函数'],
    ...(user
      ? [
          [
            'user stacks of programs built without frame pointers break off; functions of processes that have ended, or of code made while running, may have no name',
            '未保留帧指针编译的程序其用户态栈会中断;已结束的进程或运行时生成的代码可能没有函数名',
          ] as Both,
        ]
      : []),
  ];
};

export const WHAT: readonly Limit[] = [cutTexts, untouched, shortNames, bareNames, buckets, oneNumber, rows, stacks];
