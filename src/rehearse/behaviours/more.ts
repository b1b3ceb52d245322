import { closeSync, fchmodSync, fdatasyncSync, linkSync, openSync, readlinkSync, symlinkSync, unlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

/** System calls that no program of the library is about, for programs that are composed for them. */
export const moreBehaviours: readonly Behaviour[] = [
  {
    name: 'link',
    does: 'gives a file (needle.txt) a second name (second.txt) and takes it away',
    run({ count, dir, pace }) {
      writeFileSync(`${dir}/needle.txt`, '');
      for (let i = 0; i < count; i++) {
        linkSync(`${dir}/needle.txt`, `${dir}/second.txt`);
        unlinkSync(`${dir}/second.txt`);
        pace();
      }
    },
  },
  {
    name: 'symlink',
    does: 'makes a symbolic link (needle.link), reads where it leads, and deletes it',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        symlinkSync('needle.txt', `${dir}/needle.link`);
        readlinkSync(`${dir}/needle.link`);
        unlinkSync(`${dir}/needle.link`);
        pace();
      }
    },
  },
  {
    name: 'utimes',
    does: 'sets the times of a file (needle.txt)',
    run({ count, dir, pace }) {
      writeFileSync(`${dir}/needle.txt`, '');
      for (let i = 0; i < count; i++) {
        utimesSync(`${dir}/needle.txt`, i, i);
        pace();
      }
    },
  },
  {
    name: 'fdatasync',
    does: 'writes a byte to a file and calls fdatasync',
    run({ count, dir, pace }) {
      const fd = openSync(`${dir}/synced.dat`, 'w');
      for (let i = 0; i < count; i++) {
        writeSync(fd, 'x');
        fdatasyncSync(fd);
        pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'fchmod',
    does: 'sets the mode of an open file (needle.txt) to 640',
    run({ count, dir, pace }) {
      const fd = openSync(`${dir}/needle.txt`, 'w');
      for (let i = 0; i < count; i++) {
        fchmodSync(fd, 0o640);
        pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'chdir',
    does: 'goes to a directory of its own, and back to where it was, in turn',
    run({ count, dir, pace }) {
      const home = process.cwd();
      for (let i = 0; i < count; i++) {
        process.chdir(i % 2 === 0 ? dir : home);
        pace();
      }
      process.chdir(home);
    },
  },
];
