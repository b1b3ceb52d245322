/** Runs a shell command as a process group of its own, so that whatever it leaves running can be ended with it. */
import { spawn } from 'node:child_process';
import { descendants } from './command.ts';
import { headOf } from './tail.ts';

export interface GroupOptions {
  /** Folders before those of PATH. */
  readonly path: readonly string[];
  readonly cwd: string;
  /** Milliseconds after which all of it is killed. */
  readonly timeout: number;
}

export interface GroupEnd {
  readonly status: number | null;
  /** Killed, for it took too long. */
  readonly late: boolean;
  /** Set where it could not be started. */
  readonly failure?: string;
}

export interface Group {
  /** The shell's end; what it started in the background may live on. */
  readonly exited: Promise<GroupEnd>;
  /** What it printed so far; the last of it may come shortly after its end. */
  stdout(): string;
  stderr(): string;
  /** Ends all that is left of it. */
  kill(): void;
}

/** Characters of what it prints. */
export const MOST_KEPT: number = 1024 * 1024;

/** Starts it. Never throws. */
export function startGroup(command: string, { path, cwd, timeout }: GroupOptions): Group {
  const env = { ...process.env, PATH: [...path, process.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'].join(':') };
  const child = spawn('/bin/sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = headOf(child.stdout, MOST_KEPT);
  const stderr = headOf(child.stderr, MOST_KEPT);
  const kill = (): void => {
    if (child.pid === undefined) return;
    // Some leave the group, as a terminal's session does: these are found while their parent lives.
    const isOver = child.exitCode !== null || child.signalCode !== null;
    for (const pid of [-child.pid, ...(isOver ? [] : descendants(child.pid))]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Nothing of it is left.
      }
    }
    // What left the group, and holds our pipes, must not keep us.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, timeout);
  const exited = new Promise<GroupEnd>((resolve) => {
    child.once('error', (error) => resolve({ status: null, late, failure: error.message }));
    // Not its close: a process in the background keeps the pipes open.
    child.once('exit', (status) => resolve({ status, late }));
  });
  void exited.then(() => clearTimeout(timer));
  return { exited, stdout, stderr, kill };
}
