/** The line run in a guest of the lab instead of on this machine: opened for one run, thrown away after it. Imported only by who asks for one. */
import { Exit } from '../core/exit.ts';
import type { ValueNames } from '../core/names.ts';
import type { Request } from '../core/request.ts';
import { valueNames } from '../kernel/names.ts';
import { WORKLOAD_COMMAND } from '../lab/workload.ts';
import type { AskEvent, Surroundings } from './events.ts';
import { enterGuest, writtenDown } from './guests.ts';

type Line = (request: Request, around: Surroundings) => AsyncGenerator<AskEvent, Exit>;

export interface WithinGuest {
  /** What numbers are called there. */
  readonly names: ValueNames;
  /** The same line, in the guest. */
  readonly within: (line: Line) => Line;
  /** The command there that makes something happen: a behaviour of the workload generator, such as `open 50`. */
  readonly workload: (behaviour: string) => string;
}

/** The guest of that name, which is not started yet. Throws a Problem where there is none, or it has not been built. */
export async function withinGuest(name: string): Promise<WithinGuest> {
  const { machine } = await writtenDown(name);
  return {
    names: valueNames(machine.host),
    workload: (behaviour) => `exec ${WORKLOAD_COMMAND} ${behaviour}`,
    within: (line) => (request, around) => entered(name, line, request, around),
  };
}

async function* entered(name: string, line: Line, request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  const { stop, kill, sinks = [] } = around;
  yield { type: 'sandbox', stage: 'opening' };
  let guest: Awaited<ReturnType<typeof enterGuest>>;
  try {
    guest = await enterGuest(name, { signal: stop, say: () => {} });
  } catch (error) {
    // The line, which ends them, has not begun.
    for (const sink of sinks) await sink.end();
    // Whatever a guest says that is told to stop while it starts.
    if (stop.aborted) return Exit.interrupted;
    throw error;
  }
  const { host, cache, lists, launcher, close } = guest;
  kill.addEventListener('abort', close);
  try {
    return yield* line(request, { ...around, host, cache, lists, launcher });
  } finally {
    kill.removeEventListener('abort', close);
    close();
  }
}
