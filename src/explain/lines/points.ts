/** Attach points in words: when a probe runs. */
import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import { lookup } from '../../core/lookup.ts';
import { KERNEL_FUNCTIONS, PERF_EVENTS, USDT_MARKS, USER_FUNCTIONS } from './functions-traced.ts';
import type { Scene } from './scene.ts';
import { SYSCALLS } from './syscalls.ts';
import { type Both, pick } from './tongue.ts';
import { TRACEPOINTS } from './tracepoints.ts';

/** When a probe runs: "each time the system call read (...) returns". Attach points that say the same are said once. */
export function whenOf(probe: Probe, scene: Scene): string {
  const { tongue } = scene;
  const calls = callsOf(probe.attachPoints);
  if (calls !== undefined && calls.names.length > 1) {
    const names = calls.names.map((name) => callText(name, scene));
    const list = tongue === 'zh' ? names.join('、') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
    return calls.enters
      ? pick([`each time a process calls one of the system calls ${list}`, `每当进程调用系统调用 ${list} 之一时`], tongue)
      : pick([`each time one of the system calls ${list} returns`, `每当系统调用 ${list} 之一返回时`], tongue);
  }
  const functions = functionsOf(probe.attachPoints);
  if (functions !== undefined) return functionsText(functions, scene);
  const whens = [...new Set(probe.attachPoints.map((point) => whenAt(point, scene)))];
  return tongue === 'zh' ? whens.join(';或') : whens.join(', or ');
}

/** The system calls of a probe that has nothing else, all entered or all left. */
function callsOf(points: readonly AttachPoint[]): { readonly enters: boolean; readonly names: readonly string[] } | undefined {
  const calls = points.map(({ provider, parts }) =>
    provider === 'tracepoint' && parts[0] === 'syscalls' ? /^sys_(enter|exit)_(\w+)$/.exec(parts[1] ?? '') : null,
  );
  const [first] = calls;
  if (first === null || first === undefined || calls.some((call) => call === null || call[1] !== first[1])) return undefined;
  return { enters: first[1] === 'enter', names: calls.flatMap((call) => call?.[2] ?? []) };
}

interface Functions {
  readonly way: 'enters' | 'returns';
  readonly owner: string;
  readonly names: readonly string[];
}

/** The functions of a probe that has several, of one program, all entered or all left. */
function functionsOf(points: readonly AttachPoint[]): Functions | undefined {
  const [first] = points;
  const way = first === undefined ? undefined : lookup(WAYS, first.provider);
  if (first === undefined || way === undefined || points.length < 2) return undefined;
  const ownerOf = (point: AttachPoint): string => (point.provider.startsWith('k') ? 'kernel' : (point.parts[0] ?? ''));
  const owner = ownerOf(first);
  if (points.some((point) => lookup(WAYS, point.provider) !== way || ownerOf(point) !== owner)) return undefined;
  return { way, owner, names: points.map(({ parts }) => parts.at(-1) ?? '') };
}

const WAYS: Readonly<Record<string, 'enters' | 'returns'>> = {
  kprobe: 'enters',
  kfunc: 'enters',
  uprobe: 'enters',
  kretprobe: 'returns',
  kretfunc: 'returns',
  uretprobe: 'returns',
};

function functionsText({ way, owner, names }: Functions, { tongue }: Scene): string {
  const table = owner === 'kernel' ? KERNEL_FUNCTIONS : USER_FUNCTIONS;
  const said = [...new Set(names)].map((name): Both => {
    const known = lookup(table, name);
    return known === undefined ? [name, name] : [`${name} (to ${known[0]})`, `${name}(${known[1]})`];
  });
  const en = said.map((one) => one[0]);
  const list = `${en.slice(0, -1).join(', ')} or ${en.at(-1)}`;
  const zh = said.map((one) => one[1]).join('、');
  const [who, whose]: readonly [Both, Both] =
    owner === 'kernel'
      ? [
          ['the kernel', '内核'],
          ['', ''],
        ]
      : [
          ['a process', '进程'],
          [` of ${owner}`, `${owner} 的`],
        ];
  return way === 'enters'
    ? pick([`each time ${who[0]} enters one of the functions ${list}${whose[0]}`, `每当${who[1]}进入${whose[1]}函数 ${zh} 之一时`], tongue)
    : pick([`each time ${who[0]} returns from one of the functions ${list}${whose[0]}`, `每当${who[1]}从${whose[1]}函数 ${zh} 之一返回时`], tongue);
}

function callText(name: string, { tongue }: Scene): string {
  const known = lookup(SYSCALLS, name);
  return known === undefined ? name : tongue === 'zh' ? `${name}(${known[1]})` : `${name} (${known[0]})`;
}

function whenAt(point: AttachPoint, scene: Scene): string {
  const { tongue } = scene;
  const say = (both: Both): string => pick(both, tongue);
  const [first = '', second = ''] = point.parts;
  const traced = point.parts.at(-1) ?? '';
  switch (point.provider) {
    case 'BEGIN':
      return say(['once, before the first event', '一次,在第一个事件之前']);
    case 'END':
      return say(['once, at the end', '一次,在结束时']);
    case 'self':
      return say([`when the tracer itself gets the signal ${second}`, `当跟踪程序自己收到信号 ${second} 时`]);
    case 'bench':
    case 'test':
      return say([`when the program's own test ${first} is run`, `运行程序自带的测试 ${first} 时`]);
    case 'tracepoint':
      return tracepointText(first, second, scene);
    case 'rawtracepoint':
      return tracepointText(second === '' ? '' : first, second === '' ? first : second, scene);
    case 'kprobe':
    case 'kfunc':
      return functionText('enters', 'kernel', traced, scene);
    case 'kretprobe':
    case 'kretfunc':
      return functionText('returns', 'kernel', traced, scene);
    case 'uprobe':
      return functionText('enters', first, traced, scene);
    case 'uretprobe':
      return functionText('returns', first, traced, scene);
    case 'usdt': {
      const mark = point.parts.slice(1).join(':');
      const known = lookup(USDT_MARKS, mark);
      return known === undefined
        ? say([`each time ${first} comes by its mark ${mark}`, `每当 ${first} 经过其标记 ${mark} 时`])
        : say([`each time ${known[0]} (the mark ${mark} of ${first})`, `每当${known[1]}时(${first} 的标记 ${mark})`]);
    }
    case 'profile':
      return first === 'hz'
        ? say([`${second} times a second, on every processor`, `在每个处理器上每秒 ${second} 次`])
        : say([`every ${second} ${first}, on every processor`, `在每个处理器上每 ${second} ${first} 一次`]);
    case 'interval':
      if (first === 'hz') return say([`${second} times a second, on one processor`, `在一个处理器上每秒 ${second} 次`]);
      return say([
        `${/^\d+$/.test(first) || first === '' ? `every ${first || '1'}` : `every ${second} ${first}`}, on one processor`,
        `在一个处理器上每 ${second} ${first} 一次`,
      ]);
    case 'software':
    case 'hardware':
      return perfText(first, second, scene);
    case 'watchpoint':
    case 'asyncwatchpoint':
      return say([
        `each time memory at ${first} is used (${second} bytes, ${point.parts[2] ?? ''})`,
        `每当访问地址 ${first} 处的内存时(${second} 字节,${point.parts[2] ?? ''})`,
      ]);
    case 'iter':
      return say([`once for every ${first} that the kernel has at the moment`, `对内核当前的每个 ${first} 执行一次`]);
    default:
      return say([`at ${point.text}`, `在 ${point.text} 处`]);
  }
}

function tracepointText(category: string, name: string, scene: Scene): string {
  const { tongue } = scene;
  const call = category === 'syscalls' ? /^sys_(enter|exit)_(.+)$/.exec(name) : null;
  if (call !== null) {
    const [, way, called = ''] = call;
    if (/[*?[]/.test(called))
      return way === 'enter'
        ? pick([`each time a process calls a system call of the form ${called}`, `每当进程调用形如 ${called} 的系统调用时`], tongue)
        : pick([`each time a system call of the form ${called} returns`, `每当形如 ${called} 的系统调用返回时`], tongue);
    const known = lookup(SYSCALLS, called);
    if (way === 'enter') {
      return known === undefined
        ? pick([`each time a process calls the system call ${called}`, `每当进程调用系统调用 ${called} 时`], tongue)
        : pick([`each time a process asks the kernel to ${known[0]} (calls ${called})`, `每当进程请求内核${known[1]}时(调用 ${called})`], tongue);
    }
    return known === undefined
      ? pick([`each time the system call ${called} returns`, `每当系统调用 ${called} 返回时`], tongue)
      : pick([`each time the call to ${known[0]} returns (${called})`, `每当${known[1]}的调用返回时(${called})`], tongue);
  }
  const place = category === '' ? name : `${category}:${name}`;
  const known = lookup(TRACEPOINTS, place) ?? lookup(TRACEPOINTS, Object.keys(TRACEPOINTS).find((key) => category === '' && key.endsWith(`:${name}`)) ?? '');
  if (known !== undefined) return pick([`each time ${known[0]} (${place})`, `每当${known[1]}时(${place})`], tongue);
  if (/[*?[]/.test(place)) return pick([`at every tracepoint of the kernel of the form ${place}`, `在内核每个形如 ${place} 的跟踪点处`], tongue);
  const words = scene.around.meaningOf?.(category, name);
  return words === undefined
    ? pick([`each time the kernel comes by its tracepoint ${place}`, `每当内核经过跟踪点 ${place} 时`], tongue)
    : pick([`each time the kernel comes by its tracepoint ${place} (${words})`, `每当内核经过跟踪点 ${place} 时(${words})`], tongue);
}

function functionText(way: 'enters' | 'returns', owner: string, traced: string, { tongue }: Scene): string {
  const known = lookup(owner === 'kernel' ? KERNEL_FUNCTIONS : USER_FUNCTIONS, traced.replace(/\+.*/, ''));
  const who: Both = owner === 'kernel' ? ['the kernel', '内核'] : ['a process', '进程'];
  const of: Both = owner === 'kernel' ? ['', ''] : [` of ${owner}`, `${owner} 的`];
  const kind: Both = /[*?[]/.test(traced) ? ['a function of the form ', '形如 '] : ['the function ', '函数 '];
  const to: Both = known === undefined ? ['', ''] : [`, to ${known[0]}`, `(${known[1]})`];
  const verb: Both = way === 'enters' ? ['enters', '进入'] : ['returns from', '从'];
  const name = kind[1].startsWith('形') ? `${kind[1]}${traced} 的函数` : `${kind[1]}${traced}`;
  return pick(
    [
      `each time ${who[0]} ${verb[0]} ${kind[0]}${traced}${of[0]}${to[0]}`,
      way === 'enters' ? `每当${who[1]}进入${of[1]}${name}${to[1]}时` : `每当${who[1]}从${of[1]}${name}${to[1]}返回时`,
    ],
    tongue,
  );
}

function perfText(event: string, every: string, { tongue }: Scene): string {
  const known = lookup(PERF_EVENTS, event);
  const many = every !== '' && every !== '1';
  if (known === undefined)
    return pick([`at the event ${event}${many ? `, every ${every} of them` : ''}`, `在事件 ${event} 处${many ? `(每 ${every} 次一回)` : ''}`], tongue);
  return many
    ? pick([`once every ${every} times that ${known[0]} (${event})`, `每 ${every} 次一回:${known[1]}(${event})`], tongue)
    : pick([`each time ${known[0]} (${event})`, `每当${known[1]}时(${event})`], tongue);
}
