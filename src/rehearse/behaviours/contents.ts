import { closeSync, constants, ftruncateSync, openSync, readSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';
import { aligned } from './disk.ts';

const PAGE = 4096;
const TMPFS_MAGIC = 0x01021994;

/** What is in files, and whether it is in memory. */
export const contentBehaviours: readonly Behaviour[] = [
  {
    name: 'read-file',
    does: 'reads ARG bytes (4096) of a file (needle.txt) in one call',
    run({ count, args, dir, pace }) {
      const buffer = Buffer.alloc(Number(args[0] ?? PAGE));
      const path = `${dir}/needle.txt`;
      writeFileSync(path, buffer);
      const fd = openSync(path, 'r');
      for (let i = 0; i < count; i++) {
        readSync(fd, buffer, 0, buffer.length, 0);
        pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'cold-read',
    does: 'reads a page of a file (cold.dat) that is on the disk and not in memory',
    run({ count, dir, pace, cannot }) {
      if (statfsSync(dir).type === TMPFS_MAGIC) cannot(`${dir} is in memory, not on a disk`);
      const path = `${dir}/cold.dat`;
      const cached = openSync(path, constants.O_CREAT | constants.O_RDWR);
      writeSync(cached, Buffer.alloc(PAGE));
      const direct = openSync(path, constants.O_WRONLY | constants.O_DIRECT);
      // What is written past the page cache is thrown out of it.
      const page = aligned(PAGE, (candidate) => writeSync(direct, candidate, 0, PAGE, 0));
      for (let i = 0; i < count; i++) {
        if (i > 0) writeSync(direct, page, 0, PAGE, 0);
        readSync(cached, page, 0, PAGE, 0);
        pace();
      }
      closeSync(direct);
      closeSync(cached);
    },
  },
  {
    name: 'truncate',
    does: 'cuts a file (needle.txt) to ARG bytes (0)',
    run({ count, args, dir, pace }) {
      const fd = openSync(`${dir}/needle.txt`, 'w');
      for (let i = 0; i < count; i++) {
        ftruncateSync(fd, Number(args[0] ?? 0));
        pace();
      }
      closeSync(fd);
    },
  },
];
