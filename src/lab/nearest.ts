import type { Host } from '../system/host.ts';
import { type GuestName, nearestGuest } from './catalogue.ts';

/** The guest that is most like this machine. */
export async function guestLike(host: Host): Promise<GuestName> {
  const bpftrace = host.which('bpftrace');
  const said = bpftrace === undefined ? undefined : (await host.run(bpftrace, ['--version'])).stdout;
  return nearestGuest(host.release, /v?(\d+\.\d+\.\d+)/.exec(said ?? '')?.[1]);
}
