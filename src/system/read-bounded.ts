/** Reads what a user names, whatever it is: a file, a pipe, a device. Neither a pipe that nobody writes to is waited for without end, nor a device read without one. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export const STANDARD_INPUT = 0;
const PIECE = 1024 * 1024;
/** A pipe that nobody has opened for writing: whoever is to write may be starting only now. */
const NOBODY_MS = 3_000;
/** A pipe that somebody holds open, and writes nothing to. */
const NOTHING_MS = 60_000;
const PAUSE_MS = 10;

export interface Patience {
  readonly nobodyMs: number;
  readonly nothingMs: number;
}

/** All of it, or more than `most` bytes. Throws an Error whose words say what is wrong, or one of the file system. */
export function readBounded(path: string | typeof STANDARD_INPUT, most: number, patience: Patience = { nobodyMs: NOBODY_MS, nothingMs: NOTHING_MS }): Buffer {
  if (path === STANDARD_INPUT) return readAll(STANDARD_INPUT, most, undefined);
  // Opening a pipe that nobody writes to would wait for ever, and not even Ctrl-C would end it.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = fstatSync(descriptor);
    if (about.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (about.isFile() && about.size > most) return Buffer.alloc(most + 1);
    return readAll(descriptor, most, about.isFile() ? undefined : about.isFIFO() ? patience : { ...patience, nobodyMs: 0 });
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number, most: number, patience: Patience | undefined): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  let since = Date.now();
  for (;;) {
    const piece = Buffer.alloc(PIECE);
    const read = tryRead(descriptor, piece, patience !== undefined);
    if (read !== undefined && read > 0) {
      length += read;
      pieces.push(piece.subarray(0, read));
      since = Date.now();
    }
    if (length > most) return Buffer.concat(pieces);
    // The end: of a pipe only where somebody wrote to it.
    if (read === 0 && (patience === undefined || length > 0 || patience.nobodyMs === 0)) return Buffer.concat(pieces);
    if (patience === undefined || (read !== undefined && read > 0)) continue;
    const waited = Date.now() - since;
    if (read === 0 && waited >= patience.nobodyMs) throw new Error('it is a pipe that nobody writes to, or that was empty');
    if (read === undefined && waited >= patience.nothingMs) throw new Error(`nothing came for ${Math.round(patience.nothingMs / 1000)} seconds`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}

/** Undefined where there is nothing yet. */
function tryRead(descriptor: number, into: Buffer, mayBeLater: boolean): number | undefined {
  try {
    return readSync(descriptor, into, 0, into.length, null);
  } catch (error) {
    if (mayBeLater && (error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
