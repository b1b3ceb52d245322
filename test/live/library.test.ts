/** Every program of the library, run on this kernel against a workload whose truth is known. */
import { describe, expect, it } from 'vitest';
import { valueNames } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { Lanes } from './lanes.ts';
import { machineHere, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const names = valueNames(realHost());

/** Where no clock is looked at, a workload need not last a second. */
const QUICK_MS = 400;

const withWorkload = readLibrary().flatMap((program) => (program.workload === undefined ? [] : [{ ...program, workload: program.workload }]));
/** An answer that is not told apart by process holds what all the others on this machine do as well: its upper bounds hold on a quiet one only. */
const isShared = (program: LibraryProgram): boolean => program.answer !== 'rows' && !program.keys.includes('process');
const lanes = new Lanes(2);

describe.concurrent('the library tells the truth of one process', () => {
  for (const program of withWorkload.filter((one) => !isShared(one))) {
    it(program.name, async ({ skip, expect }) => {
      const { workload } = program;
      let faults = await lanes.beside(workload.run[0] ?? '', () => faultsOf(program, workload));
      // What went on in the other lane may have been seen, too: alone it must be right.
      if (Array.isArray(faults) && faults.length > 0) faults = await lanes.alone(() => faultsOf(program, workload));
      if (!Array.isArray(faults)) return skip(faults.cannot);
      expect(faults.length, `${program.name} with ${workload.run.join(' ')}:\n${faults.join('\n')}`).toBe(0);
    });
  }
});

describe('the library tells the truth of the whole machine', () => {
  for (const program of withWorkload.filter(isShared)) {
    it(program.name, { retry: 2 }, async ({ skip }) => {
      const { workload } = program;
      const faults = await faultsOf(program, workload);
      if (!Array.isArray(faults)) return skip(faults.cannot);
      expect(faults.length, `${program.name} with ${workload.run.join(' ')}:\n${faults.join('\n')}`).toBe(0);
    });
  }
});

/** What is wrong with what a program says of its workload, in words; or why that cannot be tried here. */
async function faultsOf(program: LibraryProgram, workload: NonNullable<LibraryProgram['workload']>): Promise<string[] | { cannot: string }> {
  const cannot = (why: string): { cannot: string } => {
    console.log(`skipped ${program.name}: ${why}`);
    return { cannot: why };
  };
  if ('cannot' in here) return cannot(here.cannot);
  const planned = planOf(program, here.machine);
  if ('cannot' in planned) return cannot(planned.cannot);
  const spread = /\b(?:interval|profile):/.test(program.source) ? undefined : QUICK_MS;
  const traced = await traceWorkload(planned.program, here.machine, workload.run, undefined, spread);
  if ('cannot' in traced) return cannot(traced.cannot);
  const lost = traced.events.flatMap((event) => (event.type === 'lost' ? [`${event.count} events were lost`] : []));
  const records = answerRecords(traced.events, planned.program, (value, column) => showValue(value, column, names));
  return [...lost, ...judge(records, workload)];
}
