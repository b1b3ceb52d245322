import { describe, expect, it } from 'vitest';
import type { Frame, Stacks } from '../../src/core/dataset.ts';
import { briefName } from '../../src/views/brief-name.ts';
import { hotFunctions } from '../../src/views/hot-functions.ts';
import { width } from '../../src/views/layout.ts';
import { renderStacks } from '../../src/views/stack-text.ts';
import { column, count, names, process, style } from './names.ts';

/** Stacks from `sh main >vfs_read 3`: outermost first, `>` before kernel functions. */
function stacksOf(lines: readonly string[], more: Partial<Stacks> = {}): Stacks {
  const samples = lines.map((line) => {
    const [who = '', ...rest] = line.split(' ');
    const frames = rest.slice(0, -1).map((name): Frame => (name.startsWith('>') ? { name: name.slice(1), kind: 'kernel' } : { name, kind: 'user' }));
    return { key: [who], frames, weight: Number(rest.at(-1)) };
  });
  return { title: 't', keys: [process], value: { ...count, name: 'samples' }, samples, ...more };
}

const SOME = stacksOf(['sh main loop read >do_syscall >vfs_read 50', 'sh main loop parse 30', 'sh main loop 5', 'cat main 10', 'idle 5']);

describe('renderStacks', () => {
  it('shows paths with their shares, functions that call only each other in one line, the kernel in its own', () => {
    expect(renderStacks(SOME, names, style(100))).toEqual([
      '  total     self  share of all samples: paths from the outermost function in',
      '  85.0%           sh',
      '  85.0%     5.0%  └ main > loop',
      '  50.0%             ├ read',
      '  50.0%    50.0%    │ └ do_syscall > vfs_read',
      '  30.0%    30.0%    └ parse',
      '  10.0%           cat',
      '  10.0%    10.0%  └ main',
      '   5.0%     5.0%  idle',
      '',
      'own     self    total  function',
      ' 50    50.0%    50.0%  vfs_read',
      ' 30    30.0%    30.0%  parse',
      ' 10    10.0%    95.0%  main',
      '  5     5.0%    85.0%  loop',
    ]);
  });

  it('does so in Chinese, and without characters that a terminal may lack', () => {
    const lines = renderStacks(SOME, names, style(100, { unicode: false, language: 'zh' }));
    expect(lines[0]).toBe('   合计     自身  占全部采样数的比例:从最外层函数开始的路径');
    expect(lines[2]).toBe('  85.0%     5.0%  `-main > loop');
    expect(lines.slice(1).join('')).not.toMatch(/[└├│…]/);
  });

  it('shows so many paths, the widest ones, and says how many there are beside them', () => {
    const many = stacksOf(Array.from({ length: 60 }, (_, at) => `p${at} main f${at} ${100 - at}`));
    const lines = renderStacks(many, names, style(80), 5);
    expect(lines.slice(1, 7).map((line) => line.trim())).toEqual([
      '2.4%           p0',
      '2.4%     2.4%  └ main > f0',
      '2.3%           p1',
      '2.3%     2.3%  └ main > f1',
      '2.3%           p2',
      'and 58 more branches, none of more than 2.3%',
    ]);
    expect(lines.at(-1)).toBe('and 55 more functions');
  });

  it('counts what it leaves out of a long path, and stays within the width', () => {
    const deep = stacksOf([`sh ${Array.from({ length: 127 }, (_, at) => `function_${at}`).join(' ')} 3`]);
    const [, , path = ''] = renderStacks(deep, names, style(80));
    expect(path).toBe(' 100.0%   100.0%  └ function_0 > (124 more) > function_125 > function_126');
    for (const columns of [20, 40, 80])
      for (const line of renderStacks(SOME, names, style(columns)).slice(1)) expect(width(line)).toBeLessThanOrEqual(Math.max(columns, 50));
  });

  it('knows units, keys that are numbers, and stacks of nothing', () => {
    const slept = stacksOf([], {
      keys: [process, column('user', { kind: 'user' })],
      value: { ...count, name: 'time off CPU', unit: 'us' },
      samples: [
        { key: ['sh', 0], frames: [{ name: 'schedule', kind: 'kernel' }], weight: 2_500_000 },
        { key: ['sh', 1], frames: [], weight: 500_000 },
      ],
    });
    const text = renderStacks(slept, names, style(100)).join('\n');
    for (const part of ['  83.3%           sh, user root', '  16.7%    16.7%  sh, user 1', '2.50 s    83.3%    83.3%  schedule']) expect(text).toContain(part);
    const bare = stacksOf([], { keys: [], samples: [{ key: [], frames: [], weight: 2 }] });
    expect(renderStacks(bare, names, style(80))[1]).toBe(' 100.0%   100.0%  (no stack)');
  });

  it('says why nothing has a name, where most has none', () => {
    const unknown: Frame = { name: '[unknown]', kind: 'unknown' };
    const nameless = (weight: number): string =>
      renderStacks(
        stacksOf(['sh main 10'], { samples: [...stacksOf(['sh main 10']).samples, { key: ['sh'], frames: [unknown], weight }] }),
        names,
        style(200),
      ).join('\n');
    expect(nameless(30)).toContain('75.0% has no names: the process had ended');
    expect(nameless(5)).not.toContain('has no names');
  });

  it('lets no name steer the terminal', () => {
    const evil = stacksOf([], {
      samples: [{ key: ['\u001b[31mx'], frames: [{ name: 'f\u001b]0;t\u0007\u202e', kind: 'user', module: '\u001b[2J' }], weight: 1 }],
    });
    const text = renderStacks(evil, names, style(100)).join('');
    expect([...text].every((char) => char >= ' ' && char !== '\u202e')).toBe(true);
  });
});

describe('hotFunctions', () => {
  it('counts a function once for a stack, however often it calls itself', () => {
    expect(hotFunctions(stacksOf(['a f g f g 4', 'b f 3', 'c 9'])).map(({ frame, self, total }) => [frame.name, self, total])).toEqual([
      ['g', 4, 4],
      ['f', 3, 7],
    ]);
  });
});

const BRIEF: readonly (readonly [string, string])[] = [
  ['main', 'main'],
  ['node::Start(int, char**)', 'node::Start'],
  ['v8::internal::(anonymous namespace)::Invoke(v8::internal::Isolate*, int (*)(char))', 'v8::internal::(anonymous namespace)::Invoke'],
  ['A::get(int) const', 'A::get'],
  ['f(int) [clone .isra.0]', 'f'],
  ['std::vector<int, std::allocator<int> >::push_back(int const&)', 'std::vector<…>::push_back'],
  ['postgres::work<1>(int, char)', 'postgres::work<1>'],
  ['<alloc::vec::Vec<f32> as core::ops::drop::Drop>::drop', '<alloc::vec::Vec<f32> as core::ops::drop::Drop>::drop'],
  ['A::operator()(int)', 'A::operator()(int)'],
  ['bool operator< <char>(A, B)', 'bool operator< <char>(A, B)'],
  ['(anonymous)', '(anonymous)'],
  ['broken<name(', 'broken<name('],
];

describe('briefName', () => {
  it.each(BRIEF)('%s', (name, expected) => expect(briefName({ name, kind: 'user' })).toBe(expected));

  it('leaves names that are no C++ alone', () => expect(briefName({ name: 'fn (a) /srv/app.js:1', kind: 'jit' })).toBe('fn (a) /srv/app.js:1'));
});
