/**
 * The checker and the bpftrace of a guest give the same verdict on whether a program can run: there kprobes and fentry are attached, and what the kernel
 * refuses counts.
 */
import { describe, expect, it } from 'vitest';
import { compare, describeDisagreement, fewPrograms } from '../guest/differential.ts';
import { machineIn } from '../guest/open.ts';
import { askGuest } from '../guest/oracle.ts';
import { labHere } from './lab.ts';

const lab = await labHere();

describe('the checker agrees with bpftrace in a guest', () => {
  it('on programs with probes of every kind, attached', { timeout: 600_000 }, async ({ skip }) => {
    if ('cannot' in lab) return skip(lab.cannot);
    const opened = await lab.open();
    try {
      const programs = fewPrograms();
      const machine = await machineIn(opened);
      const verdicts = await askGuest(
        opened.guest,
        programs.map(({ source }) => source),
      );
      const { refused, differing } = compare(programs, verdicts, machine);
      console.log(`${programs.length} programs in ${lab.name}, ${refused} refused there, ${differing.length} disagreements`);
      const unexplained = differing.filter(({ explanation }) => explanation === undefined).map(describeDisagreement);
      expect(unexplained, 'disagreements that test/guest/explained.ts is not about').toEqual([]);
      // A guest that refuses everything, or nothing, proves nothing.
      expect(refused).toBeGreaterThan(10);
      expect(programs.length - refused).toBeGreaterThan(25);
    } finally {
      opened.close();
    }
  });
});
