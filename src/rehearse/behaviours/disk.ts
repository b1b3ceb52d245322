import { closeSync, constants, openSync, readSync, statfsSync, statSync, writeSync } from 'node:fs';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const BLOCK = 4096;
const STEP = 16;
const TMPFS_MAGIC = 0x01021994;

/**
 * Calls `act` with a buffer that O_DIRECT accepts. JavaScript cannot ask for an address, so offsets are tried until the kernel stops saying EINVAL;
 * a refused call makes no request, so the one that succeeds is the first that counts.
 */
export function aligned(size: number, act: (buffer: Buffer) => void): Buffer {
  const memory = Buffer.allocUnsafeSlow(size + BLOCK);
  for (let offset = 0; offset < BLOCK; offset += STEP) {
    const buffer = memory.subarray(offset, offset + size);
    try {
      act(buffer);
      return buffer;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
    }
  }
  throw new Error('no aligned offset');
}

function direct(context: BehaviourContext, path: string, flags: number): number {
  try {
    return openSync(path, flags | constants.O_DIRECT);
  } catch {
    return context.cannot(`O_DIRECT is refused for ${path}`);
  }
}

function repeat({ count, pace }: BehaviourContext, size: number, act: (buffer: Buffer, i: number) => void): void {
  if (count === 0) return;
  const buffer = aligned(size, (candidate) => act(candidate, 0));
  for (let i = 1; i < count; i++) {
    pace();
    act(buffer, i);
  }
}

export const diskBehaviours: readonly Behaviour[] = [
  {
    name: 'diskread',
    does: 'reads ARG bytes (4096) from the disk with O_DIRECT: one block request',
    run(context) {
      const size = Number(context.args[0] ?? BLOCK);
      // The node binary is large, has lain on a disk for a while, and needs no preparation that would be seen as writing.
      const path = process.execPath;
      const places = Math.floor(statSync(path).size / size);
      const fd = direct(context, path, constants.O_RDONLY);
      repeat(context, size, (buffer, i) => readSync(fd, buffer, 0, size, (i % places) * size));
      closeSync(fd);
    },
  },
  {
    name: 'diskwrite',
    does: 'writes ARG bytes (4096) to a new file with O_DIRECT: one block request',
    run(context) {
      const size = Number(context.args[0] ?? BLOCK);
      if (statfsSync(context.dir).type === TMPFS_MAGIC) context.cannot(`${context.dir} is in memory, not on a disk`);
      const fd = direct(context, `${context.dir}/disk.dat`, constants.O_CREAT | constants.O_WRONLY);
      repeat(context, size, (buffer, i) => writeSync(fd, buffer, 0, size, i * size));
      closeSync(fd);
    },
  },
];
