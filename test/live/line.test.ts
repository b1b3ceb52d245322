/** The line from a question to an answer, through the command line, with the real bpftrace. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  attached,
  fixture,
  gpttrace,
  gpttraceEnds,
  isThere,
  type Json,
  jsonLines,
  only,
  ROOT,
  Run,
  runs,
  scratch,
  scratchFile,
  shows,
  tracing,
  until,
  whyNot,
  workload,
  workloadCommand,
} from './helpers.ts';

const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');
const COUNT_FAULTS = 'count page faults by process';
const FILES = 'which files are opened';
const EXECS = 'which programs are executed';

type Row = { readonly row: Readonly<Record<string, unknown>> };
type Ending = { readonly reason: string; readonly seconds: number; readonly commandStatus?: number };
type Answer = { readonly sentence: string; readonly records: number; readonly lost: number; readonly seconds: number };
type Plan = { readonly origin: { readonly name: string }; readonly source: string; readonly seconds: number | null };
type Entries = { readonly entries: readonly Readonly<Record<string, unknown>>[] };

function rowsOf(lines: readonly Json[]): Readonly<Record<string, unknown>>[] {
  return lines.filter((line) => line.type === 'row').map((line) => (line as unknown as Row).row);
}

/** A shell command of the workload. */
function shellWorkload(...args: readonly string[]): string {
  return workloadCommand(...args).join(' ');
}

/** The number beside a name in a table. */
function numberBeside(name: string, table: string): number {
  const found = new RegExp(`^${name} +([\\d,]+)`, 'm').exec(table)?.[1];
  expect(found, `no ${name} in:\n${table}`).toBeDefined();
  return Number(found?.replaceAll(',', ''));
}

/** A program that starts others with names of their own: NAME.sh runs COMMAND. */
function script(name: string, command: string): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  return path;
}

describe.skipIf(cannotTrace)('from a question to an answer', () => {
  it('counts, in a table', async () => {
    const { status, stdout, stderr } = await gpttraceEnds([COUNT_FAULTS, '--yes', '-c', shellWorkload('fault', '500')]);
    expect(stderr.replace(/^\{.*\}\n/, ''), 'the command prints to standard error, nothing else does').toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^process +faults/);
    const faults = numberBeside('gt-fault', stdout);
    expect(faults).toBeGreaterThanOrEqual(500);
    expect(faults).toBeLessThanOrEqual(1200);
    expect(stdout.trimEnd().split('\n').at(-1), 'one sentence at the end').toMatch(/^In \d+\.\d s: .*faults.*\.$/);
  });

  it('counts what happens anywhere while it runs', async () => {
    const lines = await tracing([COUNT_FAULTS], () => workload('fault', '500'));
    const { entries } = only<Entries>(lines, 'map');
    const faults = entries.find((entry) => entry.process === 'gt-fault')?.faults as number;
    expect(faults).toBeGreaterThanOrEqual(500);
    expect(faults).toBeLessThanOrEqual(1200);
    expect(only<Ending>(lines, 'ended').reason).toBe('interrupted');
  });

  it('prints rows as they come', async () => {
    const run = gpttrace([FILES, '--comm', 'gt-open', '--yes', '--duration', '0']);
    const opening = (async () => {
      while (!run.stdout.includes('needle.txt') && run.child.exitCode === null) await workload('open', '3');
    })();
    await shows(run, /^ *\d+ +gt-open +.*\/needle\.txt/m);
    await opening;
    run.signal('SIGINT');
    const { status, stdout, stderr } = await run.end();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ *pid +process +file/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^In \d+\.\d s: \d+ events?.*\.$/);
  });

  it('draws a histogram', async () => {
    const { status, stdout } = await gpttraceEnds(['histogram of read sizes', '--yes', '-c', shellWorkload('read', '50', '300000')]);
    expect(status).toBe(0);
    const [, count, bar] = /^256 KiB to 512 KiB +(\d+) +[\d.]+% +([█▏▎▍▌▋▊▉]+)$/m.exec(stdout) ?? [];
    expect(Number(count), stdout).toBeGreaterThanOrEqual(50);
    expect(Number(count)).toBeLessThanOrEqual(60);
    expect(bar).toMatch(/^█/);
  });

  it('answers a Chinese question in Chinese', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['统计每个进程的缺页次数', '--yes', '-c', shellWorkload('fault', '500')]);
    expect(stderr.replace(/^\{.*\}\n/, '')).toBe('');
    expect(status).toBe(0);
    expect(numberBeside('gt-fault', stdout)).toBeGreaterThanOrEqual(500);
    expect(stdout.split('\n')[0]).toMatch(/^进程/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/秒.*缺页.*。$/);
  });

  it('says so where nothing was seen', async () => {
    const { status, stdout } = await gpttraceEnds([EXECS, '--yes', '--comm', 'gt-nobody', '--duration', '0.5']);
    expect(status).toBe(9);
    expect(stdout).toMatch(/^Attached \d+ probes?, saw 0 events in 0\.5 s\.\n {2}no process gt-nobody was running$/m);
  });

  it('watches for as long as it is told', async () => {
    const { status, stdout } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--json', '--duration', '1500ms']);
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    const ending = only<Ending>(lines, 'ended');
    expect(ending.reason).toMatch(/^(finished|deadline)$/);
    expect(ending.seconds).toBe(1.5);
    expect(only<Plan>(lines, 'plan').seconds).toBe(1.5);
  });

  it('shows the N largest', async () => {
    const { stdout } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--top', '2', '-c', `${shellWorkload('fault', '300')}; cat /dev/null; ls /`]);
    const [heading, first, second, rest, total] = stdout.split('\n');
    expect(heading).toMatch(/^process/);
    expect(first).toMatch(/^\S+ +\d+/);
    expect(second).toMatch(/^\S+ +\d+/);
    expect(rest).toMatch(/^others \(\d+\) +[\d,]+ +\d/);
    expect(total).toMatch(/^total .*100\.0%$/);
  });
});

describe.skipIf(cannotTrace)('JSON lines', () => {
  const NAMES: readonly (readonly [string, Buffer])[] = [
    ['blanks', Buffer.from(' a  file with  blanks ')],
    ['quotes', Buffer.from(`"double" 'single' \`back\``)],
    ['commas and brackets', Buffer.from('a,b, c],[{"x":1}')],
    ['backslashes', Buffer.from('back\\slash \\n \\uffffffe4 \\')],
    ['line breaks and control characters', Buffer.from('line\nbreak\ttab\r\u0001\u001b[31m\u007f')],
    ['Chinese', Buffer.from('中文文件名 你好.txt')],
    ['emoji', Buffer.from('😀 file')],
    ['invalid bytes', Buffer.from([0x61, 0xff, 0xfe, 0x20, 0xc3, 0x62])],
    ['percent signs', Buffer.from('%s %d %%')],
  ];

  it('holds a file name of any characters in one column, exactly', async () => {
    const directory = join(scratch, 'names');
    mkdirSync(directory);
    const opener = `
      const fs = require('fs');
      fs.writeFileSync('/proc/self/comm', 'gt-names');
      for (const hex of process.argv.slice(1)) { try { fs.openSync(Buffer.from(hex, 'hex'), 'r'); } catch {} }`;
    const lines = await tracing([FILES, '--comm', 'gt-names'], async (run) => {
      await runs([process.execPath, '-e', opener, ...NAMES.map(([, name]) => name.toString('hex'))], { cwd: directory });
      await shows(run, /percent|%s %d %%/);
    });
    const files = rowsOf(lines).map((row) => row.file);
    for (const [what, name] of NAMES) expect(files, what).toContain(name.toString('utf8'));
    for (const row of rowsOf(lines)) {
      expect(Object.keys(row)).toEqual(['pid', 'process', 'file', 'fd', 'errno']);
      expect(row).toMatchObject({ pid: expect.any(Number), process: 'gt-names', file: expect.any(String), fd: expect.any(Number), errno: expect.any(Number) });
    }
    expect(rowsOf(lines).find((row) => row.file === '%s %d %%')).toMatchObject({ fd: -1, errno: 2 });
  });

  it('tells the whole run, in order', async () => {
    const lines = await tracing([COUNT_FAULTS], () => workload('fault', '100'));
    // Once a second, and before the end, comes what it has cost.
    expect(lines[lines.findIndex((line) => line.type === 'ended') - 1]?.type).toBe('overhead');
    const types = lines.map((line) => line.type).filter((type) => type !== 'overhead');
    expect(types).toEqual(['facts', 'plan', 'started', 'attached', 'map', 'ended', 'answer', 'session']);
    const answer = only<Answer>(lines, 'answer');
    expect(answer).toMatchObject({ lost: 0, records: expect.any(Number), sentence: expect.stringMatching(/^In .*faults/) });
    for (const entry of only<Entries>(lines, 'map').entries) expect(entry).toEqual({ process: expect.any(String), faults: expect.any(Number) });
    expect(only<Plan>(lines, 'plan').origin).toEqual({ kind: 'library', name: 'page-faults' });
  });
});

describe.skipIf(cannotTrace)('narrowing', () => {
  it('-c traces the command, its children and theirs, and nobody else', async () => {
    const grandchild = script('gt-grandchild', 'exit 0');
    const child = script('gt-child-1', `${grandchild}; exec /bin/true`);
    const parent = script('gt-parent', `${child} & wait; ${child}`);
    const run = gpttrace([EXECS, '--yes', '--json', '-c', `sleep 0.5; ${parent}; exit 3`]);
    await attached(run);
    // Somebody else does the same all the while.
    await workload('exec', '20');
    const { status, stdout } = await run.end();
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    const files = rowsOf(lines).map((row) => String(row.file));
    expect(files.filter((file) => file === parent)).toHaveLength(1);
    expect(files.filter((file) => file === child)).toHaveLength(2);
    expect(files.filter((file) => file === grandchild)).toHaveLength(2);
    expect(
      files.filter((file) => file.endsWith('/gt-child')),
      'of the other process',
    ).toEqual([]);
    expect(only<Ending>(lines, 'ended')).toMatchObject({ reason: 'command-ended', commandStatus: 3 });
  });

  it('-c traces the files a command opens', async () => {
    const { status, stdout, stderr } = await gpttraceEnds([FILES, '--yes', '--json', '-c', `cat ${ROOT}package.json >/dev/null`]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(rowsOf(jsonLines(stdout)).filter((row) => row.process === 'cat' && row.file === `${ROOT}package.json`)).toHaveLength(1);
  });

  it('-c runs the command as it is, keeping its output apart', async () => {
    const { stdout, stderr } = await gpttraceEnds([COUNT_FAULTS, '--yes', '-c', `echo 'a "quoted"  $word'; echo to-stderr >&2`]);
    expect(stderr).toBe('a "quoted"  $word\nto-stderr\n');
    expect(stdout).not.toContain('quoted');
  });

  it('-c with a command that does not exist', async () => {
    const { stdout, stderr } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--json', '-c', 'gt-no-such-command']);
    expect(stderr).toMatch(/gt-no-such-command.*not found/);
    expect(only<Ending>(jsonLines(stdout), 'ended').commandStatus).toBe(127);
  });

  /** A process of a name of its own that opens a file every 20 ms until it is killed. */
  function opener(name: string): Run {
    const turn = `require('fs').writeFileSync('/proc/self/comm', '${name}');
      setInterval(() => require('fs').closeSync(require('fs').openSync('/proc/self/comm')), 20); setTimeout(() => process.exit(), 40000);`;
    return new Run([process.execPath, '-e', turn]);
  }

  it('--pid sees that process only', async () => {
    const [traced, other] = [opener('gt-one'), opener('gt-other')];
    try {
      const lines = await tracing([FILES, '--pid', String(traced.pid)], (run) => shows(run, /(?:"type":"row"[^\n]*\n[^\n]*){5}/));
      expect([...new Set(rowsOf(lines).map((row) => row.pid))]).toEqual([traced.pid]);
    } finally {
      traced.killAll();
      other.killAll();
    }
  });

  it('a process named in the question is the only one seen', async () => {
    const [traced, other] = [opener('gt-one'), opener('gt-other')];
    try {
      await until('the process has its name', () => readFileSync(`/proc/${traced.pid}/comm`, 'utf8') === 'gt-one\n');
      const lines = await tracing(['which files does gt-one open'], (run) => shows(run, /(?:"type":"row"[^\n]*\n[^\n]*){5}/));
      expect([...new Set(rowsOf(lines).map((row) => row.process))]).toEqual(['gt-one']);
    } finally {
      traced.killAll();
      other.killAll();
    }
  });

  it('--comm sees processes of that name only', async () => {
    const lines = await tracing([EXECS, '--comm', 'gt-child'], async (run) => {
      await workload('exec', '10');
      await workload('live', '5');
      await shows(run, /"process":"gt-child"/);
    });
    const rows = rowsOf(lines);
    expect(rows.length).toBeGreaterThanOrEqual(15);
    expect(new Set(rows.map((row) => row.process))).toEqual(new Set(['gt-child']));
  });
});

describe.skipIf(cannotTrace)('looking before running', () => {
  /** What a stand-in for bpftrace was asked to do. */
  async function asked(
    args: readonly string[],
  ): Promise<{ readonly log: string; readonly stdout: string; readonly stderr: string; readonly status: number | null }> {
    const log = scratchFile('log');
    const ended = await gpttraceEnds(args, { first: fixture('records'), env: { BPFTRACE_TEST_LOG: log, XDG_CACHE_HOME: scratchFile('cache') } });
    return { ...ended, log: isThere(log) ? readFileSync(log, 'utf8') : '' };
  }

  /** The saved program, run by bpftrace itself, counts and ends by itself. */
  async function expectPlainRun(file: string): Promise<void> {
    const plain = new Run(['bpftrace', file]);
    while (plain.child.exitCode === null) await workload('fault', '100');
    const { status, stdout, stderr } = await plain.end();
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^@faults\[gt-fault\]: \d+$/m);
  }

  it('--dry-run runs nothing and shows the program', async () => {
    const { status, stdout, log } = await asked([COUNT_FAULTS, '--dry-run', '-c', `touch ${join(scratch, 'ran')}`]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/page_fault/);
    expect(stdout).toMatch(/count\(\)/);
    expect(log).not.toContain('-f json');
    expect(isThere(join(scratch, 'ran'))).toBe(false);
  });

  it('--dry-run --json gives the plan', async () => {
    const { stdout, log } = await asked([COUNT_FAULTS, '--dry-run', '--json', '--duration', '3']);
    expect(only<Plan>(jsonLines(stdout), 'plan')).toMatchObject({ seconds: 3, source: expect.stringContaining('@faults[comm] = count()') });
    expect(log).not.toContain('-f json');
  });

  it('without a terminal and without --yes nothing runs', async () => {
    const { status, stdout, stderr, log } = await asked([COUNT_FAULTS]);
    expect(status).toBe(5);
    expect(stdout).toBe('');
    expect(stderr).toContain('--yes');
    expect(log).not.toContain('-f json');
  });

  it('--yes runs it, so that the above means something', async () => {
    const { status, stdout, log } = await asked([COUNT_FAULTS, '--yes']);
    expect(status).toBe(0);
    expect(numberBeside('gt-recorded', stdout)).toBe(17);
    expect(log).toMatch(/^bpftrace as 0: -f json -$/m);
  });

  it('--explain says in words what the program does', async () => {
    const { stdout } = await asked([COUNT_FAULTS, '--dry-run', '--explain']);
    expect(stdout).toMatch(/Each time a program touches a page of memory that is not there yet/);
    expect(stdout).toMatch(/\n +Counts it, by process name \(in @faults\)/);
    const run = await gpttraceEnds([COUNT_FAULTS, '--yes', '--explain', '--duration', '0.3']);
    expect(run.stderr).toMatch(/Counts it, by process name/);
  });

  it('--save keeps the program, which then runs with plain bpftrace', async () => {
    const file = scratchFile('saved.bt');
    const { status } = await gpttraceEnds([COUNT_FAULTS, '--yes', '--duration', '1', '--save', file]);
    expect(status).toBe(0);
    await expectPlainRun(file);
    expect(readFileSync(file, 'utf8')).toContain(COUNT_FAULTS);
    const again = await gpttraceEnds(['which programs are executed', '--dry-run', '--save', file]);
    expect(again.status, 'another program does not replace it').toBe(10);
    expect(readFileSync(file, 'utf8')).toContain(COUNT_FAULTS);
  });

  it('write prints the program only, and runs nothing', async () => {
    const { status, stdout, stderr, log } = await asked(['write', COUNT_FAULTS, '--duration', '1']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(log).not.toContain('-f json');
    const file = scratchFile('written.bt');
    writeFileSync(file, stdout);
    await expectPlainRun(file);
    const other = scratchFile('written-too.bt');
    const toFile = await asked(['write', COUNT_FAULTS, '--duration', '1', '-o', other]);
    expect(toFile).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(other, 'utf8')).toBe(stdout);
  });

  it('write says by its exit status that there is no program', async () => {
    const { status, stdout, stderr } = await asked(['write', 'what is the capital of France']);
    expect(status).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^gpttrace: /);
  });
});

describe.skipIf(cannotTrace)("run: a program of the user's own", () => {
  it('runs it as it is: rows, text, maps at intervals, a histogram, a tuple', async () => {
    const file = scratchFile('own.bt');
    writeFileSync(
      file,
      `BEGIN { printf("hello %s\\n", "world"); @n = 0; }
interval:ms:200 { @n = @n + 1; @sizes = hist(@n * 100); print(@n); print((1, "two, three")); printf("%d %s\\n", @n, "a b,c"); }
interval:ms:900 { exit(); }
`,
    );
    const { status, stdout, stderr } = await gpttraceEnds(['run', file, '--yes', '--json']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    const texts = lines.filter((line) => line.type === 'text').map((line) => line.text);
    expect(texts).toContain('hello world');
    expect(texts.filter((text) => text === '1 two, three').length).toBeGreaterThanOrEqual(3);
    expect(lines.filter((line) => line.type === 'map' && line.map === '@n').length, '@n at every interval and at the end').toBeGreaterThanOrEqual(4);
    const values = rowsOf(lines).map((row) => Object.values(row));
    expect(values[0]).toEqual([1, 'a b,c']);
    expect(values.length).toBeGreaterThanOrEqual(3);
    const [histogram] = only<{ readonly entries: readonly { readonly buckets: readonly { readonly count: number }[] }[] }>(lines, 'histogram').entries;
    expect(histogram?.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBeGreaterThanOrEqual(3);
    expect(only<Ending>(lines, 'ended').reason).toBe('finished');
    const human = await gpttraceEnds(['run', file, '--yes']);
    expect(human.stdout).toContain('hello world');
    expect(human.stdout).toContain('1 two, three');
    expect(human.stdout).toMatch(/█/);
    expect(human.stdout.match(/^@?n$/gm)?.length, human.stdout).toBeGreaterThanOrEqual(3);
  });

  it('reads it from standard input, and ends it in time', async () => {
    const { status, stdout } = await gpttraceEnds(['run', '-', '--yes', '--json', '--duration', '1'], { input: 'interval:ms:100 { printf("%d\\n", 7); }' });
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    expect(rowsOf(lines).length).toBeGreaterThanOrEqual(5);
    const ending = only<Ending>(lines, 'ended');
    expect(ending.reason).toBe('deadline');
    expect(ending.seconds).toBeGreaterThan(0.9);
    expect(ending.seconds).toBeLessThan(5);
  });
});

describe('everything else on the command line', () => {
  it.skipIf(cannotTrace)('doctor', async () => {
    const { status, stdout } = await gpttraceEnds(['doctor']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ok +bpftrace +\d+\.\d+/m);
    expect(stdout).toMatch(/^ok +tracefs +\S+, \d+ tracepoints$/m);
    const json = await gpttraceEnds(['doctor', '--json']);
    expect(json.status).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ able: true, facts: { privilege: 'root', tracefs: { state: 'mounted' } } });
  });

  it('completion', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { status, stdout } = await gpttraceEnds(['completion', shell]);
      expect(status).toBe(0);
      expect(stdout).toContain('doctor');
      if (shell === 'bash') expect((await runs(['bash', '-n'], { input: stdout })).status, 'bash can read it').toBe(0);
    }
    expect((await gpttraceEnds(['completion', 'tcsh'])).status).toBe(2);
  });

  it('--version and --help', async () => {
    const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string };
    expect(await gpttraceEnds(['--version'])).toMatchObject({ status: 0, stdout: `gpttrace ${version}\n`, stderr: '' });
    const help = await gpttraceEnds(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    for (const word of ['Examples:', '--duration', '--json', 'doctor', 'write', 'run', 'completion', 'Exit status']) expect(help.stdout).toContain(word);
    expect(await gpttraceEnds(['run', '--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('nothing at all shows the help', async () => {
    const { status, stderr } = await gpttraceEnds([]);
    expect(status).toBe(2);
    expect(stderr).toContain('Examples:');
  });
});
