/** What is said of findings that only a run tells. */
import type { Wording } from './wording.ts';

export const MEASURED: Readonly<Record<string, Wording>> = {
  'never-fired': {
    stage: 'fires',
    severity: 'error',
    concept: 'attach-point',
    en: [
      '{probe} is attached, and in {seconds} s it did not fire once: nothing on this machine did this',
      'make it happen in another terminal while it runs, or watch longer: --duration 30',
      'see what there is like it: gpttrace probes',
    ],
    zh: [
      '{probe} 已挂载,但 {seconds} 秒内一次也没有触发:本机没有发生这件事',
      '运行时在另一个终端让它发生,或观察更久:--duration 30',
      '看看有哪些类似的探针:gpttrace probes',
    ],
  },
  'never-fired-try': {
    stage: 'fires',
    severity: 'error',
    concept: 'attach-point',
    en: [
      '{probe} is attached, and in {seconds} s it did not fire once: nothing on this machine did this',
      'make it happen in another terminal while it runs: {command}',
      'or watch longer: --duration 30',
    ],
    zh: ['{probe} 已挂载,但 {seconds} 秒内一次也没有触发:本机没有发生这件事', '运行时在另一个终端让它发生:{command}', '或观察更久:--duration 30'],
  },
  'never-fired-other-call': {
    stage: 'fires',
    severity: 'error',
    concept: 'syscall',
    en: ['{probe} is attached, and in {seconds} s it did not fire once: tools often make the call {other} instead of {call}', 'watch both: {probe}, {point}'],
    zh: ['{probe} 已挂载,但 {seconds} 秒内一次也没有触发:很多工具用 {other} 而不是 {call}', '两个都观察:{probe}, {point}'],
  },
  'fires-beside-workload': {
    stage: 'fires',
    severity: 'note',
    concept: 'attach-point',
    en: [
      '{probe} is right: beside a workload that makes its event happen ({workload}) it fired {count} times. In {seconds} s of this machine as it is it did not fire once: nothing did this',
      'make it happen in another terminal while it runs: {command}',
    ],
    zh: [
      '{probe} 没有问题:与制造该事件的负载({workload})一起运行时触发了 {count} 次。而本机平常状态下 {seconds} 秒内一次也没有:没有人做这件事',
      '运行时在另一个终端让它发生:{command}',
    ],
  },
  'ran-and-delivered-nothing': {
    stage: 'passes',
    severity: 'error',
    concept: 'c-program',
    en: [
      '{probe} ran {count} times in {seconds} s and delivered nothing: it returned before it came to its output',
      'look at each return before bpf_ringbuf_submit, bpf_perf_event_output or bpf_map_update_elem: one of them is always taken',
      'let bpf_printk say how far it comes, and read /sys/kernel/tracing/trace_pipe',
    ],
    zh: [
      '{probe} 在 {seconds} 秒内运行了 {count} 次,却什么也没有送出:它在到达输出之前就返回了',
      '检查 bpf_ringbuf_submit、bpf_perf_event_output 或 bpf_map_update_elem 之前的每个 return:其中一个总是成立',
      '用 bpf_printk 输出执行到哪里,并读取 /sys/kernel/tracing/trace_pipe',
    ],
  },
  'start-never-stored': {
    stage: 'passes',
    severity: 'note',
    concept: 'pair',
    en: [
      '{probe} fired {count} times and found nothing in {map}: the beginning was never stored, because {writer} stored nothing',
      'look at {writer} first: it does not fire, or its own filter lets nothing through',
    ],
    zh: [
      '{probe} 触发了 {count} 次,但在 {map} 中什么也没找到:开始从未存入,因为 {writer} 没有存入任何东西',
      '先看 {writer}:它没有触发,或它自己的过滤器什么也不放行',
    ],
  },
  'start-never-found': {
    stage: 'passes',
    severity: 'error',
    concept: 'pair',
    en: [
      '{writer} stored {stored} beginnings in {name}, and {probe} looked for one {count} times and found none: they do not meet',
      'compare the keys: both must be the same for one and the same event',
      'see that nothing deletes it in between, and that both sides are of one thread',
    ],
    zh: [
      '{writer} 在 {name} 中存入了 {stored} 个开始,而 {probe} 查找了 {count} 次都没找到:两边对不上',
      '比较两边的键:同一个事件必须用同一个键',
      '检查其间有没有被删除,以及两边是否在同一个线程',
    ],
  },
  'branch-always-taken': {
    stage: 'passes',
    severity: 'error',
    concept: 'filter',
    en: [
      'the condition {condition} held all {count} times, so that the else beside it was never reached',
      'turn the condition round, or move what is to be shown',
    ],
    zh: ['条件 {condition} 在全部 {count} 次中都成立,因此旁边的 else 从未到达', '把条件反过来,或移动要显示的部分'],
  },
  'always-returns': {
    stage: 'passes',
    severity: 'error',
    concept: 'filter',
    en: ['all {count} events returned here: what stands behind it was never reached', 'look at the condition before the return: it holds for everything'],
    zh: ['全部 {count} 个事件都在这里返回:后面的语句从未到达', '检查 return 前的条件:它对所有事件都成立'],
  },
  emptied: {
    stage: 'shows',
    severity: 'error',
    concept: 'output',
    en: ['{map} was filled {count} times, and was empty in the end: this takes out what was put in', 'print it before it is emptied'],
    zh: ['{map} 被写入 {count} 次,但最后是空的:这里把存入的又清掉了', '清空之前先打印'],
  },
  'rounds-to-zero': {
    stage: 'shows',
    severity: 'warning',
    concept: 'type',
    en: [
      'all that {map} holds is 0: {what} is a division of whole numbers, and what is smaller than the divisor becomes 0',
      'divide by less, or multiply before you divide',
      'or keep the raw number and divide when you read the answer',
    ],
    zh: ['{map} 里全是 0:{what} 是整数除法,小于除数的都变成 0', '除以更小的数,或先乘后除', '或保留原始数值,读结果时再换算'],
  },
  lost: {
    stage: 'shows',
    severity: 'warning',
    concept: 'cost',
    en: [
      '{count} events were lost before they could be read: they come faster than they can be printed',
      'count in the kernel instead of printing each: @[comm] = count();',
      'or let fewer through with a filter',
    ],
    zh: ['{count} 个事件在读取之前丢失:来得比打印得快', '在内核里计数,而不是逐条打印:@[comm] = count();', '或用过滤器减少事件'],
  },
  flood: {
    stage: 'safe',
    severity: 'note',
    concept: 'cost',
    en: ['{probe} fires {rate} times a second here: each time costs what is watched some time', 'put a filter before it, or watch for a short while only'],
    zh: ['{probe} 在本机每秒触发 {rate} 次:每次都占用被观察者的时间', '加上过滤器,或只观察很短时间'],
  },
  'ended-early': {
    stage: 'fires',
    severity: 'warning',
    concept: 'interval',
    en: ['it ended by its own exit() after {seconds} s: that is too short to see much', 'let exit() come later: interval:s:10 { exit(); }'],
    zh: ['它在 {seconds} 秒后被自己的 exit() 结束:时间太短,看不到什么', '让 exit() 晚些执行:interval:s:10 { exit(); }'],
  },
  'too-dear': {
    stage: 'safe',
    severity: 'error',
    concept: 'cost',
    en: ['it cost more of this machine than a run may, and was ended', 'count instead of printing, and filter early'],
    zh: ['它占用的资源超过了允许的上限,已被结束', '用计数代替打印,并尽早过滤'],
  },
  'not-attached': {
    stage: 'attaches',
    severity: 'error',
    concept: 'attach-point',
    en: ['{probe} could not be attached: it sees nothing', 'see what can be attached here: gpttrace probes, gpttrace doctor'],
    zh: ['{probe} 未能挂载:它什么也看不到', '看看本机能挂载什么:gpttrace probes、gpttrace doctor'],
  },
};
