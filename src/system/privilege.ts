import { spawn } from 'node:child_process';
import type { Privilege } from '../core/facts.ts';
import { type Host, textOf } from './host.ts';

/** Capability bits (include/uapi/linux/capability.h). */
const CAP_SYS_ADMIN = 21n;
const CAP_BPF = 39n;

/** How bpftrace can be run here: by ourselves, through sudo without a password, through sudo with one, or not at all. */
export async function findPrivilege(host: Host, bpftrace: string | undefined): Promise<Privilege> {
  if (host.uid === 0 && mayLoad(host)) return 'root';
  const sudo = host.which('sudo');
  if (host.uid === 0 || sudo === undefined) return 'none';
  if (bpftrace === undefined) return 'sudo-password';
  // Asks sudo about this very command: a rule may allow bpftrace and nothing else.
  const allowed = await host.run(sudo, ['-n', '-l', bpftrace]);
  return allowed.status === 0 ? 'sudo' : 'sudo-password';
}

/** Root in a container may lack the capabilities that make it root to the kernel. */
function mayLoad(host: Host): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(textOf(host, '/proc/self/status') ?? '')?.[1];
  if (effective === undefined) return true;
  const bits = BigInt(`0x${effective}`);
  return ((bits >> CAP_SYS_ADMIN) & 1n) === 1n || ((bits >> CAP_BPF) & 1n) === 1n;
}

/** Lets sudo ask for the password on the terminal. Whether it is content now. */
export function authenticate(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('sudo', ['-v'], { stdio: 'inherit' });
    child.once('error', () => resolve(false));
    child.once('close', (status) => resolve(status === 0));
  });
}
