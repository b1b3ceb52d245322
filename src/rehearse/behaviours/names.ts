import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

/** Files and directories by their names: looked up, listed, mapped. */
export const nameBehaviours: readonly Behaviour[] = [
  {
    name: 'lookup-missing',
    does: 'asks for a file that is not there (absent-0, absent-1 and so on)',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        existsSync(`${dir}/absent-${i}`);
        pace();
      }
    },
  },
  {
    name: 'list',
    does: 'lists a directory (needle.d)',
    run({ count, dir, pace }) {
      mkdirSync(`${dir}/needle.d`);
      for (let i = 0; i < count; i++) {
        readdirSync(`${dir}/needle.d`);
        pace();
      }
    },
  },
  {
    name: 'load',
    does: 'starts a program (node) that loads shared libraries, libm among them',
    run({ count }) {
      for (let i = 0; i < count; i++) spawnSync(process.execPath, ['--version']);
    },
  },
];
