/** Takes guests away, and the images that no other guest needs. */
import { existsSync, rmSync } from 'node:fs';
import type { GuestName } from './catalogue.ts';
import { KERNELS, TRACERS } from './catalogue.ts';
import { builtNames, bytesIn } from './list.ts';
import { removeFolder, sweep } from './manifest.ts';
import type { LabPlaces } from './place.ts';

/** Removes these guests; all there is where none are named. The bytes that are free now. For who holds the lock. */
export function removeGuests(places: LabPlaces, names: readonly GuestName[] | 'all'): number {
  if (!existsSync(places.root)) return 0;
  const before = bytesIn(places.root);
  sweep(places.root);
  rmSync(places.packages, { recursive: true, force: true });
  for (const name of names === 'all' ? builtNames(places) : names) removeFolder(places.guest(name));
  const left = builtNames(places);
  for (const { name } of KERNELS) if (!left.some(({ kernel }) => kernel === name)) removeFolder(places.kernel(name));
  for (const { name } of TRACERS) if (!left.some(({ bpftrace }) => bpftrace === name)) removeFolder(places.tracer(name));
  if (left.length === 0) for (const folder of [places.tools, places.scratch]) removeFolder(folder);
  return before - bytesIn(places.root);
}
