import { constants } from 'node:os';
import { PassThrough } from 'node:stream';
import type { GatedCommand } from '../command.ts';
import type { Launcher } from '../launcher.ts';
import { shellQuote } from '../shell.ts';
import { tailOf } from '../tail.ts';
import type { Patience, Tracer, TracerOptions } from '../tracer.ts';
import type { Guest, GuestProcess } from './guest.ts';

/** An emulated processor needs ten to twenty times as long for what bpftrace does (measured: 0.13 s here, 2 s there). */
const SLOWNESS: Readonly<Record<Guest['accelerator'], number>> = { kvm: 2, tcg: 12 };
const MOST_STDERR = 64 * 1024;
/** Milliseconds. */
const QUIET_MS = 500;
/** Milliseconds a killed process of a guest may take to be gone, before the guest itself is taken for hung and ended. */
const KILL_MS = 20_000;

type Exit = Awaited<Tracer['exited']>;

/** Starts tracers and commands in a guest. Each takes one of its slots. */
export function guestLauncher(guest: Guest): Launcher {
  return {
    startTracer: (options) => new GuestTracer(guest, options),
    startGated: (command, hear) => startGated(guest, command, hear),
    slowness: SLOWNESS[guest.accelerator],
    processors: 1,
  };
}

class GuestTracer implements Tracer {
  pid = -1;
  readonly stdout: PassThrough = new PassThrough();
  readonly exited: Promise<Exit>;
  readonly #guest: Guest;
  readonly #options: TracerOptions;
  readonly #exit: (exit: Exit) => void;
  #process: GuestProcess | undefined;
  #patience: Patience = { interrupt: 0, terminate: 0 };
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #over = false;
  #printedAt = 0;
  #stderr: () => string = () => '';

  constructor(guest: Guest, options: TracerOptions) {
    this.#guest = guest;
    this.#options = options;
    let exit: (exit: Exit) => void = () => {};
    this.exited = new Promise((resolve) => {
      exit = resolve;
    });
    this.#exit = (ending) => {
      this.#over = true;
      clearTimeout(this.#timer);
      exit(ending);
    };
  }

  give(program: string, patience: Patience): void {
    if (this.#over) return;
    this.#patience = patience;
    const { path, args, env = {} } = this.#options;
    const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), path, ...args];
    // The program goes through a file: its shell's own input is the port.
    const end = `END-${Math.random().toString(36).slice(2)}`;
    const script = [`cat > "/run/lab/$$.bt" <<'${end}'`, program, end, `exec env ${words.map(shellQuote).join(' ')} < "/run/lab/$$.bt"`].join('\n');
    this.#process = this.#start(script);
  }

  stderr(): string {
    return this.#stderr();
  }

  /** Whether it waits for room in the port cannot be seen from here; where it has printed nothing for a while, it does not. */
  look(): Promise<boolean> {
    if (this.#stopping || this.#over || this.#process === undefined || performance.now() - this.#printedAt < QUIET_MS) return Promise.resolve(false);
    this.#process.signal('USR1');
    return Promise.resolve(true);
  }

  stop(): void {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    if (this.#process === undefined) {
      this.#end();
      return;
    }
    this.#process.signal('INT');
    this.#timer = setTimeout(() => {
      this.#process?.signal('TERM');
      this.#timer = setTimeout(() => this.kill(), this.#patience.terminate);
    }, this.#patience.interrupt);
  }

  kill(): void {
    if (this.#over) return;
    if (this.#process === undefined) {
      this.#end();
      return;
    }
    this.#process.signal('KILL');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#guest.close(), KILL_MS);
    // A guest that hangs must not keep us.
    this.#timer.unref();
  }

  #end(): void {
    this.stdout.end();
    this.#exit({ status: null, signal: 'SIGKILL' });
  }

  #start(script: string): GuestProcess | undefined {
    try {
      const started = this.#guest.start(script);
      started.stdout.on('data', () => {
        this.#printedAt = performance.now();
      });
      started.stdout.pipe(this.stdout);
      this.#stderr = tailOf(started.stderr, MOST_STDERR);
      void started.pid.then(
        (pid) => {
          this.pid = pid;
        },
        () => {},
      );
      const said = new Promise((resolve) => started.stderr.once('close', resolve));
      void Promise.all([started.exited, said]).then(([{ status, failure }]) =>
        this.#exit({ ...exitOf(status), ...(failure === undefined ? {} : { failure }) }),
      );
      return started;
    } catch (error) {
      this.stdout.end();
      this.#exit({ status: null, signal: null, failure: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
}

/** A shell says 128 and the signal's number of a process that a signal ended. */
function exitOf(status: number | null): Pick<Exit, 'status' | 'signal'> {
  if (status === null || status <= 128) return { status, signal: null };
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
  return signal === undefined ? { status, signal: null } : { status: null, signal: signal as NodeJS.Signals };
}

let gates = 0;

async function startGated(guest: Guest, command: string, hear: ((text: string) => void) | undefined): Promise<GatedCommand> {
  gates++;
  const gate = `/run/lab/gate.${gates}`;
  // Who opens a pipe without a writer waits: until there is one, the script is not yet the command. A command that takes long to start may wait there itself.
  const waits = command.includes('$GPTTRACE_GATE') ? `export GPTTRACE_GATE=${gate}` : `read -r go < ${gate}`;
  const started = guest.start(`mkfifo ${gate}; ${waits}; exec /bin/sh -c ${shellQuote(command)}`);
  // Its words go where those of a command on this machine go: standard output holds the answer.
  for (const stream of [started.stdout, started.stderr]) {
    if (hear === undefined) stream.pipe(process.stderr, { end: false });
    else stream.setEncoding('utf8').on('data', hear);
  }
  const pid = await started.pid;
  return {
    pid,
    // The writer stays for those that come late.
    release: () => void guest.run(`(echo go; sleep 60) > ${gate} 2> /dev/null &`),
    kill: () => started.signal('KILL'),
    exited: started.exited.then(({ status }) => exitOf(status)),
  };
}
