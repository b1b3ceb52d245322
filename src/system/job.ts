/** Commands that take their time: they can be stopped, and say what went wrong. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { childEnvironment } from './real.ts';
import { tailOf } from './tail.ts';

export interface JobOptions {
  readonly cwd?: string;
  /** Ends the command. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly input?: Readable;
  /** Beside what every child process gets to see. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets each line that the command writes to descriptor 3. */
  readonly status?: (line: string) => void;
}

/** A command that did not end well. */
export class JobFailure extends Error {
  /** What it wrote to standard error, or why it could not be started. */
  readonly said: string;

  constructor(command: string, said: string) {
    super(`${command}: ${said}`);
    this.name = 'JobFailure';
    this.said = said;
  }
}

/** What goes through a proxy must find it. */
const NETWORK = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
const MAX_SAID = 64 * 1024;
const PATIENCE_MS = 3000;

/** Runs a command to its end: its standard output. Throws a JobFailure where it fails. */
export async function runJob(command: string, args: readonly string[], options: JobOptions = {}): Promise<string> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', options.status === undefined ? 'ignore' : 'pipe'],
    env: { ...childEnvironment(), ...Object.fromEntries(NETWORK.map((name) => [name, process.env[name]])), ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let output = '';
  const said = tailOf(child.stderr as Readable, MAX_SAID);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  if (options.status !== undefined) eachLine(child.stdio[3] as Readable, options.status);
  if (options.input !== undefined && child.stdin !== null) {
    // Whoever ends before its input does says so by its exit status.
    child.stdin.on('error', () => options.input?.destroy());
    options.input.pipe(child.stdin);
  }
  let patience: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  options.signal?.addEventListener('abort', stop);
  try {
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
    options.signal?.throwIfAborted();
    if (status !== 0) throw new JobFailure(command, said().trim() || (signal === null ? `exit status ${status}` : `ended by ${signal}`));
    return output;
  } catch (error) {
    if (error instanceof JobFailure || options.signal?.aborted === true) throw error;
    throw new JobFailure(command, (error as Error).message);
  } finally {
    clearTimeout(patience);
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Two commands, what one prints being what the other reads. Throws a JobFailure where either fails. */
export async function runPipe(from: readonly [string, ...string[]], to: readonly [string, ...string[]], signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const source = spawn(from[0], from.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env: childEnvironment() });
  const said = tailOf(source.stderr, MAX_SAID);
  const ended = once(source, 'close').catch((error: Error): [string] => [error.message]);
  const options = { input: source.stdout, ...(signal === undefined ? {} : { signal }) };
  try {
    await runJob(to[0], to.slice(1), options);
  } finally {
    if (source.exitCode === null) source.stdout.destroy();
    if (signal?.aborted === true) source.kill('SIGKILL');
  }
  const [status] = (await ended) as [number | string | null];
  if (status !== 0) throw new JobFailure(from[0], said().trim() || `it ended with ${status}`);
}

function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  stream.on('error', () => {});
}
