import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { holdLock, lockName } from '../../src/system/lock.ts';

const never = new AbortController().signal;
const ignore = (): void => {};
const place = (name: string): string => `/nowhere/${process.pid}/${name}`;

describe('the lock of a directory', () => {
  it('is given to the second when the first lets go, and the second is told once for whom it waits', async () => {
    const told: number[] = [];
    const release = await holdLock(place('a'), ignore, never);
    let had = false;
    const second = holdLock(place('a'), (pid) => told.push(pid), never).then((free) => {
      had = true;
      return free;
    });
    await expect.poll(() => told).toEqual([process.pid]);
    expect(had).toBe(false);
    release();
    (await second)();
    expect(told).toEqual([process.pid]);
  });

  it('is another one for another directory', async () => {
    const first = await holdLock(place('b'), ignore, never);
    (await holdLock(place('c'), ignore, never))();
    first();
  });

  it('need not be waited for', async () => {
    const release = await holdLock(place('d'), ignore, never);
    const stop = new AbortController();
    const waiting = holdLock(place('d'), () => stop.abort(new Error('called off')), stop.signal);
    await expect(waiting).rejects.toThrow('called off');
    release();
  });

  it('is free when its holder was killed', async () => {
    // A holder that cannot tidy up: a process that only listens, as the lock does.
    const name = lockName(place('e'));
    const script = `require('node:net').createServer((s) => s.write(process.pid + '\\n')).listen(${JSON.stringify(name)}, () => console.log('held'))`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const told: number[] = [];
    const lock = holdLock(place('e'), (pid) => told.push(pid), never);
    await expect.poll(() => told).toEqual([holder.pid]);
    holder.kill('SIGKILL');
    (await lock)();
  });
});
