import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

const LIMIT = '32M';
const WANTED = '128M';

/** Lets a program take more memory than a cgroup of its own may have: nobody else is in danger. */
export const oomBehaviours: readonly Behaviour[] = [
  {
    name: 'oom',
    does: `runs a program (dd) that wants ${WANTED} of memory in a cgroup that may have ${LIMIT}: the kernel kills it`,
    run({ count, dir, cannot }) {
      const mount = `${dir}/cgroup`;
      mkdirSync(mount);
      if (spawnSync('mount', ['-t', 'cgroup2', 'none', mount]).status !== 0) cannot('cgroup2 cannot be mounted');
      try {
        if (!readFileSync(`${mount}/cgroup.controllers`, 'utf8').split(/\s/).includes('memory')) cannot('cgroup2 does not manage memory here');
        writeFileSync(`${mount}/cgroup.subtree_control`, '+memory');
        const group = `${mount}/gt-oom`;
        mkdirSync(group);
        try {
          writeFileSync(`${group}/memory.max`, LIMIT);
          if (existsSync(`${group}/memory.swap.max`)) writeFileSync(`${group}/memory.swap.max`, '0');
          const script = `echo $$ > '${group}/cgroup.procs' && exec dd if=/dev/zero of=/dev/null bs=${WANTED} count=1`;
          for (let i = 0; i < count; i++) {
            if (spawnSync('/bin/sh', ['-c', script]).signal !== 'SIGKILL') cannot('the limit of the cgroup is not kept');
          }
        } finally {
          rmdirSync(group);
        }
      } finally {
        spawnSync('umount', [mount]);
      }
    },
  },
];
