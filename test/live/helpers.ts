/** Starts programs for the live tests, waits for conditions (never for fixed times), and sees to it that nothing stays behind. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));
const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3', '/bin/python3'].find((path) => existsSync(path));
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const TIMEOUT_MS = 100_000;
const POLL_MS = 20;
/** bpftrace keeps the BPFTRACE_ variables of its environment, so this one marks everything a run has started. */
const MARK = 'BPFTRACE_LIVE_TEST';

/** A folder of this test file's own. */
export const scratch: string = mkdtempSync(join(tmpdir(), 'gt-live-'));
// Other users have to get through it in the tests without root.
chmodSync(scratch, 0o711);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let names = 0;
export function scratchFile(name: string): string {
  names++;
  return join(scratch, `${names}-${name}`);
}

/** The folder of a stand-in for a command, see test/fixtures/bin. */
export function fixture(name: string): string {
  return `${ROOT}test/fixtures/bin/${name}`;
}

export function gpttraceCommand(...args: readonly string[]): string[] {
  return [process.execPath, `${ROOT}bin/gpttrace.js`, ...args];
}

export function workloadCommand(...args: readonly string[]): string[] {
  return [process.execPath, `${ROOT}dist/rehearse/workload.js`, ...args];
}

/** A browser, by its path. */
export const CHROMIUM: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** Why this machine cannot run live tests; undefined where it can. Printed, so that a skipped test is not taken for a passed one. */
export function whyNot(...needs: readonly ('bpftrace' | 'root' | 'tracefs' | 'terminal' | 'unshare' | 'setpriv' | 'chromium' | 'perf')[]): string | undefined {
  const has = (command: string): boolean => DEFAULT_PATH.split(':').some((directory) => existsSync(join(directory, command)));
  const met: Readonly<Record<(typeof needs)[number], () => boolean>> = {
    bpftrace: () => has('bpftrace'),
    root: () => process.geteuid?.() === 0,
    tracefs: () => existsSync('/sys/kernel/tracing/events'),
    terminal: () => PYTHON !== undefined,
    unshare: () => has('unshare') && succeeds('unshare', '-m', 'true'),
    setpriv: () => has('setpriv') && isOpenToAll(),
    perf: () => has('perf'),
    chromium: () => CHROMIUM !== undefined,
  };
  const missing = needs.filter((need) => !met[need]());
  if (missing.length === 0) return undefined;
  const why = `skipped: this needs ${missing.join(', ')}`;
  console.log(why);
  return why;
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Whether another user can read the checkout: one under a home directory is closed to them. */
function isOpenToAll(): boolean {
  return succeeds('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'test', '-r', `${ROOT}bin/gpttrace.js`);
}

export interface RunOptions {
  /** Milliseconds after which everything it started is killed; 45 seconds without. */
  readonly patience?: number;
  /** Added to a small environment; `undefined` takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Written to its standard input, which is then closed. Without it standard input is empty. */
  readonly input?: string;
  /** The folder of a stand-in for bpftrace or sudo, put first on PATH. */
  readonly first?: string;
  /** Standard output stays unread until `read` is called. */
  readonly unread?: boolean;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A started program and everything it has started in its turn. */
export class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  readonly #mark = randomUUID();

  constructor(argv: readonly string[], options: RunOptions = {}, keepsInput = false) {
    const [command = '', ...args] = argv;
    const env = Object.entries({ ...environment(options.first), ...options.env, [MARK]: this.#mark }).filter(([, value]) => value !== undefined);
    this.child = spawn(command, args, { cwd: options.cwd, env: Object.fromEntries(env), stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin?.on('error', () => {});
    if (!keepsInput) this.child.stdin?.end(options.input ?? '');
    if (options.unread !== true) this.read();
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    const timer = setTimeout(() => this.killAll(), options.patience ?? TIMEOUT_MS);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (status, signal) => resolve({ status, signal, stdout: this.stdout, stderr: this.stderr }));
    });
    void this.ended.catch(() => {}).then(() => clearTimeout(timer));
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  read(): void {
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk;
    });
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** What runs of it, its children and theirs: pid and command line. */
  processes(): { readonly pid: number; readonly command: string }[] {
    return markedProcesses(`${MARK}=${this.#mark}`);
  }

  /** The tracer it has started, by the arguments only a run of a program has. */
  tracer(): number | undefined {
    return this.processes().find(({ command }) => /bpftrace (--unsafe )?-f json/.test(command) && !/^(sudo|\S*setpriv) /.test(command))?.pid;
  }

  killAll(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended in the meantime.
      }
    }
  }

  /** Waits until everything it started has ended, and fails naming what has not. */
  async leavesNothing(): Promise<void> {
    try {
      await until('nothing is left running', () => this.processes().length === 0, 15_000);
    } catch {
      const left = this.processes();
      this.killAll();
      expect(left, 'left running').toEqual([]);
    }
  }

  /** Its end, with the proof that nothing stays behind. */
  async end(): Promise<Ended> {
    const ended = await this.ended;
    await this.leavesNothing();
    return ended;
  }
}

function environment(first: string | undefined): Record<string, string | undefined> {
  const { HOME } = process.env;
  return {
    PATH: first === undefined ? DEFAULT_PATH : `${first}:${DEFAULT_PATH}`,
    HOME,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    // Facts about a stand-in must never reach the user's own cache.
    XDG_CACHE_HOME: join(scratch, 'cache'),
    // Nor may the user's own model be asked.
    XDG_CONFIG_HOME: join(scratch, 'config'),
    // Nor may anything be kept of a test.
    XDG_STATE_HOME: join(scratch, 'state'),
  };
}

/** What runs with this in its environment. */
export function markedProcesses(mark: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      if (!readFileSync(`/proc/${entry}/environ`, 'utf8').includes(mark)) return [];
      return [{ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
    } catch {
      return [];
    }
  });
}

/** Starts gpttrace. */
export function gpttrace(args: readonly string[], options: RunOptions = {}): Run {
  return new Run(gpttraceCommand(...args), options);
}

/** Runs gpttrace to its end; nothing may stay behind. */
export function gpttraceEnds(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return gpttrace(args, options).end();
}

/** Runs a command to its end. */
export function runs(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Run(argv, options).ended;
}

export async function workload(...args: readonly string[]): Promise<void> {
  const { status, stderr } = await runs(workloadCommand(...args));
  if (status !== 0) throw new Error(`workload ${args.join(' ')} failed: ${stderr}`);
}

/** Polls until the condition holds. Throws where it does not in time. */
export async function until(what: string, condition: () => boolean, milliseconds = 60_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits until a run has shown something; what it has shown instead is in the error. */
export async function shows(run: Run, pattern: RegExp): Promise<void> {
  let over = false;
  void run.ended
    .catch(() => {})
    .then(() => {
      over = true;
    });
  try {
    await until(`it shows ${pattern}`, () => pattern.test(run.stdout) || over);
  } catch {
    // What it showed instead says more.
  }
  if (pattern.test(run.stdout)) return;
  const { stdout, stderr } = run;
  run.killAll();
  expect.fail(`never showed ${pattern}, but:\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`);
}

/** A value of a JSON line. */
export type Json = { readonly [key: string]: unknown } & { readonly type: string };

export function jsonLines(text: string): Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

/** The only line of a type. */
export function only<T = Json>(lines: readonly Json[], type: string): T {
  const found = lines.filter((line) => line.type === type);
  expect(
    found.map((line) => line.type),
    `lines: ${lines.map((line) => line.type).join(' ')}`,
  ).toEqual([type]);
  return found[0] as T;
}

/** Waits until every probe of a `--json` run is attached. */
export function attached(run: Run): Promise<void> {
  return shows(run, /"type":"attached"/);
}

/** Runs until `act` is done, then ends it as Ctrl-C does. */
export async function tracing(args: readonly string[], act: (run: Run) => Promise<void>, options: RunOptions = {}): Promise<Json[]> {
  const run = gpttrace([...args, '--json', '--yes', '--duration', '0'], options);
  await attached(run);
  await act(run);
  run.signal('SIGINT');
  const { status, stdout, stderr } = await run.end();
  expect(stderr.replace(/^gpttrace: no process is named .*\n/, '')).toBe('');
  expect(status).toBe(0);
  return jsonLines(stdout);
}

/** A program in a terminal of its own. */
export class Terminal extends Run {
  constructor(argv: readonly string[], { columns = 80, rows = 24, ...options }: RunOptions & { readonly columns?: number; readonly rows?: number } = {}) {
    if (PYTHON === undefined) throw new Error('no python3');
    super([PYTHON, `${ROOT}test/fixtures/terminal.py`, String(columns), String(rows), ...argv], options, true);
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** As closing the window does. */
  close(): void {
    this.child.stdin?.end();
  }

  /** What was shown, without colours and cursor movements. */
  get text(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return this.stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
  }

  /** How the program in it ended. */
  async over(): Promise<string> {
    const { stderr } = await this.end();
    return stderr.trim();
  }
}

/** Escape sequences in a text, other than the ones that paint, the one that clears a line, and those of a line that is edited. */
export function strayEscapes(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/\u001b\[(?:[0-9;]*m|K|\?2004[hl]|\d+G|0J)/g, '').match(/[\u001b\u009b\u0007][^\n]{0,20}/g) ?? [];
}

/** Fails where the text is no single clear message: what happened, what to do next, and no stack trace. */
export function expectMessage(stderr: string, said: RegExp): void {
  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(stderr).not.toMatch(/a mistake in gpttrace itself|Error:|node:internal/);
  expect(stderr.match(/^gpttrace: /gm)?.length ?? 0, stderr).toBe(1);
}

/** Whether a test is at its second try: what several share must then be made anew. */
export function isAgain({ result }: { readonly result?: { readonly retryCount?: number } }): boolean {
  return (result?.retryCount ?? 0) > 0;
}

/** What several tests look at, made once for all of them, and once more for those at their second try. */
export function shared<T>(make: () => Promise<T>): (task: { readonly result?: { readonly retryCount?: number } }) => Promise<T> {
  const made = new Map<boolean, Promise<T>>();
  return (task) => {
    const one = made.get(isAgain(task)) ?? make();
    made.set(isAgain(task), one);
    return one;
  };
}

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Whether a file can be executed by us. */
export function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
