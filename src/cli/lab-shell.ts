import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { guestText } from '../lab/catalogue.ts';
import type { OpenGuest } from '../lab/lab.ts';
import { openGuest } from '../lab/open.ts';
import { script, shell } from '../lab/shell.ts';
import { guestHere } from '../line/guests.ts';
import { listen } from './signals.ts';
import { StatusLine } from './terminal.ts';
import { spoken } from './tongue.ts';

/** `gpttrace lab shell [GUEST]`: a person at a guest's shell, or a script from standard input. Its exit status becomes ours. */
export async function labShellCommand(text: string | undefined): Promise<number> {
  const name = await guestHere(text);
  const opening = listen();
  const status = new StatusLine();
  let guest: OpenGuest | undefined;
  try {
    status.show(spoken(`starting guest ${guestText(name)} …`));
    guest = await openGuest(name, { signal: opening.stop, say: (what) => status.show(spoken(`guest ${guestText(name)}: ${what} …`)) });
    status.clear();
    opening.stop.addEventListener('abort', guest.close);
    const typed = process.stdin.isTTY === true && process.stdout.isTTY === true;
    if (typed) process.stderr.write(spoken(`guest ${guestText(name)}: what is done in it is gone with it; exit or Ctrl-D ends it\n`));
    const { stdin, stdout, stderr } = process;
    const ended = await (typed ? shell(guest.guest, stdin, stdout) : script(guest.guest, stdin, stdout, stderr));
    if (opening.stop.aborted) return opening.exit() ?? Exit.interrupted;
    if (ended.failure !== undefined) throw new Problem(messages.guestGone(guestText(name), ended.failure));
    return ended.status ?? Exit.tracerFailed;
  } catch (error) {
    if (!opening.stop.aborted) throw error;
    return opening.exit() ?? Exit.interrupted;
  } finally {
    status.clear();
    guest?.close();
    opening.dispose();
  }
}
