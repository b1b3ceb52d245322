import { expect, test } from 'vitest';
import { dialectOf } from '../../src/bpftrace/dialect/dialect.ts';
import { type ArgumentKind, arity, fitting } from '../../src/bpftrace/dialect/function.ts';

/** Calls by the kinds of their arguments, and whether a way to call the function fits. */
const CALLS: readonly (readonly [version: string, name: string, args: readonly (readonly ArgumentKind[])[], fits: boolean])[] = [
  ['0.17', 'count', [['integer']], false],
  ['0.17', 'sum', [['string']], false],
  ['0.17', 'buf', [['pointer']], false],
  ['0.17', 'buf', [['array']], true],
  ['0.17', 'lhist', [['integer'], ['integer'], ['integer-literal'], ['integer-literal']], false],
  ['0.17', 'str', [['string']], false],
  ['0.25', 'str', [['string']], true],
  ['0.17', 'print', [['map-entry']], false],
  ['0.17', 'print', [['map'], ['integer', 'integer-literal'], ['integer', 'integer-literal']], true],
  ['0.17', 'delete', [['map'], ['key']], false],
  ['0.23', 'delete', [['map'], ['key']], true],
  ['0.17', 'kstack', [['word'], ['integer', 'integer-literal']], true],
  ['0.17', 'printf', [], false],
  ['0.17', 'printf', [['string', 'string-literal'], ['printable'], ['printable'], ['printable']], true],
  ['0.17', 'printf', [['string', 'string-literal'], ...Array.from({ length: 128 }, (): ArgumentKind[] => ['printable'])], false],
];

for (const [version, name, args, fits] of CALLS) {
  test(`${version}: ${name}(${args.length > 9 ? `${args.length} arguments` : args.map(([kind]) => kind).join(', ')}) ${fits ? 'fits' : 'does not fit'}`, () => {
    const found = dialectOf(version).function(name);
    expect(found).toBeDefined();
    expect(found && fitting(found, args) !== undefined).toBe(fits);
  });
}

test('every function has an arity that makes sense', () => {
  for (const version of ['0.17', '0.23', '0.27']) {
    const dialect = dialectOf(version);
    for (const name of dialect.names('function')) {
      const found = dialect.function(name);
      const { min, max } = found === undefined ? { min: 1, max: 0 } : arity(found);
      expect(min, name).toBeLessThanOrEqual(max);
    }
  }
});

/** What a version takes for conversions in a format. */
const FORMATS: readonly (readonly [version: string, format: string, found: readonly string[]])[] = [
  ['0.17', '%i', []],
  ['0.24', '%i', ['i']],
  ['0.17', '100%%d', ['d']],
  ['0.24', '100%%d', ['%']],
  ['0.17', '%-8s|%08lld %rx\n', ['s', 'lld', 'rx']],
  ['0.17', '%+d', []],
  ['0.24', '%+d %*d', ['d', 'd']],
  ['0.26', '%gr', ['gr']],
  ['0.17', '%', []],
];

for (const [version, format, found] of FORMATS) {
  test(`${version}: ${JSON.stringify(format)} has ${found.length} conversions`, () => {
    expect([...dialectOf(version).conversionsIn(format)].map((match) => match[1])).toEqual(found);
  });
}

test('a setting that has lost its effect is still known', () => {
  expect(dialectOf('0.23').configKey('symbol_source')?.ignored).toBeUndefined();
  expect(dialectOf('0.24').configKey('symbol_source')?.ignored).toBe(true);
  expect(dialectOf('0.21').configKey('symbol_source')).toBeUndefined();
});

test('what is suggested can be written', () => {
  const dialect = dialectOf('0.17');
  expect(dialect.names('builtin')).toContain('arg0');
  expect(dialect.names('builtin')).not.toContain('argN');
  expect(dialect.names('probe')).toContain('kfunc');
  expect(dialect.names('probe')).not.toContain('fentry');
  expect(dialectOf('0.24').names('function')).toContain('comm');
});
