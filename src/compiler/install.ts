/** Installs what compiles C, with the package manager of this machine. For root, with consent. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { JobFailure, runJob } from '../system/job.ts';

/** How each manager is told that nobody will answer its questions. */
const UNATTENDED: Readonly<Record<string, string>> = {
  'apt-get': '-y',
  dnf: '-y',
  pacman: '--noconfirm',
  zypper: '--non-interactive',
  apk: '--no-progress',
};

/** `command`: as `toolchainOf` has it. Throws a Problem where that fails. */
export async function install(command: string, signal: AbortSignal): Promise<void> {
  const [manager = '', ...args] = command.replace(/^sudo /, '').split(' ');
  const unattended = UNATTENDED[manager];
  const run = (...words: readonly string[]): Promise<string> =>
    runJob('env', ['DEBIAN_FRONTEND=noninteractive', manager, ...(unattended === undefined ? [] : [unattended]), ...words], { signal });
  try {
    // A machine made from an image often has no lists; where they cannot be fetched, those it has may do.
    if (manager === 'apt-get') await run('update').catch(() => signal.throwIfAborted());
    await run(...args);
  } catch (error) {
    throw error instanceof JobFailure ? new Problem(messages.notInstalled(command, error.said.split('\n').at(-1) ?? '')) : error;
  }
}
