import { describe, expect, it } from 'vitest';
import { KEPT_ITEMS } from '../../src/screen/tail.ts';
import { width } from '../../src/views/layout.ts';
import { count, process } from '../views/names.ts';
import { faults, latencies, OUTPUTS, program, row, Screen, snapshot, stacks } from './scene.ts';

const TABLE = program([OUTPUTS.table]);
const many = (keys: number): Record<string, number> => Object.fromEntries(Array.from({ length: keys }, (_, index) => [`p${index}`, keys - index]));

describe('a table', () => {
  it('has shares, rates, how they went, and what it amounts to', () => {
    const screen = new Screen(TABLE).takes(faults({ nginx: 30, sh: 10 })).takes(faults({ nginx: 50, sh: 10 }));
    expect(screen.lines()).toEqual([
      'Faults by process                                                            2 s',
      '[1 table]  2 over time',
      'process    faults▼   share  per second  recent',
      'nginx           50   83.3%          20             █▆',
      'sh              10   16.7%           0             █',
      'total (2)       60  100.0%',
      '20/s  2 keys  0 lost',
      'q end  / filter  o sort  p pause  tab view  ? help',
    ]);
  });

  it('puts what does not fit together', () => {
    const screen = new Screen(TABLE, [60, 10]).takes(faults(many(100)));
    expect(screen.body().map((line) => line.split(/ {2,}/).slice(0, 3).join(' '))).toEqual([
      'process faults▼ share',
      'p0 100 2.0%',
      'p1 99 2.0%',
      'p2 98 1.9%',
      'others (97) 4,753 94.1%',
      'total (100) 5,050 100.0%',
    ]);
  });

  it('moves, within what there is', () => {
    const screen = new Screen(TABLE, [60, 10]).takes(faults(many(100)));
    expect(screen.types('\u001b[B').body()[1]).toMatch(/^p1 /);
    expect(screen.types('\u001b[6~').body()[1]).toMatch(/^p3 /);
    expect(
      screen
        .types('\u001b[F')
        .body()
        .slice(1, 4)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['p97', 'p98', 'p99']);
    expect(screen.types('\u001b[B\u001b[B').body()[3]).toMatch(/^p99 /);
    expect(screen.types('\u001b[H\u001b[A').body()[1]).toMatch(/^p0 /);
  });

  it.each([
    ['by the next column, which is the rate', 'o', ['b', 'c', 'a']],
    ['by the first column', 'oo', ['c', 'b', 'a']],
    ['by the column before it', '\u001b[D', ['c', 'b', 'a']],
    ['the other way round', 'r', ['c', 'b', 'a']],
    ['the other way round, and again', 'rr', ['a', 'b', 'c']],
    ['by name from A on', 'oor', ['a', 'b', 'c']],
  ])('sorts %s', (_what, keys, expected) => {
    const screen = new Screen(TABLE)
      .takes(faults({ a: 100, b: 20, c: 10 }))
      .takes(faults({ a: 100, b: 40, c: 15 }))
      .types(keys);
    expect(
      screen
        .body()
        .slice(1, 4)
        .map((line) => line[0]),
    ).toEqual(expected);
  });

  it.each([
    ['+', 10, ['+'], 5],
    ['- twice', 10, ['-', '-'], 1],
    ['- never beyond one', 10, ['-', '-', '-', '-', '-'], 1],
  ])('shows other numbers of the largest after %s', (_what, rows, keys, expected) => {
    const screen = new Screen(TABLE, [60, rows]).takes(faults(many(100))).types(keys.join(''));
    expect(screen.state.top).toBe(expected);
    expect(screen.body().find((line) => line.startsWith('others'))).toContain(`others (${100 - expected})`);
  });

  it('begins with as many as were asked for', () => {
    const screen = new Screen({ ...TABLE, top: 2 }).takes(faults(many(9)));
    expect(screen.body().map((line) => line.split(' ')[0])).toEqual(['process', 'p0', 'p1', 'others', 'total']);
  });

  it('filters while one types, whatever the case, and goes back', () => {
    const screen = new Screen(TABLE).takes(faults({ nginx: 60, Node: 30, sh: 10 })).types('/N');
    expect(screen.body().map((line) => line.split(' ')[0])).toEqual(['process', 'nginx', 'Node', 'total']);
    expect(screen.lines().at(-1)).toBe('filter: N█   enter: keep   escape: none');
    expect(screen.types('ode').body()[1]).toMatch(/^Node /);
    // Letters are text here, not keys.
    expect(screen.types('q').effects).toEqual([]);
    expect(screen.body()).toEqual(['nothing matches the filter']);
    expect(screen.types('\u007f\r').lines().at(-2)).toContain('filter "Node"');
    expect(screen.types('q').effects).toEqual(['end']);
    expect(screen.types('/\u001b').body()).toHaveLength(5);
  });

  it('takes Chinese, pasted text, and takes whole characters back', () => {
    const screen = new Screen(TABLE).takes(faults({ 进程甲: 1, 进程乙: 2 })).types('/进\u001b[200~程\n甲\u001b[201~');
    expect(screen.state.filter).toBe('进程 甲');
    expect(
      screen
        .types('\u007f\u007f')
        .body()
        .map((line) => line.split(' ')[0]),
    ).toEqual(['process', '进程乙', '进程甲', 'total']);
  });

  it('of averages says how many more there are, and adds nothing up', () => {
    const average = program([{ shape: 'values', map: '@avg', keys: [process], value: { ...count, kind: 'plain', name: 'average size' } }]);
    const entries = Array.from({ length: 30 }, (_, index) => ({ key: [`p${index}`], value: 100 - index }));
    const body = new Screen(average, [80, 10]).takes(snapshot({ type: 'map', map: '@avg', entries })).body();
    expect(body.at(-1)).toBe('26 more');
    expect(body.join('\n')).not.toMatch(/share|total|per second/);
  });
});

describe('without data', () => {
  it.each([
    ['waits for the first figures', [], 1, 'waiting for the first figures ...'],
    ['says that none come while it runs', [], 6, 'No figures while it runs: this tracer tells what it counted at its end only. q'],
    ['says that nothing was seen', [faults({})], 6, 'nothing seen so far'],
  ])('%s', (_what, events, seconds, expected) => {
    const screen = new Screen(TABLE).takes(...events);
    screen.at = seconds;
    expect(screen.body()[0]).toBe(expected);
  });

  it('has no rows yet', () => {
    expect(new Screen(program([OUTPUTS.rows])).body()).toEqual(['no rows so far']);
  });

  it.each(['rows', 'table', 'histogram', 'stacks'] as const)('has something to show in every view of %s', (name) => {
    const screen = new Screen(program([OUTPUTS[name]]));
    for (let tab = 0; tab < 4; tab++) expect(screen.types('\t').body().length).toBeGreaterThan(0);
  });
});

describe('rows', () => {
  const ROWS = program([OUTPUTS.rows]);
  const files = (from: number, to: number): ReturnType<typeof row>[] => Array.from({ length: to - from }, (_, index) => row(1, 'cat', `/f${from + index}`));

  it('follow the newest', () => {
    const screen = new Screen(ROWS, [60, 10]).takes(...files(0, 100));
    expect(screen.body()[0]).toMatch(/^ +pid {2}process +file$/);
    expect(
      screen
        .body()
        .slice(1)
        .map((line) => line.split('/')[1]),
    ).toEqual(['f95', 'f96', 'f97', 'f98', 'f99']);
    expect(
      screen
        .takes(row(1, 'cat', '/new'))
        .body()
        .at(-1),
    ).toContain('/new');
  });

  it('stand still where one has gone back, and follow again', () => {
    const screen = new Screen(ROWS, [60, 10]).takes(...files(0, 100)).types('\u001b[A\u001b[A');
    expect(screen.body().slice(1)).toEqual([
      '      1  cat              /f94',
      '      1  cat              /f95',
      '      1  cat              /f96',
      '      1  cat              /f97',
      '2 newer below',
    ]);
    expect(
      screen
        .takes(...files(100, 200))
        .body()
        .at(-1),
    ).toBe('102 newer below');
    expect(screen.types('\u001b[H').body()[1]).toContain('/f0');
    expect(screen.types('\u001b[F').body().at(-1)).toContain('/f199');
  });

  it('that are no longer kept are counted', () => {
    const screen = new Screen(ROWS, [60, 10]).takes(...files(0, 5000)).types('\u001b[H');
    expect(screen.frame().ground).toMatchObject({ seen: 5000, kept: KEPT_ITEMS });
    expect(screen.body()[1]).toContain('/f4000');
    expect(screen.lines().at(-2)).toContain('5,000 seen');
  });

  it('are filtered by what is shown of them', () => {
    const screen = new Screen(ROWS).takes(row(1, 'cat', '/etc/passwd'), row(2, 'ls', '/tmp')).types('/PASS\r');
    expect(screen.body().slice(1)).toEqual(['      1  cat              /etc/passwd']);
  });

  it('of two statements each stand below their heading, lines of text as they are', () => {
    const two = program([OUTPUTS.rows, { shape: 'rows', statement: 1, columns: [{ name: 'signal', kind: 'signal', type: 'integer' }] }]);
    const screen = new Screen(two).takes(row(1, 'cat', '/a'), { type: 'row', statement: 1, values: [9] }, { type: 'text', text: 'a\tline\u001b[2J' });
    expect(screen.body()).toEqual(['    pid  process          file', '      1  cat              /a', 'signal', 'SIGKILL', 'a\\tline\\x1b[2J']);
  });

  it('have a rate, and it over time', () => {
    const screen = new Screen(ROWS, [60, 12])
      .takes(...files(0, 10))
      .takes(...files(0, 40))
      .takes();
    expect(screen.lines().at(-2)).toMatch(/^40\/s {2}50 seen/);
    expect(screen.types('2').body()[0]).toBe('all  40/s');
  });
});

describe('stacks', () => {
  const SHOWN = { 'nginx<main<read': 60, 'nginx<main<write': 20, 'sh<main': 20 };

  function flame(size: readonly [number, number] = [40, 12]): Screen {
    return new Screen(program([OUTPUTS.stacks]), size).takes(stacks(SHOWN));
  }

  it('hang from their root, as wide as their share', () => {
    expect(flame().body()).toEqual([
      'Faults by process  100.0% of all, 100',
      '>Faults by process======================',
      '|nginx──────────────────────────|sh─────',
      '|main───────────────────────────|main───',
      '|read───────────────────|write──',
    ]);
  });

  it.each([
    ['down, to the largest', '\u001b[B\u001b[B', 'main  80.0% of all, 80'],
    ['to its neighbour and back', '\u001b[B\u001b[C\u001b[D\u001b[C', 'sh  20.0% of all, 20'],
    [
      'not beyond the last, nor above the first',
      '\u001b[B\u001b[C\u001b[C\u001b[B\u001b[B\u001b[A\u001b[A\u001b[A\u001b[A',
      'Faults by process  100.0% of all, 100',
    ],
  ])('are gone through: %s', (_what, keys, expected) => {
    expect(flame().types(keys).body()[0]).toBe(expected);
  });

  it('are zoomed into and out of', () => {
    const screen = flame().types('\u001b[B\u001b[B\r');
    expect(screen.body().slice(1)).toEqual(['>main===================================', '|read─────────────────────────|write────']);
    // What is above is not reached while something else fills the screen.
    expect(screen.types('\u001b[A').body()[0]).toBe('main  80.0% of all, 80');
    expect(screen.types('\u007f').body()[1]).toBe('|nginx──────────────────────────────────');
    expect(screen.types('\u001b').body()[1]).toBe('|Faults by process──────────────────────');
  });

  it('are searched', () => {
    const body = flame().types('/RE\r').body();
    expect(body[0]).toBe('Faults …  100.0% of all, 100, matched 60');
    expect(body[4]).toBe('*read───────────────────|write──');
  });

  it('keep what was chosen while they grow, and give it up where it is gone', () => {
    const screen = flame().types('\u001b[B\u001b[C');
    expect(screen.takes(stacks({ ...SHOWN, 'sh<main': 100 })).body()[0]).toBe('sh  55.6% of all, 100');
    expect(screen.takes(stacks({ 'nginx<main': 1 })).body()[0]).toBe('Faults by process  100.0% of all, 1');
  });

  it('deeper than the screen are scrolled to what is chosen', () => {
    const deep = Array.from({ length: 60 }, (_, index) => `f${index}`).join('<');
    const screen = new Screen(program([OUTPUTS.stacks]), [40, 12]).takes(stacks({ [`p<${deep}`]: 1 })).types('\u001b[B'.repeat(50));
    expect(screen.body()[0]).toMatch(/^f48 /);
    expect(screen.body().some((line) => line.startsWith('>f48='))).toBe(true);
  });
});

describe('histograms', () => {
  const HISTOGRAM = program([OUTPUTS.histogram]);

  it('stand below each other, and over time', () => {
    const screen = new Screen(HISTOGRAM, [60, 14]).takes(latencies({ cat: [1, 8], sh: [2, 0] })).takes(latencies({ cat: [1, 10], sh: [2, 0] }));
    expect(screen.body().filter((line) => /^\S+ \(/.test(line))).toEqual(['cat (11)', 'sh (2)']);
    expect(screen.types('2').body()).toEqual([
      'cat (1 of 2)  ░░▒▒▓▓███',
      `2 us to 4 us ${' '.repeat(45)}█▓`,
      `1 us to 2 us ${' '.repeat(45)}▒`,
      `${' '.repeat(57)}2 s`,
    ]);
    expect(screen.types('\u001b[B').body()[0]).toContain('sh (2 of 2)');
    expect(screen.types('3').body()[0]).toBe('all  2/s');
  });

  it('of one bucket are drawn', () => {
    const screen = new Screen(HISTOGRAM).takes(latencies({ cat: [7] }));
    for (const tab of ['1', '2', '3']) expect(screen.types(tab).body().length).toBeGreaterThan(1);
  });
});

describe('the frame', () => {
  const EVIL = { 'a\u001b[2J\r\u0007': 5, ['x'.repeat(300)]: 4, 很长的中文进程名很长的中文进程名: 3, '😀e\u0301': 2 };
  const SHAPES = [
    ['table', faults(EVIL)],
    ['histogram', latencies(Object.fromEntries(Object.keys(EVIL).map((key, index) => [key, [index, 5, 0, 1000000]])))],
    ['stacks', stacks(Object.fromEntries(Object.entries(EVIL).map(([key, value]) => [`${key}<main<${key}`, value])))],
    ['rows', row(1, 'a\u001b[2J\r', 'x'.repeat(500))],
  ] as const;
  const SIZES = [
    [80, 24],
    [200, 50],
    [20, 5],
    [13, 8],
    [5, 3],
    [2, 2],
    [1, 1],
    [300, 4],
  ] as const;
  const STYLES = [
    { unicode: true, color: true },
    { unicode: true, color: false },
    { unicode: false, color: false },
    { unicode: true, color: false, language: 'zh' },
  ];

  it.each(SHAPES.flatMap(([name, event]) => SIZES.map((size) => [name, size, event] as const)))(
    'of %s fits into %j, with every view, filter and help',
    (name, size, event) => {
      for (const style of STYLES) {
        const screen = new Screen(program([OUTPUTS[name]], { seconds: 10, title: '统计每个进程的缺页次数 faults' }), size, style).takes(event).takes(event);
        for (const keys of ['', '\t', '\t', '\t', '/a进', '\r?', 'x', 'p', '+']) {
          const { lines } = screen.types(keys).frame();
          expect(lines).toHaveLength(size[1]);
          for (const line of lines) {
            const plain = line.replace(/\p{Cc}\[[0-9;]*m/gu, '');
            expect(width(plain), JSON.stringify(plain)).toBeLessThanOrEqual(size[0]);
            expect(plain).not.toMatch(/\p{Cc}/u);
            if (!style.unicode) expect(plain).not.toMatch(/[\u2500-\u28ff…▼]/);
            if (!style.color) expect(line).toBe(plain);
          }
        }
      }
    },
  );

  it('tells in Chinese what it tells', () => {
    const screen = new Screen({ ...TABLE, seconds: 10 }, [60, 10], { language: 'zh' }).takes(faults({ nginx: 3, sh: 1 }));
    const text = screen.lines().join('\n');
    expect(text).toMatch(/1 \/ 10 秒/);
    expect(text).toMatch(/\[1 表格\] {2}2 随时间/);
    expect(text).toMatch(/进程 +缺页次数▼ +占比/);
    expect(text).toMatch(/合计 \(2\)/);
    expect(text).toMatch(/q 结束/);
  });

  it('tells progress, what is lost, what it costs and that it stands still', () => {
    const overhead = { seconds: 1, processors: 2, tracer: 0, own: 0, memory: { tracer: 0, own: 0 }, share: 0.0123, rate: 1, lost: 0, limit: 0.02 };
    const screen = new Screen({ ...TABLE, seconds: 4 })
      .takes(faults({ a: 10 }), { type: 'lost', count: 1234 })
      .takes({ type: 'overhead', overhead: { ...overhead, state: 'slowed' } })
      .types('p');
    expect(screen.lines()[0]).toMatch(/\[█+░+\] 2 of 4 s$/);
    expect(screen.lines().at(-2)).toBe('PAUSED  10/s  1,234 lost  cost 1.2% (slowed down)');
    screen.at = 3.5;
    expect(screen.lines().at(-2)).toBe('PAUSED  10/s  1,234 lost  cost 1.2% (slowed down)');
    screen.at = 5;
    expect(screen.lines().at(-2)).toBe('PAUSED  10/s  4 s old  1,234 lost  cost 1.2% (slowed down)');
    expect(screen.lines()[0]).toMatch(/collecting the answer \.\.\.$/);
  });

  it('of a program with several maps names those that are not the answer', () => {
    const other = { ...OUTPUTS.table, map: '@other' };
    expect(new Screen(program([OUTPUTS.table, other])).lines()[1]).toBe('[1 table]  2 over time  3 @other table  4 @other over time');
    expect(new Screen(program([OUTPUTS.rows, other], { answer: 'rows' })).lines()[1]).toBe('[1 rows]  2 over time  3 table  4 over time');
  });
});
