/** This machine, for scripts that hold programs against it. */
import { openMachine } from '../dist/line/machine.js';

export async function machineHere() {
  return openMachine({});
}
