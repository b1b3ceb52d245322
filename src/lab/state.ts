/** The state from which guests go on: booted, its tracer in memory. Saved once, thrown away when anything it came from changes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guest, GuestSettings } from '../system/guest/guest.ts';
import { qemuArguments } from '../system/guest/qemu.ts';
import { startGuest } from '../system/guest/start.ts';
import { isRecorded, record } from './record.ts';

/** A guest whose images are there. */
export interface BuiltGuest {
  /** Its own folder: what was written down of it, and its saved state. */
  readonly directory: string;
  readonly settings: Omit<GuestSettings, 'saved' | 'signal'>;
}

/** Loads what every run needs into the guest's memory, and with it into the state: the first run would read it from disk. */
const WARM_UP = "bpftrace -e 'BEGIN { exit(); }' > /dev/null 2>&1";

/** Boots the guest, writes down what it offers, and saves its state. Throws an Error where the guest does not come up, or a file cannot be written. */
export async function prepareState({ directory, settings }: BuiltGuest, signal: AbortSignal, say: (what: string) => void): Promise<void> {
  sweepState(directory);
  say('booting it once');
  const guest = await startGuest({ ...settings, signal });
  const abort = (): void => guest.close();
  signal.addEventListener('abort', abort);
  try {
    say('writing down what it offers');
    await record(guest, directory);
    say('saving its state');
    await warm(guest);
    await guest.save(stateFile(directory));
    writeFileSync(keyFile(directory), keyOf(directory, settings));
  } finally {
    signal.removeEventListener('abort', abort);
    guest.close();
  }
}

async function warm(guest: Guest): Promise<void> {
  const { status, failure } = await guest.run(WARM_UP);
  if (failure !== undefined) throw new Error(failure);
  if (status !== 0) throw new Error('bpftrace does not run in the guest');
}

/** The file to go on from; undefined where there is none, or one of other images or another QEMU. */
export function savedState({ directory, settings }: BuiltGuest): string | undefined {
  try {
    return readFileSync(keyFile(directory), 'utf8') === keyOf(directory, settings) && isRecorded(directory) ? stateFile(directory) : undefined;
  } catch {
    return undefined;
  }
}

/** Sees to it that the saved state is not gone on from again. */
export function dropState(directory: string): void {
  rmSync(keyFile(directory), { recursive: true, force: true });
}

/** Removes the state, and what a gpttrace that was killed left of another: what ends in its process id. For who holds the lock. */
function sweepState(directory: string): void {
  dropState(directory);
  const gone = readdirSync(directory).filter((name) => name === 'state' || /\.\d+$/.test(name));
  for (const name of gone) rmSync(join(directory, name), { recursive: true, force: true });
}

function stateFile(directory: string): string {
  return join(directory, 'state');
}

function keyFile(directory: string): string {
  return join(directory, 'state.key');
}

/** A state holds what a guest has read of its disks, and the very devices that QEMU gave it. */
function keyOf(directory: string, settings: BuiltGuest['settings']): string {
  const { images, qemu } = settings;
  const lasting = images.disks.filter(({ name }) => name === 'root' || name === 'modules').map(({ path }) => path);
  const stamps = [qemu, images.kernel, images.initrd, ...lasting].map((path) => {
    const { size, mtimeMs } = statSync(path);
    return [path, size, mtimeMs];
  });
  const sizes = [stateFile(directory), ...images.disks.map(({ path }) => path)].map((path) => statSync(path).size);
  return createHash('sha256')
    .update(JSON.stringify([qemuArguments(settings), stamps, sizes]))
    .digest('hex');
}
