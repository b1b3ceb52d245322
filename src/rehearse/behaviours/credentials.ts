import { chownSync, writeFileSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

const OTHER_USER = 1;

/** What only some may do. */
export const credentialBehaviours: readonly Behaviour[] = [
  {
    name: 'chown',
    does: `gives a file (needle.txt) to user ${OTHER_USER} and back to root in turn, which takes the capability CAP_CHOWN`,
    run({ count, dir, pace, cannot }) {
      if (process.getuid?.() !== 0) cannot('only root gives files away');
      const path = `${dir}/needle.txt`;
      writeFileSync(path, '');
      for (let i = 0; i < count; i++) {
        chownSync(path, i % 2 === 0 ? OTHER_USER : 0, -1);
        pace();
      }
    },
  },
  {
    name: 'seteuid',
    does: `takes on the effective user ${OTHER_USER} and root again in turn`,
    run({ count, pace, cannot }) {
      if (process.getuid?.() !== 0 || process.seteuid === undefined) return cannot('only root becomes another user');
      for (let i = 0; i < count; i++) {
        process.seteuid(i % 2 === 0 ? OTHER_USER : 0);
        pace();
      }
      process.seteuid(0);
    },
  },
];
