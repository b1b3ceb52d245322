import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/core/dataset.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { nextAfter, processOf } from '../../src/talk/next.ts';
import { record } from '../report/records.ts';
import { count, process } from '../views/names.ts';

const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);
const isTopicWord = (word: string, language: string): boolean => index.isTopicWord(word, language);

function programOf(question: string): string | undefined {
  return index.match(understand({ question }, { processes: () => new Set(['bash']), isTopicWord }))[0]?.program.name;
}

function of(...names: readonly string[]): RunRecord {
  const rows = names.map((name, at) => [name, 10 - at] as const);
  const table: Dataset = { shape: 'table', title: 't', columns: [process, count], rows, seen: rows.length, amount: 1 };
  return record({ datasets: [table], records: 10 });
}

describe('what a question about a process gets from the library', () => {
  test.each<readonly [language: 'en' | 'zh', why: boolean, programs: readonly string[]]>([
    ['en', false, ['file-opens', 'syscalls-by-name', 'off-cpu-time', 'read-latency', 'cpu-user-stacks', 'tcp-connects']],
    ['zh', false, ['file-opens', 'syscalls-by-process-and-name', 'off-cpu-time', 'read-latency', 'cpu-user-stacks', 'tcp-connects']],
    ['en', true, ['off-cpu-stacks', 'cpu-user-stacks', 'off-cpu-time', 'syscalls-by-name', 'run-queue-latency', 'blocked-time', 'disk-latency']],
    ['zh', true, ['off-cpu-stacks', 'cpu-user-stacks', 'off-cpu-time', 'syscalls-by-process-and-name', 'run-queue-latency', 'off-cpu-time', 'disk-latency']],
  ])('%s, why: %s', (language, why, programs) => {
    const questions = nextAfter({ ...of('bash'), language }, why);
    expect(questions.slice(0, programs.length).map(programOf)).toEqual(programs);
  });
});

test.each<readonly [what: string, of: RunRecord, name: string | undefined]>([
  ['the largest', of('nginx', 'node'), 'nginx'],
  [
    'of rows, whose most were',
    record({ datasets: [{ shape: 'table', title: 't', columns: [process], rows: [['a']], seen: 9, most: { value: 'b', count: 5 } }] }),
    'b',
  ],
  ['not the tracer', of('bpftrace'), undefined],
  ['not who watches, but whoever comes next', of('gpttrace', 'bpftrace', 'node'), 'node'],
  ['not what no name can be', of('two words'), undefined],
  ['nor what would be more than a name', of('"; rm -rf'), undefined],
  ['nobody', of(), undefined],
])('whom an answer is about: %s', (_what, seen, name) => {
  expect(processOf(seen)).toBe(name);
});

test('where nothing was seen, it is looked for longer and wider', () => {
  expect(nextAfter({ ...of('bash'), records: 0 }, false)).toEqual(['all processes', 'again for 30 seconds']);
  expect(nextAfter({ ...of('bash'), records: 0, language: 'zh' }, false)).toEqual(['所有进程', '再跑 30 秒']);
});

test('of what is about nobody, the same is looked at otherwise', () => {
  expect(nextAfter(of(), false)).toEqual(['by process', 'again for 30 seconds']);
});
