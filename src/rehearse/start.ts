/** Starts the workload generator on this machine, held back until a tracer is ready. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { GatedCommand } from '../system/command.ts';
import { scratchFolder } from '../system/scratch.ts';
import { tailOf } from '../system/tail.ts';

/** How it ends where the machine cannot do a behaviour, and where there is no such behaviour. */
export const CANNOT = 77;
export const UNKNOWN = 2;

/** A workload that waits to be released; its pid stays what it is. */
export interface HeldWorkload extends GatedCommand {
  /** What it said on standard error, once it has ended. */
  said(): Promise<string>;
}

/** From wherever this module is run: dist/rehearse, dist/bin or src/rehearse. */
const GENERATOR: string = fileURLToPath(new URL('../../dist/rehearse/workload.js', import.meta.url));
/** The list of behaviours is said where one is asked for that does not exist. */
const MOST_SAID = 64 * 1024;
const RETRY_MS = 5;
/** What it did last may be on its way to the tracer still. */
const SETTLE_MS = 100;
/** To be gone once it is killed; a guest that has crashed says nothing any more. */
const PATIENCE_MS = 1000;

/** Throws where no process can be started. */
export async function startWorkload(run: readonly string[]): Promise<HeldWorkload> {
  const folder = scratchFolder('gpttrace-rehearsal-');
  const gate = join(folder, 'gate');
  try {
    execFileSync('mkfifo', [gate], { stdio: 'ignore' });
    const env = { ...process.env, TMPDIR: folder, GPTTRACE_GATE: gate };
    // A group of its own, so that its children end with it.
    const child = spawn(process.execPath, [GENERATOR, ...run], { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    await once(child, 'spawn');
    const tail = tailOf(child.stderr, MOST_SAID);
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const closed = once(child, 'close');
    const exited = once(child, 'exit').then(async ([status, signal]) => {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      remove(folder);
      return { status: status as number | null, signal: signal as NodeJS.Signals | null };
    });
    return {
      pid: child.pid ?? -1,
      release: () => letGo(gate, isOver),
      kill: () => {
        if (!isOver() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      },
      exited,
      said: () => closed.then(() => tail().trim()),
    };
  } catch (error) {
    remove(folder);
    throw error;
  }
}

/** Ends it, and waits until it has left nothing: whoever asked may be ended by a signal right after this. */
export async function endWorkload(held: HeldWorkload): Promise<void> {
  held.kill();
  await Promise.race([held.exited, pause(PATIENCE_MS, undefined, { ref: false })]);
}

/** A pipe that nobody reads yet cannot be opened for writing without waiting: it is tried again. */
function letGo(gate: string, isOver: () => boolean): void {
  if (isOver()) return;
  try {
    closeSync(openSync(gate, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') setTimeout(letGo, RETRY_MS, gate, isOver);
  }
}

/** What a workload that was killed left mounted there is not ours to empty. */
function remove(folder: string): void {
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(folder)) return;
  rmSync(folder, { recursive: true, force: true });
}
