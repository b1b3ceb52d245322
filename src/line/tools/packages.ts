/** Which package brings a tool, and the command that installs it. */

import type { Host } from '../../system/host.ts';
import { CATALOGUE, type COMMANDS } from '../../toolbox/catalogue.ts';

interface Manager {
  readonly command: string;
  readonly install: string;
  /** What it calls a package that Debian calls otherwise; `undefined` where it has none. */
  readonly names: Readonly<Record<string, string | undefined>>;
}

const MANAGERS: readonly Manager[] = [
  { command: 'apt-get', install: 'apt-get install', names: {} },
  { command: 'dnf', install: 'dnf install', names: { 'bpfcc-tools': 'bcc-tools', 'linux-perf': 'perf', iproute2: 'iproute' } },
  { command: 'pacman', install: 'pacman -S', names: { 'bpfcc-tools': 'bcc-tools', 'libbpf-tools': 'libbpf-tools', 'linux-perf': 'perf', bpftool: 'bpf' } },
  { command: 'zypper', install: 'zypper install', names: { 'bpfcc-tools': 'bcc-tools', 'libbpf-tools': undefined, 'linux-perf': 'perf' } },
  { command: 'apk', install: 'apk add', names: { 'bpfcc-tools': 'bcc-tools', 'libbpf-tools': undefined, 'linux-perf': 'perf' } },
];

/** The command that installs a package, by Debian's name for it; undefined where this distribution has none, or is not known. */
export function installing(host: Host, name: string): string | undefined {
  const manager = MANAGERS.find(({ command }) => host.which(command) !== undefined);
  if (manager === undefined) return undefined;
  // Headers of the running kernel are called so by Debian and its like only.
  if (name.startsWith('linux-headers-') && manager.command !== 'apt-get') return undefined;
  const known = Object.hasOwn(manager.names, name) ? manager.names[name] : name;
  return known === undefined ? undefined : `${host.uid === 0 ? '' : 'sudo '}${manager.install} ${known}`;
}

const OF_PROGRAMS: Readonly<Record<keyof typeof COMMANDS, string>> = { perf: 'linux-perf', bpftool: 'bpftool', ss: 'iproute2', strace: 'strace' };

/** The package of a tool that is known, though it is not installed, by Debian's name; undefined for what is no tool. */
export function packageOf(name: string): string | undefined {
  const program = name.split(' ')[0] ?? '';
  if (Object.hasOwn(OF_PROGRAMS, program)) return OF_PROGRAMS[program as keyof typeof OF_PROGRAMS];
  const base = name.replace(/-bpfcc$|\.bt$/, '');
  if (!Object.hasOwn(CATALOGUE, base)) return undefined;
  return name.endsWith('.bt') ? 'bpftrace' : 'bpfcc-tools';
}
