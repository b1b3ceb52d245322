import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.ts';
import type { Bucket, Scalar } from '../../src/core/events.ts';
import type { Column } from '../../src/core/program.ts';
import { type Seen, sentence } from '../../src/explain/sentence.ts';
import { silenceReasons } from '../../src/explain/silence.ts';
import { column, count, file, names, process } from '../views/names.ts';

const STACK = column('stack', { kind: 'stack', type: 'stack' });
const faults = { ...count, name: 'faults' };
const latency = column('latency', { unit: 'us' });

function seen(datasets: readonly Dataset[], more: Partial<Seen> = {}): Seen {
  return { datasets, seconds: 5, probes: 2, lost: 0, full: false, records: 10, reason: 'finished', ...more };
}

const BUCKETS: readonly Bucket[] = [
  { min: 1, max: 1, count: 60 },
  { min: 2, max: 3, count: 38 },
  { min: 1024, max: 2047, count: 2 },
];

/** What a sentence must say and must not, in both languages: the wording may change, numbers and names may not. */
const SENTENCES: readonly { readonly name: string; readonly seen: Seen; readonly says: readonly RegExp[]; readonly not?: readonly RegExp[] }[] = [
  {
    name: 'a table of amounts',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, faults],
        rows: [
          ['nginx', 1500],
          ['sh', 500],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/5\.0/, /2,000/, /faults|缺页/, /nginx/, /1,500/, /75\.0%/],
  },
  {
    name: 'a table of averages is not added up',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, latency],
        rows: [
          ['a', 1500],
          ['b', 10],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/2/, /a/, /1\.50 ms/],
    not: [/1\.51 ms/, /%/],
  },
  {
    name: 'stacks are added up by whose they are',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, STACK, { ...count, name: 'samples' }],
        rows: [
          ['sh', '\n    a+1\n', 40],
          ['dd', '\n    b+1\n', 35],
          ['dd', '\n    c+1\n', 25],
        ],
        seen: 3,
        amount: 2,
      },
    ]),
    says: [/100/, /2 (processes|个进程)/, /dd/, /60.*60\.0%/],
    not: [/40/, /35/],
  },
  {
    name: 'stacks of nobody in particular',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [STACK, { ...count, name: 'samples' }],
        rows: [
          ['\n    a+1\n', 40],
          ['\n    b+1\n', 35],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/75/, /2 (stacks|个调用栈)/],
  },
  {
    name: 'a table of bytes',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [file, { ...count, name: 'bytes read', unit: 'bytes' }],
        rows: [
          ['/a', 4096],
          ['/b', 4096],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/8\.00 KiB bytes read|8\.00 KiB/, /\/a/, /4\.00 KiB/, /50\.0%/],
  },
  {
    name: 'one entry',
    seen: seen([{ shape: 'table', title: 't', columns: [process, faults], rows: [['nginx', 7]], seen: 1, amount: 1 }]),
    says: [/\b7\b/],
    not: [/%/],
  },
  {
    name: 'a map without keys',
    seen: seen([{ shape: 'table', title: 't', columns: [faults], rows: [[1234]], seen: 1, amount: 0 }]),
    says: [/faults|缺页/, /1,234/],
  },
  {
    name: 'a name that is an attack',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, faults],
        rows: [
          ['\u001b[31mx', 7],
          ['b', 1],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/\\x1b\[31mx/],
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    not: [/\u001b/],
  },
  {
    name: 'two keys',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, file, faults],
        rows: [
          ['a', '/x', 3],
          ['b', '/y', 1],
        ],
        seen: 2,
        amount: 2,
      },
    ]),
    says: [/\b4\b/, /a, \/x/, /75\.0%/],
  },
  {
    name: 'rows',
    seen: seen([{ shape: 'table', title: 't', columns: [process, file], rows: [['cat', '/etc/passwd']], seen: 1200, most: { value: 'cat', count: 300 } }]),
    says: [/1,200/, /cat/, /300/, /25\.0%/],
  },
  {
    name: 'rows without a process',
    seen: seen([{ shape: 'table', title: 't', columns: [file], rows: [['/etc/passwd']], seen: 1 }]),
    says: [/\b1\b/],
    not: [/passwd/],
  },
  {
    name: 'a histogram',
    seen: seen([{ shape: 'histogram', title: 't', keys: [], value: latency, groups: [{ key: [], buckets: BUCKETS }] }]),
    says: [/100/, /latency|延迟/, /2 us/, /2\.05 ms/, /1\.02 ms/],
  },
  {
    name: 'a histogram of several groups is one of all',
    seen: seen([
      {
        shape: 'histogram',
        title: 't',
        keys: [process],
        value: latency,
        groups: [
          { key: ['a'], buckets: BUCKETS },
          { key: ['b'], buckets: [{ min: 2, max: 3, count: 200 }] },
        ],
      },
    ]),
    says: [/300/, /4 us/],
  },
  {
    name: 'more than a double tells apart',
    seen: seen([
      {
        shape: 'table',
        title: 't',
        columns: [process, faults],
        rows: [
          ['a', 9_007_199_254_740_993n],
          ['b', 2],
        ],
        seen: 2,
        amount: 1,
      },
    ]),
    says: [/9,007,199,254,740,993/, /9,007,199,254,740,995/],
    not: [/99[246]/],
  },
  { name: 'lines of text only', seen: seen([], { records: 3 }), says: [/\b3\b/] },
  { name: 'a run of minutes', seen: seen([], { seconds: 80 }), says: [/1 (min|分) 20/] },
  { name: 'lost events', seen: seen([], { lost: 12345 }), says: [/12,345/] },
  { name: 'silence', seen: seen([], { records: 0 }), says: [/2/, /5\.0/] },
];

describe.each(['en', 'zh'])('sentence in %s', (language) => {
  it.each(SENTENCES)('$name', ({ seen: one, says, not = [] }) => {
    const text = sentence(one, names, language);
    for (const pattern of says) expect(text).toMatch(pattern);
    for (const pattern of [...not, /NaN|undefined|null|Infinity|\[object/]) expect(text).not.toMatch(pattern);
    expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
  });
});

describe('who stands out', () => {
  const cpu = column('cpu', { type: 'integer' });
  const average = column('average latency', { unit: 'us' });
  const table = (columns: readonly Column[], rows: readonly (readonly Scalar[])[]): Seen =>
    seen([{ shape: 'table', title: 't', columns, rows, seen: rows.length, amount: 1 }]);
  it.each<{ readonly name: string; readonly of: Seen; readonly en: string; readonly zh: string }>([
    {
      name: 'is no bare number',
      of: table(
        [cpu, count],
        [
          [1, 30],
          [0, 10],
        ],
      ),
      en: 'most by cpu 1: 30 (75.0%)',
      zh: '最多的是 CPU 1:30(75.0%)',
    },
    {
      name: 'is told alone, where nothing adds up',
      of: table([process, average], [['cat', 2586]]),
      en: '1 process, cat: average latency 2.59 ms.',
      zh: '1 个进程,cat:平均延迟 2.59 ms。',
    },
  ])('$name', ({ of, en, zh }) => {
    expect(sentence(of, names, 'en')).toContain(en);
    expect(sentence(of, names, 'zh')).toContain(zh);
  });
});

describe('a histogram with an open bucket', () => {
  const open = (buckets: readonly Bucket[]): string =>
    sentence(seen([{ shape: 'histogram', title: 't', keys: [], value: latency, groups: [{ key: [], buckets }] }]), names, 'en');

  it.each<{ readonly name: string; readonly buckets: readonly Bucket[]; readonly wrong: RegExp }>([
    // Beyond the last bound nothing is known: "below 100 us" would be false.
    {
      name: 'above',
      buckets: [
        { min: 0, max: 9, count: 1 },
        { min: 100, count: 99 },
      ],
      wrong: /below 100 us/,
    },
    { name: 'below', buckets: [{ max: -1, count: 5 }], wrong: /0 ns to 0 ns/ },
  ])('claims nothing about what lies $name it', ({ buckets, wrong }) => {
    const text = open(buckets);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text).not.toMatch(wrong);
  });
});

const REASONS: readonly {
  readonly name: string;
  readonly seen: Seen;
  readonly narrowing: Parameters<typeof silenceReasons>[1];
  readonly first: RegExp;
  readonly not?: RegExp;
}[] = [
  { name: 'nobody of that name', seen: seen([], { records: 0 }), narrowing: { process: 'nginx', processRuns: false }, first: /nginx/ },
  { name: 'a process that was idle', seen: seen([], { records: 0 }), narrowing: { process: 'nginx', processRuns: true }, first: /nginx/ },
  { name: 'a command', seen: seen([], { records: 0, seconds: 0.1 }), narrowing: { command: 'ls /etc' }, first: /ls \/etc/, not: /--duration/ },
  { name: 'nothing at all', seen: seen([], { records: 0, seconds: 30 }), narrowing: {}, first: /30\.0/, not: /--duration/ },
  { name: 'lost before they were read', seen: seen([], { records: 0, lost: 1000 }), narrowing: {}, first: /1,000/ },
];

describe.each(['en', 'zh'])('silenceReasons in %s', (language) => {
  it.each(REASONS)('$name', ({ seen: one, narrowing, first, not }) => {
    const reasons = silenceReasons(one, narrowing, language);
    expect(reasons[0]).toMatch(first);
    if (not !== undefined) expect(reasons.join()).not.toMatch(not);
  });
  it('proposes a longer time where it was short', () =>
    expect(silenceReasons(seen([], { seconds: 2, records: 0 }), {}, language).join()).toMatch(/--duration/));
  it('tells who was not there from who did nothing', () => {
    const one = seen([], { records: 0 });
    expect(silenceReasons(one, { process: 'x', processRuns: true }, language)).not.toEqual(silenceReasons(one, { process: 'x', processRuns: false }, language));
  });
});

describe('what was counted, in English', () => {
  const one = (name: string, amount: number): string =>
    sentence(seen([{ shape: 'table', title: 't', columns: [process, { ...count, name }], rows: [['sh', amount]], seen: 1, amount: 1 }]), names, 'en');

  it.each([
    ['opens', 1, '1 open across'],
    ['switches', 1, '1 switch across'],
    ['misses', 1, '1 miss across'],
    ['opens', 0, '0 opens across'],
    ['opens', 2, '2 opens across'],
    // The map of a program of one's own has no name for it.
    ['count', 6211, '6,211 events across'],
    ['count', 1, '1 event across'],
  ])('%s, %d', (name, amount, says) => {
    expect(one(name, amount)).toContain(says);
  });
});
