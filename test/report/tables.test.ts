import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../src/core/events.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Column } from '../../src/core/program.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { csvReport, exactCsvReport } from '../../src/report/csv.ts';
import { parquetReport } from '../../src/report/parquet.ts';
import { tablesOf } from '../../src/report/tables.ts';
import { column } from '../views/names.ts';
import { byProcess, chinese, HOSTILE, histograms, hostileRun, record, rows, silent, stacks, stats, table } from './records.ts';

/** RFC 4180, quoted cells told from bare ones. */
function parseCsv(text: string): { readonly text: string; readonly quoted: boolean }[][] {
  const lines: { text: string; quoted: boolean }[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let line: { text: string; quoted: boolean }[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    line.push(match[1] === undefined ? { text: match[2] ?? '', quoted: false } : { text: match[1].replaceAll('""', '"'), quoted: true });
    if (match[3] === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

/** As docs/REPORTS.md says it is read. */
function valuesOf(text: string, unguard: boolean): Scalar[][] {
  return parseCsv(text)
    .slice(1)
    .map((line) =>
      line.map(({ text, quoted }) => {
        if (quoted) return unguard ? text.replace(/^'/, '') : text;
        return text === '' ? null : text === 'true' || text === 'false' ? text === 'true' : BigInt(text);
      }),
    );
}

function head(text: string): string[] {
  return (parseCsv(text)[0] ?? []).map((one) => one.text);
}

async function parquet(record: RunRecord, dataset?: string): Promise<Record<string, unknown>[]> {
  const bytes = parquetReport(record, dataset === undefined ? {} : { dataset });
  return parquetReadObjects({ file: bytes.slice().buffer });
}

describe('the columns of a table', () => {
  it.each<{ readonly name: string; readonly of: RunRecord; readonly dataset?: string; readonly columns: readonly string[] }>([
    { name: 'a map', of: byProcess, columns: ['process', 'faults'] },
    { name: 'another output, whose numbers have names', of: byProcess, dataset: '@errors', columns: ['errno', 'errno_name', 'count'] },
    { name: 'a histogram', of: histograms, columns: ['process', 'latency_from_us', 'latency_to_us', 'count'] },
    { name: 'rows', of: rows, columns: ['pid', 'process', 'file', 'errno', 'errno_name'] },
    { name: 'stats', of: stats, columns: ['process', 'count', 'average_size_bytes', 'total_size_bytes'] },
    { name: 'stacks', of: stacks, columns: ['process', 'stack', 'samples'] },
    { name: 'silence', of: silent, columns: ['process', 'faults'] },
    { name: 'what was seen over time', of: byProcess, dataset: 'series', columns: ['output', 'key', 'measure', 'at_s', 'value'] },
    {
      name: 'histograms over time',
      of: histograms,
      dataset: 'heat-map',
      columns: ['output', 'key', 'at_s', 'latency_from_us', 'latency_to_us', 'count'],
    },
    { name: 'a Chinese run is named like any other', of: chinese, columns: ['process', 'faults'] },
    { name: 'a program that only prints', of: { ...silent, program: { ...silent.program, outputs: [] }, texts: ['a', ''] }, columns: ['text'] },
    {
      name: 'two of one name',
      of: record({ datasets: [table('t', [column('a'), column('A!'), column('bytes', { unit: 'bytes' })], [[1, 2, 3]])] }),
      columns: ['a', 'a_2', 'bytes'],
    },
  ])('$name', async ({ of, dataset, columns }) => {
    const choice = dataset === undefined ? {} : { dataset };
    expect(head(csvReport(of, choice))).toEqual(columns);
    const bytes = parquetReport(of, choice);
    expect(parquetMetadata(bytes.slice().buffer).schema.map(({ name }) => name)).toEqual(['root', ...columns]);
  });

  it('are told by the names of the tables, each once', () => {
    expect(tablesOf(byProcess).map(({ name }) => name)).toEqual(['answer', '@errors', 'series']);
    expect(tablesOf(histograms).map(({ name }) => name)).toEqual(['answer', 'heat-map']);
    const twice = record({ datasets: [table('t', [column('a')], []), table('answer', [column('a')], []), table('series', [column('a')], [])], texts: ['x'] });
    expect(tablesOf(twice).map(({ name }) => name)).toEqual(['answer', 'answer-2', 'series', 'texts']);
  });

  it.each([csvReport, parquetReport])('a name that is none is told, with those that are', (write) => {
    try {
      write(byProcess, { dataset: '@eror' });
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({ exit: 2, hints: ['it has: answer, @errors, series'] });
      return;
    }
    throw new Error('it went well');
  });
});

describe('CSV', () => {
  it('has the numbers as they are, texts in quotes, nothing for nothing', () => {
    expect(csvReport(byProcess)).toBe('"process","faults"\r\n"postgres",9007199254740993\r\n"nginx",1500\r\n"\'-bash",500\r\n"gpttrace",3\r\n');
    expect(exactCsvReport(byProcess)).toContain('\r\n"-bash",500\r\n');
    expect(csvReport(rows).split('\r\n').slice(2)).toEqual([
      '812,"nginx","/var/log/nginx/access, ""old"".log",0,',
      '9,"sh","\'=cmd|/C calc",2,"ENOENT"',
      '9,"sh","",13,"EACCES"',
      '9,"sh",,0,',
      '',
    ]);
    expect(csvReport(histograms).split('\r\n').slice(1, 3)).toEqual(['"nginx",,-1,1', '"nginx",0,0,0']);
    expect(csvReport(histograms)).toContain('"nginx",9223372036854775808,,1\r\n');
  });

  it('has nothing that a spreadsheet runs, and gives all of it back', () => {
    const text = csvReport(hostileRun);
    for (const line of parseCsv(text)) for (const cell of line) if (cell.quoted) expect(cell.text).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    expect(valuesOf(text, true).map(([name]) => name)).toEqual(HOSTILE);
  });

  it('is read back as what was written, whatever it is', () => {
    const scalar = { text: fc.string({ unit: 'binary' }), whole: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), boolean: fc.boolean() };
    const tabular = fc.integer({ min: 1, max: 5 }).chain((width) =>
      fc.tuple(...Array.from({ length: width }, () => fc.constantFrom('text', 'whole', 'boolean'))).chain((kinds) =>
        fc.record({
          kinds: fc.constant(kinds),
          rows: fc.array(fc.tuple(...kinds.map((kind) => fc.option<Scalar>(scalar[kind as keyof typeof scalar], { nil: null }))), { maxLength: 20 }),
        }),
      ),
    );
    fc.assert(
      fc.property(tabular, ({ kinds, rows }) => {
        const columns = kinds.map((kind, index): Column => column(`c${index}`, { type: kind === 'whole' ? 'integer' : 'string' }));
        const run = record({ datasets: [table('t', columns, rows)] });
        // Integers that no 64 bits hold with those that are negative are written as texts.
        const wide = kinds.map(
          (_, at) => rows.some((row) => typeof row[at] === 'bigint' && row[at] >= 2n ** 63n) && rows.some((row) => typeof row[at] === 'bigint' && row[at] < 0n),
        );
        const told = rows.map((row) => row.map((value, at) => (value !== null && wide[at] === true ? String(value) : value)));
        expect(valuesOf(csvReport(run), true)).toEqual(told);
        expect(valuesOf(exactCsvReport(run), false)).toEqual(told);
      }),
    );
  });
});

describe('Parquet', () => {
  it('keeps 64-bit integers, with and without a sign, and what is not there', async () => {
    expect(await parquet(byProcess)).toEqual([
      { process: 'postgres', faults: 9007199254740993n },
      { process: 'nginx', faults: 1500n },
      { process: '-bash', faults: 500n },
      { process: 'gpttrace', faults: 3n },
    ]);
    const nginx = (await parquet(histograms)).filter((row) => row.process === 'nginx');
    expect(nginx.at(0)).toEqual({ process: 'nginx', latency_from_us: null, latency_to_us: -1n, count: 1n });
    expect(nginx.at(-1)).toEqual({ process: 'nginx', latency_from_us: 9223372036854775808n, latency_to_us: null, count: 1n });
    expect((await parquet(rows)).at(-1)).toEqual({ pid: 9n, process: 'sh', file: null, errno: 0n, errno_name: null });
  });

  it('keeps texts as they are', async () => {
    const texts = HOSTILE.filter((text) => !/lone/.test(text));
    const run = record({
      datasets: [
        table(
          't',
          [{ name: 'text', kind: 'plain', type: 'string' }],
          texts.map((text) => [text]),
          {},
        ),
      ],
    });
    expect((await parquet(run)).map(({ text }) => text)).toEqual(texts);
  });

  it.each([
    ['a negative beside one that needs all 64 bits is text', [-1n, 2n ** 64n - 1n], ['-1', '18446744073709551615']],
    ['numbers with fractions are doubles', [1, 0.5], [1, 0.5]],
    ['what is not alike is text', ['a', 1], ['a', '1']],
    ['booleans', [true, null], [true, null]],
    ['nothing', [], []],
    ['an address', [-1], [18446744073709551615n]],
  ])('%s', async (_name, values, read) => {
    const of = column('a', values[0] === -1 ? { integer: 'hexadecimal' } : {});
    const run = record({
      datasets: [
        table(
          't',
          [of],
          values.map((value) => [value]),
        ),
      ],
    });
    expect((await parquet(run)).map(({ a }) => a)).toEqual(read);
  });

  it('says what it is of', () => {
    const { key_value_metadata } = parquetMetadata(parquetReport(byProcess).slice().buffer);
    expect(key_value_metadata).toContainEqual({ key: 'gpttrace.question', value: byProcess.question });
    expect(key_value_metadata).toContainEqual({ key: 'gpttrace.program', value: byProcess.program.source });
  });
});
