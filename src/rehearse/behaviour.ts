/** What a behaviour is given: how often to act, its further arguments, and a folder of its own that is removed afterwards. */
export interface BehaviourContext {
  readonly count: number;
  readonly args: readonly string[];
  /** A fresh scratch directory, removed when the workload ends. */
  readonly dir: string;
  /** Sleeps so that `count` calls spread over about a second. Blocks the thread in a futex, touching neither files nor epoll. */
  pace(): void;
  /** Ends the workload with exit status 77: this machine cannot do it, for the reason given. */
  cannot(why: string): never;
}

/**
 * A small thing a process does, exactly `count` times, so that a tracer's answer can be held against the truth.
 * The process is named `gt-NAME` (at most 15 characters) before `run` is called.
 */
export interface Behaviour {
  readonly name: string;
  /** One line, for the list: what is done each time. */
  readonly does: string;
  run(context: BehaviourContext): void | Promise<void>;
}
