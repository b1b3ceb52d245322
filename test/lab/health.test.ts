import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { labHealth } from '../../src/lab/health.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const place = mkdtempSync(join(tmpdir(), 'gpttrace-health-'));
mkdirSync(join(place, 'one/guests/6.1+0.17'), { recursive: true });
afterAll(() => rmSync(place, { recursive: true }));

const QEMU = { '/usr/bin/qemu-system-x86_64': '' };

it.each([
  { what: 'another architecture', machine: { arch: 'arm64', files: QEMU }, is: { ready: false, says: expect.stringContaining('x86-64') } },
  { what: 'no lab at all', lab: 'none', is: { ready: false, says: expect.stringContaining('no guest has been built'), mend: 'gpttrace lab build' } },
  { what: 'guests and no QEMU', machine: {}, is: { ready: false, says: 'QEMU is not installed', mend: expect.stringMatching(/^apt-get install .*qemu/) } },
  { what: 'a guest that is not whole', is: { ready: false, says: 'to be built again: 6.1+0.17', mend: 'gpttrace lab build 6.1+0.17' } },
])('of a machine with $what', ({ machine = { files: QEMU }, lab = 'one', is }) => {
  expect(labHealth(recordedHost({ ...machine, env: { GPTTRACE_LAB: join(place, lab) } }))).toEqual(is);
});
