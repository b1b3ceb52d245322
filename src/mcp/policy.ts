/** What the server lets a client do. It is set by whoever starts the server; nothing a client says changes it. */
import type { Plan } from '../ask.ts';
import type { SafetyClass } from '../core/program.ts';
import type { Request } from '../core/request.ts';

export interface ServerPolicy {
  /** Seconds that a run may last, however long it is asked to. */
  readonly maxSeconds: number;
  /** Events that a run may deliver before it is ended. */
  readonly maxEvents: number;
  /** The share of the machine's CPU time (0 to 1) that a run may cost; the line's own limit without. */
  readonly maxOverhead?: number;
  /** Runs at a time. */
  readonly maxRuns: number;
  /** Whether what does more than watch can be approved at all. */
  readonly allowUnsafe: boolean;
  /** Whether clients that can ask their user do so before a program that only observes is run. */
  readonly asks: boolean;
}

/**
 * `free`: it only observes. `approval`: the person at the machine has to allow it, whatever the client says. `refused`: it does more than watch, and the server was
 * not started for that.
 */
export type Verdict = 'free' | 'approval' | 'refused';

export function verdictOf({ safety }: Pick<Plan, 'safety'>, policy: Pick<ServerPolicy, 'allowUnsafe'>): Verdict {
  const classes: readonly SafetyClass[] = safety.classes;
  if (classes.includes('unsafe') && !policy.allowUnsafe) return 'refused';
  // A class that nobody has heard of yet is none that only observes.
  return classes.length > 0 && classes.every((one) => one === 'observe') ? 'free' : 'approval';
}

/** What is asked for, no longer than may be. Of a question that names a longer time the run is ended when its time is over. */
export function limited(request: Request, { maxSeconds }: Pick<ServerPolicy, 'maxSeconds'>): Request {
  const { seconds, program } = request;
  // Until it is stopped.
  if (seconds === 0) return { ...request, seconds: maxSeconds };
  if (seconds !== undefined) return { ...request, seconds: Math.min(seconds, maxSeconds) };
  return program === undefined ? request : { ...request, seconds: maxSeconds };
}
