import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

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
];
