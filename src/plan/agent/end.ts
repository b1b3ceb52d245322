/** How the agent's work ends, and what its parts hand to each other until then. */
import type { AgentEvent, Draft, GaveUp, Outcome } from './events.ts';

/** An outcome before it is known what it cost. */
export type End = Outcome extends infer Any ? (Any extends Outcome ? Omit<Any, 'spent'> : never) : never;

/** Work that tells what it does, and gives something in the end. */
export type Working<T> = AsyncGenerator<AgentEvent, T>;

/** What came of a call: what it is answered, and the end of the work where it is one. */
export interface Handled {
  readonly text: string;
  readonly end?: End;
}

export function gaveUp(why: GaveUp, best: Draft | undefined): Extract<End, { kind: 'gave-up' }> {
  return { kind: 'gave-up', why, ...(best === undefined ? {} : { best }) };
}
