/** Every program of the library, run on this kernel against a workload whose truth is known. */
import { describe, expect, it } from 'vitest';
import { valueNames } from '../../src/kernel/names.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { runs } from './helpers.ts';
import { machineHere, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const names = valueNames(realHost());

/** Where no clock is looked at, a workload need not last a second. */
const QUICK_MS = 400;

describe('the library tells the truth', () => {
  for (const program of readLibrary()) {
    const { workload, name } = program;
    if (workload === undefined) continue;
    // An answer that is not told apart by process holds what all the others on this machine do as well: its upper bounds hold on a quiet one only.
    const isShared = program.answer !== 'rows' && !program.keys.includes('process');
    it(name, { retry: isShared ? 2 : 0 }, async ({ skip }) => {
      const cannot = (why: string): never => {
        console.log(`skipped ${name}: ${why}`);
        return skip(why);
      };
      if ('cannot' in here) return cannot(here.cannot);
      const planned = planOf(program, here.machine);
      if ('cannot' in planned) return cannot(planned.cannot);
      const spread = /\b(?:interval|profile):/.test(program.source) ? undefined : QUICK_MS;
      const traced = await traceWorkload(planned.program, here.machine, workload.run, undefined, spread);
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

describe('every program can be narrowed to', () => {
  const narrowings = [
    ['a process', { pid: 1, comm: 'gt-narrow' }, false],
    ['a command', undefined, true],
  ] as const;
  it.for(narrowings)('%s', async ([what, filter, followsCommand], { skip }) => {
    if ('cannot' in here) {
      console.log(`skipped: ${here.cannot}`);
      return skip(here.cannot);
    }
    const { machine } = here;
    const refused: string[] = [];
    const programs = readLibrary().filter(({ target }) => target !== undefined);
    const tryOut = async (): Promise<void> => {
      for (let program = programs.pop(); program !== undefined; program = programs.pop()) {
        const planned = planOf(program, machine, filter, followsCommand);
        if ('cannot' in planned) continue;
        // -d compiles and runs nothing.
        const { status, stderr } = await runs(['bpftrace', '-d', '-e', planned.program.source, '1']);
        if (status !== 0) refused.push(`${program.name}: ${stderr.match(/^stdin.*ERROR.*$/m)?.[0] ?? stderr}`);
      }
    };
    await Promise.all([tryOut(), tryOut()]);
    expect(refused.length, `bpftrace refuses these narrowed to ${what}:\n${refused.join('\n')}`).toBe(0);
  });
});
