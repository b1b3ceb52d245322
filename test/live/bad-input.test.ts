/** Everything that can go wrong: each has one clear message, a documented exit status, leaves nothing running and loses nothing. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  attached,
  type Ended,
  expectMessage,
  fixture,
  gpttrace,
  gpttraceCommand,
  gpttraceEnds,
  jsonLines,
  only,
  Run,
  type RunOptions,
  runs,
  scratch,
  scratchFile,
  shows,
  until,
  whyNot,
} from './helpers.ts';

const COUNT_FAULTS = 'count page faults by process';
const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');

type Answer = { readonly sentence: string; readonly records: number; readonly lost: number };
type Ending = { readonly reason: string; readonly message?: string };

/** A run with a stand-in for bpftrace, whose facts are kept in a cache of their own. */
function standIn(name: string, options: RunOptions = {}): RunOptions {
  return { first: fixture(name), ...options, env: { XDG_CACHE_HOME: scratchFile('cache'), ...options.env } };
}

/** Runs gpttrace behind a shell script, which has it as "$@". */
function behind(script: string, args: readonly string[], options: RunOptions = {}): Run {
  return new Run(['bash', '-c', script, 'bash', ...gpttraceCommand(...args)], options);
}

/** The same in a mount namespace of its own: what is mounted there is seen by nobody else, and gone with it. */
function inNamespace(script: string, args: readonly string[], options: RunOptions = {}): Run {
  return new Run(['unshare', '-m', 'bash', '-c', script, 'bash', ...gpttraceCommand(...args)], options);
}

function bt(text: string | Buffer, name = 'program.bt'): string {
  const file = scratchFile(name);
  writeFileSync(file, text);
  return file;
}

describe('questions', () => {
  it.each([[''], ['   '], ['\n\t'], ['?!…'], ['。。。']])('an empty one: %j', async (question) => {
    const { status, stdout, stderr } = await gpttraceEnds([question, '--yes']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expectMessage(stderr, /the question is empty/);
    expect(stderr, 'what to do').toContain('gpttrace "');
  });

  it('10 kB of text', async () => {
    const { status, stderr } = await gpttraceEnds(['why is it slow? '.repeat(640), '--yes']);
    expect(status).toBe(2);
    expectMessage(stderr, /the question has 10240 characters; at most 2000/);
    expect(stderr.length).toBeLessThan(500);
  });

  it('one that is not about tracing', async () => {
    for (const question of ['what is the capital of France', '写一首关于春天的诗', 'SELECT * FROM users;']) {
      const { status, stdout, stderr } = await gpttraceEnds([question, '--yes']);
      expect(status, question).toBe(3);
      expect(stdout).toBe('');
      expectMessage(stderr, /nothing was run|什么都没有运行|没有运行/);
      expect(stderr, 'what can be asked').toMatch(/gpttrace "|gpttrace --help/);
    }
  });

  it.skipIf(cannotTrace)('one that names a process which is not there runs, and says so', async () => {
    const asked = await gpttraceEnds(['count page faults of firefox for 1 second', '--yes']);
    expect(asked.status).toBe(9);
    expect(asked.stdout).toMatch(/no process firefox was running/);
    const flag = await gpttraceEnds([COUNT_FAULTS, '--comm', 'gt-nobody', '--duration', '0.3', '--yes', '--json']);
    expect(flag.status).toBe(9);
    expect(only<{ readonly notes: readonly string[] }>(jsonLines(flag.stdout), 'plan').notes.join()).toMatch(/no process is named gt-nobody/);
    const pid = await gpttraceEnds([COUNT_FAULTS, '--pid', '4194000', '--duration', '0.3', '--yes']);
    expect(pid.status).toBe(9);
    expect(pid.stdout).toMatch(/no process.*4194000/);
  });

  it.skipIf(cannotTrace)('one that names a program nobody knows, which does not run either', async () => {
    const { stdout } = await gpttraceEnds(['which files does gt-nobody open', '--dry-run']);
    expect(stdout).toContain('comm == "gt-nobody"');
  });
});

describe('flags', () => {
  it.each([
    [['--nope'], /unknown option '--nope'/],
    [['--durration', '5', 'count page faults'], /unknown option '--durration'[\s\S]*--duration/],
    [['count page faults', '--duration', 'soon'], /expected a number of seconds/],
    [['count page faults', '--duration', '-1'], /expected a number of seconds|argument missing/],
    [['count page faults', '--pid', 'x'], /expected a whole number/],
    [['count page faults', '--pid', '0'], /expected a whole number/],
    [['count page faults', '--top', '1.5'], /expected a whole number/],
    [['count page faults', '-c', '  '], /expected some text/],
    [['count page faults', '-c', 'true', '--pid', '1'], /--command and --pid cannot be used together/],
    [['run'], /missing required argument/],
    [['run', 'a.bt', 'b.bt'], /too many arguments/],
    [['doctor', '--verbose'], /unknown option/],
  ])('%j', async (args, said) => {
    const { status, stdout, stderr } = await gpttraceEnds([...args, ...(args[0] === 'doctor' || args[0] === 'run' ? [] : ['--yes'])]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.trimEnd().split('\n').length, stderr).toBeLessThanOrEqual(3);
  });
});

describe.skipIf(cannotTrace)('program files', () => {
  it.each([
    ['missing', () => scratchFile('none.bt'), /cannot read .*none\.bt: there is no such file/],
    ['a directory', () => '/tmp', /cannot read \/tmp: it is a directory/],
    ['binary', () => bt(Buffer.from([1, 2, 0, 3]), 'binary.bt'), /cannot read .*binary\.bt: it is no text/],
    ['of 2 MB', () => bt(`// ${'x'.repeat(2 * 1024 * 1024)}\nBEGIN { exit(); }\n`, 'large.bt'), /cannot read .*large\.bt: it has more than 1048576 bytes/],
  ])('%s', async (_what, file, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['run', file(), '--yes']);
    expect(status).toBe(10);
    expect(stdout).toBe('');
    expectMessage(stderr, said);
  });

  it('unreadable, for who is not root', async () => {
    if (whyNot('setpriv') !== undefined) return;
    const file = bt('BEGIN { exit(); }');
    const closed = join(file, '..', 'closed.bt');
    writeFileSync(closed, 'BEGIN { exit(); }', { mode: 0o600 });
    const { status, stderr } = await asNobody(['run', closed, '--yes']).end();
    expect(status).toBe(10);
    expectMessage(stderr, /cannot read .*closed\.bt: permission denied/);
  });

  it('empty, or without any probe', async () => {
    for (const text of ['', '\n\n', '// only a comment\n']) {
      const { status, stderr } = await gpttraceEnds(['run', bt(text), '--yes']);
      expect(status, JSON.stringify(text)).toBe(4);
      expectMessage(stderr, /mistake/);
    }
  });

  it('with two syntax errors: both are shown, each with a caret', async () => {
    const file = bt('tracepoint:exceptions:page_fault_user { @[comm] = count( }\nBEGIN { print(1)) }\n', 'wrong.bt');
    const { status, stdout, stderr } = await gpttraceEnds(['run', file, '--yes']);
    expect(status).toBe(4);
    expect(stdout).toBe('');
    expectMessage(stderr, /wrong\.bt has 2 mistakes; it was not run/);
    expect(stderr).toMatch(/:1:58: error: .*\n +1 \| .*\n +\| {58}\^/);
    expect(stderr).toMatch(/:2:17: error: .*\n +2 \| .*\n +\| {17}\^/);
  });

  it('with a tracepoint and a field that do not exist: names what comes near', async () => {
    const file = bt('tracepoint:syscalls:sys_enter_opnat { @[comm] = count(); }\ntracepoint:syscalls:sys_enter_openat { @[args->file_name] = count(); }\n');
    const { status, stderr } = await gpttraceEnds(['run', file, '--yes']);
    expect(status).toBe(4);
    expectMessage(stderr, /2 mistakes/);
    expect(stderr).toMatch(/did you mean syscalls:sys_enter_openat/);
    expect(stderr).toMatch(/no field "file_name"[\s\S]*filename/);
  });

  it('that does more than watch is refused', async () => {
    const victim = scratchFile('victim');
    const file = bt(`BEGIN { system("touch ${victim}"); exit(); }`);
    const { status, stderr } = await gpttraceEnds(['run', file, '--yes']);
    expect(status).toBe(6);
    expectMessage(stderr, /refused/);
    expect(stderr).toContain('--allow-unsafe');
    await expect(runs(['test', '-e', victim])).resolves.toMatchObject({ status: 1 });
  });

  it('that bpftrace itself refuses', async () => {
    // Nobody can tell that this loop ends, so the kernel does not load it.
    const file = bt('BEGIN { $i = (uint64)0; while ($i < nsecs) { $i++; } exit(); }');
    const { status, stderr } = await gpttraceEnds(['run', file, '--yes']);
    expect(status).toBe(4);
    expectMessage(stderr, /bpftrace did not accept the program: ./);
  });
});

/** As a user without any rights. */
function asNobody(args: readonly string[], options: RunOptions = {}): Run {
  // What it keeps goes where it may write.
  const state = join(scratch, 'nobody');
  mkdirSync(state, { recursive: true });
  chownSync(state, 65534, 65534);
  const env = { XDG_STATE_HOME: state, ...options.env };
  return new Run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--', ...gpttraceCommand(...args)], { cwd: '/', ...options, env });
}

/** Both kinds of output of a run with a stand-in, of which one is JSON. */
async function both(name: string, ...args: readonly string[]): Promise<{ readonly text: Ended; readonly json: Ended }> {
  const text = await gpttraceEnds([COUNT_FAULTS, '--yes', ...args], standIn(name));
  const json = await gpttraceEnds([COUNT_FAULTS, '--yes', '--json', ...args], standIn(name));
  expect(json.status).toBe(text.status);
  return { text, json };
}

describe.skipIf(cannotTrace)('bpftrace', () => {
  it('is not installed', async () => {
    if (whyNot('unshare') !== undefined) return;
    const hide = 'for f in $(type -ap bpftrace); do mount --bind /dev/null "$(readlink -f "$f")"; done; "$@"';
    const { status, stdout, stderr } = await inNamespace(hide, [COUNT_FAULTS, '--engine', 'bpftrace', '--yes']).end();
    expect(status).toBe(7);
    expect(stdout).toBe('');
    expectMessage(stderr, /bpftrace is not installed/);
    expect(stderr).toMatch(/install/);
    const doctor = await inNamespace(hide, ['doctor']).end();
    expect(doctor.status).toBe(7);
    expect(doctor.stdout).toMatch(/^missing +bpftrace +not installed\n +mend: /m);
    const written = await inNamespace(hide, ['write', COUNT_FAULTS]).end();
    expect(written.status, 'a program can be written all the same').toBe(0);
    expect(written.stdout).toContain('@faults');
  });

  it('is too old', async () => {
    const { text } = await both('old', '--engine', 'bpftrace');
    expect(text.status).toBe(7);
    expectMessage(text.stderr, /bpftrace 0\.16\.0 is too old: gpttrace needs 0\.17\.0 or later/);
    expect(text.stderr).toMatch(/install a newer one/);
  });

  it('does not even say its version', async () => {
    const { text } = await both('no-version', '--engine', 'bpftrace');
    expect(text.status).toBe(7);
    expectMessage(text.stderr, /does not say a version; it said: .*libbcc\.so\.0/);
  });

  it('dies at the start', async () => {
    const { text, json } = await both('dies-at-start');
    expect(text.status).toBe(8);
    expectMessage(text.stderr, /bpftrace ended unexpectedly: killed by SIGSEGV/);
    expect(only(jsonLines(json.stdout), 'problem')).toMatchObject({ code: 'tracer-crashed', exit: 8 });
  });

  it('dies in the middle: what it had said is shown', async () => {
    const { text } = await both('dies-in-run');
    expect(text.status).toBe(8);
    expect(text.stdout).toMatch(/gt-before +41/);
    expectMessage(text.stderr, /killed by SIGABRT; it said: .*out of registers/);
  });

  it('refuses the program', async () => {
    const { text } = await both('refuses');
    expect(text.status).toBe(4);
    expectMessage(text.stderr, /bpftrace did not accept the program: the kernel verifier says no/);
  });

  it('prints garbage: none of it is lost, none of it reaches the terminal raw', async () => {
    const { text, json } = await both('garbage');
    expect(text.status).toBe(0);
    expect(text.stderr).toBe('');
    expect(text.stdout).toMatch(/gt-garbage +7/);
    expect(text.stdout).toContain('not json');
    expect(text.stdout).not.toContain('\u001b');
    expect(only<Ending>(jsonLines(json.stdout), 'ended').reason).toBe('finished');
  });

  it('loses events: they are counted and shown', async () => {
    const { text, json } = await both('loses');
    expect(text.stdout).toMatch(/1,234 events were lost/);
    expect(only<Answer>(jsonLines(json.stdout), 'answer').lost).toBe(1234);
  });

  it('hangs and ignores SIGINT: SIGTERM ends it', async () => {
    const { status, stdout } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--duration', '0.2'], standIn('interruptible'));
    expect(status).toBe(9);
    expect(stdout).toMatch(/saw 0 events/);
  });

  it('hangs and ignores SIGTERM too: SIGKILL ends it, and it is not said that nothing happened', async () => {
    const { status, stdout, stderr } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--duration', '0.2'], standIn('stubborn'));
    expect(status).toBe(8);
    expect(stdout).not.toMatch(/saw 0 events/);
    expect(stderr).toMatch(/there is no answer: bpftrace did not end when it was asked to and was killed/);
  });
});

describe.skipIf(cannotTrace ?? whyNot('unshare'))('the kernel', () => {
  it('has no BTF: what needs none runs, what does says so', async () => {
    const hide = `mkdir -p "$EMPTY" && mount --bind "$EMPTY" /sys/kernel/btf && "$@"`;
    const env = { EMPTY: scratchFile('empty') };
    const counted = await inNamespace(hide, [COUNT_FAULTS, '--yes', '-c', 'ls /'], { env }).end();
    expect(counted.status).toBe(0);
    expect(counted.stdout).toMatch(/^ls +\d+/m);
    const file = bt('tracepoint:sched:sched_process_exit { $task = (struct task_struct *)curtask; printf("%d\\n", $task->exit_code); }');
    const typed = await inNamespace(hide, ['run', file, '--yes', '--duration', '0.5'], { env }).end();
    expect(typed.status).toBe(4);
    expectMessage(typed.stderr, /mistake|did not accept/);
    expect(typed.stderr).toMatch(/BTF|types|headers/);
    const doctor = await inNamespace(hide, ['doctor'], { env }).end();
    expect(doctor.stdout).toMatch(/^limited +BTF/m);
  });

  const UNMOUNT = 'while umount -R /sys/kernel/debug 2>/dev/null; do :; done; while umount /sys/kernel/tracing 2>/dev/null; do :; done; ';

  it('has tracefs, but not mounted: root mounts it, saying so', async () => {
    const { status, stdout, stderr } = await inNamespace(`${UNMOUNT} "$@"`, [COUNT_FAULTS, '--yes', '-c', 'ls /']).end();
    expect(stderr).toMatch(/tracefs was not mounted; it is now, at \/sys\/kernel\/tracing/);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^ls +\d+/m);
  });

  it('has tracefs, and it cannot be mounted', async () => {
    const script = `${UNMOUNT} mount --bind /dev/null "$(readlink -f "$(type -p mount)")"; "$@"`;
    const { status, stdout, stderr } = await inNamespace(script, [COUNT_FAULTS, '--yes']).end();
    expect(status).toBe(7);
    expect(stdout).toBe('');
    expectMessage(stderr, /tracefs is not mounted/);
    expect(stderr).toContain('mount -t tracefs');
  });

  it('has no tracefs at all', async () => {
    const none = bt('nodev\tsysfs\nnodev\ttmpfs\n\text4\n', 'filesystems');
    const script = `${UNMOUNT} mount --bind "$NONE" /proc/filesystems; "$@"`;
    const { status, stderr } = await inNamespace(script, [COUNT_FAULTS, '--yes'], { env: { NONE: none } }).end();
    expect(status).toBe(7);
    expectMessage(stderr, /this kernel has no tracefs/);
  });
});

describe.skipIf(cannotTrace ?? whyNot('setpriv'))('not root', () => {
  /** With a stand-in for sudo before one for bpftrace. What both were asked for is in the log. */
  function withSudo(sudo: string, bpftrace: string, args: readonly string[]): { readonly run: Run; log(): string } {
    const log = scratchFile('log');
    writeFileSync(log, '');
    const first = `${fixture(sudo)}:${fixture(bpftrace)}`;
    chmodSync(log, 0o666);
    const run = asNobody(args, { first, env: { BPFTRACE_TEST_LOG: log, XDG_CACHE_HOME: '/nonexistent' } });
    return { run, log: () => readFileSync(log, 'utf8') };
  }

  it('and no sudo: says what to do', async () => {
    if ((await runs(['bash', '-c', 'type -p sudo'])).status === 0) {
      console.log('skipped: this machine has sudo');
      return;
    }
    const { status, stdout, stderr } = await asNobody([COUNT_FAULTS, '--yes']).end();
    expect(status).toBe(7);
    expect(stdout).toBe('');
    expectMessage(stderr, /tracing needs root, and there is no sudo here/);
    expect(stderr).toMatch(/run gpttrace as root, or install sudo/);
  });

  it('and sudo wants a password that nobody can type', async () => {
    const { run, log } = withSudo('sudo-asks', 'records', [COUNT_FAULTS, '--yes']);
    const { status, stderr } = await run.end();
    expect(status).toBe(7);
    expectMessage(stderr, /sudo does not let you run bpftrace without a password/);
    expect(stderr).toContain('sudo -v');
    expect(log()).not.toContain('-f json');
  });

  it('with sudo: bpftrace, and nothing else, runs through it', async () => {
    const { run, log } = withSudo('sudo', 'records', [COUNT_FAULTS, '--yes']);
    const { status, stdout, stderr } = await run.end();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/gt-recorded +17/);
    const asked = log()
      .split('\n')
      .filter((line) => line.startsWith('sudo '));
    const bpftrace = `${fixture('records')}/bpftrace`;
    expect(asked).toContain(`sudo -n -l ${bpftrace}`);
    expect(asked).toContain(`sudo -n -- ${bpftrace} -f json -`);
    for (const line of asked) expect(line).toMatch(/^sudo -n (-l|--) \S+\/bpftrace( |$)/);
  });

  it('with sudo: Ctrl-C ends it, and twice ends it at once', async () => {
    const { run, log } = withSudo('sudo', 'stubborn', [COUNT_FAULTS, '--yes', '--json', '--duration', '0']);
    await attached(run);
    run.signal('SIGINT');
    await until('the tracer was interrupted', () => /^INT$/m.test(log()));
    run.signal('SIGINT');
    const { status } = await run.end();
    expect(status).toBe(130);
  });
});

describe.skipIf(cannotTrace)('saving', () => {
  it('on a full disk: the old file is as it was, no draft stays', async () => {
    if (whyNot('unshare') !== undefined) return;
    const script = `mkdir "$DISK" && mount -t tmpfs -o size=64k tmpfs "$DISK" && echo 'old content' >"$DISK/kept.bt"
      cat /dev/zero >"$DISK/fill" 2>/dev/null
      "$@" --save "$DISK/kept.bt" --force; status=$?
      echo "kept: $(cat "$DISK/kept.bt")"; ls -A "$DISK"; exit $status`;
    const { status, stdout, stderr } = await inNamespace(script, [COUNT_FAULTS, '--yes'], { env: { DISK: scratchFile('disk') } }).end();
    expect(status).toBe(10);
    expectMessage(stderr, /cannot write .*kept\.bt: the disk is full/);
    expect(stdout).toBe('kept: old content\nfill\nkept.bt\n');
  });

  it('to /dev/full, to a folder, to where no folder is', async () => {
    const full = await gpttraceEnds([COUNT_FAULTS, '--yes', '--force', '--save', '/dev/full']);
    expect(full.status).toBe(10);
    expect(full.stdout).toBe('');
    expectMessage(full.stderr, /cannot write \/dev\/full: the disk is full/);
    const folder = scratchFile('folder');
    mkdirSync(folder);
    const toFolder = await gpttraceEnds([COUNT_FAULTS, '--yes', '--force', '--save', folder]);
    expect(toFolder.status).toBe(10);
    expectMessage(toFolder.stderr, /cannot write .*folder: it is a directory/);
    const nowhere = await gpttraceEnds(['write', COUNT_FAULTS, '-o', `${folder}/none/program.bt`]);
    expect(nowhere.status).toBe(10);
    expectMessage(nowhere.stderr, /cannot write .*program\.bt: there is no such file or directory/);
  });

  it('over a file that holds something else', async () => {
    const file = bt('mine');
    const { status, stderr } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--save', file]);
    expect(status).toBe(10);
    expectMessage(stderr, /exists and holds something else; it was left as it is/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('standard output that is full', async () => {
    const { status, stderr } = await behind('"$@" >/dev/full', ['write', COUNT_FAULTS]).end();
    expect(status).not.toBe(0);
    expect(stderr).not.toMatch(/^\s+at |node:internal/m);
  });
});

const TICKS = 'interval:ms:50 { printf("tick %d\\n", 1); }';

describe.skipIf(cannotTrace)('being ended', () => {
  it.each([['text'], ['json']])('output piped to head: %s', async (kind) => {
    const args = ['run', bt(TICKS), '--yes', '--duration', '0', ...(kind === 'json' ? ['--json'] : [])];
    const { status, stderr, stdout } = await behind(`"$@" | head -n 2; exit \${PIPESTATUS[0]}`, args).end();
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(3);
    expect(status).toBe(141);
  });

  it('a help of which one line is read', async () => {
    const { status, stderr } = await behind(`"$@" | head -n 1; exit \${PIPESTATUS[0]}`, ['--help']).end();
    expect(stderr).toBe('');
    expect([0, 141]).toContain(status);
  });

  it('Ctrl-C once: the final answer is printed', async () => {
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '--duration', '0']);
    await attached(run);
    await runs(['ls', '/']);
    run.signal('SIGINT');
    const { status, stdout, stderr } = await run.end();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    expect(only<Ending>(lines, 'ended').reason).toBe('interrupted');
    expect(stdout).toMatch(/"process":"ls"/);
    expect(only<Answer>(lines, 'answer').sentence).toMatch(/^In /);
  });

  it('Ctrl-C before the probes are attached', async () => {
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '--duration', '0']);
    await shows(run, /"type":"started"/);
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect([0, 9, 130], stderr).toContain(status);
    expect(stderr).not.toMatch(/did not accept|unexpectedly/);
  });

  it('Ctrl-C twice: gone at once, nothing left running', async () => {
    const log = scratchFile('log');
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '--duration', '0'], standIn('stubborn', { env: { BPFTRACE_TEST_LOG: log } }));
    await attached(run);
    run.signal('SIGINT');
    await until('the tracer was interrupted', () => runsQuietly(() => readFileSync(log, 'utf8').includes('INT')));
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect(status).toBe(130);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readFileSync(log, 'utf8'), 'without waiting for what listens to nothing').not.toContain('TERM');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s', async (signal, expected) => {
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '--duration', '0']);
    await attached(run);
    run.signal(signal);
    const { status, signal: died, stderr } = await run.end();
    // A shell shows an end by the signal itself as the same number.
    expect(died === null ? status : 128 + constants.signals[died]).toBe(expected);
    expect(stderr).toBe('');
  });

  it('SIGKILL: the tracer ends too', async () => {
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '--duration', '0']);
    await attached(run);
    expect(run.tracer()).toBeDefined();
    run.signal('SIGKILL');
    expect((await run.end()).signal).toBe('SIGKILL');
  });

  it('the traced command goes when gpttrace is ended', async () => {
    const run = gpttrace([COUNT_FAULTS, '--yes', '--json', '-c', 'sleep 300 & sleep 300']);
    await attached(run);
    await until('the command runs', () => run.processes().filter(({ command }) => command === 'sleep 300').length === 2);
    run.signal('SIGINT');
    const { status } = await run.end();
    expect(status).toBe(0);
  });
});

/** False where it throws. */
function runsQuietly(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

describe.skipIf(cannotTrace)('a flood of events', () => {
  const HOT = 'tracepoint:raw_syscalls:sys_enter { printf("%d %s %d\\n", pid, comm, args->id); }';
  const MOST_KIB = 250 * 1024;

  function residentKib(pid: number): number {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  }

  it('keeps memory bounded, and counts and shows what was lost', async () => {
    const load = [new Run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1']), new Run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1'])];
    const run = gpttrace(['run', bt(HOT), '--yes', '--json', '--duration', '0', '--max-overhead', '100%'], { unread: true });
    let most = 0;
    let bytes = 0;
    let tail = '';
    let rows = 0;
    try {
      const stdout = run.child.stdout;
      stdout?.setEncoding('utf8');
      // A slow reader: one chunk, then a pause.
      stdout?.on('data', (chunk: string) => {
        bytes += chunk.length;
        rows += chunk.split('"type":"row"').length - 1;
        tail = (tail + chunk).slice(-20_000);
        most = Math.max(most, runsQuietly(() => residentKib(run.pid) > most) ? residentKib(run.pid) : 0);
        stdout.pause();
        setTimeout(() => stdout.resume(), bytes > 40e6 ? 0 : 5);
      });
      await until('it has printed much', () => bytes > 20e6, 40_000);
      expect(residentKib(run.pid)).toBeLessThan(MOST_KIB);
    } finally {
      for (const one of load) one.killAll();
    }
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(most).toBeLessThan(MOST_KIB);
    const answer = only<Answer>(jsonLines(tail.slice(tail.indexOf('\n') + 1)), 'answer');
    expect(rows).toBeGreaterThan(10_000);
    expect(answer.lost).toBeGreaterThan(0);
    expect(answer.sentence).toMatch(/events were lost/);
  });

  it('nobody reads at all: Ctrl-C twice ends it all the same', async () => {
    const load = new Run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1']);
    const run = gpttrace(['run', bt(HOT), '--yes', '--duration', '0', '--max-overhead', '100%'], { unread: true });
    try {
      await until('the tracer runs', () => run.tracer() !== undefined);
      let [written, since] = [0, Date.now()];
      await until('the pipe is full, so it waits', () => {
        const now = Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${run.pid}/io`, 'utf8'))?.[1]);
        if (now !== written || now < 32_768) [written, since] = [now, Date.now()];
        return Date.now() - since > 400;
      });
      expect(residentKib(run.pid)).toBeLessThan(MOST_KIB);
      run.signal('SIGINT');
      await until('it has heard', () => run.tracer() === undefined, 10_000).catch(() => {});
      run.signal('SIGINT');
      await until('it is gone', () => run.child.exitCode !== null || run.child.signalCode !== null, 10_000);
      expect(run.child.exitCode).toBe(130);
      run.read();
      await run.end();
    } finally {
      load.killAll();
      run.killAll();
    }
  });
});

describe.skipIf(cannotTrace)('piped output', () => {
  it('holds no escape sequences', async () => {
    for (const args of [
      [COUNT_FAULTS, '--yes', '-c', 'ls /'],
      ['doctor'],
      [COUNT_FAULTS, '--dry-run', '--explain'],
      ['what is the capital of France'],
      ['run', '/nonexistent.bt'],
    ]) {
      const { stdout, stderr } = await gpttraceEnds(args, { env: { FORCE_COLOR: '1' } });
      expect(stdout + stderr, args.join(' ')).not.toContain('\u001b');
    }
  });
});
