/** Every program of the library, run on this kernel against a workload whose truth is known. */
import { describe, expect, it } from 'vitest';
import { valueNames } from '../../src/kernel/names.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { machineHere, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const names = valueNames(realHost());

describe('the library tells the truth', () => {
  for (const program of readLibrary()) {
    const { workload, name } = program;
    if (workload === undefined) continue;
    it(name, async ({ skip }) => {
      const cannot = (why: string): never => {
        console.log(`skipped ${name}: ${why}`);
        return skip(why);
      };
      if ('cannot' in here) return cannot(here.cannot);
      const planned = planOf(program, here.machine);
      if ('cannot' in planned) return cannot(planned.cannot);
      const traced = await traceWorkload(planned.program, here.machine, workload.run);
      if ('cannot' in traced) return cannot(traced.cannot);
      expect(
        traced.events.filter((event) => event.type === 'lost'),
        'events were lost',
      ).toEqual([]);
      const records = answerRecords(traced.events, planned.program, (value, column) => showValue(value, column, names));
      const faults = judge(records, workload);
      expect(faults.length, `${name} with ${workload.run.join(' ')}:\n${faults.join('\n')}`).toBe(0);
    });
  }
});
