/** Builds guests: what is there already and still fits is not made again. */
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { makeDirectories } from '../kernel/cache.ts';
import type { Host } from '../system/host.ts';
import { JobFailure } from '../system/job.ts';
import { holdLock } from '../system/lock.ts';
import { outOfSpace, type Suite } from './apt.ts';
import { type GuestName, guestText } from './catalogue.ts';
import { makeEmptyDisk } from './ext4.ts';
import { GUEST_FILES, hasOldScripts, SCRATCH_FILE, writeInitrd } from './images.ts';
import { buildKernel, KERNEL_FILES } from './kernel-image.ts';
import type { BuildEvent } from './lab.ts';
import { bytesOf } from './list.ts';
import { makeFolder, sweep, whyUnusable } from './manifest.ts';
import { findTools, needRoom } from './needs.ts';
import { readyGuest } from './open.ts';
import { labDirectory, placesIn } from './place.ts';
import { roomFor } from './room.ts';
import { buildTools, toolsUnusable } from './tools-image.ts';
import { buildTracer, TRACER_FILES } from './tracer-image.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const MB = 1024 * 1024;
const SCRATCH_BYTES = 256 * MB;

/** Builds these guests, one after the other. Throws a Problem where one cannot be built; those before it are there then. Rejects with the signal's reason. */
export async function buildGuests(names: readonly GuestName[], host: Host, tell: (event: BuildEvent) => void, signal: AbortSignal): Promise<void> {
  const tools = findTools(host);
  const places = placesIn(labDirectory(host.env));
  try {
    makeRoot(places.root);
    const waiting = (pid: number): void => tell({ type: 'step', guest: '', what: `waiting for another gpttrace that builds here (process ${pid})` });
    const release = await holdLock(places.root, waiting, signal);
    try {
      sweep(places.root);
      const suites = new Map<string, Promise<Suite>>();
      for (const name of names) await buildGuest(name, host, openWorkshop(guestText(name), { tools, places, host, suites, tell, signal }), tell);
      // What is built needs its packages no more.
      rmSync(places.packages, { recursive: true, force: true });
    } finally {
      release();
    }
  } catch (error) {
    throw signal.aborted ? error : explained(error, places.root);
  }
}

async function buildGuest(name: GuestName, host: Host, shop: Workshop, tell: (event: BuildEvent) => void): Promise<void> {
  const start = performance.now();
  const { places, tools, signal } = shop;
  const tracer = whyUnusable(places.tracer(name.bpftrace), Object.values(TRACER_FILES)) !== undefined;
  const kernel = whyUnusable(places.kernel(name.kernel), Object.values(KERNEL_FILES)) !== undefined;
  const state = !existsSync(places.guest(name));
  needRoom(places.root, roomFor({ tracer, kernel, tools: toolsUnusable(places.tools) !== undefined, state }));
  if (tracer) await buildTracer(name.bpftrace, shop);
  if (kernel) await buildKernel(name.kernel, join(places.tracer(name.bpftrace), TRACER_FILES.busybox), shop);
  await buildTools(shop);
  if (whyUnusable(places.scratch, [SCRATCH_FILE]) !== undefined) {
    await makeFolder(places.scratch, async (draft) => {
      await makeEmptyDisk(tools, SCRATCH_BYTES, join(draft, SCRATCH_FILE), signal);
      return { key: 'scratch', version: '', packages: [] };
    });
  }
  if (whyUnusable(places.guest(name), Object.values(GUEST_FILES)) !== undefined || hasOldScripts(name, places)) await writeInitrd(name, places);
  await readyGuest(name, { signal, say: shop.step, host });
  tell({ type: 'built', guest: guestText(name), bytes: bytesOf(name, places), seconds: (performance.now() - start) / 1000 });
}

function makeRoot(root: string): void {
  // No configuration of apt can hold these.
  if (/["\p{Cc}]/u.test(root)) throw new Problem(messages.labUnwritable(root, 'apt takes no path with a quotation mark or a control character in it'));
  try {
    makeDirectories(root);
    // A path that ends so is one of a directory.
    accessSync(`${root}/.`, constants.W_OK);
  } catch (error) {
    throw new Problem(messages.labUnwritable(root, describeFileError(error)));
  }
}

/** What a person can do about a failure of a command or of the disk. */
function explained(error: unknown, root: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof JobFailure)
    return new Problem(outOfSpace(error.said) ? messages.labDiskFull(root) : messages.labStepFailed(error.message.split('\n')[0] ?? ''));
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem(messages.labDiskFull(root));
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return new Problem(messages.labUnwritable(root, describeFileError(error)));
  return error;
}
