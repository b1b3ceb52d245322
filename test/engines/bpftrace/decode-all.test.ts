import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { Column, RowsOutput } from '../../../src/core/program.ts';
import { Decoder } from '../../../src/engines/bpftrace/decode.ts';
import { ROW_TAG } from '../../../src/engines/bpftrace/instrument.ts';

const COLUMNS: readonly Column[] = [
  { name: 'pid', kind: 'pid', type: 'integer' },
  { name: 'process', kind: 'process', type: 'string' },
  { name: 'size', kind: 'plain', type: 'integer', integer: 'unsigned' },
  { name: 'result', kind: 'plain', type: 'integer', integer: 'int32' },
  { name: 'something', kind: 'plain', type: 'unknown' },
];
const rows: ReadonlyMap<number, RowsOutput> = new Map([
  [0, { shape: 'rows', statement: 0, columns: COLUMNS }],
  [1, { shape: 'rows', statement: 1, columns: COLUMNS.slice(0, 2) }],
]);

/** What each line is by itself. */
function oneByOne(text: string): TraceEvent[] {
  const decoder = new Decoder(rows, []);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => decoder.decode(line))
    .filter((event) => event !== undefined);
}

const value = (data: string): string => `{"type": "value", "data": ${data}}`;
const row = (...values: readonly string[]): string => value(`[${[ROW_TAG, ...values].join(',')}]`);

const LINES: readonly string[] = [
  row('1', '"node"', '5', '-1', '"x"'),
  row('1', '"node"', '-1', '4294967294', '7'),
  row('1', '"caf\\uffffffc3\\uffffffa9"', '5', '5', '5'),
  row('1', '"n"', '18446744073709551615', '5', '9007199254740993'),
  row('1', '"n"', '9007199254740991', '5', '"9007199254740993"'),
  row('1', '"12345678901234567890"', '5', '5', '"12"'),
  row('1', '"a\\",\\"b}\\n{"', '5', '5', '[1,[2,"x"]]'),
  row('1', '"too few"'),
  row('1', '"n"', '1', '1', '18:35:37'),
  row('1', 'true', 'null', '1.5', '-0'),
  value(`[${ROW_TAG + 1},2,"sh"]`),
  value(`[${ROW_TAG + 7},2,"sh"]`),
  value(`[${ROW_TAG - 1},"gpttrace-attached"]`),
  value('5'),
  value('"str"'),
  value('[1,"x",[2,3]]'),
  value('1},{"type": "value", "data": 2'),
  value('[1'),
  value('2]'),
  '{"type": "printf", "data": "plain 4\\n"}',
  '{"type": "printf", "data": "two"}',
  '{"type": "lost_events", "data": {"events": 3}}',
  '{"type": "map", "data": {"@n": {"a": 1, "a": 2}}}',
  '{"type": "value", "data": ',
  'No probes to attach',
  '',
];

describe('many lines at once', () => {
  it.each(LINES.map((line) => ({ line })))('$line, between rows', ({ line }) => {
    const around = row('1', '"a"', '2', '3', '4');
    for (const text of [line, `${around}\n${line}`, `${line}\n${around}`, `${around}\n${line}\n${around}`, `${line}\n${line}`]) {
      expect(new Decoder(rows, []).decodeAll(text)).toEqual(oneByOne(text));
    }
  });

  it('are what each is by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { minLength: 1 }), (lines) => {
        // These two are one record and a half to a reader of whole texts, and nothing that bpftrace prints.
        const text = lines.filter((line) => line !== value('[1') && line !== value('2]')).join('\n');
        expect(new Decoder(rows, []).decodeAll(text)).toEqual(oneByOne(text));
      }),
    );
  });
});
