/** How long a provider is waited for, and how often it is asked again. */
import type { Endpoint } from './endpoint.ts';
import type { ModelFailure } from './model.ts';
import type { Seen } from './tap.ts';

export interface Patience {
  /** Seconds in which no byte comes. */
  readonly idle: number;
  /** Seconds before the same is tried again, where the provider does not say; twice as many before the next time. */
  readonly pause: number;
  /** Seconds it waits at most where the provider says how many. */
  readonly longest: number;
  /** How often the same is tried again. */
  readonly again: number;
}

const PATIENCE: Patience = { idle: 60, pause: 1.5, longest: 30, again: 2 };
/** A model on this machine may read for minutes before it says a word. */
const LOCAL_IDLE = 180;

export function patienceWith({ local }: Endpoint): Patience {
  return local ? { ...PATIENCE, idle: LOCAL_IDLE } : PATIENCE;
}

/** Seconds after which the same is tried again; undefined where that would be no use. */
export function waitOf({ kind }: ModelFailure, { retryAfter }: Seen, tries: number, { pause, longest, again }: Patience): number | undefined {
  if ((kind !== 'rate-limited' && kind !== 'server') || tries >= again) return undefined;
  const wait = retryAfter ?? pause * 2 ** tries;
  return wait <= longest ? wait : undefined;
}
