/** The network interfaces of this machine, by the names and numbers of the network namespace that gpttrace is in. */
import type { Host } from '../../system/host.ts';
import { textOf } from '../../system/host.ts';
import type { Libbpf } from './library.ts';

/** A flag of a route (linux/route.h): it is in use. */
const UP = 1;
const NO_ADDRESS = '00000000';
const LOOPBACK = 'lo';

export interface Interface {
  readonly name: string;
  readonly index: number;
}

/** The interface of that name; where none is named the one that most packets of a machine go through: that of its default route, the loopback of one that has none. */
export function interfaceOf(bpf: Libbpf, host: Host, wanted: string | undefined): Interface | string {
  const name = wanted ?? defaultRoute(textOf(host, '/proc/net/route') ?? '') ?? LOOPBACK;
  const index = bpf.ifNameToIndex(name);
  if (index > 0) return { name, index };
  const names = interfaceNames(textOf(host, '/proc/net/dev') ?? '');
  return `there is no network interface "${name}"${names.length === 0 ? '' : `; there are ${names.join(', ')}`}`;
}

/** Of /proc/net/route the interface with the default route of the least metric. */
export function defaultRoute(table: string): string | undefined {
  const routes = table.split('\n').flatMap((line) => {
    const [name = '', destination, , flags = '', , , metric = '', mask] = line.trim().split(/\s+/);
    const isDefault = destination === NO_ADDRESS && mask === NO_ADDRESS && (Number.parseInt(flags, 16) & UP) !== 0;
    return isDefault ? [{ name, metric: Number(metric) }] : [];
  });
  return routes.sort((a, b) => a.metric - b.metric)[0]?.name;
}

/** Of /proc/net/dev. */
export function interfaceNames(table: string): string[] {
  return table.split('\n').flatMap((line) => /^\s*([^\s:|]+):/.exec(line)?.[1] ?? []);
}
