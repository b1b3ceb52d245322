/** Every program of the library that is on functions of the kernel, run in a guest against a workload whose truth is known. Those that stand in for them run here too. */
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/check/check.ts';
import { valueNames } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { showValue } from '../../src/views/values.ts';
import { labHere } from './lab.ts';
import { inGuest, machineHere, planOf, traceWorkload } from './pipeline.ts';

const lab = await labHere();
const library = readLibrary();
const families = new Set(library.filter(({ onFunctions }) => onFunctions).map(familyOf));
const programs = library.filter((program) => program.workload !== undefined && families.has(familyOf(program)));
/** A guest is emulated where there is no KVM: a run takes seconds there, and a workload as long. */
const LONG_MS = 600_000;
/** As many as there are processors to emulate some on. */
const GUESTS = Math.min(2, availableParallelism());

function familyOf({ name, variantOf }: LibraryProgram): string {
  return variantOf ?? name;
}

describe.skipIf('cannot' in lab)('on functions of a kernel in a guest, the library tells the truth', { timeout: LONG_MS }, () => {
  const open: OpenGuest[] = [];
  const idle: OpenGuest[] = [];
  const waiting: ((guest: OpenGuest) => void)[] = [];
  let machine: Machine;

  beforeAll(async () => {
    if ('cannot' in lab) throw new Error(lab.cannot);
    for (let number = 0; number < GUESTS; number++) open.push(await lab.open());
    idle.push(...open);
    const [first] = open;
    const found = await machineHere(first?.host, first?.cache);
    if ('cannot' in found) throw new Error(found.cannot);
    machine = found.machine;
  }, LONG_MS);
  afterAll(() => {
    for (const guest of open) guest.close();
  });

  /** Does something in a guest that nobody else uses meanwhile. */
  const inOne = async <T>(action: (guest: OpenGuest) => Promise<T>): Promise<T> => {
    const guest = idle.pop() ?? (await new Promise<OpenGuest>((resolve) => waiting.push(resolve)));
    try {
      return await action(guest);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(guest);
      else next(guest);
    }
  };

  /** What a question gets on this kernel: of the programs of a family that can be attached, those that are preferred to none. */
  const isChosen = (program: LibraryProgram): boolean =>
    !programs.some((other) => familyOf(other) === familyOf(program) && other.prefer > program.prefer && 'program' in planOf(other, machine));

  it('and for every question there is a program that this kernel can attach', () => {
    const attached = new Set(programs.filter((program) => 'program' in planOf(program, machine)).map(familyOf));
    // What has no workload may be on functions of a module that is not loaded.
    const asked = new Set(programs.map(familyOf));
    expect([...asked].filter((family) => !attached.has(family))).toEqual([]);
  });

  for (const program of programs) {
    const { name, workload } = program;
    it.concurrent(name, { retry: 1 }, async ({ skip, expect }) => {
      if (workload === undefined) return;
      // A program for other kernels; that one of its family is for this kernel is seen above.
      const planned = planOf(program, machine);
      if ('cannot' in planned) return skip(planned.cannot);
      if (!isChosen(program)) return skip('this kernel has a better one');
      await inOne(async (guest) => {
        const traced = await traceWorkload(planned.program, machine, workload.run, inGuest(guest));
        if ('cannot' in traced) {
          console.log(`skipped ${name}: ${traced.cannot}`);
          return skip(traced.cannot);
        }
        const names = valueNames(guest.host);
        const records = answerRecords(traced.events, planned.program, (value, column) => showValue(value, column, names));
        const faults = judge(records, workload);
        expect(faults.length, `${name} with ${workload.run.join(' ')}:\n${faults.join('\n')}`).toBe(0);
      });
    });
  }
});
