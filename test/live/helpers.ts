import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

export function workloadCommand(...args: readonly string[]): string[] {
  return [process.execPath, `${ROOT}dist/rehearse/workload.js`, ...args];
}
