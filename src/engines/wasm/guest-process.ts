/** A guest's process, from outside: what it prints and says, and what it is told. */
import { type ChildProcess, fork } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Birth, Guest, Said, Told } from './guest.ts';
import { besideThis } from './places.ts';

type End = Extract<Said, { kind: 'ended' | 'failed' }>;

export class GuestProcess {
  readonly #child: ChildProcess;
  /** What came last of itself. */
  end: End | undefined;
  /** Why it went without that. */
  crash: string | undefined;
  onText: (text: string, isError: boolean) => void = () => {};
  onSaid: (said: Said) => void = () => {};
  /** All that it has printed has been handed over by then. */
  onGone: () => void = () => {};
  #isGone = false;

  constructor(guest: Guest) {
    // Nothing of our environment or arguments, should the guest ever reach its process.
    this.#child = fork(besideThis(import.meta.url, 'child'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {},
      // Its standard error is the guest's alone.
      execArgv: ['--no-warnings'],
      serialization: 'advanced',
    });
    for (const [stream, isError] of [
      [this.#child.stdout, false],
      [this.#child.stderr, true],
    ] as const) {
      const decoder = new StringDecoder('utf8');
      stream?.on('data', (bytes: Buffer) => this.onText(decoder.write(bytes), isError));
    }
    this.#child.on('message', (message) => {
      const said = message as Said;
      if (said.kind === 'ended' || said.kind === 'failed') this.end ??= said;
      this.onSaid(said);
    });
    this.#child.once('error', (error) => {
      this.crash = error.message;
      this.#gone();
    });
    this.#child.once('exit', (status, signal) => {
      this.crash ??= signal ?? `status ${status}`;
    });
    this.#child.once('close', () => this.#gone());
    const birth: Birth = { kind: 'guest', guest };
    this.#send(birth);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  tell(told: Told): void {
    if (told.kind === 'stop') this.flow(true);
    this.#send(told);
  }

  /** Whether what it prints is taken: while it is not, it waits with its next word. */
  flow(isOpen: boolean): void {
    if (isOpen) this.#child.stdout?.resume();
    else this.#child.stdout?.pause();
  }

  /** At once, whatever it is about; what it had in the kernel goes with it. */
  kill(): void {
    if (this.#isGone) return;
    this.#child.kill('SIGKILL');
    this.flow(true);
  }

  #send(message: Birth | Told): void {
    // It may be gone already, which its end tells.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.onGone();
  }
}
