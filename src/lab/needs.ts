/** What building images needs of this machine. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../system/host.ts';

/** Where the commands stand. */
export interface Tools {
  readonly qemu: string;
  readonly mkfs: string;
  readonly dpkgDeb: string;
  readonly tar: string;
  readonly aptGet: string;
  readonly aptCache: string;
  /** Debian's keys: what it signs is held against them. */
  readonly keyring: string;
}

/** What runs a guest. */
export const QEMU = 'qemu-system-x86_64';
const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** Commands, and the packages that have them. */
const PACKAGES: Readonly<Record<string, string>> = {
  [QEMU]: 'qemu-system-x86',
  'mkfs.ext4': 'e2fsprogs',
  'dpkg-deb': 'dpkg',
  tar: 'tar',
};

/** The packages that this machine lacks for building guests. Throws a Problem where it is none that can. */
export function missingPackages(host: Host): string[] {
  if (host.arch !== 'x64') throw new Problem(messages.labArchitecture(host.arch));
  if (host.which('apt-get') === undefined || host.which('apt-cache') === undefined) throw new Problem(messages.labNeedsApt());
  const missing = Object.entries(PACKAGES).flatMap(([command, name]) => (host.which(command) === undefined ? [name] : []));
  return KEYRINGS.some((path) => host.exists(path)) ? missing : [...missing, 'debian-archive-keyring'];
}

/** Where everything stands that building needs. Throws a Problem that names what is missing. */
export function findTools(host: Host): Tools {
  const missing = missingPackages(host);
  const [qemu, mkfs, dpkgDeb, tar, aptGet, aptCache] = [...Object.keys(PACKAGES), 'apt-get', 'apt-cache'].map((command) => host.which(command));
  const keyring = KEYRINGS.find((path) => host.exists(path));
  if (missing.length > 0 || !qemu || !mkfs || !dpkgDeb || !tar || !aptGet || !aptCache || !keyring) {
    throw new Problem(messages.labNeeds(missing, installCommandOf(host, missing)));
  }
  return { qemu, mkfs, dpkgDeb, tar, aptGet, aptCache, keyring };
}

/** The command that installs them. */
export function installCommandOf(host: Host, packages: readonly string[]): string {
  return `${host.uid === 0 ? '' : 'sudo '}apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/** Throws a Problem where the disk that `directory` is, or will be on, has less room than this many bytes. */
export function needRoom(directory: string, bytes: number): void {
  let place = directory;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  if (bavail * bsize < bytes) throw new Problem(messages.labNeedsRoom(directory, bytes, bavail * bsize));
}
