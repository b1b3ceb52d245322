import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/line/eval/code.ts';

const SOURCES: readonly { readonly name: string; readonly source: string; readonly code: string }[] = [
  { name: 'comments', source: '// kprobe\nk:f /* pid */ { exit(); }', code: '\nk:f  { exit(); }' },
  { name: 'what looks like one in a text stays', source: 'k:f { printf("// %d", pid); }', code: 'k:f { printf("// %d", pid); }' },
  { name: 'the clock that ends it', source: 'k:f { @ = count(); }\ninterval:s:10 { /* now */ exit(); }', code: 'k:f { @ = count(); }\n' },
  { name: 'a clock that does more stays', source: 'interval:s:1 { print(@); exit(); }', code: 'interval:s:1 { print(@); exit(); }' },
  { name: 'a clock with a condition stays', source: 'interval:s:1 /@ > 3/ { exit(); }', code: 'interval:s:1 /@ > 3/ { exit(); }' },
  { name: 'what cannot be read', source: 'k:f { // x\n', code: 'k:f { \n' },
];

describe('codeOf', () => {
  it.each(SOURCES)('$name', ({ source, code }) => {
    expect(codeOf(source)).toBe(code);
  });
});
