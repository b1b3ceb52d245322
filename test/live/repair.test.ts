/** What repair says is mended, bpftrace compiles: on the machine that runs the tests, whatever it has. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/check/check.ts';
import { repair } from '../../src/check/repair.ts';
import { openMachine } from '../../src/line/machine.ts';
import { BROKEN } from '../check/broken.ts';
import { whyNot } from './helpers.ts';

const reason = whyNot('bpftrace', 'root', 'tracefs');

describe.skipIf(reason !== undefined)('bpftrace compiles what repair has mended', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine({});
  });

  it.each(BROKEN.filter(({ contains, live }) => contains !== undefined && live !== false))('$class: $program', ({ program }) => {
    const { source, diagnostics } = repair(program, machine);
    // A machine that lacks what this one has is no fault of the repair.
    if (diagnostics.some(({ severity }) => severity === 'error')) {
      expect(machine.facts.release).not.toMatch(/^6\.18/);
      return;
    }
    const { status, stderr } = spawnSync('bpftrace', ['-d', '-e', source], { encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 1024 * 1024 });
    const said = stderr.split('\n').filter((line) => /ERROR|FATAL|error:/.test(line) && !/RLIMIT_MEMLOCK/.test(line));
    expect({ source, status, said }).toEqual({ source, status: 0, said: [] });
  });
});
