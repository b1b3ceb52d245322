/**
 * Has the kernel count how often, and how long, BPF programs run (Documentation/admin-guide/sysctl/kernel.rst, "bpf_stats_enabled"). It costs each run of each
 * program of the machine some 20 ns, so it is on only while somebody here looks at it, and off again however they end.
 */
import { spawn } from 'node:child_process';
import { lookup } from '../core/lookup.ts';
import type { Host } from './host.ts';
import { childEnvironment } from './real.ts';

export type Counted = 'all' | 'late' | 'none';

export interface RunCounting {
  /** Whether the kernel counts, once that is known: `late` where the process held BPF programs already, of which some runs were not counted. Never rejects. */
  readonly on: Promise<Counted>;
  /** As it was before; that comes with the end of this process too, however it ends. Calling it again changes nothing. */
  stop(): Promise<void>;
}

/** Where the switch is, for whoever cannot ask the kernel for counting of their own, and what its users agree by. */
export interface CountingPlace {
  readonly switch: string;
  readonly lock: string;
}

const PLACE: CountingPlace = { switch: '/proc/sys/kernel/bpf_stats_enabled', lock: '/run/gpttrace-bpf-stats' };

/** bpf(2) by architecture, as Node names those (the tables under arch/). */
const BPF_CALL: Readonly<Record<string, number>> = { x64: 321, arm64: 280, riscv64: 280, loong64: 280, s390x: 351, ppc64: 361, arm: 386, ia32: 357 };

/**
 * BPF_ENABLE_STATS (32, since 5.8) gives a descriptor: runs are counted while it is open, whoever else counts, so that nothing has to be put back. Perl is what can make
 * any system call and is nearly everywhere.
 */
const OWN = `$| = 1;
my ($call, $pid) = @ARGV;
my $attr = pack("L", 0);
exit 1 if syscall($call, 32, $attr, 4) < 0;
my $held = 0;
if (opendir(my $fds, "/proc/$pid/fd")) { $held ||= (readlink("/proc/$pid/fd/$_") // "") =~ /bpf-prog/ for readdir($fds); }
print $held ? "late\\n" : "all\\n";
sysread(STDIN, $attr, 1);`;

/**
 * Elsewhere it is the machine's one switch. Whoever finds it off turns it on and leaves a note that it was us; who is the last to go, and finds the note, turns it off.
 * All hold a shared lock meanwhile, which goes with its holder; the guard makes looking and turning one step.
 */
const SHARED = `trap '' INT TERM HUP QUIT
switch=$1 lock=$2 pid=$3
exec 8>>"$lock.guard" 9>>"$lock" || exit 1
flock 8
if [ "$(cat "$switch")" = 0 ]; then
  : >"$lock.ours"
  echo 1 >"$switch" || { rm -f "$lock.ours"; exit 1; }
fi
flock -s 9
flock -u 8
if ls -l "/proc/$pid/fd" 2>/dev/null | grep -q bpf-prog; then echo late; else echo all; fi
read -r _
flock 8
flock -u 9
if [ -e "$lock.ours" ] && flock -n -x 9; then echo 0 >"$switch"; rm -f "$lock.ours"; fi`;

/** For a helper's end; one that waits for another's longer than this does without us. */
const PATIENCE_MS = 500;

/** Begins to count, best before the process `pid` has loaded a program. Needs root; where it cannot be had, `on` says so. */
export function countRuns(host: Host, pid: number, place: CountingPlace = PLACE): RunCounting {
  let stopped = false;
  let current: Holder | undefined;
  const attempt = async (): Promise<Counted> => {
    for (const [command, args] of ways(host, pid, place)) {
      if (stopped) return 'none';
      current = hold(command, args);
      const on = await current.on;
      if (on !== 'none') return on;
    }
    return 'none';
  };
  return {
    on: attempt(),
    async stop() {
      stopped = true;
      await current?.end();
    },
  };
}

function ways(host: Host, pid: number, place: CountingPlace): (readonly [string, readonly string[]])[] {
  const perl = host.which('perl');
  const call = lookup(BPF_CALL, host.arch);
  const found: (readonly [string, readonly string[]])[] = [];
  if (perl !== undefined && call !== undefined) found.push([perl, ['-e', OWN, String(call), String(pid)]]);
  if (host.which('flock') !== undefined && host.exists(place.switch)) found.push(['/bin/sh', ['-c', SHARED, 'sh', place.switch, place.lock, String(pid)]]);
  return found;
}

interface Holder {
  readonly on: Promise<Counted>;
  end(): Promise<void>;
}

/** A process that counts until its standard input is closed, which our own end does too. In a session of its own: a Ctrl-C is not for it. */
function hold(command: string, args: readonly string[]): Holder {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env: childEnvironment(), detached: true });
  const on = new Promise<Counted>((resolve) => {
    child.stdout.once('data', (said: Buffer) => resolve(String(said).startsWith('all') ? 'all' : 'late'));
    child.once('error', () => resolve('none'));
    child.once('close', () => resolve('none'));
  });
  child.stdin.on('error', () => {});
  // Nobody waits for it: it must not keep us.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void }).unref?.();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  return {
    on,
    async end() {
      child.ref();
      child.stdin.end();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)))]);
      clearTimeout(timer);
    },
  };
}
