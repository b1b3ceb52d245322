import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../system/host.ts';
import { JobFailure, runJob } from '../system/job.ts';
import { installCommandOf } from './needs.ts';

/** Installs packages of this machine's own distribution. For root, with its consent. Throws a Problem where that fails. */
export async function installPackages(packages: readonly string[], host: Host, signal: AbortSignal): Promise<void> {
  const apt = (...args: string[]): Promise<string> => runJob('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], { signal });
  try {
    // A machine made from an image often has no lists; where they cannot be fetched, those it has may do.
    await apt('update').catch(() => signal.throwIfAborted());
    await apt('-y', '--no-install-recommends', 'install', ...packages);
  } catch (error) {
    throw error instanceof JobFailure ? new Problem(messages.labInstallFailed(installCommandOf(host, packages), error.said.split('\n').at(-1) ?? '')) : error;
  }
}
