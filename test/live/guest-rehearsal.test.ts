/** A program that is rehearsed in a guest, with its bpftrace and the real workloads. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { gpttrace, jsonLines, only, scratchFile } from './helpers.ts';
import { labHere } from './lab.ts';

const lab = await labHere();

describe.skipIf('cannot' in lab)('in a guest', () => {
  it('what cannot be attached here may be rehearsed there', async () => {
    const guest = 'cannot' in lab ? '' : lab.name;
    const file = scratchFile('mine.bt');
    writeFileSync(file, 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }');
    const run = gpttrace(['run', file, '--rehearse', '--guest', guest, '--dry-run', '--json'], { patience: 170_000, env: 'cannot' in lab ? {} : lab.env });
    const { stdout, status } = await run.end();
    const lines = jsonLines(stdout).filter(({ type, stage }) => type === 'rehearsal' && stage === 'rehearsed');
    expect(only(lines, 'rehearsal')).toMatchObject({ guest: { name: guest }, result: { kind: 'seen', seen: 20, of: 20 } });
    expect(status).toBe(Exit.answered);
  });
});
