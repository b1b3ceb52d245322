/** What is asked of a program beside its subject: bpftrace takes it. */
import { describe, expect, it } from 'vitest';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { CONDITIONS, intentOf, MEASURES, type Wish } from '../plan/fill/wish.ts';
import { runs } from './helpers.ts';
import { machineHere, planOf } from './pipeline.ts';

const here = await machineHere();

describe('bpftrace takes', () => {
  /** Each program with some of what can be asked; together they are all of it. */
  const variants = readLibrary().flatMap((program, index): [LibraryProgram, Wish][] => {
    const pick = <T>(all: readonly T[], step = 1): T => all[(index * step) % all.length] as T;
    const by = ['stack', 'container', 'user', 'cpu', ...Object.keys(program.by), ...program.columns.map(({ name }) => name)];
    const all: [LibraryProgram, Wish][] = [
      [program, { conditions: [pick(CONDITIONS), pick(CONDITIONS, 7)], measure: pick(MEASURES, 3) }],
      [program, { keys: [pick(by), pick(by, 3)], measure: 'count', every: 1, times: 1 + (index % 3), conditions: [pick(CONDITIONS, 5)] }],
    ];
    return all.slice(index % 2, (index % 2) + 1);
  });

  it(`${variants.length} variants of the library's programs`, async ({ skip }) => {
    if ('cannot' in here) {
      console.log(`skipped: ${here.cannot}`);
      return skip(here.cannot);
    }
    const { machine } = here;
    const refused: string[] = [];
    let tried = 0;
    for (const [program, wish] of variants) {
      const planned = planOf(program, machine, undefined, false, intentOf(wish));
      // A cgroup of another machine has no number here.
      if ('cannot' in planned || planned.program.source.includes('cgroupid(')) continue;
      tried++;
      const { status, stderr } = await runs(['bpftrace', '-d', '-e', planned.program.source]);
      if (status !== 0) refused.push(`${program.name} ${JSON.stringify(wish)}: ${stderr.match(/^stdin.*ERROR.*$/m)?.[0] ?? stderr}\n${planned.program.source}`);
    }
    expect(refused.length, `bpftrace refuses:\n${refused.join('\n')}`).toBe(0);
    expect(tried).toBeGreaterThan(60);
  });
});
