/** Files share a worker: what one of them leaves in the environment, in spies or in clocks the next would be judged by. Vitest runs this before each file. */
import { afterAll, vi } from 'vitest';

const environment = { ...process.env };
const directory = process.cwd();

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  if (process.cwd() !== directory) process.chdir(directory);
});
