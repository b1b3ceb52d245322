import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../system/host.ts';
import { type GuestName, guestText } from './catalogue.ts';
import { imagesOf } from './images.ts';
import { installCommandOf, QEMU } from './needs.ts';
import { labDirectory, placesIn } from './place.ts';
import type { BuiltGuest } from './state.ts';

/** Enough for bpftrace with its compiler and for a workload beside it. */
const MEMORY_MIB = 768;

/** A guest that can be started. Throws a Problem where it has to be built first, or there is nothing to run it. */
export function builtGuest(name: GuestName, host: Host): BuiltGuest {
  const { folder, kernel, initrd, disks } = imagesOf(name, placesIn(labDirectory(host.env)));
  const qemu = host.which(QEMU);
  if (qemu === undefined) throw new Problem(messages.labNoQemu(guestText(name), installCommandOf(host, ['qemu-system-x86'])));
  return { directory: folder, settings: { images: { kernel, initrd, disks }, qemu, memoryMiB: MEMORY_MIB } };
}
