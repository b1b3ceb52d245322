/** What runs in the guest beside a program that is tried there, so that there is something to see. */
import type { Request } from '../../core/request.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import type { OpenGuest } from '../../lab/lab.ts';
import type { Plan } from '../../plan/plan.ts';
import { shellQuote } from '../../system/shell.ts';

/** What runs beside the program. */
export interface ChosenWorkload {
  /** A shell command of the guest's. */
  readonly command: string;
  /** What it is, for a person. */
  readonly says: string;
  /** Why it is not the one that was asked for. */
  readonly notes: readonly string[];
}

/** Processes, files, blocks and a little time: what most programs look at, from what every guest has. */
const MIX = `
d=$(mktemp -d)
i=0
while [ $i -lt 30 ]; do
  ls /etc >/dev/null
  cat /etc/passwd /etc/none >/dev/null 2>&1
  dd if=/dev/zero of=$d/mix bs=4k count=8 conv=fsync 2>/dev/null
  mv $d/mix $d/mixed
  rm -f $d/mixed
  sleep 0.01
  i=$((i+1))
done
rm -rf $d`;
/** What of the workload generator goes with it. */
const MIX_BEHAVIOURS = ['tcp 20', 'diskread 20'];

/** The user's command where the guest has it; else what proves this program of the library; else a little of everything. */
export async function chooseWorkload(plan: Plan, request: Request, guest: OpenGuest): Promise<ChosenWorkload> {
  const notes: string[] = [];
  if (request.command !== undefined) {
    const name = commandName(request.command);
    if (name === undefined || (await hasCommand(name, guest))) return { command: request.command, says: request.command, notes };
    notes.push(`the guest has no ${name}: something else ran there`);
  }
  const own = workloadOf(plan);
  // Become it: a program that follows a command follows this process.
  if (own !== undefined) return { command: `exec ${guest.workload} ${own.map(shellQuote).join(' ')} >/dev/null 2>&1`, says: own.join(' '), notes };
  const more = MIX_BEHAVIOURS.map((behaviour) => `${guest.workload} ${behaviour} >/dev/null 2>&1 &`);
  return { command: `${more.join('\n')}${MIX}\nwait`, says: 'a mix of processes, files, blocks and connections', notes };
}

/** The first word of a plain command; of anything else the shell in the guest may say what it thinks. */
function commandName(command: string): string | undefined {
  return /^\s*(?:\w+=[\w./:-]*\s+)*([\w./+-]+)(?=\s|$)/.exec(command)?.[1];
}

async function hasCommand(name: string, { guest }: OpenGuest): Promise<boolean> {
  return (await guest.run(`command -v ${shellQuote(name)}`)).status === 0;
}

function workloadOf({ program: { origin } }: Plan): readonly string[] | undefined {
  if (origin.kind !== 'library') return undefined;
  return loadKnowledge().library.find(({ name }) => name === origin.name)?.workload?.run;
}
