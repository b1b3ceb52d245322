import { expect, test } from 'vitest';
import { describedBy } from '../../../src/engines/wasm/description.ts';
import { module } from './bytes.ts';

/** A module with a section of its own that says this of it. */
function saying(text: string): Uint8Array {
  const name = Buffer.from('gpttrace');
  const body = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(text)]);
  return Uint8Array.from(Buffer.concat([module({}), Buffer.from([0, (body.length & 127) | 128, (body.length >> 7) & 127]), body]));
}
const described = (column: unknown): unknown => describedBy(saying(JSON.stringify({ outputs: [{ shape: 'rows', statement: 0, columns: [column] }] })))?.outputs;
const plain = { name: 'a', kind: 'plain', type: 'integer' };

test('what a builder writes is read', () => {
  const column = { ...plain, kind: 'time', type: 'string', clock: '%H:%M:%S' };
  expect(described(column)).toEqual([{ shape: 'rows', statement: 0, columns: [column] }]);
  expect(described({ ...plain, unit: 'ns', integer: 'unsigned' })).toEqual([
    { shape: 'rows', statement: 0, columns: [{ ...plain, unit: 'ns', integer: 'unsigned' }] },
  ]);
});

test.each<[string, object]>([
  ['a clock that is a number', { clock: 5 }],
  ['a clock that is a program', { clock: { replace: 'x' } }],
  ['a clock of a thousand letters', { clock: '%'.repeat(1000) }],
  ['a unit that there is not', { unit: 'parsec' }],
  ['an integer that is none', { integer: ['unsigned'] }],
  ["somebody else's stack", { stack: '__proto__' }],
  ['what nobody asked for', { values: [1, 2], toString: 'x' }],
])('of %s nothing is taken', (_what, more) => expect(described({ ...plain, ...more })).toEqual([{ shape: 'rows', statement: 0, columns: [plain] }]));

test.each(['__proto__', 'constructor', 'teapot', ''])('a kind that is not known is plain: %j', (kind) =>
  expect(described({ ...plain, kind })).toEqual([{ shape: 'rows', statement: 0, columns: [plain] }]),
);

test.each<[string, unknown]>([
  ['no type', { name: 'a', kind: 'plain' }],
  ['a type that there is not', { ...plain, type: 'row' }],
  ['no name', { kind: 'plain', type: 'integer' }],
  ['a name without end', { ...plain, name: 'a'.repeat(300) }],
  ['null', null],
])('a column with %s makes nothing of it understood', (_what, column) => expect(described(column)).toBeUndefined());

test.each(['', '[]', '{}', '{"outputs":{}}', '{"outputs":[null]}', '{"outputs":[{"shape":"rows","statement":1.5,"columns":[]}]}', '{"outputs":['.repeat(50)])(
  '%j says nothing',
  (text) => expect(describedBy(saying(text))).toBeUndefined(),
);
