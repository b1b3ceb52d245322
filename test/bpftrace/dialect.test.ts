import { expect, test } from 'vitest';
import { explainAvailability } from '../../src/bpftrace/dialect/availability.ts';
import { BUILTINS } from '../../src/bpftrace/dialect/builtins.ts';
import { CONFIG_KEYS } from '../../src/bpftrace/dialect/config.ts';
import { CONVERSIONS } from '../../src/bpftrace/dialect/conversions.ts';
import { dialectOf } from '../../src/bpftrace/dialect/dialect.ts';
import { type Entry, existsIn, type Lifetime } from '../../src/bpftrace/dialect/entry.ts';
import { FEATURES } from '../../src/bpftrace/dialect/features.ts';
import { arity } from '../../src/bpftrace/dialect/function.ts';
import { FUNCTIONS } from '../../src/bpftrace/dialect/functions.ts';
import { LIMITS } from '../../src/bpftrace/dialect/limits.ts';
import { PROBES } from '../../src/bpftrace/dialect/probes.ts';
import { compareVersions, VERSIONS } from '../../src/bpftrace/dialect/version.ts';

const TABLES: Readonly<Record<string, readonly Entry<Lifetime>[]>> = {
  builtins: BUILTINS,
  functions: FUNCTIONS,
  probes: PROBES,
  features: FEATURES,
  limits: LIMITS,
  conversions: CONVERSIONS,
  'config keys': CONFIG_KEYS,
};

for (const [title, entries] of Object.entries(TABLES)) {
  test(`${title}: no version has a name twice`, () => {
    for (const version of VERSIONS) {
      const names = entries.filter((entry) => existsIn(entry, version)).map(({ name }) => name);
      expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
    }
  });

  test(`${title}: versions are in order`, () => {
    for (const { name, since, until, changes } of entries) {
      const order = [...(since === undefined ? [] : [since]), ...(changes ?? []).map((change) => change.in), ...(until === undefined ? [] : [until])];
      for (const [n, version] of order.entries()) {
        const next = order[n + 1];
        if (next !== undefined) expect(compareVersions(version, next), `${name}: ${version}, ${next}`).toBeLessThan(0);
      }
    }
  });

  test(`${title}: what a name was or is renamed to exists`, () => {
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, renamedTo, renamedFrom } of entries) {
      for (const other of [renamedTo, renamedFrom]) if (other !== undefined) expect(names.has(other), `${name}: ${other}`).toBe(true);
    }
  });
}

for (const [said, version] of [
  ['0.17.0', '0.17'],
  ['v0.23.2', '0.23'],
  ['bpftrace v0.24.0-rc1', '0.24'],
  ['0.9.4', '0.17'],
  ['0.99.0', '0.27'],
  ['1.0.0', '0.27'],
  ['', '0.27'],
  [undefined, '0.27'],
] as const) {
  test(`a bpftrace that says it is ${said} is taken for ${version}`, () => expect(dialectOf(said).version).toBe(version));
}

test('names that every object inherits are not in the language', () => {
  const dialect = dialectOf('0.17.0');
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect([dialect.builtin(name), dialect.function(name), dialect.probeKind(name), dialect.configKey(name), dialect.conversion(name)]).toEqual(
      Array(5).fill(undefined),
    );
  }
});

test('arguments are a family', () => {
  expect(dialectOf('0.17').builtin('arg3')?.type).toBe('uint64');
  expect(dialectOf('0.17').builtin('sarg0')).toBeDefined();
  expect(dialectOf('0.25').builtin('sarg0')).toBeUndefined();
  expect(dialectOf('0.17').builtin('argc')).toBeUndefined();
});

for (const [of, name, version, sentence] of [
  ['function', 'has_key', '0.17', 'has_key came with bpftrace 0.22; 0.17 is installed'],
  ['builtin', 'sarg1', '0.26', 'sarg1 is gone since bpftrace 0.25; 0.26 is installed'],
  ['probe', 'fentry', '0.17', 'fentry came with bpftrace 0.20; 0.17 is installed, which has kfunc in its place'],
] as const) {
  test(`${name} in ${version}`, () => {
    const found = dialectOf(version).availability(of, name);
    expect(found?.here).toBe(false);
    expect(found && explainAvailability(name, found, version)).toBe(sentence);
  });
}

test('what exists is said to be here, what never did is not known', () => {
  expect(dialectOf('0.17').availability('function', 'printf')).toEqual({ here: true });
  expect(dialectOf('0.17').availability('function', 'print_map')).toBeUndefined();
});

test('probe kinds are found by every name they have', () => {
  expect(dialectOf('0.17').probeKind('k')?.name).toBe('kprobe');
  expect(dialectOf('0.23').probeKind('fentry')?.name).toBe('kfunc');
  expect(dialectOf('0.23').probeKind('Kprobe')).toBeUndefined();
  expect(dialectOf('0.24').probeKind('Kprobe')?.name).toBe('kprobe');
});

test('the fewest and the most arguments of a function', () => {
  const dialect = dialectOf('0.17');
  const of = (name: string) => {
    const found = dialect.function(name);
    return found && arity(found);
  };
  expect(of('count')).toEqual({ min: 0, max: 0 });
  expect(of('printf')).toEqual({ min: 1, max: 128 });
  expect(of('kstack')).toEqual({ min: 0, max: 2 });
});
