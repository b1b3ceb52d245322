import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLine, withoutNumber } from '../../../src/engines/bpftrace/json.ts';

const LINES: readonly { readonly name: string; readonly input: string; readonly expect: unknown }[] = [
  { name: 'plain', input: '{"type": "map", "data": {"@n": 1}}', expect: { type: 'map', data: { '@n': 1 } } },
  { name: 'bytes above 0x7f, as 0.17 prints them', input: String.raw`"caf\uffffffc3\uffffffa9 \\ \" \u0001 tab\t\n"`, expect: 'café \\ " \u0001 tab\t\n' },
  { name: 'a character of four bytes', input: String.raw`"\ufffffff0\uffffff9f\uffffff99\uffffff82"`, expect: '🙂' },
  { name: 'bytes that are no UTF-8', input: String.raw`"a\uffffffffb"`, expect: 'a\ufffdb' },
  { name: 'a character cut in two', input: String.raw`"\uffffffe4\uffffffb8"`, expect: '\ufffd' },
  { name: 'in a key', input: String.raw`{"\uffffffc3\uffffffa9,1": 2}`, expect: { 'é,1': 2 } },
  { name: 'an escaped backslash before what looks like a byte', input: String.raw`"\\uffffffc3"`, expect: String.raw`\uffffffc3` },
  { name: 'two escaped backslashes before a byte', input: String.raw`"\\\\\uffffffc3\uffffffa9"`, expect: String.raw`\\é` },
  { name: 'an ordinary \\uffff', input: String.raw`"\uffff"`, expect: '\uffff' },
  { name: 'the largest exact integer', input: '[9007199254740991, -9007199254740991]', expect: [9007199254740991, -9007199254740991] },
  { name: 'beyond it', input: '[9007199254740993, -9007199254740993]', expect: [9007199254740993n, -9007199254740993n] },
  { name: '64 bits', input: '{"@u": 18446744073709551615}', expect: { '@u': 18446744073709551615n } },
  { name: '64 bits in a map', input: '{"a": {"b": [1,-9223372036854775808]}}', expect: { a: { b: [1, -9223372036854775808n] } } },
  {
    name: 'digits inside a string',
    input: '["12345678901234567890", "\\"12345678901234567890", 1]',
    expect: ['12345678901234567890', '"12345678901234567890', 1],
  },
  { name: 'digits as a key', input: '{"12345678901234567890": 12345678901234567890}', expect: { '12345678901234567890': 12345678901234567890n } },
  { name: 'long and high bytes in one line', input: String.raw`["\uffffffc3\uffffffa9", 18446744073709551615]`, expect: ['é', 18446744073709551615n] },
  { name: 'a key that is special to JavaScript', input: '{"__proto__": 1}', expect: JSON.parse('{"__proto__": 1}') },

  // No JSON.
  { name: 'nothing', input: '', expect: undefined },
  { name: 'a line cut off', input: '{"type": "map", "data": {"@n": ', expect: undefined },
  { name: 'a strftime in a tuple, as 0.17 prints it', input: '{"type": "value", "data": [1,18:35:37]}', expect: undefined },
  { name: 'words', input: 'hello', expect: undefined },
  { name: 'two values', input: '{} {}', expect: undefined },
  { name: 'a raw control character', input: '"a\u0001b"', expect: undefined },
  { name: 'our own mark for long integers cannot be smuggled in raw', input: '"\u0000big:5", 12345678901234567890', expect: undefined },
];

describe('readJsonLine', () => {
  it.each(LINES)('$name', ({ input, expect: expected }) => expect(readJsonLine(input)).toEqual(expected));

  it('reads any text as 0.17 prints it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (text, number) => {
        expect(readJsonLine(`[${asBpftrace(text)}, ${number}]`)).toEqual([text, Number.isSafeInteger(Number(number)) ? Number(number) : number]);
      }),
    );
  });

  it.each([
    { name: 'as it is', extra: '', keys: 2_000 },
    { name: 'with a key twice', extra: ', "key 5": 7', keys: 2_001 },
    { name: 'with a quote in a key', extra: String.raw`, "a\": b": 7`, keys: 2_001 },
    { name: 'with a key that looks like an index', extra: ', "5": 7', keys: 2_001 },
  ])('a large map, $name', ({ extra, keys }) => {
    const entries = Array.from({ length: 2_000 }, (_, index) => `"key ${index}": ${index}`).join(', ');
    const record = readJsonLine(`{"type": "map", "data": {"@n": {${entries}${extra}}}}`) as { data: { '@n': Record<string, number> } };
    const values = Object.entries(record.data['@n']).map(([key, value]) => [withoutNumber(key), value]);
    expect(values).toHaveLength(keys);
    expect(values).toContainEqual(['key 1999', 1999]);
    if (extra !== '') expect(values.filter(([, value]) => value === 7)).toHaveLength(2);
  });

  it('a large map of long integers', () => {
    const entries = Array.from({ length: 2_000 }, (_, index) => `"key ${index}": 18446744073709551615`).join(', ');
    const record = readJsonLine(`{"type": "map", "data": {"@n": {${entries}}}}`) as { data: { '@n': Record<string, bigint> } };
    expect(record.data['@n']['key 1999']).toBe(18446744073709551615n);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (line) => void readJsonLine(line)));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', '\\', '\\\\', '\\uffffff', 'c3', '12345678901234567', '{', '}', '[', ']', ',', ':', 'a')),
        (parts) => void readJsonLine(parts.join('')),
      ),
    );
  });
});

/** JSONEscape of bpftrace 0.17 (src/output.cpp): each byte that is not printable ASCII as \u and its sign-extended value. */
function asBpftrace(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text)) {
    if (byte === 0x22 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`;
    else if (byte < 0x20) out += `\\u${byte.toString(16).padStart(4, '0')}`;
    else out += byte < 0x80 ? String.fromCharCode(byte) : `\\uffffff${byte.toString(16)}`;
  }
  return `"${out}"`;
}
