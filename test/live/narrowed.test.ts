/** Every program of the library that can be narrowed to a target, as bpftrace compiles it so narrowed. */
import { describe, expect, it } from 'vitest';
import { readLibrary } from '../../src/knowledge/read.ts';
import { runs } from './helpers.ts';
import { machineHere, planOf } from './pipeline.ts';

const here = await machineHere();

describe('every program can be narrowed to', () => {
  const narrowings = [
    ['a process', { pid: 1, comm: 'gt-narrow' }, false],
    ['a command', undefined, true],
  ] as const;
  it.for(narrowings)('%s', { timeout: 600_000 }, async ([what, filter, followsCommand], { skip }) => {
    if ('cannot' in here) {
      console.log(`skipped: ${here.cannot}`);
      return skip(here.cannot);
    }
    const { machine } = here;
    const refused: string[] = [];
    const programs = readLibrary().filter(({ target }) => target !== undefined);
    for (const program of programs) {
      const planned = planOf(program, machine, filter, followsCommand);
      if ('cannot' in planned) continue;
      const { status, stderr } = await runs(['bpftrace', '--test', 'codegen', '-e', planned.program.source, '1']);
      if (status !== 0) refused.push(`${program.name}: ${stderr.match(/^stdin.*ERROR.*$/m)?.[0] ?? stderr}`);
    }
    expect(refused.length, `bpftrace refuses these narrowed to ${what}:\n${refused.join('\n')}`).toBe(0);
  });
});
