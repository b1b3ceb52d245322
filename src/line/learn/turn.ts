/**
 * One learner's program at a time is judged on a machine: workloads have the same names for everybody, so that one would be counted with another's. Of all users, and of no
 * file: the turn is a name in the kernel (unix(7), abstract sockets), which is free again when its process is gone.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const TURN = '\0gpttrace-learn-grading';
const AGAIN_MS = 250;

/**
 * Waits until nobody else is judging, or `stop`. `waits` is called once where somebody is. What comes back gives the turn to the next. Where such a name cannot be had, nobody
 * waits.
 */
export async function takeTurn(stop: AbortSignal, waits: () => void = () => {}, name: string = TURN): Promise<() => void> {
  for (let first = true; !stop.aborted; first = false) {
    const got = await tryTurn(name);
    if (got !== 'taken') return got;
    if (first) waits();
    await sleep(AGAIN_MS, undefined, { signal: stop }).catch(() => {});
  }
  return () => {};
}

function tryTurn(name: string): Promise<'taken' | (() => void)> {
  return new Promise((resolve) => {
    const server = createServer((visitor) => visitor.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'taken' : () => {}));
    server.listen(name, () => resolve(() => server.close()));
    server.unref();
  });
}
