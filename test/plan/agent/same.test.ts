import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/plan/agent/same.ts';

const SAME: readonly (readonly [string, string])[] = [
  ['BEGIN { @x = count(); }', 'BEGIN{@x=count()}'],
  ['BEGIN { @x = 1 }', '// it counts\nBEGIN\n{\n\t@x = 1; /* one */\n}\n'],
  ['BEGIN { printf("a  b"); }', 'BEGIN  { printf( "a  b" ) ; }'],
];
const OTHERS: readonly (readonly [string, string])[] = [
  ['BEGIN { printf("a  b"); }', 'BEGIN { printf("a b"); }'],
  ['BEGIN { printf("// a"); }', 'BEGIN { printf("// b"); }'],
  ['uprobe:/usr/lib/*:malloc { @ = count(); }', 'uprobe:/usr/lib/*:free { @ = count(); }'],
  ['BEGIN { @x = 1 }', 'BEGIN { @x = 11 }'],
  ['BEGIN { return }', 'BEGIN { ret urn }'],
];

describe('programs', () => {
  it.each(SAME)('are the same: %s', (one, other) => {
    expect(identityOf(one)).toBe(identityOf(other));
  });
  it.each(OTHERS)('are not the same: %s', (one, other) => {
    expect(identityOf(one)).not.toBe(identityOf(other));
  });
});
