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

/** A command as it is started: its arguments, for whoever is to agree to it. */
export function commandArguments(command: string): readonly string[] {
  return ['/bin/sh', '-c', command];
}

/**
 * Starts a shell command in the user's own name, stopped at a gate. What it prints goes to our standard error, for standard output holds the answer; where
 * there is somebody to hear it, to them, and it is given no terminal: nothing to read, and none to write to behind their back.
 * Throws where no process can be started.
 */
export async function startGated(command: string, hear?: (text: string) => void): Promise<GatedCommand> {
  const child =
    hear === undefined
      ? spawn('/bin/sh', ['-c', GATE, 'sh', command], { stdio: ['inherit', 2, 2, 'pipe'] })
      : spawn('/bin/sh', ['-c', `exec 2>&1; ${GATE}`, 'sh', command], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'], detached: true });
  if (hear !== undefined) child.stdout?.setEncoding('utf8').on('data', hear);
  await once(child, 'spawn');
  const gate = child.stdio[3] as NodeJS.WritableStream;
  gate.on('error', () => {});
  const exited = once(child, 'exit').then(([status, signal]) => ({ status: status as number | null, signal: signal as NodeJS.Signals | null }));
  return {
    pid: child.pid ?? -1,
    release: () => gate.end('go\n'),
    kill: () => {
      killTree(child);
      // What it has left running, out of our reach, may hold it open.
      child.stdout?.destroy();
    },
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
