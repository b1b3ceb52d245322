/**
 * A BPF ring buffer, read from its mapped memory (kernel/bpf/ringbuf.c): a page with the consumer's position, a page with the producers', then the data, mapped twice in
 * a row so that no record is in two pieces. Before each record stand its length with two bits, and its page: 8 bytes; it is padded to 8.
 */
import type { Libbpf } from './library.ts';
import { mapped, PAGE, type RecordSource, type Take } from './mapped.ts';

const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;
const HEADER = 8;
/** Bytes after which the room of what was read is given back, while there is more. */
const GIVE_BACK = 64 * 1024;

/** Undefined where the kernel does not let it be mapped. */
export function openRing(bpf: Libbpf, fd: number, size: number): RecordSource | undefined {
  const consumer = mapped(bpf, fd, 0, PAGE, true);
  const producer = mapped(bpf, fd, PAGE, PAGE + 2 * size, false);
  if (consumer === undefined || producer === undefined) return undefined;
  return new Ring(fd, size, consumer, producer);
}

/** Apart from how its memory is mapped, so that it can be tried on memory of a test. */
export class Ring implements RecordSource {
  readonly fds: readonly number[];
  readonly capacity: number;
  readonly lost: number = 0;
  wasFull = false;
  #longest = 0;
  readonly #consumer: BigInt64Array;
  readonly #producer: BigInt64Array;
  readonly #headers: Int32Array;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #start: number;
  #position: number;
  #isOpen = true;

  constructor(fd: number, size: number, consumer: ArrayBuffer, producer: ArrayBuffer) {
    this.fds = [fd];
    this.capacity = size;
    this.#consumer = new BigInt64Array(consumer, 0, 1);
    this.#producer = new BigInt64Array(producer, 0, 1);
    this.#headers = new Int32Array(producer, PAGE);
    this.#bytes = Buffer.from(producer, PAGE);
    this.#view = new DataView(producer, PAGE);
    this.#position = Number(Atomics.load(this.#consumer, 0));
    this.#start = this.#position;
  }

  get consumed(): number {
    return this.#position - this.#start;
  }

  consume(take: Take, most: number): number {
    if (!this.#isOpen) return 0;
    const mask = this.capacity - 1;
    let count = 0;
    let position = this.#position;
    let given = position;
    try {
      for (;;) {
        const end = Number(Atomics.load(this.#producer, 0));
        const before = position;
        if (end - given + this.#longest > this.capacity) this.wasFull = true;
        while (position < end && count < most) {
          const at = position % (mask + 1);
          const header = Atomics.load(this.#headers, at >>> 2);
          // Its first bit: a program still writes it. What follows comes after it.
          if (header < 0) break;
          const length = header & LENGTH;
          if (length + HEADER > this.#longest) this.#longest = length + HEADER;
          position += (length + HEADER + 7) & ~7;
          if ((header & DISCARDED) === 0) {
            take(this.#bytes, this.#view, at + HEADER, length);
            count++;
          }
          if (position - given >= GIVE_BACK) {
            Atomics.store(this.#consumer, 0, BigInt(position));
            given = position;
          }
        }
        // The kernel wakes us for a record only where we have been told to have read all before it: so look once more after telling.
        if (position !== given) Atomics.store(this.#consumer, 0, BigInt(position));
        given = position;
        if (position === before || count >= most) return count;
      }
    } finally {
      if (position !== given) Atomics.store(this.#consumer, 0, BigInt(position));
      this.#position = position;
    }
  }

  close(): void {
    this.#isOpen = false;
  }
}
