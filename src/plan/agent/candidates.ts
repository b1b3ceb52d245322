/** The programs that were submitted: which is the best so far, and which were there before. */
import type { Draft } from './events.ts';

/** How far a program came, the worst first. */
const STAGES = ['syntax', 'check', 'load', 'run', 'contract', 'silent'] as const;
export type Stage = (typeof STAGES)[number];

interface Candidate {
  readonly draft: Draft;
  readonly stage: Stage;
  readonly errors: number;
}

export class Candidates {
  readonly #identityOf: (source: string) => string;
  #best: Candidate | undefined;
  readonly #seen = new Set<string>();

  /** `identityOf`: programs of which it gives the same are the same. */
  constructor(identityOf: (source: string) => string) {
    this.#identityOf = identityOf;
  }

  /** The one that came furthest, with the fewest errors; of equals the latest. */
  get best(): Draft | undefined {
    return this.#best?.draft;
  }

  /** A program that is no way out is not offered again. */
  consider(draft: Draft, stage: Stage): void {
    const errors = draft.faults.filter(({ severity }) => severity === 'error').length;
    const best = this.#best;
    const order = best === undefined ? 1 : STAGES.indexOf(stage) - STAGES.indexOf(best.stage) || best.errors - errors;
    if (order >= 0) this.#best = { draft, stage, errors };
  }

  wasSeen(source: string): boolean {
    return this.#seen.has(this.#identityOf(source));
  }

  see(source: string): void {
    this.#seen.add(this.#identityOf(source));
  }
}
