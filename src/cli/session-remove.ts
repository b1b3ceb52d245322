import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type ListedSession, listSessions, pinSession, removeSession, sessionNamed, sessionsDirectory } from '../line/sessions.ts';
import { group, showAmount } from '../views/values.ts';
import { agree } from './question.ts';
import { interruptible } from './signals.ts';
import { canAsk, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface RemoveFlags {
  readonly all?: boolean;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly yes?: boolean;
}

/** `gpttrace sessions rm SESSION...|--all|--older-than TIME` */
export async function sessionRemoveCommand(names: readonly string[], flags: RemoveFlags): Promise<Exit> {
  const chosen = chosenOf(names, flags);
  if (chosen.length === 0) {
    await write(process.stdout, spoken('nothing to remove\n'));
    return Exit.answered;
  }
  return interruptible(spoken('nothing was removed'), async (signal) => {
    const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0);
    const what = chosen.length === 1 ? `session ${chosen[0]?.id}` : `${group(chosen.length)} sessions`;
    if (flags.yes !== true) {
      if (!canAsk()) throw new Problem(messages.removeUnasked(what));
      if (!(await agree(spoken(`remove ${what} (${showAmount(bytes, 'bytes')})? [y/N] `), signal))) return Exit.notConsented;
    }
    for (const { id } of chosen) change(id, () => removeSession(sessionsDirectory(), id));
    await write(process.stdout, spoken(`removed ${what} (${showAmount(bytes, 'bytes')})\n`));
    return Exit.answered;
  });
}

/** `gpttrace sessions pin|unpin SESSION...` */
export async function sessionPinCommand(names: readonly string[], pinned: boolean): Promise<Exit> {
  const ids = names.map((name) => sessionNamed(name));
  for (const id of ids) change(id, () => pinSession(sessionsDirectory(), id, pinned));
  await write(process.stdout, `${ids.join(', ')} ${pinned ? spoken('stays, however old') : spoken('goes by its age again')}\n`);
  return Exit.answered;
}

/** What runs is never removed: named it is a mistake, among all it is left. */
function chosenOf(names: readonly string[], { all, olderThan }: RemoveFlags): readonly ListedSession[] {
  if (names.length === 0 && all !== true && olderThan === undefined) throw new Problem(messages.removeWhat());
  const sessions = listSessions();
  const named = new Set(names.map((name) => sessionNamed(name)));
  const running = sessions.find(({ id, state }) => named.has(id) && state === 'running');
  if (running !== undefined) throw new Problem(messages.sessionRuns(running.id));
  const before = Date.now() - (olderThan ?? 0);
  const many = names.length === 0 || all === true || olderThan !== undefined;
  return sessions.filter(({ id, state, at, pinned }) => named.has(id) || (many && state !== 'running' && !pinned && at < before));
}

function change(id: string, action: () => unknown): void {
  try {
    action();
  } catch (error) {
    throw new Problem(messages.unwritableSession(id, describeFileError(error)));
  }
}
