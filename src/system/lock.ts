/** One writer at a time: a lock that the kernel gives back when its holder ends, however it ends. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 50;

/**
 * Waits until nobody else holds the lock on this directory, then holds it until the function that comes back is called. `waiting` is told, once, the process
 * that holds it. Rejects with the signal's reason.
 *
 * The lock is a socket without a file (man 7 unix, "abstract"): it is gone when its process is gone. Who waits is connected to the holder, and so wakes when
 * it ends.
 */
export async function holdLock(directory: string, waiting: (pid: number) => void, signal: AbortSignal): Promise<() => void> {
  const name = lockName(directory);
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const server = await tryListen(name);
    if (server !== undefined) return () => server.close();
    await untilGone(name, signal, (pid) => {
      if (!told) waiting(pid);
      told = true;
    });
    await sleep(RETRY_MS);
  }
}

/** The socket's name: a user's own, one for a directory. */
export function lockName(directory: string): string {
  return `\0gpttrace-${process.geteuid?.() ?? ''}-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
}

async function tryListen(name: string): Promise<Server | undefined> {
  const waiters = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    waiters.add(socket);
    socket.on('error', () => {}).on('close', () => waiters.delete(socket));
    socket.write(`${process.pid}\n`);
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    close(done);
    for (const waiter of waiters) waiter.destroy();
    return server;
  };
  server.listen(name).unref();
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

async function untilGone(name: string, signal: AbortSignal, says: (pid: number) => void): Promise<void> {
  const socket = connect(name);
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop);
  socket.setEncoding('utf8').on('data', (text: string) => says(Number.parseInt(text, 10)));
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('close', resolve));
  signal.removeEventListener('abort', stop);
}
