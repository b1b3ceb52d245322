import { type Duplex, Readable } from 'node:stream';

/** What one script prints on a port: between two marks. */
interface Section {
  readonly mark: Buffer;
  readonly into: Readable;
  begun: boolean;
}

/**
 * A port on which a guest prints: each script's output between two marks, as a stream of its own. Whoever reads a stream sets the pace of the script that
 * writes it; what nobody wants any more is thrown away. What comes between sections, from processes that outlived their script, is nobody's.
 */
export class OutputPort {
  readonly #socket: Duplex;
  readonly #sections: Section[] = [];
  #held: Buffer = Buffer.alloc(0);
  #over = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
      this.#cut();
    });
  }

  /** The output of the next script, which is between these marks. */
  section(mark: string): Readable {
    const resume = (): void => void this.#socket.resume();
    const into = new Readable({
      read: resume,
      destroy(error, done) {
        resume();
        done(error);
      },
    });
    if (this.#over) into.push(null);
    else this.#sections.push({ mark: Buffer.from(`${mark}\n`), into, begun: false });
    return into;
  }

  /** Ends the stream of the script that is underway where it is: its second mark will not come. */
  abandon(): void {
    this.#sections.shift()?.into.push(null);
    // What was paused for a reader of it must not hold up the next.
    this.#socket.resume();
  }

  /** Ends every stream where it is, and those that are still asked for. */
  end(): void {
    this.#over = true;
    for (const { into } of this.#sections.splice(0)) into.push(null);
  }

  #cut(): void {
    for (let section = this.#sections[0]; section !== undefined && this.#held.length > 0; section = this.#sections[0]) {
      const at = this.#held.indexOf(section.mark);
      if (at === -1) {
        // The mark's beginning may have come already, and the rest not yet.
        const kept = unfinished(this.#held, section.mark);
        if (section.begun) this.#give(section, this.#held.subarray(0, this.#held.length - kept));
        this.#held = this.#held.subarray(this.#held.length - kept);
        return;
      }
      if (section.begun) {
        this.#give(section, this.#held.subarray(0, at));
        if (!section.into.destroyed) section.into.push(null);
        this.#sections.shift();
      }
      this.#held = this.#held.subarray(at + section.mark.length);
      section.begun = true;
    }
  }

  #give({ into }: Section, bytes: Buffer): void {
    if (bytes.length > 0 && !into.destroyed && !into.push(bytes)) this.#socket.pause();
  }
}

/** How many bytes at the end may be the beginning of a mark. */
function unfinished(bytes: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
