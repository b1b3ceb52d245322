import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { WhichMachine } from '../line/machine.ts';

/** Flags that choose the machine a program is held against. */
export interface MachineFlags {
  /** A snapshot. */
  readonly facts?: string;
  readonly guest?: string;
}

/** The machine that the flags choose. Throws a Problem where they choose two. */
export function whichMachine({ facts, guest }: MachineFlags): WhichMachine {
  if (facts !== undefined && guest !== undefined) throw new Problem(messages.conflictingOptions('--facts', '--guest', 'they are two machines'));
  return { snapshot: facts, guest };
}
