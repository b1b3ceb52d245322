/** Every program of the library on real kernels, with every bpftrace: library.toml has those that are refused. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { adapt, check, type Machine } from '../../../src/check/check.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';
import { KERNELS, recordedMachine, tracersOf } from '../../fixtures/machines.ts';

/** A block of library.toml: what each part means stands there. */
interface Refused {
  readonly programs: readonly string[];
  readonly kernels: readonly string[];
  readonly bpftraces?: readonly string[];
  readonly codes: readonly string[];
  readonly why: string;
  readonly instead?: string;
}

const table = parse(readFileSync(fileURLToPath(new URL('library.toml', import.meta.url)), 'utf8')) as unknown as { refused: readonly Refused[] };
const library = readLibrary();
const pairs = KERNELS.flatMap((kernel) => tracersOf(kernel).map((bpftrace) => ({ kernel, bpftrace })));

function errors(source: string, machine: Machine): string[] {
  // As a plan does: what is missing from a list is left out of it.
  const found = check(adapt(source, machine).source, machine, true).diagnostics.filter(({ severity }) => severity === 'error');
  return [...new Set(found.map(({ code }) => code))].sort();
}

describe.each(pairs)('Linux $kernel with bpftrace $bpftrace', ({ kernel, bpftrace }) => {
  const machine = recordedMachine(kernel, bpftrace);
  const here = table.refused.filter(({ kernels, bpftraces }) => kernels.includes(kernel) && (bpftraces ?? [bpftrace]).includes(bpftrace));

  const refused = new Map<string, readonly string[]>();

  it('refuses what it cannot run, and takes all else', () => {
    for (const { name, source } of library) {
      const codes = errors(source, machine);
      if (codes.length > 0) refused.set(name, codes);
    }
    expect(Object.fromEntries(refused)).toEqual(Object.fromEntries(here.flatMap(({ programs, codes }) => programs.map((program) => [program, codes]))));
  });

  it('has a program for every question, but for those that the table leaves without one', () => {
    const given = new Set(library.filter(({ name }) => !refused.has(name)).map(({ name, variantOf = name }) => variantOf));
    const open = library.filter(({ name, variantOf }) => variantOf === undefined && !given.has(name)).map(({ name }) => name);
    const owned = here.flatMap(({ programs, instead }) => (instead === undefined ? programs : []));
    expect(open).toEqual(open.filter((name) => owned.includes(name)));
  });

  it('has another program where the table says so', () => {
    const others = here.flatMap(({ instead }) => library.filter(({ name }) => name === instead));
    expect(others.map(({ name }) => name)).toEqual(here.flatMap(({ instead }) => instead ?? []));
    for (const { name, source } of others) expect([name, errors(source, machine)]).toEqual([name, []]);
  });
});
