import type { Host } from '../system/host.ts';
import { guestText } from './catalogue.ts';
import { guestUnusable } from './images.ts';
import { builtNames } from './list.ts';
import { installCommandOf, QEMU } from './needs.ts';
import { labDirectory, placesIn } from './place.ts';

/** Whether guests can be started, in words, and the command that mends it where they cannot. Never throws. */
export function labHealth(host: Host): { readonly ready: boolean; readonly says: string; readonly mend?: string } {
  if (host.arch !== 'x64') return { ready: false, says: 'there are guests for x86-64 machines only' };
  const places = placesIn(labDirectory(host.env));
  const built = builtNames(places);
  if (built.length === 0) return { ready: false, says: 'no guest has been built; --sandbox and gpttrace lab need one', mend: 'gpttrace lab build' };
  if (host.which(QEMU) === undefined) return { ready: false, says: 'QEMU is not installed', mend: installCommandOf(host, ['qemu-system-x86']) };
  const stale = built.filter((name) => guestUnusable(name, places) !== undefined).map(guestText);
  if (stale.length === 0) return { ready: true, says: `built: ${built.map(guestText).join(', ')}` };
  return { ready: false, says: `to be built again: ${stale.join(', ')}`, mend: `gpttrace lab build ${stale.join(' ')}` };
}
