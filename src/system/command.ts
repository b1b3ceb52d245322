/** Starts the command a user wants traced: held back until every probe is attached, ended with all its children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface GatedCommand {
  /** The process that becomes the command: the same pid before and after. */
  readonly pid: number;
  /** Lets it go. */
  release(): void;
  /** Ends it and everything it started that is still its descendant. */
  kill(): void;
  readonly exited: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Reads one line from descriptor 3, then becomes the command. Closing the descriptor without a line lets it end without doing anything. */
const GATE = 'read -r go <&3 || exit 125; exec 3<&-; exec /bin/sh -c "$1"';

/**
 * Starts a shell command in the user's own name, stopped at a gate. What it prints goes to our standard error, for standard output holds the answer.
 * Throws where no process can be started.
 */
export async function startGated(command: string): Promise<GatedCommand> {
  const child = spawn('/bin/sh', ['-c', GATE, 'sh', command], { stdio: ['inherit', 2, 2, 'pipe'] });
  await once(child, 'spawn');
  const gate = child.stdio[3] as NodeJS.WritableStream;
  gate.on('error', () => {});
  const exited = once(child, 'exit').then(([status, signal]) => ({ status: status as number | null, signal: signal as NodeJS.Signals | null }));
  return {
    pid: child.pid ?? -1,
    release: () => gate.end('go\n'),
    kill: () => killTree(child),
    exited,
  };
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  for (const pid of [child.pid, ...descendants(child.pid)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }
}

/** The children of a process, and theirs. */
export function descendants(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (let todo = [root]; todo.length > 0; ) {
    const next = todo.flatMap((pid) => parents.get(pid) ?? []);
    found.push(...next);
    todo = next;
  }
  return found;
}

function parentOf(pid: string): number | undefined {
  try {
    // The comm in parentheses may hold anything, so the fields are counted from its end (man 5 proc).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
