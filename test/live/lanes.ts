/** Lets two things happen at once that do not see each other, and one that would see everybody alone. */
export class Lanes {
  readonly #most: number;
  readonly #running = new Set<string>();
  #alone = false;
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Does something when no other of this kind is being done, nor more than there are lanes. */
  async beside<T>(kind: string, action: () => Promise<T>): Promise<T> {
    await this.#take(() => {
      if (this.#alone || this.#running.size >= this.#most || this.#running.has(kind)) return false;
      this.#running.add(kind);
      return true;
    });
    try {
      return await action();
    } finally {
      this.#running.delete(kind);
      this.#wake();
    }
  }

  /** Does something while nothing else is done. */
  async alone<T>(action: () => Promise<T>): Promise<T> {
    await this.#take(() => {
      if (this.#alone || this.#running.size > 0) return false;
      this.#alone = true;
      return true;
    });
    try {
      return await action();
    } finally {
      this.#alone = false;
      this.#wake();
    }
  }

  /** Waits until `taken` says that it has got what it wants: it looks and takes in one go, so that nobody comes between. */
  async #take(taken: () => boolean): Promise<void> {
    while (!taken()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
