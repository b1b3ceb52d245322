import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { type Surroundings, understand } from '../../src/intent/understand.ts';

const surroundings: Surroundings = {
  processes: () => new Set(['myapp', 'disk', 'worker-1']),
  isTopicWord: (word) => ['disk', 'tcp', 'page', 'file'].includes(word),
};

/** What is expected of each part; a part that is not named must not be heard. */
interface Heard {
  readonly seconds?: number;
  readonly pid?: number;
  readonly comm?: string;
  readonly top?: number;
  readonly measure?: string;
  readonly keys?: readonly string[];
}

function heardOf(request: Request): Heard {
  const intent = understand(request, surroundings);
  const filter = intent.filter?.value;
  return {
    ...(intent.seconds === undefined ? {} : { seconds: intent.seconds.value }),
    ...(filter?.pid === undefined ? {} : { pid: filter.pid }),
    ...(filter?.comm === undefined ? {} : { comm: filter.comm }),
    ...(intent.top === undefined ? {} : { top: intent.top.value }),
  };
}

const SLOTS: readonly (readonly [string, Heard])[] = [
  // Durations.
  ['count page faults by process for 5 seconds', { seconds: 5 }],
  ['which processes hammer the disk? watch for 10 s', { seconds: 10 }],
  ['trace opens for 500 ms', { seconds: 0.5 }],
  ['trace opens for 1.5 minutes', { seconds: 90 }],
  ['trace opens for a minute', { seconds: 60 }],
  ['trace opens for half an hour', { seconds: 1800 }],
  ['trace opens for two minutes', { seconds: 120 }],
  ['what is read, over the next 20 seconds', { seconds: 20 }],
  ['file reads over 20 ms for 3 seconds', { seconds: 3 }],
  ['file reads over 20 ms', {}],
  ['count syscalls, 30s', { seconds: 30 }],
  ['monitor 15 seconds of tcp retransmits', { seconds: 15 }],
  ['Count Forks For 3 SECONDS', { seconds: 3 }],
  ['统计每个进程的系统调用次数,持续 5 秒', { seconds: 5 }],
  ['观察10秒钟的磁盘读写', { seconds: 10 }],
  ['跟踪两分钟的文件打开', { seconds: 120 }],
  ['监控半小时的缺页', { seconds: 1800 }],
  ['观察500毫秒', { seconds: 0.5 }],

  // What is a time, but not how long to watch.
  ['reads that take longer than 10 ms', {}],
  ['reads slower than 1 second', {}],
  ['disk requests above 5 ms', {}],
  ['latency of at least 2 seconds', {}],
  ['system calls that took more than 100 ms', {}],
  ['file opens for 99999999 hours', {}],
  ['trace opens for 0 seconds', {}],
  ['how many page faults happen per second', {}],
  ['超过10毫秒的磁盘读', {}],
  ['大于 1 秒的系统调用', {}],
  ['耗时超过5秒的请求', {}],
  ['每秒多少次缺页', {}],

  // One process.
  ['page faults of pid 1234', { pid: 1234 }],
  ['what does process 77 read', { pid: 77 }],
  ['open files with pid=5', { pid: 5 }],
  ['进程号 1234 打开了哪些文件', { pid: 1234 }],
  ['进程 77 的缺页', { pid: 77 }],
  ['files opened by nginx', { comm: 'nginx' }],
  ['which files does postgres open', { comm: 'postgres' }],
  ['reads of the process named my-thing', { comm: 'my-thing' }],
  ['reads by "strange.app"', { comm: 'strange.app' }],
  ['files opened by myapp', { comm: 'myapp' }],
  ['nginx 打开了哪些文件', { comm: 'nginx' }],
  ['名为 my-thing 的进程', { comm: 'my-thing' }],
  ['only worker-1', { comm: 'worker-1' }],
  ['reads where comm is worker-1', { comm: 'worker-1' }],
  ['reads where comm=worker-1', { comm: 'worker-1' }],
  ['which commands do users run', {}],

  // A word of the trade is no process, and neither is a word that is nobody's name.
  ['latency of disk', {}],
  ['files opened by everything', {}],
  ['packets sent by tcp', {}],
  ['errors of nosuchprogram', {}],
  ['page faults by process', {}],

  // How many.
  ['top 5 processes by syscalls', { top: 5 }],
  ['the 3 busiest disks', { top: 3 }],
  ['top-10 files', { top: 10 }],
  ['缺页最多的前 5 个进程', { top: 5 }],
  ['top of the list', {}],

  // Together.
  ['top 3 files read by nginx for 10 seconds', { top: 3, comm: 'nginx', seconds: 10 }],
  ['只看 nginx 的系统调用,持续 3 秒,前 5 个', { top: 5, comm: 'nginx', seconds: 3 }],
];

describe('slots', () => {
  it.each(SLOTS)('%s', (question, expected) => expect(heardOf({ question })).toEqual(expected));
});

const MEASURES: readonly (readonly [string, string | undefined])[] = [
  ['histogram of read sizes', 'distribution'],
  ['how many forks', 'count'],
  ['count opens', 'count'],
  ['average size of writes', 'average'],
  ['the longest sleep', 'max'],
  ['how long do reads take', 'latency'],
  ['how many bytes are read', 'sum'],
  ['how many reads are there', 'count'],
  ['total bytes written', 'sum'],
  ['kernel stacks', 'stacks'],
  ['list new processes', 'each'],
  ['forks', undefined],
  ['读延迟直方图', 'distribution'],
  ['统计缺页', 'count'],
  ['磁盘延迟', 'latency'],
  ['平均读大小', 'average'],
  ['打印新进程', 'each'],
  ['缺页', undefined],
];

describe('measures', () => {
  it.each(MEASURES)('%s: %s', (question, expected) => expect(understand({ question }, surroundings).measure?.value).toBe(expected));
});

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['page faults by process', ['process']],
  ['page faults per pid', ['pid']],
  ['which processes fault', ['process']],
  ['who reads', ['process']],
  ['reads by file and by user', ['file', 'user']],
  ['opens by file by process', ['process', 'file']],
  ['errors by errno', ['errno']],
  ['requests per device', ['device']],
  ['connections by remote address', ['address']],
  ['interrupts per cpu', ['cpu']],
  ['page faults', []],
  ['the process was bypassed', []],
  ['按进程统计缺页', ['process']],
  ['每个进程的缺页', ['process']],
  ['哪些文件被打开', ['file']],
  ['按用户和文件', ['user', 'file']],
  ['缺页', []],
];

describe('keys', () => {
  it.each(KEYS)('%s', (question, expected) => expect(understand({ question }, surroundings).keys.map(({ value }) => value)).toEqual(expected));
});

describe('understand', () => {
  it('lets flags win over words', () => {
    const heard = heardOf({ question: 'top 3 files of nginx for 10 seconds', seconds: 2, pid: 9, top: 7 });
    expect(heard).toEqual({ seconds: 2, pid: 9, top: 7 });
    expect(understand({ question: 'x', seconds: 2 }, surroundings).seconds?.words).toBe('');
  });

  it('tells the words each part was read from', () => {
    const { seconds, measure, filter } = understand({ question: 'How Many files opened by nginx for 5 seconds' }, surroundings);
    expect(seconds?.words).toMatch(/5 seconds/);
    expect(measure?.words).toBe('How Many');
    expect(filter?.words).toMatch(/nginx/);
  });

  it('takes what it has read out of the topic', () => {
    const { topic } = understand({ question: 'top 3 files read by nginx for 10 seconds' }, surroundings);
    expect(topic).toMatch(/files/);
    expect(topic).not.toMatch(/nginx|10|seconds|3/);
  });

  it('reads full-width digits and letters', () => {
    expect(understand({ question: '统计缺页,持续 5 秒' }, surroundings).seconds?.value).toBe(5);
    expect(understand({ question: 'ｃｏｕｎｔ forks for 5 seconds' }, surroundings).measure?.value).toBe('count');
  });

  it('knows its languages', () => {
    expect(understand({ question: 'forks' }, surroundings).language).toBe('en');
    expect(understand({ question: 'nginx 的 fork' }, surroundings).language).toBe('zh');
  });

  it('gives an intent for any text, soon', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc
            .array(fc.constantFrom('for', 'by', 'of', '5', 's', 'top', 'pid', 'nginx', 'process', '持续', '秒', '的', '"', ',', 'a'), { maxLength: 30 })
            .map((words) => words.join(' ')),
        ),
        (question) => {
          const intent = understand({ question }, surroundings);
          if (intent.seconds !== undefined) expect(intent.seconds.value).toBeGreaterThan(0);
          if (intent.filter?.value.comm !== undefined) expect(intent.filter.value.comm).not.toBe('');
        },
      ),
    );
    for (const piece of ['for ', 'by the ', '5 s ', 'only for the ', '的进程', 'a '.repeat(10), '"']) {
      expect(understand({ question: piece.repeat(Math.ceil(2000 / piece.length)) }, surroundings).language).toBeDefined();
    }
  });
});

describe('names that every object has', () => {
  it.each(['constructor', '__proto__ calls', 'toString by hasOwnProperty'])('%s is a question like any other', (question) => {
    expect(() => heardOf({ question })).not.toThrow();
  });
});

describe('refusals', () => {
  it.each([
    ['files opened by all processes but not bash', 'negation'],
    ['which process is not using the disk', 'negation'],
    ['哪个进程不读文件', 'negation'],
    ['除了 bash 谁在打开文件', 'negation'],
    ['统计每个进程删除了多少文件', undefined],
    ['谁移除了目录', undefined],
    ['which program looks for files that do not exist', undefined],
    ['读操作是不是很慢', undefined],
    ['disk io in the last hour', 'past'],
    ['过去一小时哪个进程打开文件最多', 'past'],
    ['restart nginx', 'action'],
    ['what is a page fault', 'definition'],
    ['how much RAM do I have', 'configuration'],
  ] as const)('%s', (question, expected) => {
    const heard = understand({ question }, { processes: () => new Set<string>(), isTopicWord: () => false });
    expect(heard.refusal?.value).toBe(expected);
  });
});
