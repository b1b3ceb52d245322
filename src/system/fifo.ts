import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The two ends of a pipe, `write` for a child. What Node gives a child is a pair of sockets: each small line that a child writes there is a buffer of its own, of which
 * fewer than 300 find room, and which cost three times as much to read (measured with lines of 80 bytes). Undefined where none can be made.
 */
export function openPipe(): { readonly read: number; readonly write: number } | undefined {
  let directory: string | undefined;
  let read: number | undefined;
  try {
    directory = mkdtempSync(join(tmpdir(), 'gpttrace-'));
    const path = join(directory, 'out');
    execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
    read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { read, write: openSync(path, constants.O_WRONLY) };
  } catch {
    if (read !== undefined) closeSync(read);
    return undefined;
  } finally {
    // Both ends are open: its name is not needed any more.
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  }
}
