import { type GatedCommand, startGated } from './command.ts';
import { startTracer, type Tracer, type TracerOptions } from './tracer.ts';

/** Where a tracer and the command it watches are started: on this machine, or in a guest. */
export interface Launcher {
  /** Starts it; what goes wrong with starting is told by `exited`. */
  startTracer(options: TracerOptions): Tracer;
  /** Starts a shell command held back at a gate; `hear` gets what it prints, which goes to our standard error without. Throws where no process can be started. */
  startGated(command: string, hear?: (text: string) => void): Promise<GatedCommand>;
  /** How many times longer than on real hardware things may take there: 1, or more where a processor is emulated. */
  readonly slowness: number;
  /** How many processors there are; where it does not say, as many as here. */
  readonly processors?: number;
}

/** This machine. */
export const localLauncher: Launcher = { startTracer, startGated, slowness: 1 };
