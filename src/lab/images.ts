/** What a guest is started from, and whether all of it is there. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GuestImages } from '../system/guest/guest.ts';
import { type GuestName, guestText } from './catalogue.ts';
import { makeInitrd } from './initrd.ts';
import { KERNEL_FILES } from './kernel-image.ts';
import { makeFolder, readManifest, whyUnusable } from './manifest.ts';
import type { LabPlaces } from './place.ts';
import { TOOLS_FILE, toolsUnusable } from './tools-image.ts';
import { TRACER_FILES } from './tracer-image.ts';

/** What is a guest's own; all else it shares with others. */
export const GUEST_FILES = { initrd: 'initrd' } as const;
/** The empty disk that guests write to, each for itself. */
export const SCRATCH_FILE = 'scratch.ext4';

/** The images of a guest, and its own folder, for what is written down of it. */
export interface BuiltImages extends GuestImages {
  readonly folder: string;
}

/** Why a guest cannot be started as it is: undefined where it can. */
export function guestUnusable(name: GuestName, places: LabPlaces): string | undefined {
  const parts = [
    whyUnusable(places.guest(name), Object.values(GUEST_FILES)),
    whyUnusable(places.kernel(name.kernel), Object.values(KERNEL_FILES)),
    whyUnusable(places.tracer(name.bpftrace), Object.values(TRACER_FILES)),
    whyUnusable(places.scratch, [SCRATCH_FILE]),
    toolsUnusable(places.tools),
  ];
  return parts.find((why) => why !== undefined);
}

/** Whether its initial file system is not the one this gpttrace makes, as after an upgrade. For a guest whose images are there. */
export function hasOldScripts(name: GuestName, places: LabPlaces): boolean {
  return readManifest(places.guest(name))?.key !== initrdOf(name, places).key;
}

/** Writes a guest's initial file system, into a folder of its own: what else was in it belonged to another. For who holds the lock. */
export async function writeInitrd(name: GuestName, places: LabPlaces): Promise<void> {
  const initrd = initrdOf(name, places);
  await makeFolder(places.guest(name), async (draft) => {
    writeFileSync(join(draft, GUEST_FILES.initrd), initrd.bytes);
    return { key: initrd.key, version: '', packages: [] };
  });
}

/** What to start a built guest from. Throws a Problem where it has to be built first. */
export function imagesOf(name: GuestName, places: LabPlaces): BuiltImages {
  const why = guestUnusable(name, places);
  if (why !== undefined) throw new Problem(messages.guestNotBuilt(guestText(name), why));
  const [kernel, tracer, folder] = [places.kernel(name.kernel), places.tracer(name.bpftrace), places.guest(name)];
  return {
    kernel: join(kernel, KERNEL_FILES.kernel),
    initrd: join(folder, GUEST_FILES.initrd),
    disks: [
      { name: 'root', path: join(tracer, TRACER_FILES.root) },
      { name: 'modules', path: join(kernel, KERNEL_FILES.modules) },
      { name: 'tools', path: join(places.tools, TOOLS_FILE) },
      { name: 'scratch', path: join(places.scratch, SCRATCH_FILE) },
    ],
    folder,
  };
}

/** The initial file system of a guest whose kernel and tracer are there, and its key. */
function initrdOf(name: GuestName, places: LabPlaces): { readonly bytes: Buffer; readonly key: string } {
  const bytes = makeInitrd(join(places.tracer(name.bpftrace), TRACER_FILES.busybox), join(places.kernel(name.kernel), KERNEL_FILES.early));
  return { bytes, key: createHash('sha256').update(bytes).digest('hex') };
}
