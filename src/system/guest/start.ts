/** Starts a guest, and ends it whatever happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { RunResult } from '../host.ts';
import { childEnvironment } from '../real.ts';
import { shellQuote } from '../shell.ts';
import { tailOf } from '../tail.ts';
import { endingWithUs } from '../with-parent.ts';
import { Console } from './console.ts';
import type { Guest, GuestEnd, GuestProcess, GuestSettings } from './guest.ts';
import { accelerator, qemuArguments, SLOTS, SOCKETS } from './qemu.ts';
import { Qmp } from './qmp.ts';
import { Slot } from './slot.ts';

/** Milliseconds a guest may take to answer for the first time, booting; restored it must be quicker. An emulated one boots in two to five seconds. */
const BOOT_MS = 90_000;
const RESTORE_MS = 30_000;
const MOST_SAID = 8 * 1024;

/** Boots a guest, or lets it go on from a saved state, until it answers. Throws an Error where it does not; nothing is left running then. */
export async function startGuest(settings: GuestSettings): Promise<Guest> {
  const guest = new RunningGuest(settings);
  const abort = (): void => guest.close();
  settings.signal?.addEventListener('abort', abort);
  if (settings.signal?.aborted === true) abort();
  try {
    await guest.answers();
    return guest;
  } catch (error) {
    guest.close();
    throw error;
  } finally {
    settings.signal?.removeEventListener('abort', abort);
  }
}

class RunningGuest implements Guest {
  readonly accelerator: Guest['accelerator'] = accelerator();
  readonly ended: Promise<GuestEnd>;
  readonly terminal: Duplex;
  readonly #settings: GuestSettings;
  readonly #child: ChildProcess;
  readonly #qmp: Qmp;
  readonly #console: Console;
  readonly #slots: readonly Slot[];
  readonly #over: Promise<string>;
  #before: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #said: () => string;
  /** Why we ended it, where it was for its silence. */
  #gaveUp: string | undefined;

  constructor(settings: GuestSettings) {
    this.#settings = settings;
    const { command, args } = endingWithUs('KILL', settings.qemu, qemuArguments(settings));
    const stdio = ['ignore', 'ignore', 'pipe', ...SOCKETS.map(() => 'pipe' as const)] as const;
    // Its own group: a Ctrl-C is for us, who end it in good order.
    const child = spawn(command, args, { stdio: [...stdio], env: childEnvironment(), detached: true });
    this.#child = child;
    this.#said = tailOf(child.stdio[2] as Readable, MOST_SAID);
    const socket = (name: string): Duplex => child.stdio[3 + SOCKETS.indexOf(name)] as Duplex;
    this.#console = new Console(socket('console'));
    this.terminal = socket('terminal');
    this.terminal.on('error', () => {});
    this.#qmp = new Qmp(socket('qmp'));
    this.#slots = SLOTS.map((slot) => new Slot(socket(slot), socket(`${slot}.out`), socket(`${slot}.err`)));
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ how: 'failed', says: error.message }));
      child.once('exit', (status) => resolve(this.#endOf(status)));
    });
    this.#over = this.ended.then((end) => sentenceOf(end));
    void this.ended.then(() => {
      for (const slot of this.#slots) slot.end();
    });
  }

  /** Waits for the first sign of life. */
  async answers(): Promise<void> {
    const patience = this.#settings.saved === undefined ? BOOT_MS : RESTORE_MS;
    const timer = setTimeout(() => this.#giveUp(`it did not answer in ${patience / 1000} seconds; its console ends in: ${this.#console.lastLine()}`), patience);
    try {
      if (this.#settings.saved !== undefined) await this.#goOn();
      const { failure } = await this.run('true');
      if (failure !== undefined) throw new Error(failure);
    } finally {
      clearTimeout(timer);
    }
  }

  start(script: string): GuestProcess {
    const slot = this.#slots.slice(1).find(({ isFree }) => isFree);
    if (slot === undefined) throw new Error('the guest is busy with as many scripts as it can run at a time');
    const started = slot.start(script, this.#over);
    return {
      ...started,
      signal: (name) => {
        const send = (pid: number): Promise<RunResult> => this.run(`kill -${name} -${pid} 2>/dev/null || kill -${name} ${pid}`);
        void started.pid.then(send, () => {});
      },
    };
  }

  run(script: string, options: { readonly timeout?: number } = {}): Promise<RunResult> {
    // Our own slot takes one script after the other.
    const result = this.#before.then(() => this.#runNow(script, options));
    this.#before = result;
    return result;
  }

  async #runNow(script: string, { timeout }: { readonly timeout?: number }): Promise<RunResult> {
    const slot = this.#slots[0];
    if (slot === undefined) throw new Error('a guest has a slot of its own');
    const limit = timeout === undefined ? '' : `timeout -s KILL ${Math.ceil(timeout / 1000)} `;
    const { stdout, stderr, exited } = slot.start(limit === '' ? script : `${limit}sh -c ${shellQuote(script)}`, this.#over);
    const [out, err, { status, failure }] = await Promise.all([text(stdout), text(stderr), exited]);
    // What a shell says of a child that was killed (128 + SIGKILL).
    const late = limit !== '' && status === 137 ? 'it took too long' : failure;
    return { status: late === undefined ? status : null, signal: null, stdout: out, stderr: err, ...(late === undefined ? {} : { failure: late }) };
  }

  async save(path: string): Promise<void> {
    const draft = `${path}.${process.pid}`;
    try {
      await this.#qmp.command('stop');
      // As fast as the disk takes it.
      await this.#qmp.command('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 });
      await this.#qmp.command('migrate', { uri: `exec:cat > ${shellQuote(draft)}` });
      await this.#until('query-migrate', (answer) => {
        const { status, 'error-desc': why } = answer as { readonly status?: string; readonly 'error-desc'?: string };
        if (status === 'failed') throw new Error(`the guest's state could not be written: ${why ?? 'QEMU does not say why'}`);
        return status === 'completed';
      });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
      this.close();
    }
  }

  close(): void {
    this.#closed = true;
    this.#kill();
  }

  async #goOn(): Promise<void> {
    try {
      await this.#until('query-status', (answer) => (answer as { readonly status: string }).status !== 'inmigrate');
      await this.#qmp.command('cont');
    } catch (error) {
      // How QEMU ended says more than that it did.
      throw this.#qmp.isOver ? new Error(await this.#over) : error;
    }
  }

  async #until(query: string, holds: (answer: unknown) => boolean): Promise<void> {
    while (!holds(await this.#qmp.command(query))) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #giveUp(why: string): void {
    this.#gaveUp = why;
    this.#kill();
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }

  #endOf(status: number | null): GuestEnd {
    if (this.#closed) return { how: 'closed', says: 'it was ended' };
    const panic = this.#console.panic();
    if (panic !== undefined) return { how: 'panicked', says: panic };
    const said = this.#gaveUp ?? this.#said().trim().split('\n').at(-1) ?? '';
    if (status === 0) return { how: 'powered-off', says: 'it was switched off from inside' };
    return { how: 'failed', says: said === '' ? `QEMU ended without a word; the console ends in: ${this.#console.lastLine()}` : said };
  }
}

function sentenceOf({ how, says }: GuestEnd): string {
  switch (how) {
    case 'panicked':
      return `the guest's kernel crashed: ${says}`;
    case 'failed':
      return `the guest failed: ${says}`;
    default:
      return `the guest is gone: ${says}`;
  }
}
