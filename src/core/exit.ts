/** Exit statuses, documented in README.md. Each kind of ending has its own, so that a script can tell them apart. */
export const Exit = {
  answered: 0,
  /** A mistake in gpttrace itself. */
  internal: 1,
  usage: 2,
  noProgram: 3,
  badProgram: 4,
  notConsented: 5,
  unsafe: 6,
  notAble: 7,
  tracerFailed: 8,
  sawNothing: 9,
  file: 10,
  /** The program was tried in a guest first and failed there; nothing ran on this machine. */
  sandboxFailed: 11,
  /** A case of a suite, or an exercise, was not passed. */
  evalFailed: 12,
  /** The program saw nothing of a workload that makes its event happen; it was not run. */
  rehearsedSilent: 13,
  /** The language model could not be used. */
  modelUnusable: 14,
  hangup: 129,
  interrupted: 130,
  outputClosed: 141,
  terminated: 143,
} as const;
export type Exit = (typeof Exit)[keyof typeof Exit];
