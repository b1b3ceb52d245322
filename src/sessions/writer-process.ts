/** Who writes a session, told so that another process can see whether it still does. */
import { readFileSync, readlinkSync } from 'node:fs';

export interface WriterProcess {
  readonly pid: number;
  /** When it was started, in ticks since boot (proc(5), `starttime`): a pid is given again, this with it is not. */
  readonly started: string;
  /** Of the machine's start: elsewhere, and after the next one, its pid means nothing. */
  readonly boot: string;
  /** Its pid namespace. */
  readonly namespace: string;
}

/** This process. */
export function thisProcess(): WriterProcess {
  return { pid: process.pid, started: startOf('self') ?? '', boot: bootId(), namespace: namespace() };
}

/** Whether it still runs; undefined where that cannot be told from here. */
export function stillRuns({ pid, started, boot, namespace: where }: WriterProcess): boolean | undefined {
  if (boot === '' || boot !== bootId() || where !== namespace()) return undefined;
  return startOf(String(pid)) === started;
}

function startOf(pid: string): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name before it, in parentheses, may hold blanks.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  // One that has ended and was not waited for writes nothing any more.
  return state === undefined || state === 'Z' || state === 'X' ? undefined : fields[18];
}

function bootId(): string {
  return attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '';
}

function namespace(): string {
  return attempt(() => readlinkSync('/proc/self/ns/pid')) ?? '';
}

function attempt(action: () => string): string | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
