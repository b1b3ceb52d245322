/** Where a rehearsal takes place: on this machine, or in a guest. */
import type { OpenGuest } from '../../lab/lab.ts';
import { type HeldWorkload, startWorkload } from '../../rehearse/start.ts';
import type { Host } from '../../system/host.ts';
import { type Launcher, localLauncher } from '../../system/launcher.ts';
import { shellQuote } from '../../system/shell.ts';
import type { SandboxGuest, Surroundings } from '../events.ts';

export interface Stage {
  readonly host: Host;
  readonly launcher: Launcher;
  /** Absent for this machine. */
  readonly guest?: SandboxGuest;
  start(run: readonly string[]): Promise<HeldWorkload>;
}

export function stageHere({ host, launcher = localLauncher }: Pick<Surroundings, 'host' | 'launcher'>): Stage {
  return { host, launcher, start: startWorkload };
}

/** Where its words on standard error go in the guest. */
const SAID = `"\${TMPDIR:-/tmp}/gpttrace-rehearsal.said"`;

export function stageIn({ host, launcher, guest, workload }: OpenGuest, name: SandboxGuest): Stage {
  return {
    host,
    launcher,
    guest: name,
    async start(run) {
      // Become it: the process that was started is the workload.
      const held = await launcher.startGated(`exec ${workload} ${run.map(shellQuote).join(' ')} > /dev/null 2> ${SAID}`);
      return { ...held, said: async () => (await guest.run(`cat ${SAID}`)).stdout.trim() };
    },
  };
}
