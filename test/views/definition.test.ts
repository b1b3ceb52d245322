import { describe, expect, it } from 'vitest';
import type { TypeDescription } from '../../src/core/definition.ts';
import { Btf } from '../../src/kernel/btf.ts';
import { describe as describeType } from '../../src/kernel/btf-describe.ts';
import { Sections } from '../../src/kernel/btf-sections.ts';
import { renderDefinitions } from '../../src/views/definition.ts';
import { bits, btf, INT, type Type, UNSIGNED } from '../kernel/btf-builder.ts';

const TYPES: readonly Type[] = [
  INT, // 1
  UNSIGNED, // 2
  {
    kind: 'struct',
    name: 'list',
    size: 16,
    parts: [
      { name: 'next', type: 4 },
      { name: 'prev', type: 4, more: 64 },
    ],
  }, // 3
  { kind: 'pointer', size: 3 }, // 4
  {
    kind: 'struct',
    name: 'task',
    size: 64,
    flag: true,
    parts: [
      { name: 'busy', type: 2, more: bits(1, 33) },
      { name: 'level', type: 2, more: bits(4, 34) },
      { name: '', type: 6, more: bits(0, 64) },
      { name: 'tasks', type: 3, more: bits(0, 128) },
      { name: 'values', type: 8, more: bits(0, 256) },
      { name: 'act', type: 12, more: bits(0, 320) },
      { name: 'name', type: 15, more: bits(0, 384) },
      { name: 'usage', type: 17, more: bits(0, 448) },
      { name: 'self', type: 19, more: bits(0, 480) },
    ],
  }, // 5
  {
    kind: 'union',
    size: 8,
    parts: [
      { name: 'one', type: 1 },
      { name: '', type: 7 },
    ],
  }, // 6
  {
    kind: 'struct',
    size: 8,
    parts: [
      { name: 'low', type: 1 },
      { name: 'high', type: 1, more: 32 },
    ],
  }, // 7
  { kind: 'array', words: [9, 2, 2] }, // 8
  { kind: 'array', words: [10, 2, 3] }, // 9
  { kind: 'typedef', name: 'count_t', size: 2 }, // 10
  { kind: 'prototype', size: 1, parts: [{ name: 'of', type: 4 }, {}] }, // 11
  { kind: 'pointer', size: 11 }, // 12
  { kind: 'const', size: 1 }, // 13
  { kind: 'pointer', size: 13 }, // 14
  { kind: 'const', size: 14 }, // 15
  { kind: 'struct', size: 4, parts: [{ name: 'counter', type: 1 }] }, // 16
  { kind: 'typedef', name: 'atomic', size: 16 }, // 17
  { kind: 'const', size: 5 }, // 18
  { kind: 'pointer', size: 18 }, // 19
  { kind: 'function', name: 'run', size: 11 }, // 20
  { kind: 'prototype', size: 0 }, // 21
  { kind: 'function', name: 'stop', size: 21 }, // 22
  {
    kind: 'enum',
    name: 'state',
    size: 4,
    flag: true,
    parts: [
      { name: 'BAD', type: -1 },
      { name: 'GOOD', type: 1 },
    ],
  }, // 23
  { kind: 'forward', name: 'hidden' }, // 24
  { kind: 'typedef', name: 'number_t', size: 10 }, // 25
];

const read = Btf.read(btf(TYPES));
if (read === undefined) throw new Error('the section was refused');
const sections = new Sections(read, () => []);

function shown(query: string, depth = 0): string[] {
  const answer = describeType(sections, query, depth);
  if (answer === undefined) return ['no name'];
  if ('missing' in answer) return [`${answer.of ?? 'nothing'} has no ${answer.missing} among ${answer.names.length}`];
  return renderDefinitions(answer.found satisfies TypeDescription, { columns: Number.POSITIVE_INFINITY, color: false, unicode: true });
}

const LIST = ['struct list {           // 16 bytes', '    struct list *next;  //     0, 8 bytes', '    struct list *prev;  //     8, 8 bytes', '};'];

const CASES: readonly { readonly query: string; readonly depth?: number; readonly lines: readonly string[] }[] = [
  { query: '', lines: ['no name'] },
  { query: '$%', lines: ['no name'] },
  { query: 'struct', lines: ['nothing has no struct among 8'] },
  { query: 'nonesuch', lines: ['nothing has no nonesuch among 8'] },
  { query: 'union task', lines: ['nothing has no union task among 3'] },
  { query: 'task.nonesuch', lines: ['struct task has no nonesuch among 11'] },
  { query: 'task.busy.more', lines: ['unsigned int has no more among 0'] },
  { query: 'task->nonesuch->more', lines: ['struct task has no nonesuch among 11'] },
  { query: 'hidden', lines: ['struct hidden;  // declared only: what it is made of is not known'] },
  { query: 'unsigned int', lines: ['unsigned int  // 4 bytes'] },
  { query: 'number_t', lines: ['typedef count_t number_t;  // 4 bytes', '', 'typedef unsigned int count_t;  // 4 bytes'] },
  { query: 'atomic', lines: ['typedef struct {  // 4 bytes', '    int counter;  //     0, 4 bytes', '} atomic;'] },
  { query: 'run', lines: ['int run(struct list *of, ...);'] },
  { query: 'stop', lines: ['void stop(void);'] },
  { query: 'enum state', lines: ['enum state {  // 4 bytes', '    BAD = -1,', '    GOOD = 1,', '};'] },
  { query: 'GOOD', lines: ['enum state {  // 4 bytes', '    BAD = -1,', '    GOOD = 1,', '};'] },
  { query: ' struct  list * ', lines: LIST },
  { query: 'task.tasks.next', lines: ['struct list *next;  //     0, 8 bytes, in struct list', '', ...LIST] },
  { query: 'task -> high', lines: ['int high;  //    12, 4 bytes, in struct task', '', 'int  // 4 bytes'] },
  { query: 'task.busy', lines: ['unsigned int busy:1;  //   4:1, 1 bit, in struct task', '', 'unsigned int  // 4 bytes'] },
  {
    query: 'task',
    lines: [
      'struct task {                          // 64 bytes',
      '    unsigned int busy:1;               //   4:1, 1 bit',
      '    unsigned int level:4;              //   4:2, 4 bits',
      '    union {',
      '        int one;                       //     8, 4 bytes',
      '        struct {',
      '            int low;                   //     8, 4 bytes',
      '            int high;                  //    12, 4 bytes',
      '        };                             //     8, 8 bytes',
      '    };                                 //     8, 8 bytes',
      '    struct list tasks;                 //    16, 16 bytes',
      '    count_t values[2][3];              //    32, 24 bytes',
      '    int (*act)(struct list *of, ...);  //    40, 8 bytes',
      '    const int *const name;             //    48, 8 bytes',
      '    atomic usage;                      //    56, 4 bytes',
      '    const struct task *self;           //    60, 8 bytes',
      '};',
    ],
  },
  {
    query: 'task',
    depth: 1,
    lines: [
      'struct task {                          // 64 bytes',
      '    unsigned int busy:1;               //   4:1, 1 bit',
      '    unsigned int level:4;              //   4:2, 4 bits',
      '    union {',
      '        int one;                       //     8, 4 bytes',
      '        struct {',
      '            int low;                   //     8, 4 bytes',
      '            int high;                  //    12, 4 bytes',
      '        };                             //     8, 8 bytes',
      '    };                                 //     8, 8 bytes',
      '    struct list {',
      '        struct list *next;             //    16, 8 bytes',
      '        struct list *prev;             //    24, 8 bytes',
      '    } tasks;                           //    16, 16 bytes',
      '    count_t values[2][3];              //    32, 24 bytes',
      '    int (*act)(struct list *of, ...);  //    40, 8 bytes',
      '    const int *const name;             //    48, 8 bytes',
      '    struct {',
      '        int counter;                   //    56, 4 bytes',
      '    } usage;                           //    56, 4 bytes',
      '    const struct task *self;           //    60, 8 bytes',
      '};',
    ],
  },
];

describe('the definition of', () => {
  for (const { query, depth, lines } of CASES)
    it(`${JSON.stringify(query)}${depth === undefined ? '' : ` to depth ${depth}`}`, () => expect(shown(query, depth)).toEqual(lines));
});

it('control characters of another machine’s types do not reach the terminal', () => {
  const lines = renderDefinitions({ definitions: [{ kind: 'incomplete', name: 'struct \u001b[2J' }] }, { columns: 80, color: false, unicode: true });
  expect(lines.join('')).not.toContain('\u001b');
});
