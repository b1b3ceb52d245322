/** What programs cannot see because of where they look. */
import { type Both, listed } from '../tongue.ts';
import type { Limit, Seen } from './limit.ts';

function tracedBy(seen: Seen, ...providers: readonly string[]): string[] {
  return [...new Set(seen.points.filter(({ point }) => providers.includes(point.provider)).map(({ point }) => point.parts.at(-1) ?? ''))];
}

function few(names: readonly string[]): Both {
  const shown = names.slice(0, 4);
  const more = names.length > shown.length;
  return [more ? `${shown.join(', ')}, …` : listed(shown, 'en'), `${shown.join('、')}${more ? '…' : ''}`];
}

const sampling: Limit = ({ points }) =>
  points
    .filter(({ point }) => point.provider === 'profile')
    .slice(0, 1)
    .map(({ point }): Both => {
      const [kind = '', number = ''] = point.parts;
      const apart = kind === 'hz' && Number(number) > 0 ? `${(1000 / Number(number)).toFixed(1)} ms` : `${number} ${kind}`;
      return [
        `it samples: what runs for less than the ${apart} between two samples can be missed, and its numbers are samples, not times`,
        `它是抽样:两次采样间隔 ${apart} 内的短暂活动可能漏掉,数字是采样数而不是时间`,
      ];
    });

const oneInMany: Limit = ({ points }) =>
  points
    .filter(({ point }) => /^(?:software|hardware)$/.test(point.provider) && Number(point.parts[1] ?? 1) > 1)
    .map(
      ({ point }): Both => [
        `only one in ${point.parts[1]} of the events ${point.parts[0]} is looked at: each stands for that many`,
        `事件 ${point.parts[0]} 每 ${point.parts[1]} 次只看一次:每条代表这么多次`,
      ],
    );

const inlined: Limit = (seen) => {
  const kernel = tracedBy(seen, 'kprobe', 'kretprobe', 'kfunc', 'kretfunc');
  const user = tracedBy(seen, 'uprobe', 'uretprobe');
  return [
    ...(kernel.length === 0
      ? []
      : [
          [
            `calls of ${few(kernel)[0]} that the compiler has built into their callers are not seen, and other kernels may lack or rename ${kernel.length === 1 ? 'the function' : 'these functions'}`,
            `被编译器内联到调用者中的 ${few(kernel)[1]} 调用看不到;其他内核可能没有或改名了这些函数`,
          ] as Both,
        ]),
    ...(user.length === 0
      ? []
      : [
          [
            `calls of ${few(user)[0]} that the compiler has built into their callers are not seen`,
            `被编译器内联到调用者中的 ${few(user)[1]} 调用看不到`,
          ] as Both,
        ]),
  ];
};

const ownCopies: Limit = ({ points }) => {
  const files = [...new Set(points.filter(({ point }) => /^u(?:ret)?probe$|^usdt$/.test(point.provider)).map(({ point }) => point.parts[0] ?? ''))];
  if (files.length === 0) return [];
  const [en, zh] = few(files);
  return [
    [
      `only processes that use ${en} as this machine has it are seen: a container's own copy, another version or a program linked statically is not`,
      `只能看到使用本机 ${zh} 的进程:容器自带的副本、其他版本或静态链接的程序看不到`,
    ],
  ];
};

/** Calls that move data, which a file mapped into memory or io_uring moves without. */
const MOVING = /^sys_(?:enter|exit)_(?:p?readv?(?:64|2)?|p?writev?(?:64|2)?)$/;

const otherWays: Limit = ({ points }) => {
  const calls = points.filter(({ point }) => point.provider === 'tracepoint' && /^(?:raw_)?syscalls$/.test(point.parts[0] ?? ''));
  const limits: Both[] = [];
  if (calls.length > 0) limits.push(['system calls of 32-bit programs on a 64-bit kernel are not seen', '64 位内核上 32 位程序的系统调用看不到']);
  if (calls.some(({ point }) => MOVING.test(point.parts[1] ?? '')))
    limits.push([
      'data that is read or written through memory maps or io_uring makes no such call and is not seen',
      '通过内存映射或 io_uring 读写的数据不经过这些调用,看不到',
    ]);
  return limits;
};

const missedReturns: Limit = (seen) => {
  const names = tracedBy(seen, 'kretprobe');
  return names.length === 0
    ? []
    : [
        [
          `where very many are inside ${few(names)[0]} at once, the kernel misses some of their returns`,
          `同时处于 ${few(names)[1]} 中的调用太多时,内核会漏掉一部分返回`,
        ],
      ];
};

/** Tracepoints that come by in an interrupt, while anything may be running. */
const INTERRUPTED =
  /^(?:block:block_rq_complete|irq:|timer:|napi:|net:netif_receive|net:napi|skb:|tcp:tcp_(?:probe|receive_reset|rcv)|sched:sched_wak|udp:|qdisc:|sock:inet_sock_set_state)/;

const bystander: Limit = ({ nodes, scene }) => {
  const places = new Set<string>();
  for (const { node, probe } of nodes) {
    if (node.kind !== 'identifier' || !['comm', 'pid', 'tid', 'uid', 'gid', 'cgroup', 'username', 'curtask'].includes(node.name)) continue;
    // A connection enters these states in the process that asks for it.
    if (probe.predicate !== undefined && /newstate == (?:2|4|9)\b/.test(scene.code(probe.predicate))) continue;
    for (const { provider, parts } of probe.attachPoints) if (provider === 'tracepoint' && INTERRUPTED.test(parts.join(':'))) places.add(parts.join(':'));
  }
  if (places.size === 0) return [];
  const [en, zh] = few([...places]);
  return [
    [
      `${en} can come by in an interrupt: the process it names is then whoever was running, not who caused it`,
      `${zh} 可能发生在中断里:此时记录的进程是恰好在运行的进程,而不是引起它的进程`,
    ],
  ];
};

const wildcards: Limit = ({ points }) =>
  points.some(({ point }) => point.parts.some((part) => /[*?]/.test(part)))
    ? [['which events a name with * stands for differs from kernel to kernel', '带 * 的名称对应哪些事件因内核而异']]
    : [];

export const WHERE: readonly Limit[] = [sampling, oneInMany, otherWays, inlined, ownCopies, missedReturns, bystander, wildcards];
