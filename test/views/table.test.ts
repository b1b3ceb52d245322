import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/core/dataset.ts';
import type { Scalar } from '../../src/core/events.ts';
import type { Column } from '../../src/core/program.ts';
import { width } from '../../src/views/layout.ts';
import { percent, RowPrinter, renderTable } from '../../src/views/table.ts';
import { column, count, file, names, process, style } from './names.ts';

function table(columns: readonly Column[], rows: readonly (readonly Scalar[])[], amount: number | undefined = columns.length - 1): Table {
  return { shape: 'table', title: 't', columns, rows, seen: rows.length, ...(amount === undefined || amount < 0 ? {} : { amount }) };
}

const LONG = '/usr/share/some/rather/long/path/to/a/file/that/nobody/would/ever/type/name.txt';

describe('renderTable', () => {
  it('lines up names to the left and numbers to the right, with the share', () => {
    expect(
      renderTable(
        table(
          [process, count],
          [
            ['nginx', 1500],
            ['sh', 500],
          ],
        ),
        names,
        style(80),
      ),
    ).toEqual(['process  count  share', 'nginx    1,500  75.0%', 'sh         500  25.0%']);
  });

  it('shows no share of one entry, of an average, or of nothing', () => {
    expect(renderTable(table([process, count], [['nginx', 5]]), names, style(80)).join('\n')).not.toContain('%');
    expect(
      renderTable(
        table(
          [process, column('average size', { unit: 'bytes' })],
          [
            ['a', 5],
            ['b', 5],
          ],
        ),
        names,
        style(80),
      ).join('\n'),
    ).not.toContain('%');
    expect(
      renderTable(
        table(
          [process, count],
          [
            ['a', 0],
            ['b', 0],
          ],
        ),
        names,
        style(80),
      ).join('\n'),
    ).not.toContain('%');
  });

  it('tells what was left out, and its share', () => {
    const lines = renderTable(
      table(
        [process, count],
        [
          ['a', 70],
          ['b', 20],
          ['c', 6],
          ['d', 4],
        ],
      ),
      names,
      style(80),
      2,
    );
    expect(lines).toEqual([
      'process     count   share',
      'a              70   70.0%',
      'b              20   20.0%',
      'others (2)     10   10.0%',
      'total         100  100.0%',
    ]);
  });

  it('only counts what was left out where it does not add up', () => {
    const rows = [
      ['a', 70],
      ['b', 20],
      ['c', 6],
    ];
    const greatest = table([process, column('greatest latency', { unit: 'us' })], rows);
    expect(renderTable(greatest, names, style(80), 1).at(-1)).toBe('and 2 more');
    expect(renderTable(greatest, names, style(80, { language: 'zh' }), 1).at(-1)).toBe('还有 2 条');
  });

  it('says it in Chinese too, and in units', () => {
    const bytes = table(
      [process, { ...count, name: 'bytes', unit: 'bytes' }],
      [
        ['a', 4096],
        ['b', 2048],
        ['c', 1024],
      ],
    );
    expect(renderTable(bytes, names, style(80, { language: 'zh' }), 1).slice(-2)).toEqual(['其他 (2)  3.00 KiB   42.9%', '合计      7.00 KiB  100.0%']);
  });

  it('shows a screenful where no number was asked for', () => {
    const rows = Array.from({ length: 100 }, (_, at) => [`p${at}`, 100 - at]);
    const lines = renderTable(table([process, count], rows), names, style(80));
    expect(lines.length).toBeLessThan(30);
    expect(lines.at(-2)).toMatch(/^others \(80\) +3,240 +64\.2%$/);
    expect(lines.at(-1)).toMatch(/^total +5,050 +100\.0%$/);
  });

  it.each([80, 60, 40])('fits into %d columns', (columns) => {
    const rows = [
      [LONG, 'a-process-name', 123456],
      ['/中文/目录/一个很长的文件名/另一个很长的文件名.txt', 'é', 7],
      ['short', 'x'.repeat(40), 1],
    ];
    const lines = renderTable(table([file, process, count], rows), names, style(columns));
    for (const line of lines) expect(width(line), line).toBeLessThanOrEqual(columns);
    expect(lines[1]).toContain('123,456');
  });

  it('fits into 20 columns where it has two', () => {
    const lines = renderTable(
      table(
        [file, count],
        [
          [LONG, 500],
          ['/中文/目录/一个很长的文件名', 7],
        ],
      ),
      names,
      style(20),
    );
    for (const line of lines) expect(width(line), line).toBeLessThanOrEqual(20);
    expect(lines[1]).toMatch(/… *500 +98\.6%$/);
  });

  it('keeps both ends of a long path, and whole lines where nothing may be cut', () => {
    const one = table(
      [file, count],
      [
        [LONG, 1],
        ['b', 1],
      ],
    );
    const cut = renderTable(one, names, style(60))[1];
    expect(cut).toMatch(/^\/usr.*….*name\.txt/);
    expect(renderTable(one, names, style(Number.POSITIVE_INFINITY))[1]).toContain(LONG.slice(0, 62));
  });

  it('lines up wide characters', () => {
    const lines = renderTable(
      table(
        [process, count],
        [
          ['中文进程', 1],
          ['ab', 1],
        ],
      ),
      names,
      style(80),
    );
    const ends = lines.slice(1).map((line) => width(line.slice(0, line.indexOf('1'))));
    expect(new Set(ends).size).toBe(1);
  });

  it('lets nothing of what was seen steer the terminal', () => {
    const hostile = ['\u001b[2J\u001b[31mred', 'a\nb', 'x\u202ey', '\u009b1m', '\r\u0007'];
    for (const one of hostile) {
      const text = renderTable(
        table(
          [process, count],
          [
            [one, 1],
            ['b', 2],
          ],
        ),
        names,
        style(80),
      ).join('');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(renderTable(table([{ ...process, name: 'x\u001b[31m' }, count], [['a', 1]]), names, style(80)).join('')).not.toContain('\u001b');
  });

  it('colours only where there is colour', () => {
    const one = table(
      [process, count],
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    );
    expect(renderTable(one, names, style(80), 1).join('')).not.toContain('\u001b');
    expect(renderTable(one, names, style(80, { color: true }), 1).join('')).toContain('\u001b[');
  });

  it('bears a map without keys, rows that are too short, and no rows', () => {
    expect(renderTable(table([count], [[5]]), names, style(80))).toEqual(['count', '    5']);
    expect(renderTable(table([process, count], [['a']]), names, style(80))[1]).toMatch(/a +-/);
    expect(renderTable(table([process, count], []), names, style(80))).toHaveLength(1);
    expect(renderTable(table([], [], -1), names, style(80))).toEqual(['']);
  });

  it('adds up 64-bit amounts', () => {
    const lines = renderTable(
      table(
        [process, count],
        [
          ['a', 2n ** 63n],
          ['b', 2n ** 63n],
        ],
      ),
      names,
      style(80),
    );
    expect(lines[1]).toContain('9,223,372,036,854,775,808');
    expect(lines[1]).toContain('50.0%');
  });
});

describe('percent', () => {
  it.each([
    [1, 2, '50.0%'],
    [1, 3, '33.3%'],
    [1, 10000, '<0.1%'],
    [0, 5, '0.0%'],
    [5, 0, '-'],
  ])('%d of %d: %s', (part, whole, expected) => expect(percent(part, whole)).toBe(expected));
});

describe('RowPrinter', () => {
  const columns = [column('pid', { kind: 'pid' }), process, file];

  it('puts rows below their heading', () => {
    const printer = new RowPrinter(columns, names, style(80));
    const [heading, row] = [printer.heading(), printer.row([42, 'cat', '/etc/passwd'])];
    expect(row.indexOf('cat')).toBe(heading.indexOf('process'));
    expect(row.indexOf('/etc')).toBe(heading.indexOf('file'));
    expect(row.indexOf('42') + 2).toBe(heading.indexOf('pid') + 3);
  });

  it.each([80, 40])('fits into %d columns', (most) => {
    const printer = new RowPrinter(columns, names, style(most));
    for (const values of [
      [42, 'a-long-process-name', LONG],
      [12345678, '中文', '/中文/一个很长的文件名/另一个很长的文件名/再一个很长的文件名'],
    ]) {
      expect(width(printer.row(values)), String(most)).toBeLessThanOrEqual(most);
    }
  });

  it('cuts nothing for a pipe', () => {
    const printer = new RowPrinter([...columns, column('result')], names, style(Number.POSITIVE_INFINITY));
    expect(printer.row([42, 'a-long-process-name', LONG, 5])).toContain(LONG.slice(0, 60));
    expect(printer.row([42, 'a-long-process-name', LONG, 5])).toContain('a-long-process-name');
  });

  it('lets nothing of what was seen steer the terminal', () => {
    const row = new RowPrinter(columns, names, style(80)).row([1, '\u001b[31mx', 'a\nb']);
    expect(row).not.toContain('\u001b');
    expect(row).not.toContain('\n');
  });

  it('bears a row with too few or too many values', () => {
    const printer = new RowPrinter(columns, names, style(80));
    expect(printer.row([1])).toContain('-');
    expect(() => printer.row([1, 'a', 'b', 'c', 'd'])).not.toThrow();
    expect(new RowPrinter([], names, style(80)).row([1])).toBe('');
    expect(new RowPrinter([{ ...process, name: 'x\u001b[31m' }], names, style(80)).heading()).not.toContain('\u001b');
  });
});
