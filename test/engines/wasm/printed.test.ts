import { expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { Output } from '../../../src/core/program.ts';
import { Clock } from '../../../src/engines/libbpf/clock.ts';
import { Printed } from '../../../src/engines/wasm/printed.ts';

const outputs: readonly Output[] = [
  {
    shape: 'rows',
    statement: 3,
    columns: [
      { name: 'pid', kind: 'pid', type: 'integer' },
      { name: 'comm', kind: 'process', type: 'string' },
    ],
  },
];
const row = (...values: (number | bigint | string | null)[]): TraceEvent => ({ type: 'row', statement: 3, values });
const text = (line: string): TraceEvent => ({ type: 'text', text: line });

test.each<[string, readonly string[], readonly TraceEvent[]]>([
  ['JSON in any order', ['{"comm":"a","pid":1}\n'], [row(1, 'a')]],
  ['a line in two pieces', ['{"pid":1,"co', 'mm":"a"}\n'], [row(1, 'a')]],
  ['a last line without its end', ['{"pid":1,"comm":"a"}'], [row(1, 'a')]],
  ['integers of 64 bits', ['{"pid":18446744073709551615,"comm":"18446744073709551615"}\n'], [row(18446744073709551615n, '18446744073709551615')]],
  ['text with quotes and digits', ['{"pid":1,"comm":"\\"9999999999999999999, \\""}\n'], [row(1, '"9999999999999999999, "')]],
  ['other names', ['{"pid":1,"name":"a"}\n'], [text('{"pid":1,"name":"a"}')]],
  ['no JSON after all', ['{pid\n'], [text('{pid')]],
  ['a table under its header', ['COMM PID\n', 'a 1\n', 'b c 2\n'], [row(1, 'a'), text('b c 2')]],
  ['a table with tabs', ['pid\tcomm\r\n', '1\ta b\r\n'], [row(1, 'a b')]],
  ['a table without a header', ['1 a\n'], [text('1 a')]],
])('%s', (_name, pieces, expected) => {
  const printed = new Printed(outputs);
  expect([...pieces.flatMap((piece) => printed.add(piece)), ...printed.flush()]).toEqual(expected);
});

test.each<[string, string | number | bigint | null | boolean]>([
  ['{"when":1000000000,"pid":1}', '01.500000'],
  ['{"when":"1000000000","pid":1}', '1000000000'],
  ['{"when":1.5,"pid":1}', 1.5],
  ['{"when":null,"pid":1}', null],
  ['{"when":18446744073709551615,"pid":1}', '34.209551'],
  ['{"when":999999999999999999999999999999999999,"pid":1}', ''],
])("a time of the kernel's clock is the time of day: %s", (line, told) => {
  const timed: Output = {
    shape: 'rows',
    statement: 4,
    columns: [
      { name: 'when', kind: 'time', type: 'string', clock: '%S.%f' },
      { name: 'pid', kind: 'pid', type: 'integer' },
    ],
  };
  const clock = new Clock(500_000_000n);
  expect(new Printed([timed], clock).add(`${line}\n`)).toEqual([{ type: 'row', statement: 4, values: [told, 1] }]);
  const table = new Printed([timed], clock);
  expect(table.add('WHEN PID\n1000000000 1\n')).toEqual([{ type: 'row', statement: 4, values: ['01.500000', 1] }]);
});
