/** What every connection shares. */
import type { Library } from '../line/library.ts';
import type { ServerPolicy } from './policy.ts';
import type { Ground, Traces } from './traces.ts';
import type { Turns } from './turns.ts';

const TURN_MS = 20;

/** Answers that are on their way. */
export class Answers {
  readonly #pending = new Set<Promise<unknown>>();

  /** The same, and until it is there somebody waits for it. */
  follow<T>(answer: Promise<T>): Promise<T> {
    this.#pending.add(answer);
    const forget = (): boolean => this.#pending.delete(answer);
    void answer.then(forget, forget);
    return answer;
  }

  /** When all are there and on their way out, or after so many ms. */
  async given(most: number): Promise<void> {
    const until = Date.now() + most;
    // What was asked last is taken up, and what is answered written, a little later.
    do await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    while (this.#pending.size > 0 && Date.now() < until);
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
}

export interface Service {
  readonly version: string;
  readonly policy: ServerPolicy;
  readonly ground: Ground;
  readonly traces: Traces;
  /** Read when somebody asks for it. */
  readonly library: () => Promise<Library>;
  readonly answers: Answers;
  readonly turns: Turns;
  /** Where what goes wrong inside is told; no client reads it. */
  readonly log: (line: string) => void;
}

/** Whoever is served. */
export interface Connection {
  readonly service: Service;
  /** Runs belong to it. */
  readonly client: string;
}
