/** A guest of the lab in this machine's place: for exercises on probes that this kernel does not attach. Imported only by who needs one. */
import { gatherFacts } from '../../kernel/facts.ts';
import { guestText, parseGuest } from '../../lab/catalogue.ts';
import type { OpenGuest } from '../../lab/lab.ts';
import { openGuest } from '../../lab/open.ts';
import type { Commands } from '../../rehearse/commands.ts';
import { type Group, type GroupEnd, type GroupOptions, MOST_KEPT } from '../../system/group.ts';
import { shellQuote } from '../../system/shell.ts';
import { headOf } from '../../system/tail.ts';
import { guestHere } from '../guests.ts';
import { machineOf } from '../prepare.ts';
import type { GradeAround } from './grade.ts';
import type { GradeSignals } from './grader.ts';

/** Where the command `workload` stands in a guest. */
const BIN = '/run/lab/course';
const SCRATCH = '/scratch';

/** A guest that programs are judged in. */
export interface GuestPlace {
  readonly around: GradeAround;
  /** Whether it has gone: a kernel can be ended by what runs in it. */
  readonly isGone: () => boolean;
  close(): void;
}

/** The guest of that name, or the one most like this machine. Throws a Problem where there is none, or it does not come up. */
export async function openGuestPlace(name: string | undefined, suite: string, { stop, kill }: GradeSignals, say: (note: string) => void): Promise<GuestPlace> {
  const wanted = name === undefined ? await guestHere(undefined) : parseGuest(name);
  const opened = await openGuest(wanted, { signal: stop, say });
  try {
    const { status, stderr, failure } = await opened.guest.run(
      `mkdir -p ${BIN}\nprintf '#!/bin/sh\\nexport GPTTRACE_GATE=\\nexec %s "$@"\\n' ${shellQuote(opened.workload)} > ${BIN}/workload\nchmod 755 ${BIN}/workload`,
    );
    if (status !== 0) throw new Error(failure ?? stderr);
    const { facts } = await gatherFacts(opened.host, opened.cache);
    let isGone = false;
    void opened.guest.ended.then(() => {
      isGone = true;
    });
    return {
      around: {
        machine: await machineOf(facts, opened),
        host: opened.host,
        commands: guestCommands,
        suite,
        guest: guestText(wanted),
        elsewhere: { launcher: opened.launcher, startGroup: (command, options) => startIn(opened, command, options) },
        stop,
        kill,
      },
      isGone: () => isGone,
      close: () => opened.close(),
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** What a suite makes of C is made for this machine: a guest has the generator alone. */
const guestCommands: Commands = { cwd: SCRATCH, path: () => [BIN], cannot: () => undefined, dispose: () => {} };

function startIn({ guest }: OpenGuest, command: string, { path, cwd, timeout }: GroupOptions): Group {
  const started = guest.start(
    `export TMPDIR=${SCRATCH} PATH=${path.map(shellQuote).join(':')}:"$PATH"\ncd ${shellQuote(cwd)}\nexec /bin/sh -c ${shellQuote(command)}`,
  );
  const stdout = headOf(started.stdout, MOST_KEPT);
  const stderr = headOf(started.stderr, MOST_KEPT);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    started.signal('KILL');
  }, timeout);
  const exited = started.exited.then(({ status, failure }): GroupEnd => {
    clearTimeout(timer);
    return { status, late, ...(failure === undefined ? {} : { failure }) };
  });
  return { exited, stdout, stderr, kill: () => started.signal('KILL') };
}
