/** What is said of each stage. */
import type { StageId } from './diagnosis.ts';

type Texts = Readonly<Record<'title' | 'good' | 'bad' | 'doubtful' | 'untried', string>>;

export const STAGE_WORDS: Readonly<Record<'en' | 'zh', Readonly<Record<StageId, Texts>>>> = {
  en: {
    reads: { title: 'it reads', good: 'the program follows the grammar', bad: 'it cannot be read: {problems}', doubtful: '', untried: '' },
    names: {
      title: 'names are right',
      good: 'its probes, fields and types are those of this machine',
      bad: 'what it names, or how it uses it, is not right on this machine: {problems}',
      doubtful: 'not all of it could be looked up here',
      untried: 'it never came to this',
    },
    safe: {
      title: 'it is safe and cheap',
      good: 'it only watches, and is not known to cost much',
      bad: 'it does more than watch: it is not run',
      doubtful: 'it only watches; what it watches is frequent',
      untried: 'it never came to this',
    },
    loads: { title: 'it loads', good: 'the kernel took it', bad: 'the kernel, or bpftrace, refused it', doubtful: '', untried: 'it was not loaded' },
    attaches: {
      title: 'it attaches',
      good: 'attached: {probes}',
      bad: 'it could not be attached',
      doubtful: 'not all of it could be attached',
      untried: 'it was not attached',
    },
    fires: { title: 'its probes fire', good: '{hits}', bad: 'in {seconds} s none of its probes fired', doubtful: 'not all: {hits}', untried: 'nobody counted' },
    passes: {
      title: 'events come through',
      good: 'events pass its conditions',
      bad: 'events came, and its conditions let none of them through',
      doubtful: 'not all as it should be, see below',
      untried: 'nothing came that could pass',
    },
    shows: {
      title: 'it shows something',
      good: 'it showed {shown}',
      bad: 'it showed nothing',
      doubtful: 'it showed {shown}, and that is not what it looks like',
      untried: 'it did not come to show anything',
    },
  },
  zh: {
    reads: { title: '能读懂', good: '程序符合语法', bad: '读不懂:{problems}', doubtful: '', untried: '' },
    names: {
      title: '名称正确',
      good: '探针、字段和类型都是本机有的',
      bad: '它用到的名称或用法在本机不对:{problems}',
      doubtful: '有些内容在本机查不到',
      untried: '没有走到这一步',
    },
    safe: {
      title: '安全且开销小',
      good: '它只观察,开销不大',
      bad: '它不只是观察:不会运行',
      doubtful: '它只观察;但观察的事件很频繁',
      untried: '没有走到这一步',
    },
    loads: { title: '能加载', good: '内核接受了它', bad: '内核或 bpftrace 拒绝了它', doubtful: '', untried: '没有加载' },
    attaches: { title: '能挂载', good: '已挂载:{probes}', bad: '未能挂载', doubtful: '有些未能挂载', untried: '没有挂载' },
    fires: { title: '探针会触发', good: '{hits}', bad: '{seconds} 秒内没有一个探针触发', doubtful: '不是全部:{hits}', untried: '没有计数' },
    passes: {
      title: '事件能通过',
      good: '事件通过了它的条件',
      bad: '有事件到来,但条件一个也没放行',
      doubtful: '不全如预期,见下',
      untried: '没有事件可以通过',
    },
    shows: { title: '有内容显示', good: '显示了{shown}', bad: '什么也没显示', doubtful: '显示了{shown},但并不是看上去的意思', untried: '没有走到显示这一步' },
  },
};

export function amounts(language: 'en' | 'zh'): {
  readonly problems: (count: number) => string;
  readonly probes: (count: number) => string;
  readonly hit: (probe: string, count: number) => string;
  readonly lines: (count: number) => string;
  readonly entries: (map: string, count: number) => string;
  readonly and: string;
} {
  const group = (count: number): string => count.toLocaleString('en-US');
  if (language === 'zh')
    return {
      problems: (count) => `${count} 处`,
      probes: (count) => `${count} 个探针`,
      hit: (probe, count) => `${probe} ${group(count)} 次`,
      lines: (count) => ` ${group(count)} 行`,
      entries: (map, count) => ` ${map} 的 ${group(count)} 个条目`,
      and: '、',
    };
  const plural = (count: number, one: string, many: string): string => `${group(count)} ${count === 1 ? one : many}`;
  return {
    problems: (count) => plural(count, 'place', 'places'),
    probes: (count) => plural(count, 'probe', 'probes'),
    hit: (probe, count) => `${probe} ${count === 1 ? 'once' : `${group(count)} times`}`,
    lines: (count) => plural(count, 'line', 'lines'),
    entries: (map, count) => `${plural(count, 'entry', 'entries')} of ${map}`,
    and: ', ',
  };
}
