/**
 * A long-running tracer as a child process: its own process group, its output as lines, and a way to end it that always ends it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Privilege } from '../core/facts.ts';
import { cpuSeconds, statFields } from './cost.ts';
import { openPipe } from './fifo.ts';
import { Output } from './output.ts';
import { childEnvironment, readText } from './real.ts';
import { tailOf } from './tail.ts';
import { endingWithUs } from './with-parent.ts';

export interface TracerOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly privilege: Privilege;
  readonly env?: Readonly<Record<string, string>>;
  /** A tool that is not bpftrace: whatever it started ends with it, its environment reaches it through sudo as well, and it prints line by line. */
  readonly foreign?: boolean;
  /** Its standard input stays open, and nothing ever comes there: for one that asks again and again where it ends. */
  readonly quietInput?: boolean;
  /** What it writes to standard error comes where it prints. */
  readonly merged?: boolean;
}

/** Milliseconds a SIGINT is given to print its maps before SIGTERM, and SIGTERM before SIGKILL. */
export interface Patience {
  readonly interrupt: number;
  readonly terminate: number;
}

export interface Tracer {
  /** Not positive where it does not run, or not yet. */
  readonly pid: number;
  /** Hands it its program, on its standard input; until then it does nothing but start. */
  give(program: string, patience: Patience): void;
  readonly stdout: Readable;
  /** The last of what it wrote to standard error, at most 64 KiB. */
  stderr(): string;
  /**
   * Leaves what it prints next in the pipe for so many milliseconds, so that one reading takes more of it. It does not outlast the tracer, and none does a stop. Absent where
   * it cannot.
   */
  hold?(milliseconds: number): void;
  /** What it can print meanwhile before it has to wait, in bytes; a pipe's 64 KiB where that is not told. */
  readonly room?: number;
  /**
   * Asks it for its maps as they are (SIGUSR1), in a moment in which it is not writing: a write that a signal interrupts is lost, and all that bpftrace would print after it.
   * False where there was no such moment, so that it was not asked. Absent where it cannot be asked.
   */
  look?(): Promise<boolean>;
  /** CPU seconds it has used so far, to the hundredth; undefined where that cannot be seen. */
  used?(): number | undefined;
  /**
   * SIGINT, in such a moment, so that it prints its maps; then SIGTERM, then SIGKILL. Calling it again changes nothing. One that was kept from printing (`wasHeld`) prints
   * first what waits in its buffers, which it would throw away: for two seconds at most.
   */
  stop(wasHeld?: boolean): void;
  /** Whether more than that waited there, which is lost. */
  leftBehind?(): boolean;
  /** SIGKILL, at once. */
  kill(): void;
  readonly exited: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null; readonly failure?: string }>;
}

const MAX_STDERR = 64 * 1024;
/** Milliseconds in which a tracer that prints all the time should be found not to be writing. */
const LOOK_MS = 50;
const STOP_MS = 1_000;
/** For what waits in the buffers of one that was kept from printing; it is looked at this often whether it still prints. */
const BEHIND_MS = 2_000;
const BETWEEN_MS = 5;
/** For what a tool started and left behind to come to its own end. */
const LEFT_MS = 300;

/** Starts it; what goes wrong with starting is told by `exited`. */
export function startTracer(options: TracerOptions): Tracer {
  const { command, args } = commandLine(options);
  const throughSudo = options.privilege !== 'root';
  const pipe = openPipe();
  const child = spawn(command, args, {
    stdio: ['pipe', pipe?.write ?? 'pipe', options.merged === true ? (pipe?.write ?? 'pipe') : 'pipe'],
    env: { ...childEnvironment(), ...options.env },
    // Its own group, so that a Ctrl-C reaches it through us only, once. Not under sudo: that keeps the terminal it asked its password on, and a
    // user cannot signal a process of root's, but the terminal can.
    detached: !throughSudo,
  }) as ChildProcess & { readonly stdin: Writable };
  if (pipe !== undefined) closeSync(pipe.write);
  const output = pipe === undefined ? Output.ofStream(child.stdout as Readable) : Output.ofPipe(pipe.read);
  let timer: NodeJS.Timeout | undefined;
  const stderr = child.stderr === null ? () => '' : tailOf(child.stderr, MAX_STDERR);
  // What it printed last need not wait.
  child.once('exit', () => {
    output.release();
    // What it left behind may hold its output open for ever.
    if (options.foreign === true && !throughSudo) setTimeout(() => killGroup(child), LEFT_MS).unref();
  });
  // A tracer that dies before it has read its program must not take us along.
  child.stdin.on('error', () => {});
  let patience: Patience = { interrupt: 0, terminate: 0 };
  let stopping = false;
  const exited = new Promise<Awaited<Tracer['exited']>>((resolve) => {
    child.once('error', (error) => resolve({ status: null, signal: null, failure: error.message }));
    child.once('close', (status, signal) => resolve({ status, signal }));
  });
  let isOver = false;
  void exited.then(() => {
    isOver = true;
    clearTimeout(timer);
  });
  const send = (signal: NodeJS.Signals): void => sendSignal(child, signal, throughSudo);
  const look = async (): Promise<boolean> => {
    if (!(await output.drained(LOOK_MS)) || stopping || isOver) return false;
    return child.kill('SIGUSR1');
  };
  let left = false;
  /** Reads all it prints until it waits for something to happen: false where it did not come to that. */
  const catchUp = async (): Promise<boolean> => {
    const until = performance.now() + BEHIND_MS;
    for (let idle = 0; !isOver; await sleep(BETWEEN_MS)) {
      idle = (await output.drained(LOOK_MS)) && isSleeping(child.pid) ? idle + 1 : 0;
      // Twice in a row: once may be chance.
      if (idle > 1) return true;
      if (performance.now() > until) return false;
    }
    return true;
  };
  const used = (): number | undefined => {
    const fields = statOf(child.pid);
    return fields === undefined ? undefined : cpuSeconds(fields);
  };
  return {
    pid: child.pid ?? -1,
    stdout: output.readable,
    get room() {
      return output.room;
    },
    stderr,
    hold: (milliseconds) => {
      if (!stopping && child.exitCode === null && child.signalCode === null) output.hold(milliseconds);
    },
    give(program, given) {
      patience = given;
      if (options.quietInput !== true) child.stdin.end(program);
    },
    stop(wasHeld = false) {
      if (stopping) return;
      stopping = true;
      void (wasHeld ? catchUp() : output.drained(STOP_MS)).then((caughtUp) => {
        left = wasHeld && !caughtUp;
        send('SIGINT');
        if (isOver) return;
        timer = setTimeout(() => {
          send('SIGTERM');
          timer = setTimeout(() => send('SIGKILL'), patience.terminate);
        }, patience.interrupt);
      });
    },
    leftBehind: () => left,
    kill: () => {
      send('SIGKILL');
      if (options.foreign === true && !throughSudo) killGroup(child);
    },
    exited,
    // Through sudo each would be a process of its own, and a line in its log.
    ...(throughSudo ? {} : { look, used }),
  };
}

/** Whether a process waits. What is found so right after all it printed was read does not wait for room to print more; what has work to do is found so but rarely. */
function isSleeping(pid: number | undefined): boolean {
  const fields = statOf(pid);
  return fields === undefined || fields[0] === 'S';
}

function statOf(pid: number | undefined): readonly string[] | undefined {
  const stat = pid === undefined ? undefined : readText(`/proc/${pid}/stat`);
  return stat === undefined || !('text' in stat) ? undefined : statFields(stat.text);
}

function commandLine({ path, args, privilege, env = {}, foreign }: TracerOptions): { command: string; args: string[] } {
  const [command = path, ...rest] = foreign === true ? lineByLine(path, args) : [path, ...args];
  if (privilege === 'root') return endingWithUs('INT', command, rest);
  // sudo passes on next to nothing of an environment.
  const set = foreign === true ? ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)] : [];
  return { command: 'sudo', args: ['-n', '--', ...set, command, ...rest] };
}

const STDBUF = '/usr/bin/stdbuf';

/** The command line of a program that hands out each line it prints at once, and not 4 KiB of them, where it is not known to do so by itself. */
function lineByLine(path: string, args: readonly string[]): string[] {
  return existsSync(STDBUF) ? [STDBUF, '-oL', '--', path, ...args] : [path, ...args];
}

/** Ends what is left of a process group whose leader may be gone. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

function sendSignal(child: ChildProcess, signal: NodeJS.Signals, throughSudo: boolean): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (throughSudo) {
    // The one other thing that is run through sudo: root's process cannot be signalled without it. sudo passes SIGINT and SIGTERM on to its child;
    // SIGKILL it cannot pass on, so its children are named as well.
    const name = signal.slice(3);
    const targets = signal === 'SIGKILL' ? ['pkill', '-KILL', '-P', String(child.pid)] : ['kill', '-s', name, String(child.pid)];
    spawn('sudo', ['-n', '--', ...targets], { stdio: 'ignore', detached: true }).on('error', () => {});
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
