import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { spoken } from './tongue.ts';

/** How the outside ends a run. Once is a wish, twice is an order. */
export interface Interruption {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  /** As Ctrl-C does: it is a key like others on a terminal in raw mode. */
  interrupt(): void;
  /** The exit status the signal asks for, where there was one that does. */
  exit(): Exit | undefined;
  dispose(): void;
}

const LAST_MOMENT_MS = 500;

let outlives = false;

/** From now on what is interrupted is a run, and not the process: a talk goes on after it. */
export function outliveRuns(): void {
  outlives = true;
}

/** Listens to Ctrl-C, to the terminal's end, and to whoever reads our output. */
export function listen(): Interruption {
  const stop = new AbortController();
  const kill = new AbortController();
  let exit: Exit | undefined;
  const interrupt = (): void => {
    if (stop.signal.aborted) {
      exit = Exit.interrupted;
      kill.abort();
      // A reader that has stopped reading must not keep us: what is killed needs a moment to be gone, no more.
      if (!outlives) setTimeout(() => process.exit(Exit.interrupted), LAST_MOMENT_MS).unref();
    } else {
      stop.abort('interrupted');
    }
  };
  const terminate = (): void => {
    exit ??= Exit.terminated;
    stop.abort('interrupted');
  };
  const hangUp = (): void => {
    exit ??= Exit.hangup;
    stop.abort('output-closed');
  };
  const outputError = (error: NodeJS.ErrnoException): void => {
    // Whoever writes to a terminal that is gone may see so before the signal that tells it.
    if (error.code === 'EIO' && process.stdout.isTTY) {
      hangUp();
      return;
    }
    if (exit === undefined && error.code !== 'EPIPE') process.stderr.write(spoken(`gpttrace: cannot write the answer: ${describeFileError(error)}\n`));
    exit ??= error.code === 'EPIPE' ? Exit.outputClosed : Exit.file;
    stop.abort('output-closed');
  };
  const errorOutputError = (error: NodeJS.ErrnoException): void => {
    // Nobody reads what is said beside the answer: the answer may still be read. A terminal that is gone takes both.
    if (error.code === 'EIO' && process.stderr.isTTY) hangUp();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  process.on('SIGHUP', hangUp);
  process.stdout.on('error', outputError);
  process.stderr.on('error', errorOutputError);
  return {
    stop: stop.signal,
    kill: kill.signal,
    interrupt,
    exit: () => exit,
    dispose() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
      process.off('SIGHUP', hangUp);
      if (!outlives) return;
      process.stdout.off('error', outputError);
      process.stderr.off('error', errorOutputError);
    },
  };
}

/** How a command ended that was thrown out of by what ended it: by the reason of a signal of `listen`. Undefined for anything else that is thrown. */
export function exitOfReason(thrown: unknown): Exit | undefined {
  return thrown === 'interrupted' ? Exit.interrupted : thrown === 'output-closed' ? Exit.outputClosed : undefined;
}

/** Does something that Ctrl-C ends, and says so then: nothing of it keeps running. */
export async function interruptible(stopped: string, action: (signal: AbortSignal) => Promise<Exit>): Promise<Exit> {
  const interruption = listen();
  try {
    return await action(interruption.stop);
  } catch (error) {
    if (!interruption.stop.aborted) throw error;
    process.stderr.write(spoken(`gpttrace: ${stopped}\n`));
    return interruption.exit() ?? Exit.interrupted;
  } finally {
    interruption.dispose();
  }
}
