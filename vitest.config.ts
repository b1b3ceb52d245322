import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // A test is never timed: what bounds it here is for one that hangs.
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/live/**'], pool: 'threads', isolate: false, testTimeout: 60_000 } },
      // One at a time: each runs a tracer that sees everything the others do.
      { test: { name: 'live', include: ['test/live/**/*.test.ts'], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
