/** What kernels call differently: programs that were written for another one (renames.toml), and the tables of names, held against what real kernels have. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../../src/check/check.ts';
import { repair } from '../../../src/check/repair.ts';
import { RENAMED_FUNCTIONS } from '../../../src/check/tables/renamed-functions.ts';
import { RENAMED_TRACEPOINTS } from '../../../src/check/tables/renamed-tracepoints.ts';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import { KERNELS, recordedMachine } from '../../fixtures/machines.ts';

/** A block of renames.toml: what each part means stands there. */
interface Rename {
  readonly program: string;
  readonly fits: readonly string[];
  readonly on: readonly string[];
  readonly codes: readonly string[];
  readonly becomes?: string;
  readonly changes?: string;
}

const { rename } = parse(readFileSync(fileURLToPath(new URL('renames.toml', import.meta.url)), 'utf8')) as unknown as { rename: readonly Rename[] };
const machineOf = (kernel: string): Machine => recordedMachine(kernel, '0.23');
const errorsIn = (diagnostics: readonly Diagnostic[]): string[] => [
  ...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
];

describe('a program of another kernel', () => {
  it.each(rename.flatMap((one) => one.fits.map((kernel) => ({ kernel, ...one }))))('fits Linux $kernel: $program', ({ kernel, program }) => {
    expect(errorsIn(check(program, machineOf(kernel)).diagnostics)).toEqual([]);
  });

  it.each(rename.flatMap((one) => one.on.map((kernel) => ({ kernel, ...one }))))(
    'is mended for Linux $kernel: $program',
    ({ kernel, program, codes, becomes, changes }) => {
      const machine = machineOf(kernel);
      expect(errorsIn(check(program, machine).diagnostics).sort()).toEqual(codes);
      const mended = repair(program, machine);
      const left = errorsIn(mended.diagnostics);
      if (becomes === undefined) expect(left).not.toEqual([]);
      else expect({ source: mended.source, left }).toEqual({ source: becomes, left: [] });
      const told = mended.changes.flatMap((change) => change.changes ?? []).join('\n');
      if (changes === undefined) expect(told).toBe('');
      else expect(told).toContain(changes);
    },
  );
});

describe('names that a table says are one tracepoint', () => {
  it.each(RENAMED_TRACEPOINTS)('$ids', ({ ids }) => {
    const has = (kernel: string, id: string): boolean =>
      machineOf(kernel).tracepoints.has(id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)) === true;
    const forms = KERNELS.flatMap((kernel) => [ids.filter((id) => has(kernel, id))].filter((found) => found.length > 0));
    expect(forms.filter((found) => found.length > 1)).toEqual([]);
    const order = forms.map(([id = '']) => ids.indexOf(id));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(ids.length);
  });
});

describe('names that a table says are one function', () => {
  const TYPED = KERNELS.filter((kernel) => machineOf(kernel).types !== undefined);

  it.each(RENAMED_FUNCTIONS)('$forms.0.name', ({ forms }) => {
    // The newest form that a kernel has is never older than that of an older kernel.
    const newest = KERNELS.flatMap((kernel) => {
      const index = forms.findLastIndex(({ name }) => machineOf(kernel).functions?.has(name) === 'yes');
      return index < 0 || /^__?blk_account|^blk_account/.test(forms[index]?.name ?? '') ? [] : [index];
    });
    expect(newest).toEqual([...newest].sort((a, b) => a - b));
    // It takes at least what the table names.
    for (const kernel of TYPED) {
      for (const { name, args } of forms) {
        const found = machineOf(kernel).types?.function(name);
        if (found === undefined || args === undefined) continue;
        const named = args.split(' ').filter((word) => word !== '');
        expect([kernel, name, found.params.length >= named.length]).toEqual([kernel, name, true]);
      }
    }
  });
});
