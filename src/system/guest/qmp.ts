import type { Duplex } from 'node:stream';

/** An answer of QEMU's to a command. */
type Answer = { readonly return: unknown } | { readonly error: { readonly desc: string } };

/** QEMU's machine protocol (docs/interop/qmp-spec.rst): commands one after the other, events left aside. */
export class Qmp {
  readonly #socket: Duplex;
  readonly #waiting: ((answer: Answer) => void)[] = [];
  #rest = '';
  #over = false;

  /** Takes the socket of a QEMU that has just been started. */
  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('close', () => this.#end());
    socket.on('error', () => this.#end());
    this.#socket.write(`${JSON.stringify({ execute: 'qmp_capabilities' })}\n`);
    this.#waiting.push(() => {});
  }

  /** Whether nobody is there to answer any more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** What the command returns. Throws an Error with QEMU's words where it refuses, or is gone. */
  async command(execute: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    const answer = await new Promise<Answer>((resolve) => {
      if (this.#over) return resolve(GONE);
      this.#waiting.push(resolve);
      this.#socket.write(`${JSON.stringify(args === undefined ? { execute } : { execute, arguments: args })}\n`);
    });
    if ('error' in answer) throw new Error(`QEMU: ${answer.error.desc}`);
    return answer.return;
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const message = messageIn(line);
      if (message === undefined) {
        // What talks like this is no QEMU.
        this.#socket.destroy();
        return;
      }
      if ('return' in message || 'error' in message) this.#waiting.shift()?.(message);
    }
  }

  #end(): void {
    this.#over = true;
    for (const resolve of this.#waiting.splice(0)) resolve(GONE);
  }
}

function messageIn(line: string): Answer | { readonly event: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

const GONE: Answer = { error: { desc: 'it is gone' } };
