/** The user's editor, which has the terminal until it ends. */
import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { descendants } from '../system/command.ts';

/** An editor that is told that the terminal is gone saves what it holds, and ends, within this time. */
const LAST_MOMENT_MS = 1500;
const LOOK_MS = 50;
const ENDS = ['SIGHUP', 'SIGTERM'] as const;

/** `ended`: the terminal is gone, or somebody ended us, while it was open. */
export type Edited = 'edited' | 'failed' | 'ended';

/** A shell command by custom ("code --wait"). */
export function editorName(): string {
  return process.env.VISUAL || process.env.EDITOR || 'vi';
}

/** Opens a file in it. Whatever ends us ends it too, and all that it started: what does not listen is killed. Never throws. */
export async function openEditor(file: string): Promise<Edited> {
  // The file is a separate argument: whatever it is called, it is no part of the command.
  const child = spawn('/bin/sh', ['-c', `${editorName()} "$1"`, 'sh', file], { stdio: 'inherit' });
  let signal: NodeJS.Signals | undefined;
  let ending: Promise<void> | undefined;
  const end = (heard: NodeJS.Signals): void => {
    signal ??= heard;
    ending ??= child.pid === undefined ? Promise.resolve() : endAll([child.pid, ...descendants(child.pid)]);
  };
  for (const one of ENDS) process.on(one, end);
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  // The same signal may have ended it before we hear it.
  if (status !== 0 && signal === undefined) await pause(LOOK_MS);
  await ending;
  for (const one of ENDS) process.off(one, end);
  if (signal === undefined) return status === 0 ? 'edited' : process.stdin.isTTY === true && !isatty(process.stdin.fd) ? 'ended' : 'failed';
  // Where nobody else listens, it ends us as if we had not, either.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  return 'ended';
}

/** Fulfilled when none of them is left. */
async function endAll(pids: readonly number[]): Promise<void> {
  let left = pids;
  for (const signal of ['SIGHUP', 'SIGKILL'] as const) {
    left = left.filter((pid) => told(pid, signal));
    const until = performance.now() + LAST_MOMENT_MS;
    while (left.length > 0 && performance.now() < until) {
      await pause(LOOK_MS);
      left = left.filter((pid) => told(pid, 0));
    }
  }
}

/** Whether there was such a process. */
function told(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
