import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { GuestProcess } from './guest.ts';
import { OutputPort } from './port.ts';

interface Current {
  readonly runs: (pid: number) => void;
  readonly ended: (exit: Exit) => void;
  /** Whether the agent has begun with it. */
  begun: boolean;
}

type Exit = Awaited<GuestProcess['exited']>;

/** No line of the agent's is longer. */
const LONGEST_LINE = 4096;
const AGENT_KILLED = 'what ran the script there was killed by it';

/** The host's end of a slot: its three ports (lab/agent.sh says what goes over them). One script at a time. */
export class Slot {
  readonly #commands: Duplex;
  readonly #out: OutputPort;
  readonly #err: OutputPort;
  #rest = '';
  #current: Current | undefined;

  constructor(commands: Duplex, out: Duplex, err: Duplex) {
    this.#commands = commands;
    for (const port of [commands, out, err]) port.on('error', () => {});
    this.#out = new OutputPort(out);
    this.#err = new OutputPort(err);
    commands.setEncoding('utf8');
    commands.on('data', (chunk: string) => this.#read(chunk));
  }

  get isFree(): boolean {
    return this.#current === undefined;
  }

  /** Sends a script. `over` tells how the guest ended, where it ends before the script does. */
  start(script: string, over: Promise<string>): Omit<GuestProcess, 'signal'> {
    // A mark begins with what no line of text ends in, so that no part of an output is held back for looking like one.
    const mark = `\u0001${randomBytes(16).toString('hex')}`;
    const stdout = this.#out.section(mark);
    const stderr = this.#err.section(mark);
    let ended: Current['ended'] = () => {};
    const exit = new Promise<Exit>((resolve) => {
      ended = resolve;
    });
    const exited = Promise.race([exit, over.then((failure) => ({ status: null, failure }))]);
    const pid = new Promise<number>((runs, fails) => {
      this.#current = { runs, ended, begun: false };
      void exited.then(() => fails(new Error('the script never ran')));
    });
    // Whoever does not ask need not know that there was none.
    pid.catch(() => {});
    const body = Buffer.from(`echo "PID $$" >&3\nexec 3>&-\n${script}\n`);
    this.#commands.write(`${body.length} ${mark}\n`);
    this.#commands.write(body);
    return { pid, stdout, stderr, exited };
  }

  /** The guest is gone: what is printed ends where it is. */
  end(): void {
    this.#out.end();
    this.#err.end();
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const [word, number] = line.split(' ');
    const current = this.#current;
    if (current === undefined) return;
    if (word === 'PID') {
      current.begun = true;
      current.runs(Number(number));
    } else if (word === 'EXIT') {
      this.#current = undefined;
      current.ended({ status: Number(number) });
    } else if (word === 'READY' && current.begun) {
      // Nobody will tell its end any more.
      this.#current = undefined;
      this.#out.abandon();
      this.#err.abandon();
      current.ended({ status: null, failure: AGENT_KILLED });
    }
  }
}
