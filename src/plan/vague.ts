/** Questions that ask what somebody is doing, or why something is slow, and nothing that could be looked at: several programs tell a part of it each. Words as data; pure. */
import type { Intent } from '../core/intent.ts';
import { type LibraryProgram, localised } from '../knowledge/library.ts';
import type { Near } from './plan.ts';

/** A program of the library, and how it is asked for of somebody: NAME is its name. */
type Way = readonly [program: string, en: string, zh: string];

interface Vague {
  /** `whom` is what stands where somebody is named. */
  readonly forms: readonly RegExp[];
  readonly ofProcess: readonly Way[];
  readonly ofMachine: readonly Way[];
}

const SINCE = '(?: (?:right now|now|at the moment|currently|these days|today|here|lately|all the time|all day|again|suddenly|so much))*';

const DOING: Vague = {
  forms: [
    new RegExp(`^what(?:'s|s| is| are| was)? (?:(?<whom>.+?) )?(?:doing|up to|busy with|working on)${SINCE}$`),
    new RegExp(`^what(?:'s|s| is) (?:going on|happening)(?: (?:on|in|with|inside|to) (?<whom>.+?))?${SINCE}$`),
    /^(?<whom>.*?)(?:现在|目前|到底|究竟|都|正)*在(?:做|干|忙)(?:什么|啥|嘛|些什么)$/,
    /^(?<whom>.*?)(?:发生|出)了?什么(?:事|事情|问题|情况)?$/,
  ],
  ofProcess: [
    ['syscalls-by-name', 'count system calls of NAME by system call', 'NAME 调用了哪些系统调用'],
    ['file-opens', 'which files does NAME open', '跟踪 NAME 打开文件'],
    ['cpu-user-stacks', 'which functions of NAME use the CPU', '采样 NAME 的用户态调用栈'],
    ['off-cpu-time', 'how long is NAME off the CPU', 'NAME 的 off-CPU 时间'],
  ],
  ofMachine: [
    ['cpu-samples', 'which processes use the most CPU', '哪些进程占用 CPU 最多'],
    ['syscalls-by-process', 'count system calls by process', '统计每个进程的系统调用次数'],
    ['file-opens', 'which files are being opened right now, and by whom', '跟踪文件打开操作'],
    ['process-execs', 'which programs are started', '跟踪新启动的程序'],
  ],
};

const SLOW: Vague = {
  forms: [
    new RegExp(
      `^(?:but )?why(?: is|'s| are| was| does| do) (?<whom>.+?) (?:so |that |this |very |really |too |being |feel |seem |get |run )*(?:slow|slowly|sluggish|laggy|lagging|hanging|hang|stuck|unresponsive|frozen|freezing)${SINCE}$`,
    ),
    new RegExp(
      `^(?!(?:what|which|who|whose|why|how|where|when)\\b)(?<whom>.+?) (?:is|are|feels?|seems?|runs?|got) (?:so |very |really |too |quite )*(?:slow|slowly|sluggish|laggy|hanging|stuck|unresponsive|frozen)${SINCE}$`,
    ),
    new RegExp(
      `^what(?:'s|s| is| makes) (?:so )?(?<whom>.*?) ?(?:slow|wrong|the problem|the bottleneck|slowing (?:it|everything|this) down)(?: (?:here|with .+))?${SINCE}$`,
    ),
    /^(?<whom>.*?)为(?:什么|何|啥)(?:会|变得|变)?(?:这么|那么|很|太|好|如此|非常|变)*(?:慢|卡|卡顿|卡住|没响应|没有响应)(?:了|呢|啊)*$/,
    /^为(?:什么|何|啥)(?<whom>.*?)(?:会|变得|变)?(?:这么|那么|很|太|好|如此|非常)*(?:慢|卡|卡顿|卡住|没响应|没有响应)(?:了|呢|啊)*$/,
    /^(?<whom>.*?)(?:怎么)?(?:这么|那么|很|太|好|非常)+(?:慢|卡|卡顿)(?:了|呢|啊)*$/,
  ],
  ofProcess: [
    ['off-cpu-stacks', 'off-CPU stacks of NAME', 'NAME 的 off-CPU 调用栈'],
    ['cpu-user-stacks', 'which functions of NAME use the CPU', '采样 NAME 的用户态调用栈'],
    ['syscall-time', 'which system calls take the most time in NAME', 'NAME 的哪些系统调用最耗时'],
    ['run-queue-latency', 'run queue latency', '运行队列延迟'],
  ],
  ofMachine: [
    ['cpu-samples', 'which processes use the most CPU', '哪些进程占用 CPU 最多'],
    ['off-cpu-time', 'off-CPU time by process', '统计各进程的 off-CPU 时间'],
    ['run-queue-latency', 'run queue latency', '运行队列延迟'],
    ['disk-latency', 'disk latency', '磁盘延迟'],
  ],
};

/** At the end, whose it is. */
const WHOSE = '(?: (?:of|in|by|for) (?<whom>(?!(?:the )?kernel\\b|process(?:es)?\\b).+?))?';

const LOAD: Vague = {
  forms: [
    new RegExp(`^(?:why is|what causes|what drives) (?:the |my |our )?(?:system |cpu )?load(?: average)? (?:so |that |this |very )*high${SINCE}$`),
    /^(?:系统)?(?:平均)?负载为(?:什么|何|啥)(?:会|这么|那么|很|太)*高$|^为(?:什么|何|啥)(?:系统)?(?:平均)?负载(?:会|这么|那么|很|太)*高$/,
  ],
  ofProcess: [],
  ofMachine: [
    ['cpu-samples', 'which processes use the most CPU', '哪些进程占用 CPU 最多'],
    ['uninterruptible-time', 'which processes are blocked in D state', '哪些进程处于 D 状态'],
    ['run-queue-latency', 'run queue latency', '运行队列延迟'],
  ],
};

const LOCKS: Vague = {
  forms: [new RegExp(`^lock(?:ing)? (?:contention|waits?)${WHOSE}$`), /^(?<whom>.*?)(?:的)?锁(?:竞争|争用|等待)$/],
  ofProcess: [
    ['lock-waits', 'how long does NAME wait for locks (futex)', 'NAME 等待 futex 锁的时间'],
    ['mutex-waits', 'mutex wait time of NAME', 'NAME 的 mutex 加锁耗时'],
    ['kernel-lock-waits', 'lock contention of NAME in the kernel', 'NAME 在内核锁上的等待时间'],
  ],
  ofMachine: [
    ['lock-waits', 'which processes wait for locks (futex)', '哪些进程在等待 futex 锁'],
    ['mutex-waits', 'mutex wait time', 'mutex 的加锁耗时'],
    ['kernel-lock-waits', 'lock contention in the kernel', '内核锁的等待时间'],
  ],
};

const ALLOCATIONS: Vague = {
  forms: [
    /^memory allocations?(?: by process(?:es)?| per process)?$|^(?:which process(?:es)?|who|what) allocates? (?:the )?most memory$/,
    /^(?:按进程统计)?内存分配$|^(?:哪个进程|谁)分配(?:的)?(?:内存最多|最多(?:的)?内存)$/,
  ],
  ofProcess: [],
  ofMachine: [
    ['malloc-held', 'which process leaks memory', '哪个进程在泄漏内存'],
    ['page-allocations', 'page allocations by process', '统计每个进程的页分配'],
    ['kernel-allocations', 'kernel memory allocations by process', '统计每个进程的内核内存分配'],
  ],
};

const RESETS: Vague = {
  forms: [/^(?:tcp )?(?:connection )?resets?$/, /^tcp ?重置$/],
  ofProcess: [],
  ofMachine: [
    ['tcp-resets', 'tcp resets received', '统计收到的 RST'],
    ['tcp-resets-sent', 'tcp resets sent', '统计发出的 RST'],
  ],
};

/** Who is no process, but all of them. */
const MACHINE =
  /^(?:(?:my|the|this|our|all|every|these|on|in) )*(?:it|this|that|everything|everybody|machine|computer|server|box|system|laptop|host|vm|pc|linux|kernel|processes|process|thing|things)?$|^(?:我的|这台|这个|本|整个|所有|一切|都)*(?:机器|电脑|服务器|系统|主机|内核|计算机|它|这里|这)?$/;

/** What may be meant by a question as vague as that, each with what gets it, and of whom it is asked. */
export interface VagueQuestion {
  readonly choices: readonly Near[];
  readonly intent: Intent;
}

/** Undefined for a question that names something to look at. `isTopicWord`: whether a word is of the trade, and thus nobody's name. */
export function vagueQuestion(intent: Intent, library: readonly LibraryProgram[], isTopicWord: (word: string) => boolean): VagueQuestion | undefined {
  const { question, filter, language } = intent;
  const text = question
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s.!?。]+$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
  for (const { forms, ofProcess, ofMachine } of [DOING, SLOW, LOAD, LOCKS, ALLOCATIONS, RESETS]) {
    const found = forms.map((form) => form.exec(text)).find((match) => match !== null);
    if (found === undefined) continue;
    const whom = (found.groups?.whom ?? '').trim();
    const isMachine = filter === undefined && MACHINE.test(whom);
    const name = isMachine ? undefined : nameIn(whom, filter?.value.comm, isTopicWord);
    if (!isMachine && name === undefined) return undefined;
    const choices = (name === undefined ? ofMachine : ofProcess).flatMap(([program, en, zh]): Near[] => {
      const own = library.find((one) => one.name === program);
      if (own === undefined) return [];
      const ask = (language === 'zh' ? zh : en).replaceAll('NAME', name ?? '');
      return [{ name: program, title: localised(own.title, language), tells: localised(own.tells, language), ask, score: 0 }];
    });
    const { refusal: _, ...asked } = intent;
    return { choices, intent: name === undefined || filter !== undefined ? asked : { ...asked, filter: { value: { comm: name }, words: name } } };
  }
  return undefined;
}

/** Somebody's name, where it is all there is but for what they are. */
function nameIn(whom: string, known: string | undefined, isTopicWord: (word: string) => boolean): string | undefined {
  const rest = whom.replace(/(?<![\w.-])(?:the|my|this|our|process|program|server|daemon|service|app)(?![\w.-])|进程|程序|服务/g, ' ').trim();
  if (known !== undefined) return rest === known.toLowerCase() ? known : undefined;
  return /^[a-z0-9_][\w.@+-]*$/.test(rest) && !/^\d+$/.test(rest) && !isTopicWord(rest) ? rest : undefined;
}
