import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const IN_GUESTS = 'test/live/guest*.test.ts';

export default defineConfig({
  test: {
    projects: [
      // A test is never timed: what bounds it here is for one that hangs.
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/live/**'],
          // Not threads: what one of them leaves open it closes by number at its end, and by then another may have opened it.
          pool: 'forks',
          isolate: false,
          maxWorkers: availableParallelism(),
          testTimeout: 300_000,
        },
      },
      // One at a time: each runs a tracer that sees everything the others do.
      { test: { name: 'live', include: ['test/live/**/*.test.ts'], exclude: [IN_GUESTS], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } },
      // What only a guest sees may be tried beside what this machine sees.
      { test: { name: 'guest', include: [IN_GUESTS], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
