import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a pipe holds (pipe(7)), and what one that was made wider does: any user may have four times as much. */
export const PIPE: number = 64 * 1024;
const WIDE: number = 256 * 1024;
/** fcntl(2), F_SETPIPE_SZ: the same number for every architecture. */
const SET_SIZE = 1031;

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

/**
 * Makes a pipe wider, while it is in use; what it holds then. Perl is what can make any system call and is nearly everywhere: elsewhere it stays as it is. It gets the pipe
 * as descriptor 3: the first three are made to block for a child (libuv, uv__process_child_init), and that would hold for us, who read from the same.
 */
export async function widenPipe(fd: number): Promise<number> {
  return await new Promise((resolve) => {
    const script = `open(my $pipe, "<&=", 3) or exit 1; exit !fcntl($pipe, ${SET_SIZE}, ${WIDE})`;
    const child = spawn('perl', ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', fd] });
    child.once('error', () => resolve(PIPE)).once('exit', (status) => resolve(status === 0 ? WIDE : PIPE));
    child.unref();
  });
}
