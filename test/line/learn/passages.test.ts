/** Where the course answers a question, in either language: the lessons that it may come from, one of which must be among the passages. */
import { describe, expect, it } from 'vitest';
import { wantedIn } from '../../../src/knowledge/documents/words.ts';
import { openCourse, ownCourse } from '../../../src/line/learn/files.ts';
import { passagesAbout } from '../../../src/line/learn/passages.ts';

const { lessons } = openCourse(ownCourse()).course;

const QUESTIONS: readonly (readonly [lang: 'en' | 'zh', question: string, lessons: string])[] = [
  ['zh', 'comm 是什么意思', 'first-one-liner filters processes-and-signals'],
  ['zh', '为什么要用 tid 做键', 'latency'],
  ['zh', '过滤器怎么写', 'filters'],
  ['zh', 'kprobe 和 tracepoint 有什么区别', 'probes'],
  ['zh', 'str() 为什么是空的', 'strings-and-pointers'],
  ['zh', '直方图怎么看', 'summaries'],
  ['zh', '怎样只看一个进程', 'filters user-probes'],
  ['zh', 'printf 的 %d 为什么打印错了', 'printf-and-types'],
  ['zh', '验证器为什么拒绝我的程序', 'c-verifier what-is-ebpf'],
  ['zh', '怎么测延迟', 'latency'],
  ['zh', 'END 什么时候执行', 'intervals-and-output'],
  ['zh', '映射表满了会怎样', 'maps-and-keys cost-and-safety c-maps'],
  ['zh', '箭头和点有什么区别', 'structs-and-btf'],
  ['zh', '什么是 USDT', 'usdt'],
  ['zh', '缺页是什么', 'memory'],
  ['zh', '谁发的信号怎么看', 'processes-and-signals'],
  ['zh', '块 I/O 的键为什么不能用 tid', 'block-io'],
  ['zh', '环形缓冲区丢了记录怎么知道', 'c-ring-buffer'],
  ['zh', 'CO-RE 解决什么问题', 'c-co-re'],
  ['zh', '为什么用 99 不用 100', 'intervals-and-output c-profile'],
  ['zh', '丢失事件 Lost events', 'cost-and-safety first-one-liner c-ring-buffer'],
  ['zh', '需要 root 吗', 'what-is-ebpf'],
  ['en', 'what does comm hold?', 'first-one-liner filters processes-and-signals'],
  ['en', 'why is tid the key', 'latency'],
  ['en', 'how do I write a filter', 'filters'],
  ['en', 'why is str() empty', 'strings-and-pointers'],
  ['en', 'what happens when a map is full', 'maps-and-keys cost-and-safety c-maps'],
  ['en', 'difference between arrow and dot', 'structs-and-btf'],
  ['en', 'why does printf %d print a wrong number', 'printf-and-types'],
  ['en', 'when does END run', 'intervals-and-output'],
  ['en', 'why 99 and not 100', 'intervals-and-output c-profile'],
  ['en', 'how do I read a histogram', 'summaries'],
  ['en', 'frame pointers', 'stacks c-profile'],
  ['en', 'lost events', 'cost-and-safety first-one-liner c-ring-buffer'],
  ['en', 'what is a page fault', 'memory'],
  ['en', 'who sent the signal', 'processes-and-signals'],
  ['en', 'do uprobes slow down my program', 'user-probes c-uprobe cost-and-safety'],
  ['en', 'what is BTF', 'structs-and-btf c-co-re portability'],
  ['en', 'verifier refuses my loop', 'c-verifier what-is-ebpf'],
];

const NOT_OF_THE_COURSE: readonly (readonly [lang: 'en' | 'zh', question: string])[] = [
  ['zh', '红烧肉怎么做'],
  ['zh', '股票明天涨吗'],
  ['zh', '怎么样'],
  ['en', 'how do I bake bread'],
  ['en', 'weather in Paris tomorrow'],
  ['en', 'what is it?'],
];

async function found(lang: 'en' | 'zh', question: string, lesson?: string): Promise<readonly string[]> {
  const synonyms = (await wantedIn(question.toLowerCase())).map(({ term }) => term).filter((term) => !question.toLowerCase().includes(term));
  const own = lessons.find(({ id }) => id === lesson);
  return passagesAbout(question, lessons, own, lang, synonyms, 3, 700).map((passage) => passage.lesson.id);
}

describe('a question is answered from', () => {
  it.each(QUESTIONS)('%s: %s', async (lang, question, expected) => {
    const wanted = expected.split(' ');
    expect((await found(lang, question)).some((id) => wanted.includes(id))).toBe(true);
  });

  it.each(NOT_OF_THE_COURSE)('nowhere, %s: %s', async (lang, question) => expect(await found(lang, question)).toEqual([]));

  it('the lesson at hand before the others', async () => {
    expect((await found('zh', '为什么用 99 不用 100', 'c-profile'))[0]).toBe('c-profile');
    expect((await found('zh', '为什么用 99 不用 100', 'intervals-and-output'))[0]).toBe('intervals-and-output');
  });

  it('a passage no longer than there is room', () => {
    for (const { text } of passagesAbout('which probes are there', lessons, undefined, 'en', [], 3, 200)) expect(text.length).toBeLessThanOrEqual(202);
  });
});
