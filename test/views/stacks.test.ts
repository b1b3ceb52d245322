import { describe, expect, it } from 'vitest';
import type { Frame, Table } from '../../src/core/dataset.ts';
import type { Scalar } from '../../src/core/events.ts';
import type { Column } from '../../src/core/program.ts';
import { depthOf, frameTree, matching } from '../../src/views/frame-tree.ts';
import { stacksOf } from '../../src/views/stacks.ts';
import { column, count, process } from './names.ts';

const user = column('user stack', { kind: 'stack', type: 'stack', stack: 'user' });
const kernel = column('kernel stack', { kind: 'stack', type: 'stack', stack: 'kernel' });
const either = column('stack', { kind: 'stack', type: 'stack' });

function table(columns: readonly Column[], rows: readonly (readonly Scalar[])[], amount: number | undefined = columns.length - 1): Table {
  return { shape: 'table', title: 't', columns, rows, seen: rows.length, ...(amount < 0 ? {} : { amount }) };
}

/** `kernel vfs_read` a line, with its module in brackets behind. */
function told(frames: readonly Frame[]): string[] {
  return frames.map(({ kind, name, module }) => `${kind} ${name}${module === undefined ? '' : ` (${module})`}`);
}

const READ: readonly { readonly name: string; readonly column: Column; readonly text: string; readonly expect: readonly string[] }[] = [
  { name: 'nothing', column: kernel, text: '', expect: [] },
  { name: 'an empty stack', column: kernel, text: '\n', expect: [] },
  { name: 'kernel functions, outermost first', column: kernel, text: '\n    b+12\n    a.isra.0+0x3\n', expect: ['kernel a.isra.0', 'kernel b'] },
  { name: 'a function of a kernel module', column: kernel, text: '\n    nft_do_chain+7 [nf_tables]\n', expect: ['kernel nft_do_chain ([nf_tables])'] },
  {
    name: 'kernel addresses that are kept secret',
    column: kernel,
    text: '\n    0xffffffff81000001\n    0xffffffff81000007\n',
    expect: ['unknown [unknown] ([kernel])'],
  },
  {
    name: 'addresses that nobody can name, together',
    column: user,
    text: '\n    f+1\n    0x7f1\n    0x55d\n    main+3\n',
    expect: ['user main', 'unknown [unknown]', 'user f'],
  },
  {
    name: "perf's mode, with modules",
    column: user,
    text: '\n\t7f228df49ad7 read+7 (/usr/lib/libc.so.6)\n\t560dae409b10 0x560dae409b10 ([unknown])\n\t401136 f(int, char (*)[2])+9 (/opt/a (b)/app)\n',
    expect: ['user f(int, char (*)[2]) (/opt/a (b)/app)', 'unknown [unknown]', 'user read (/usr/lib/libc.so.6)'],
  },
  {
    name: "perf's mode of the kernel",
    column: kernel,
    text: '\n\tffffffff816752f6 vfs_read+54\n\tffffffff81683776 ksys_read+102\n',
    expect: ['kernel ksys_read', 'kernel vfs_read'],
  },
  { name: 'a module without a symbol', column: user, text: '\n\t7f22 0x7f22 (/usr/lib/x.so)\n', expect: ['unknown [unknown] (/usr/lib/x.so)'] },
  { name: 'addresses as the raw mode writes them', column: user, text: '\n    7f228df49ad7\n    55d0aaaabbbb\n', expect: ['unknown [unknown]'] },
  {
    name: 'C++ with blanks, brackets and a plus in its name',
    column: user,
    text: '\n    operator+(A const&, std::vector<int> (*)[3])+12\n',
    expect: ['user operator+(A const&, std::vector<int> (*)[3])'],
  },
  {
    name: 'code that node made, whatever became of it',
    column: user,
    text: '\n    JS:*hot /a.js:2:18+32\n    JS:~hot /a.js:2:18+1\n',
    expect: ['jit hot /a.js:2', 'jit hot /a.js:2'],
  },
  {
    name: 'a kernel stack by where it begins',
    column: either,
    text: '\n    vfs_read+1\n    do_syscall_64+113\n',
    expect: ['kernel do_syscall_64', 'kernel vfs_read'],
  },
  { name: 'a user stack, where nothing tells', column: either, text: '\n    f+1\n    main+1\n', expect: ['user main', 'user f'] },
];

describe('stacksOf', () => {
  it.each(READ)('reads $name', ({ column: of, text, expect: expected }) =>
    expect(told(stacksOf(table([of, count], [[text, 1]]))?.samples[0]?.frames ?? [])).toEqual(expected),
  );

  it('puts user frames before kernel frames, whichever key came first, and keeps the other keys', () => {
    const stacks = stacksOf(table([kernel, process, user, count], [['\n    k+1\n', 'sh', '\n    u+1\n', 3]]));
    expect(stacks?.keys).toEqual([process]);
    expect(stacks?.samples).toEqual([
      {
        key: ['sh'],
        frames: [
          { name: 'u', kind: 'user' },
          { name: 'k', kind: 'kernel' },
        ],
        weight: 3,
      },
    ]);
  });

  it('adds up what differs by offsets only, largest first', () => {
    const stacks = stacksOf(
      table(
        [process, kernel, count],
        [
          ['a', '\n    x+1\n', 1],
          ['b', '\n    x+1\n', 4],
          ['a', '\n    x+9\n', 2],
        ],
      ),
    );
    expect(stacks?.samples.map(({ key, weight }) => [key[0], weight])).toEqual([
      ['b', 4],
      ['a', 3],
    ]);
  });

  it('knows the keys of statistics from their values', () => {
    const average = column('average latency', { unit: 'ns' });
    const stacks = stacksOf(table([kernel, count, average, { ...count, name: 'total latency', unit: 'ns' }], [['\n    x+1\n', 2, 5, 10]]));
    expect(stacks?.keys).toEqual([]);
    expect(stacks?.samples[0]?.weight).toBe(10);
  });

  it.each([
    ['no stacks', table([process, count], [['a', 1]])],
    ['an average of each', table([kernel, column('average latency')], [['\n    x+1\n', 1]])],
    ['rows', table([kernel, process], [['\n    x+1\n', 'a']], -1)],
  ])('makes none of %s', (_, of) => expect(stacksOf(of)).toBeUndefined());

  it('leaves out what weighs nothing', () =>
    expect(
      stacksOf(
        table(
          [kernel, count],
          [
            ['\n    x+1\n', 0],
            ['\n    y+1\n', null],
          ],
        ),
      )?.samples,
    ).toEqual([]));
});

describe('frameTree', () => {
  const stacks = stacksOf(
    table(
      [process, user, kernel, count],
      [
        ['sh', '\n    f+1\n    main+1\n', '\n    vfs_read+1\n', 6],
        ['sh', '\n    g+1\n    main+1\n', '', 3],
        ['cat', '\n    f+1\n    f+2\n    main+1\n', '', 1],
        ['idle', '', '', 2],
      ],
    ),
  );
  if (stacks === undefined) throw new Error('no stacks');

  it('merges stacks from their outer ends, below their keys, largest first', () => {
    const tree = frameTree(stacks);
    expect([tree.kind, tree.total, tree.self, depthOf(tree)]).toEqual(['root', 12, 0, 4]);
    expect(tree.children.map(({ name, kind, total, self }) => [name, kind, total, self])).toEqual([
      ['sh', 'key', 9, 0],
      ['idle', 'key', 2, 2],
      ['cat', 'key', 1, 0],
    ]);
    expect(tree.children[0]?.children[0]?.children.map(({ name, total, self }) => [name, total, self])).toEqual([
      ['f', 6, 0],
      ['g', 3, 3],
    ]);
  });

  it('merges them whatever their keys, and names keys as asked', () => {
    expect(frameTree(stacks, { keys: false }).children.map(({ name, total }) => [name, total])).toEqual([['main', 10]]);
    expect(frameTree(stacks, { keys: false }).self).toBe(2);
    expect(frameTree(stacks, { label: ([name]) => `<${name}>` }).children[0]?.name).toBe('<sh>');
  });

  it('counts what matches once, however often it stands in a stack', () => {
    expect(matching(frameTree(stacks), ({ name }) => name === 'f')).toBe(7);
    expect(matching(frameTree(stacks), () => false)).toBe(0);
  });
});
