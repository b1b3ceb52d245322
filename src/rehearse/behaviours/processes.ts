import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Behaviour } from '../behaviour.ts';

/** An executable whose comm is its own file name, unlike that of a program all machines have. */
function script(dir: string, name: string, body: string): string {
  const path = `${dir}/${name}`;
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

export const processBehaviours: readonly Behaviour[] = [
  {
    name: 'exec',
    does: 'starts a program (gt-child needle-arg second-arg) that exits with status ARG (0) at once',
    run({ count, args: [status = '0'], dir, pace }) {
      const child = script(dir, 'gt-child', `exit ${status}`);
      for (let i = 0; i < count; i++) {
        spawnSync(child, ['needle-arg', 'second-arg'], { stdio: 'ignore' });
        pace();
      }
    },
  },
  {
    name: 'live',
    does: 'starts a program (gt-child) that lives for about 40 ms',
    run({ count, dir }) {
      const child = script(dir, 'gt-child', 'exec sleep 0.04');
      for (let i = 0; i < count; i++) spawnSync(child, { stdio: 'ignore' });
    },
  },
  {
    name: 'die',
    does: 'starts a program (gt-child) that kills itself',
    run({ count, dir, pace }) {
      const child = script(dir, 'gt-child', 'kill -KILL $$');
      for (let i = 0; i < count; i++) {
        spawnSync(child, { stdio: 'ignore' });
        pace();
      }
    },
  },
  {
    name: 'thread',
    does: 'starts a thread and waits for its end',
    async run({ count }) {
      for (let i = 0; i < count; i++) {
        const worker = new Worker('', { eval: true });
        await new Promise((resolve) => worker.once('exit', resolve));
      }
    },
  },
  {
    name: 'signal',
    does: 'sends SIGUSR1 to a child (gt-target), which handles it',
    run({ count, dir, pace, cannot }) {
      const ready = `${dir}/ready`;
      const path = script(dir, 'gt-target', `trap : USR1\n: > ${ready}\nwhile :; do sleep 0.2; done`);
      const { pid } = spawn(path, { stdio: 'ignore' });
      if (pid === undefined) return cannot(`cannot run ${path}`);
      while (!existsSync(ready)) pace();
      for (let i = 0; i < count; i++) {
        process.kill(pid, 'SIGUSR1');
        pace();
      }
      process.kill(pid, 'SIGKILL');
    },
  },
  {
    name: 'setuid',
    does: 'sets its user id, to what it is already',
    run({ count, pace, cannot }) {
      if (process.setuid === undefined || process.getuid === undefined) return cannot('no user ids here');
      for (let i = 0; i < count; i++) {
        process.setuid(process.getuid());
        pace();
      }
    },
  },
  {
    name: 'mount',
    does: 'mounts a tmpfs (called gt-source) on a directory (needle.d) and unmounts it',
    run({ count, dir, pace, cannot }) {
      const directory = `${dir}/needle.d`;
      mkdirSync(directory);
      for (let i = 0; i < count; i++) {
        if (spawnSync('mount', ['-t', 'tmpfs', 'gt-source', directory]).status !== 0) cannot('cannot mount a file system');
        spawnSync('umount', [directory]);
        pace();
      }
    },
  },
];
