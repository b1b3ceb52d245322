/** The one door to the machine. A recorded host stands in for it in tests, and later for another machine's snapshot. */
export interface Host {
  readonly arch: string;
  readonly release: string;
  readonly uid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a small file. Never throws. */
  read(path: string): ReadResult;
  /**
   * The bytes of a regular file from `offset` on: at most `length`, fewer at its end, none behind it. Undefined where it cannot be read, or is no regular
   * file. Takes no more memory than the file has bytes, whatever is asked for. Never throws, never waits.
   */
  bytes(path: string, offset: number, length: number): Uint8Array | undefined;
  /** Names in a directory; undefined where it cannot be listed. */
  list(path: string): readonly string[] | undefined;
  exists(path: string): boolean;
  /** Identifies a version of a file: changes when the file does. */
  stamp(path: string): string | undefined;
  /** The number of a file or directory in its file system; undefined where there is none, or where this host cannot tell. */
  inode?(path: string): number | undefined;
  /** Where a command stands on PATH, or in the places of system commands. */
  which(command: string): string | undefined;
  /** Runs a short command to its end. Never throws. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

export type ReadResult = { readonly text: string } | { readonly error: 'missing' | 'denied' | 'other'; readonly why: string };

export interface RunOptions {
  readonly input?: string;
  /** Milliseconds after which it is killed. */
  readonly timeout?: number;
  /** Kills it. */
  readonly signal?: AbortSignal;
  /**
   * The folder it works in, of a command that is given what a stranger wrote: it runs as nobody where we are root, without our home, and with bounds of memory, time and size of
   * what it writes.
   */
  readonly confined?: string;
  /** With the same bounds, as who we are and where we are. */
  readonly bounded?: boolean;
}

export interface RunResult {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Set where it could not be started, or took too long. */
  readonly failure?: string;
}

/** The text of a file, or undefined whatever the reason. */
export function textOf(host: Host, path: string): string | undefined {
  const result = host.read(path);
  return 'text' in result ? result.text : undefined;
}
