/** Compiles a program with the machine's own bpftrace, attaching nothing. */
import { compareVersions, versionOf } from '../../bpftrace/dialect/version.ts';
import type { Machine } from '../../check/machine.ts';
import type { KernelFacts } from '../../core/facts.ts';
import { complaints } from '../../engines/bpftrace/stderr.ts';
import { type Launcher, localLauncher } from '../../system/launcher.ts';
import { clip } from './lookups.ts';

/** Compiling takes 50 to 500 ms; a pattern of hundreds of functions takes seconds. */
const MOST_MS = 20_000;
const MOST_SAID = 2_000;
const PATIENCE = { interrupt: 0, terminate: 0 };

/** Whether there is a bpftrace that may be asked. */
export function canCompile({ bpftrace, privilege }: KernelFacts): boolean {
  return bpftrace !== undefined && (privilege === 'root' || privilege === 'sudo');
}

/**
 * What bpftrace says against a program; undefined where it is content, and where there is none to ask. Warnings are not against it: of a function that cannot
 * be traced it only warns (0.17), and that the checker knows. One that takes too long says nothing of the program.
 */
export async function compile(
  source: string,
  { facts }: Machine,
  options: { readonly allowUnsafe: boolean; readonly launcher?: Launcher; readonly signal: AbortSignal; readonly kill: AbortSignal },
): Promise<string | undefined> {
  if (!canCompile(facts) || facts.bpftrace === undefined || options.signal.aborted) return undefined;
  const { launcher = localLauncher, signal, kill, allowUnsafe } = options;
  // `-d` compiles too, and prints all of the code; in newer versions it runs the program as well.
  const mode = compareVersions(versionOf(facts.bpftrace.version), '0.25') < 0 ? '--test' : '--mode';
  const tracer = launcher.startTracer({
    path: facts.bpftrace.path,
    // A program that follows a command has its pid as a parameter.
    args: [...(allowUnsafe ? ['--unsafe'] : []), mode, 'codegen', '-', '1'],
    privilege: facts.privilege,
  });
  let isCut = false;
  const end = (): void => {
    isCut = true;
    tracer.kill();
  };
  const timer = setTimeout(end, MOST_MS * launcher.slowness);
  signal.addEventListener('abort', end);
  kill.addEventListener('abort', end);
  try {
    tracer.stdout.resume();
    tracer.give(source, PATIENCE);
    const { status, failure } = await tracer.exited;
    if (status === 0 || isCut || failure !== undefined) return undefined;
    const said = complaints(tracer.stderr()).filter((line) => !/^Error while reading traceable functions/.test(line));
    return (
      clip(said.join('\n').trim(), 'the rest is of the same kind', MOST_SAID) ||
      `bpftrace ${status === null ? 'died of it' : `ended with status ${status}`} and said nothing`
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    kill.removeEventListener('abort', end);
  }
}
