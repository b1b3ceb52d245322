/** When to look into the buffers again. A wake-up for each event is what costs most, so many events are left to gather for some milliseconds. */
import type { Libbpf } from './library.ts';

/** Fewer records than this at once are seldom: the kernel wakes us for the next. */
const FEW = 32;
/** What comes more often than this is left to gather: a program that sees our own calls too would have us wake ourselves without end. */
const SELDOM_MS = 5;
/** Nobody sees that an event is shown this much later. */
const LONGEST_MS = 10;
/** How full a buffer may become meanwhile, at the rate of late: bursts are several times that. */
const SHARE = 1 / 8;

export interface Consumed {
  readonly records: number;
  readonly bytes: number;
  /** Since the last time. */
  readonly milliseconds: number;
  readonly capacity: number;
}

/** For how many milliseconds to leave the buffers alone; undefined where the kernel is to wake us, 0 where there is no time to wait. */
export function holdAfter({ records, bytes, milliseconds, capacity }: Consumed): number | undefined {
  if (records < FEW) return milliseconds < SELDOM_MS ? SELDOM_MS : undefined;
  const rate = bytes / Math.max(milliseconds, 0.01);
  const hold = Math.min(LONGEST_MS, (SHARE * capacity) / Math.max(rate, 1));
  return hold < 1 ? 0 : hold;
}

/** Waits for the kernel, for a time, or for who calls `wake`. */
export class Waker {
  readonly #polls: ReturnType<Libbpf['poll']>[] = [];
  #resolve: (() => void) | undefined;
  #isPolling = true;

  constructor(bpf: Libbpf, fds: readonly number[]) {
    try {
      for (const fd of fds) this.#polls.push(bpf.poll(fd, () => this.wake()));
    } catch (error) {
      // Those that are there would go on looking at descriptors that are somebody else's by then.
      this.close();
      throw error;
    }
    this.#pause();
  }

  wake(): void {
    this.#pause();
    this.#resolve?.();
  }

  /** `readable`: also ends once a buffer can be read. */
  async wait(milliseconds: number, readable: boolean): Promise<void> {
    let timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
    await new Promise<void>((resolve) => {
      this.#resolve = resolve;
      if (readable) {
        this.#isPolling = true;
        for (const poll of this.#polls) poll.again();
      }
      timer = milliseconds < 1 ? setImmediate(resolve) : setTimeout(resolve, milliseconds);
    });
    this.#resolve = undefined;
    if (milliseconds >= 1) clearTimeout(timer as NodeJS.Timeout);
    this.#pause();
  }

  /** The kernel's answer stands until all is read: it would be given over and over. */
  #pause(): void {
    if (!this.#isPolling) return;
    this.#isPolling = false;
    for (const poll of this.#polls) poll.stop();
  }

  close(): void {
    for (const poll of this.#polls) poll.close();
  }
}
