/** One workload that several tracers watch: it begins once each of them is attached, or never will be, and is ended when the last one has left. */
import type { Group } from '../../system/group.ts';

export class SharedWorkload {
  #missing: number;
  #inside: number;
  #start: (() => Group) | undefined;
  #group: Group | undefined;
  #tell: (group: Group) => void = () => {};
  readonly #begun: Promise<Group>;

  constructor(tracers: number) {
    this.#missing = tracers;
    this.#inside = tracers;
    this.#begun = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  /** Of a tracer that is attached. */
  ready(start: () => Group): Promise<Group> {
    this.#start ??= start;
    this.#arrive();
    return this.#begun;
  }

  /** Of a tracer that has ended. `wasReady`: it had attached before. */
  leave(wasReady: boolean): void {
    if (!wasReady) this.#arrive();
    this.#inside--;
    if (this.#inside === 0) this.#group?.kill();
  }

  #arrive(): void {
    this.#missing--;
    if (this.#missing > 0 || this.#start === undefined) return;
    this.#group = this.#start();
    this.#tell(this.#group);
  }
}
