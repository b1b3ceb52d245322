import type { Host, RunResult } from './host.ts';

/** A machine written down: its files, and what its commands answer. Serialisable. */
export interface Recording {
  readonly arch?: string;
  readonly release?: string;
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Path to text; `null` for a file that may not be read. A directory exists where a file stands below it. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Path to the number of a file or directory in its file system. */
  readonly inodes?: Readonly<Record<string, number>>;
  /** Path to the bytes of a file that is no text, in base64. */
  readonly binaries?: Readonly<Record<string, string>>;
  /** Command line to what it answers; a command that is not here is not installed. */
  readonly commands?: Readonly<Record<string, Partial<RunResult>>>;
}

export function recordedHost(recording: Recording): Host {
  const files = recording.files ?? {};
  const commands = recording.commands ?? {};
  const binaries = new Map(Object.entries(recording.binaries ?? {}));
  const paths = [...Object.keys(files), ...binaries.keys()];
  return {
    arch: recording.arch ?? 'x64',
    release: recording.release ?? '6.1.0',
    uid: recording.uid ?? 0,
    env: recording.env ?? {},
    read(path) {
      const text = files[path];
      if (text === undefined) return { error: 'missing', why: 'there is no such file or directory' };
      return text === null ? { error: 'denied', why: 'permission denied' } : { text };
    },
    bytes(path, offset, length) {
      const text = binaries.get(path);
      const all = text === undefined ? Buffer.from(files[path] ?? '') : Buffer.from(text, 'base64');
      return text === undefined && typeof files[path] !== 'string' ? undefined : all.subarray(offset, offset + length);
    },
    list(path) {
      const start = path.endsWith('/') ? path : `${path}/`;
      const below = paths.filter((file) => file.startsWith(start)).map((file) => file.slice(start.length).split('/')[0] ?? '');
      return below.length === 0 || files[path] === null ? undefined : [...new Set(below)];
    },
    exists: (path) => path in files || binaries.has(path) || paths.some((file) => file.startsWith(`${path}/`)),
    stamp: (path) => (path in files || binaries.has(path) ? String((binaries.get(path) ?? files[path])?.length ?? 0) : undefined),
    inode: (path) => recording.inodes?.[path],
    which: (command) => paths.find((path) => path.endsWith(`/bin/${command}`) || path.endsWith(`/sbin/${command}`)),
    run(command, args) {
      const line = [command, ...args].join(' ');
      const answer = commands[line];
      return Promise.resolve({ status: answer === undefined ? null : 0, signal: null, stdout: '', stderr: '', ...(answer ?? { failure: 'ENOENT' }) });
    },
  };
}
