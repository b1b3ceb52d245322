import { type Host, textOf } from '../system/host.ts';

/** The names (comm) of the processes that run now. */
export function processNames(host: Host): ReadonlySet<string> {
  const pids = (host.list('/proc') ?? []).filter((entry) => /^\d+$/.test(entry));
  return new Set(pids.map((pid) => textOf(host, `/proc/${pid}/comm`)?.trimEnd() ?? '').filter((name) => name !== ''));
}

export function processExists(host: Host, pid: number): boolean {
  return host.exists(`/proc/${pid}`);
}
