/** Every program of the library that is on functions of the kernel, or stands in for one that is, run in a guest against a workload whose truth is known. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/check/check.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { showValue } from '../../src/views/values.ts';
import { labHere } from './lab.ts';
import { inGuest, machineHere, planOf, traceWorkload } from './pipeline.ts';

const lab = await labHere();
const library = readLibrary();
const families = new Set(library.filter(({ onFunctions }) => onFunctions).map(({ name, variantOf }) => variantOf ?? name));
const programs = library.filter(({ name, onFunctions, variantOf }) => onFunctions || families.has(variantOf ?? name));
/** A guest is emulated where there is no KVM: a run takes seconds there, and a workload as long. */
const EACH_MS = 60_000;

describe.skipIf('cannot' in lab)('on functions of a kernel in a guest, the library tells the truth', { timeout: EACH_MS }, () => {
  let guest: OpenGuest;
  let machine: Machine;

  beforeAll(async () => {
    if ('cannot' in lab) throw new Error(lab.cannot);
    guest = await lab.open();
    const found = await machineHere(guest.host);
    if ('cannot' in found) throw new Error(found.cannot);
    machine = found.machine;
  }, 2 * EACH_MS);
  afterAll(() => guest?.close());

  for (const program of programs) {
    const { name, workload } = program;
    if (workload === undefined) continue;
    it(name, { retry: 1 }, async ({ skip }) => {
      // Without anything to fall back on: what a guest cannot attach is a fault of the program.
      const planned = planOf(program, machine);
      if ('cannot' in planned) throw new Error(planned.cannot);
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
  }
});
