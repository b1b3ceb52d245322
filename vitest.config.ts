import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const IN_GUESTS = 'test/live/guest*.test.ts';
/** These compile, look up or are told, and hold nothing against what else happens on the machine: they need no quiet. */
const BESIDE = [
  'bad-input',
  'btf',
  'check',
  'dialect',
  'explain-command',
  'fix',
  'fmt',
  'index',
  'index-vectors',
  'learn-check',
  'machines',
  'model-command',
  'probes',
  'repair',
  'sandbox',
  'start',
  'tools',
  'user-symbol',
  'web-page',
].map((name) => `test/live/${name}.test.ts`);
/** These have hundreds of programs compiled, and wait for nobody: they take what time of the processors the others leave. */
const COMPILED = ['compose-compiled', 'differential', 'fill-compiled', 'narrowed', 'translated-verified'].map((name) => `test/live/${name}.test.ts`);
/** A mock is the worker's, and stays after the file that set it: such files have their modules to themselves. */
const MOCKING = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name}`)
  .filter((path) => path.endsWith('.test.ts') && !path.startsWith('test/live/') && /\bvi\.(do)?mock\(/i.test(readFileSync(path, 'utf8')));
/** What else the machine did may have been seen, or a tracer starved: such a test is judged by a second try, and `npm test` names it at its end. What is wrong fails twice. */
const AGAIN = 1;
/** No test is timed by these: they end what hangs. What is waited for comes at once where nobody else works, and may take long where many do. */
const PATIENCE = { testTimeout: 900_000, hookTimeout: 900_000, expect: { poll: { timeout: 60_000 } } };
const LIVE = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };
const LONG = { ...LIVE, testTimeout: 600_000, hookTimeout: 300_000 };
/** What one test chooses, or changes in an editor, must not teach the next. */
const env = { GPTTRACE_FEEDBACK: 'off' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/live/**', ...MOCKING],
          // Not threads: what one of them leaves open it closes by number at its end, and by then another may have opened it.
          pool: 'forks',
          isolate: false,
          setupFiles: ['test/leave-as-found.ts'],
          maxWorkers: availableParallelism(),
          retry: AGAIN,
          ...PATIENCE,
        },
      },
      { test: { name: 'mocking', include: MOCKING, pool: 'forks', maxWorkers: availableParallelism(), retry: AGAIN, ...PATIENCE } },
      // One at a time: each runs a tracer that sees everything the others do.
      {
        test: {
          name: 'live',
          env,
          include: ['test/live/**/*.test.ts'],
          exclude: [IN_GUESTS, ...BESIDE, ...COMPILED],
          fileParallelism: false,
          retry: AGAIN,
          ...LIVE,
        },
      },
      { test: { name: 'beside', env, include: BESIDE, fileParallelism: false, retry: AGAIN, ...LONG } },
      { test: { name: 'compiled', env, include: COMPILED, fileParallelism: false, retry: AGAIN, ...LONG, testTimeout: 900_000 } },
      // What only a guest sees may be tried beside what this machine sees.
      { test: { name: 'guest', env, include: [IN_GUESTS], fileParallelism: false, retry: AGAIN, ...LONG } },
    ],
  },
});
