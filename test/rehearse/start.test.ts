import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endWorkload, startWorkload } from '../../src/rehearse/start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a workload that is ended', () => {
  it.each(['before it was released', 'while it works'])('%s has left nothing by then', async (when) => {
    const held = await startWorkload(['open', '1000']);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^gpttrace-rehearsal-/)]);
    if (when === 'while it works') {
      held.release();
      await vi.waitFor(() => expect(readdirSync(folder, { recursive: true }).join()).toContain('gt-workload-'), 10_000);
    }
    await endWorkload(held);
    expect(readdirSync(folder)).toEqual([]);
    expect(() => process.kill(held.pid, 0)).toThrow(/ESRCH/);
  });

  it('is not waited for without end where nobody tells of its end, as of a guest that crashed', async () => {
    const kill = vi.fn();
    await endWorkload({ pid: 1, kill, release: () => {}, exited: new Promise(() => {}), said: () => Promise.resolve('') });
    expect(kill).toHaveBeenCalledOnce();
  });
});
