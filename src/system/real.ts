import { execFile } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { delimiter, join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import type { Host, ReadResult, RunOptions, RunResult } from './host.ts';
import { readBounded } from './read-bounded.ts';

/** System commands live here even where a user's PATH does not say so. */
export const SYSTEM_DIRECTORIES: readonly string[] = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const COMMAND_TIMEOUT = 10_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

/** The machine gpttrace runs on. */
export function realHost(): Host {
  return {
    arch: arch(),
    release: release(),
    uid: process.geteuid?.() ?? -1,
    env: process.env,
    read: readText,
    bytes: (path, offset, length) => attempt(() => readBytes(path, offset, length)),
    list: (path) => attempt(() => readdirSync(path)),
    exists: existsSync,
    stamp(path) {
      const stat = attempt(() => statSync(path));
      return stat === undefined ? undefined : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
    },
    inode: (path) => attempt(() => statSync(path).ino),
    which,
    run,
  };
}

/** No text that anybody reads here is larger; one of twice this cannot be had. */
const MOST_TEXT = 256 * 1024 * 1024;
const TOO_MUCH = `it has more than ${MOST_TEXT} bytes`;

/** The text of a file as a Host gives it. Never throws. */
export function readText(path: string): ReadResult {
  try {
    // Of files of the kernel the size says nothing; pipes and devices are read with patience, and to a bound.
    const about = statSync(path);
    if (!about.isFile() && !about.isDirectory()) {
      const bytes = readBounded(path, MOST_TEXT);
      return bytes.length > MOST_TEXT ? { error: 'other', why: TOO_MUCH } : { text: bytes.toString('utf8') };
    }
    if (about.size > MOST_TEXT) return { error: 'other', why: TOO_MUCH };
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const kind = code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'denied' : 'other';
    return { error: kind, why: describeFileError(error) };
  }
}

/** The bytes of a regular file as a Host gives them; undefined where it is none. Throws where it cannot be read. */
export function readBytes(path: string, offset: number, length: number): Uint8Array | undefined {
  // Opening a pipe that nobody writes to would wait for ever.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || offset < 0) return undefined;
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, stat.size - offset)));
    let filled = 0;
    while (filled < buffer.length) {
      const count = readSync(file, buffer, filled, buffer.length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

function which(command: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter).filter((part) => part !== ''), ...SYSTEM_DIRECTORIES];
  return directories.map((directory) => join(directory, command)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  return attempt(() => statSync(path).isFile() && accessSync(path, constants.X_OK) === undefined) ?? false;
}

function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const settings = {
      timeout: options.timeout ?? COMMAND_TIMEOUT,
      maxBuffer: MAX_OUTPUT,
      env: childEnvironment(),
      killSignal: 'SIGKILL' as const,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const { program, given, bounds } = confinedTo(options, command, args);
    const child = execFile(program, given, { ...settings, ...bounds }, (error, stdout, stderr) => {
      const { code, signal, killed } = (error ?? {}) as { code?: number | string; signal?: string; killed?: boolean };
      const status = error === null ? 0 : typeof code === 'number' ? code : null;
      const failure = killed ? 'it took too long' : typeof code === 'string' ? code : undefined;
      resolve({ status, signal: signal ?? null, stdout, stderr, ...(failure === undefined ? {} : { failure }) });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

/** The user and the group that own nothing, on every Linux. */
const NOBODY = 65_534;
/** Kilobytes of memory, seconds of processor time, blocks of 512 bytes of a file, and no core. */
const BOUNDS = 'ulimit -v 2097152 && ulimit -t 20 && ulimit -f 131072 && ulimit -c 0 && exec "$0" "$@"';

/** Node knows no limits of a child: a shell sets them and becomes the command. */
function confinedTo(
  { confined: folder, bounded = false }: RunOptions,
  command: string,
  args: readonly string[],
): { readonly program: string; readonly given: readonly string[]; readonly bounds: { cwd?: string; uid?: number; gid?: number; env?: NodeJS.ProcessEnv } } {
  const given = ['-c', BOUNDS, command, ...args];
  if (folder === undefined) return bounded ? { program: '/bin/sh', given, bounds: {} } : { program: command, given: args, bounds: {} };
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return {
    program: '/bin/sh',
    given,
    bounds: { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LC_ALL: 'C' }, ...as },
  };
}

/** What a child process gets to see: never the keys and tokens that may be in our own environment. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => name === 'PATH' || name === 'HOME' || name === 'TMPDIR' || name.startsWith('BPFTRACE_'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** Calls this process by a name in what a tracer sees of it, which would say `node` otherwise. */
export function nameProcess(name: string): void {
  attempt(() => writeFileSync('/proc/self/comm', name));
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
