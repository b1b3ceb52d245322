import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmdirSync, statSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const DEFAULT_SIZE = 4096;
/** What a pipe holds on every architecture with 4 KiB pages. */
const PIPE_SIZE = 65536;

function size({ args: [text] }: BehaviourContext): number {
  return text === undefined ? DEFAULT_SIZE : Number(text);
}

/** A named pipe whose other end is held by a shell that repeats `command` COUNT times, every 20 ms. */
function slowPipe({ count, dir, cannot }: BehaviourContext, command: string, end: 'reads' | 'writes'): number {
  const path = `${dir}/slow`;
  if (spawnSync('mkfifo', [path]).status !== 0) cannot('mkfifo does not work here');
  const fd = openSync(path, 'r+');
  const script = `i=0; while [ $i -lt ${count} ]; do sleep 0.02; ${command}; i=$((i+1)); done`;
  spawn('/bin/sh', ['-c', script], { stdio: end === 'reads' ? [fd, 'ignore', 'ignore'] : ['ignore', fd, 'ignore'] });
  return fd;
}

export const fileBehaviours: readonly Behaviour[] = [
  {
    name: 'open',
    does: 'opens an existing file (needle.txt) for reading and closes it',
    run({ count, dir, pace }) {
      const path = `${dir}/needle.txt`;
      writeFileSync(path, '');
      for (let i = 0; i < count; i++) {
        closeSync(openSync(path, 'r'));
        pace();
      }
    },
  },
  {
    name: 'open-missing',
    does: 'fails to open a file (missing.txt) that does not exist',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        try {
          openSync(`${dir}/missing.txt`, 'r');
        } catch {}
        pace();
      }
    },
  },
  {
    name: 'read',
    does: 'reads ARG bytes (4096) from /dev/zero in one call',
    run(context) {
      const buffer = Buffer.alloc(size(context));
      const fd = openSync('/dev/zero', 'r');
      for (let i = 0; i < context.count; i++) {
        readSync(fd, buffer);
        context.pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'write',
    does: 'writes ARG bytes (4096) to a file in one call',
    run(context) {
      const buffer = Buffer.alloc(size(context));
      const fd = openSync(`${context.dir}/written.dat`, 'w');
      for (let i = 0; i < context.count; i++) {
        writeSync(fd, buffer);
        context.pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'slow-read',
    does: 'waits about 20 ms in a read from a pipe',
    run(context) {
      const fd = slowPipe(context, 'echo', 'writes');
      const byte = Buffer.alloc(1);
      for (let i = 0; i < context.count; i++) readSync(fd, byte);
      closeSync(fd);
    },
  },
  {
    name: 'slow-write',
    does: 'waits about 20 ms in a write to a full pipe',
    run(context) {
      const fd = slowPipe(context, `dd bs=${PIPE_SIZE} count=1 of=/dev/null`, 'reads');
      const fill = Buffer.alloc(PIPE_SIZE);
      writeSync(fd, fill);
      for (let i = 0; i < context.count; i++) writeSync(fd, fill);
      closeSync(fd);
    },
  },
  {
    name: 'delete',
    does: 'creates a file (doomed.txt) and deletes it',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        writeFileSync(`${dir}/doomed.txt`, '');
        unlinkSync(`${dir}/doomed.txt`);
        pace();
      }
    },
  },
  {
    name: 'rename',
    does: 'renames a file, to after.txt and back to before.txt in turn',
    run({ count, dir, pace }) {
      const names = [`${dir}/before.txt`, `${dir}/after.txt`] as const;
      writeFileSync(names[0], '');
      for (let i = 0; i < count; i++) {
        if (i % 2 === 0) renameSync(names[0], names[1]);
        else renameSync(names[1], names[0]);
        pace();
      }
    },
  },
  {
    name: 'fsync',
    does: 'writes a byte to a file and calls fsync',
    run({ count, dir, pace }) {
      const fd = openSync(`${dir}/synced.dat`, 'w');
      for (let i = 0; i < count; i++) {
        writeSync(fd, 'x');
        fsyncSync(fd);
        pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'chmod',
    does: 'sets the mode of a file (needle.txt) to 640',
    run({ count, dir, pace }) {
      writeFileSync(`${dir}/needle.txt`, '');
      for (let i = 0; i < count; i++) {
        chmodSync(`${dir}/needle.txt`, 0o640);
        pace();
      }
    },
  },
  {
    name: 'stat',
    does: 'asks for the attributes of a file (needle.txt)',
    run({ count, dir, pace }) {
      writeFileSync(`${dir}/needle.txt`, '');
      for (let i = 0; i < count; i++) {
        statSync(`${dir}/needle.txt`);
        pace();
      }
    },
  },
  {
    name: 'mkdir',
    does: 'creates a directory (needle.d) and removes it',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        mkdirSync(`${dir}/needle.d`);
        rmdirSync(`${dir}/needle.d`);
        pace();
      }
    },
  },
];
