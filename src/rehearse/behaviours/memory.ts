import type { Behaviour } from '../behaviour.ts';

const PAGE = 4096;

export const memoryBehaviours: readonly Behaviour[] = [
  {
    name: 'fault',
    does: 'touches one page of fresh memory (a minor page fault each)',
    run({ count }) {
      // A large allocation comes from mmap, zero-filled and untouched: each first write to a page is one fault.
      const memory = Buffer.alloc(count * PAGE);
      for (let i = 0; i < count; i++) memory[i * PAGE] = 1;
    },
  },
];
