/** What the lab has built. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { allGuests, type GuestName } from './catalogue.ts';
import { guestUnusable } from './images.ts';
import type { LabEntry } from './lab.ts';
import { readManifest } from './manifest.ts';
import type { LabPlaces } from './place.ts';

/** The guests that have been built, in the order of the catalogue. */
export function listGuests(places: LabPlaces): LabEntry[] {
  return builtNames(places).map((name) => {
    const stale = guestUnusable(name, places);
    return {
      name,
      release: readManifest(places.kernel(name.kernel))?.version ?? '',
      version: readManifest(places.tracer(name.bpftrace))?.version ?? '',
      bytes: bytesOf(name, places),
      ...(stale === undefined ? {} : { stale }),
    };
  });
}

/** The guests that have a folder. */
export function builtNames(places: LabPlaces): GuestName[] {
  return allGuests().filter((name) => existsSync(places.guest(name)));
}

/** The bytes on disk of all that a guest is started from. */
export function bytesOf(name: GuestName, places: LabPlaces): number {
  const folders = [places.kernel(name.kernel), places.tracer(name.bpftrace), places.guest(name), places.tools, places.scratch];
  return folders.reduce((sum, folder) => sum + bytesIn(folder), 0);
}

/** The bytes that a folder takes on disk: a file with holes is longer than that. */
export function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0);
}
