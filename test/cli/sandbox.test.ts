import { expect, it } from 'vitest';
import { sandboxLines } from '../../src/cli/sandbox.ts';

const STYLE = { columns: 100, color: false, unicode: true };
const GUEST = { name: '6.12+0.23', release: '6.12.107', bpftrace: '0.23.2' };
const PROVEN = {
  type: 'sandbox',
  stage: 'proven',
  guest: GUEST,
  workload: 'open 50',
  probes: 2,
  records: 1250,
  lost: 0,
  seconds: 2.4,
  sentence: 'In 2.4 s: much.',
  notes: [],
} as const;

it('what a guest cannot try is one sentence', () => {
  const why = 'the guest 6.12+0.23 cannot try it: there is no \u001b[31mprobe';
  const lines = sandboxLines({ type: 'sandbox', stage: 'untried', guest: GUEST, why }, STYLE);
  expect(lines.join(' ')).toMatch(/^not tried: the guest 6\.12\+0\.23 cannot try it: there is no .*probe$/);
  expect(lines.join('')).not.toContain('\u001b');
});

it('what it did there is told: where, beside what, how much, and what it said', () => {
  expect(sandboxLines(PROVEN, STYLE)).toEqual([
    'tried in the guest 6.12+0.23 (Linux 6.12.107, bpftrace 0.23.2), next to open 50:',
    '  2 probes attached, 1,250 records in 2.4 s, none lost, the guest is as well as before',
    '  In 2.4 s: much.',
  ]);
});

it('that it saw nothing, or lost something, or is not the same there, is told', () => {
  const lines = sandboxLines({ ...PROVEN, probes: 1, records: 0, lost: 12, notes: ['the guest has no nginx\nand more'] }, STYLE);
  expect(lines[1]).toBe('  1 probe attached, 0 records in 2.4 s, 12 lost, the guest is as well as before');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/^ {2}note: the guest has no nginx/);
  expect(lines[2]).not.toContain('\n');
});
