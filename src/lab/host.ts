import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guest } from '../system/guest/guest.ts';
import { guestLauncher } from '../system/guest/launcher.ts';
import type { Host } from '../system/host.ts';
import { shellQuote } from '../system/shell.ts';
import { treeHost } from '../system/tree.ts';

const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
const COMMAND_TIMEOUT = 10_000;

/** A guest that was written down below `directory/tree`, as the checker sees it; without commands. */
export function recordedGuest(directory: string, run?: Host['run']): Host {
  const root = join(directory, 'tree');
  const release = readFileSync(join(root, 'proc/sys/kernel/osrelease'), 'utf8').trim();
  return treeHost({ root, arch: 'x64', release, uid: 0, env: { PATH }, ...(run === undefined ? {} : { run }) });
}

/** The same, with commands that run in the guest. They may take as much longer there as the guest is slower. */
export function liveHost(directory: string, guest: Guest): Host {
  const { slowness } = guestLauncher(guest);
  return recordedGuest(directory, (command, args, { input = '', timeout = COMMAND_TIMEOUT } = {}) => {
    const words = [command, ...args].map(shellQuote).join(' ');
    return guest.run(input === '' ? `${words} < /dev/null` : `printf %s ${shellQuote(input)} | ${words}`, { timeout: timeout * slowness });
  });
}
