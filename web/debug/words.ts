/** What the page says around a diagnosis, in English and Chinese. */
import { computed } from '@preact/signals';
import type { Stage } from '../../src/debug/diagnosis.ts';
import { language } from '../words.ts';

const en = {
  consent:
    'A copy of it that counts how far its events come is run on this machine; where a probe does not fire, once more beside a small workload. It only watches: what does more is not run. Nothing of it is kept.',
  watchFor: 'Watch for so many seconds',
  runCopy: 'Run the copy',
  watching: 'The copy runs, and what comes is counted…',
  states: { good: 'good', doubtful: 'doubtful', bad: 'wrong', untried: 'not come to' } as Readonly<Record<Stage['state'], string>>,
  where: (line: number) => `line ${line}`,
  lesson: 'Lesson',
  repaired: 'Repaired it would be',
  gone: 'goes',
  come: 'comes',
  take: 'Put it into the editor',
  changed: 'The program has been changed since.',
};

type DebugWords = typeof en;

const zh: DebugWords = {
  consent: '会在这台机器上运行它的一个副本,统计事件走到哪一步;若有探针不触发,再与一个小负载一起运行一次。它只观察:做得更多的不会运行。什么都不会保留。',
  watchFor: '观察的秒数',
  runCopy: '运行副本',
  watching: '副本正在运行,正在计数…',
  states: { good: '正常', doubtful: '可疑', bad: '错误', untried: '没有走到' },
  where: (line) => `第 ${line} 行`,
  lesson: '课程',
  repaired: '修好之后',
  gone: '去掉',
  come: '加上',
  take: '放进编辑器',
  changed: '程序此后已被修改。',
};

export const debugWords = computed((): DebugWords => (language.value === 'zh' ? zh : en));
