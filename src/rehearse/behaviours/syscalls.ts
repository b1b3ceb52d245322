import type { Behaviour } from '../behaviour.ts';

export const syscallBehaviours: readonly Behaviour[] = [
  {
    name: 'umask',
    does: 'calls umask, which hardly anything else does, as fast as it can',
    run({ count }) {
      const mask = process.umask();
      for (let i = 0; i < count; i++) process.umask(mask);
    },
  },
];
