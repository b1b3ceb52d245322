import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { followOn } from './ask.ts';
import type { AskFlags, RunFlags } from './options.ts';
import { requestOf, requestToRun } from './request.ts';
import { listen } from './signals.ts';
import { StatusLine } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Flags of what runs in a guest. */
export interface InGuestFlags {
  readonly guest?: string;
  /** A shell command of the guest's. */
  readonly command?: string;
  /** A behaviour of the workload generator and its arguments. */
  readonly workload?: string;
}

/** `gpttrace lab run FILE.bt`: as `gpttrace run`, in a guest. */
export function labRunCommand(file: string, flags: RunFlags & InGuestFlags): Promise<Exit> {
  return inGuest(requestToRun(file, flags), flags);
}

/** `gpttrace lab ask "QUESTION"`: as `gpttrace "QUESTION"`, in a guest. */
export function labAskCommand(question: string, flags: AskFlags & InGuestFlags): Promise<Exit> {
  return inGuest(requestOf(question, flags), flags);
}

/** A guest is thrown away: what runs in it needs nobody's consent. */
async function inGuest(request: Request, flags: RunFlags & InGuestFlags): Promise<Exit> {
  const { command, workload } = flags;
  if (command !== undefined && workload !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--workload', 'one thing runs beside the program'));
  const interruption = listen();
  const { stop, kill } = interruption;
  const status = new StatusLine();
  const { enterGuest } = await import('../line/guests.ts');
  status.show(spoken('starting the guest …'));
  const guest = await enterGuest(flags.guest, { signal: stop, say: (what) => status.show(spoken(`starting the guest: ${what} …`)) })
    .catch((error: unknown) => {
      // Whatever a guest says that is told to stop while it boots.
      if (stop.aborted) return undefined;
      throw error;
    })
    .finally(() => status.clear());
  if (guest === undefined) return interruption.exit() ?? Exit.interrupted;
  kill.addEventListener('abort', guest.close);
  try {
    const beside = workload === undefined ? command : `exec ${guest.workload} ${workload}`;
    const { names, host, cache, lists, launcher } = guest;
    const place = { names, host, cache, lists, launcher };
    return await followOn(place, { ...request, ...(beside === undefined ? {} : { command: beside }) }, { ...flags, yes: true }, interruption);
  } finally {
    guest.close();
  }
}
