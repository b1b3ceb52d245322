/** One question, answered by C and by an installed tool as it is by bpftrace; what is written; and what is said where that cannot be. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  expectMessage,
  gpttraceCommand,
  gpttraceEnds,
  type Json,
  jsonLines,
  only,
  Run,
  runs,
  scratch,
  scratchFile,
  tracing,
  whyNot,
  workload,
} from './helpers.ts';

const cannotTrace = whyNot('root', 'tracefs');
const hasCompiler = existsSync('/usr/bin/clang') && existsSync('/usr/include/bpf/bpf_helpers.h');
const cannotCompile = hasCompiler ? undefined : 'skipped: this needs clang and the headers of libbpf';
if (cannotCompile !== undefined) console.log(cannotCompile);
const OPENSNOOP = '/usr/sbin/opensnoop';
const hasTool = existsSync(OPENSNOOP);
if (!hasTool) console.log(`skipped: this needs ${OPENSNOOP}`);
const OPENS = 'which files does gt-open open';
const TIMES = 20;
/** It is made first, which opens it too. */
const SEEN = TIMES + 1;
/** A run keeps what it does in a folder of this test's own. */
const env = { XDG_STATE_HOME: join(scratch, 'state') };

function opened(lines: readonly Json[], column: string): number {
  return lines.filter(({ type, row }) => type === 'row' && String((row as Record<string, unknown>)[column]).endsWith('needle.txt')).length;
}

describe.skipIf(cannotTrace !== undefined || cannotCompile !== undefined)('by C', () => {
  it('every file that a process opened, kept as a run that can be explained and exported', async () => {
    const lines = await tracing([OPENS, '--engine', 'libbpf'], () => workload('open', String(TIMES)), { env });
    expect(only(lines, 'plan')).toMatchObject({
      language: 'c',
      origin: { name: 'file-opens' },
      source: expect.stringContaining('target_comm[16] = "gt-open"'),
    });
    expect(opened(lines, 'file')).toBe(SEEN);
    const kept = await gpttraceEnds(['explain', 'last'], { env });
    expect(kept.stdout).toContain(OPENS);
    expect(kept.stdout).toContain('bpf_helpers.h');
    const csv = await gpttraceEnds(['export', 'last', '--as', 'csv'], { env });
    expect(csv.stdout.split('\n').filter((line) => line.includes('needle.txt'))).toHaveLength(SEEN);
  });

  it('what it writes compiles by hand, as it says at its top', async () => {
    const file = scratchFile('opens.bpf.c');
    expect(await gpttraceEnds(['write', OPENS, '--as', 'c', '-o', file])).toMatchObject({ status: 0 });
    const name = file.slice(file.lastIndexOf('/') + 1);
    const text = readFileSync(file, 'utf8');
    const commands = [...text.matchAll(/^ \* {3}((?:bpftool btf|clang) .*)$/gm)].map(([, command = '']) => command);
    expect(commands).toHaveLength(2);
    expect(await runs(['sh', '-ec', `cd ${scratch}; ${commands.join('; ')}; test -s ${name.replace(/\.c$/, '.o')}`])).toMatchObject({ status: 0 });
  });

  it('is not root', async () => {
    if (whyNot('setpriv') !== undefined) return;
    const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    const { status, stderr } = await new Run([...user, ...gpttraceCommand(OPENS, '--engine', 'libbpf', '--yes')], { cwd: '/' }).end();
    expect(status).toBe(7);
    expectMessage(stderr, /needs to run as root/);
  });

  it('without a compiler: what to install, and nothing is installed', async () => {
    if (whyNot('unshare') !== undefined) return;
    const hide = 'for f in /usr/bin/clang /usr/bin/clang-[0-9]*; do mount --bind /dev/null "$f"; done; "$@"';
    const { status, stdout, stderr } = await new Run([
      'unshare',
      '-m',
      'bash',
      '-c',
      hide,
      'bash',
      ...gpttraceCommand(OPENS, '--engine', 'libbpf', '--yes'),
    ]).end();
    expect(status).toBe(7);
    expect(stdout).toBe('');
    expectMessage(stderr, /clang is not installed\n {2}install: .*clang/);
  });
});

describe.skipIf(cannotTrace !== undefined || !hasTool)('by a tool', () => {
  it('every file that a process opened', async () => {
    const lines = await tracing([OPENS, '--engine', 'tool'], () => workload('open', String(TIMES)), { env });
    expect(only(lines, 'plan')).toMatchObject({ language: 'tool', source: 'opensnoop -n gt-open', command: { path: OPENSNOOP, args: ['-n', 'gt-open'] } });
    expect(opened(lines, 'path')).toBe(SEEN);
  });

  it('shows the very command', async () => {
    const { stdout } = await gpttraceEnds([OPENS, '--engine', 'tool', '--duration', '3', '--dry-run']);
    expect(stdout).toMatch(/^ {2}runs +opensnoop -n gt-open -d 3 \(\/usr\/sbin\/opensnoop\)$/m);
  });
});

describe.skipIf(cannotTrace !== undefined)('what cannot be', () => {
  it.each([
    [['brew a pot of tea', '--engine', 'tool'], 3, /no tool that is installed answers this|nothing was run/],
    [['which files are opened', '--engine', 'libbpf', '-c', 'ls'], 2, /a program in C cannot be narrowed to a command/],
    [['which files are opened', '--engine', 'tool', '--rehearse'], 2, /an installed tool runs on this machine only/],
    [['which files are opened', '--engine', 'tool', '--sandbox'], 2, /an installed tool runs on this machine only/],
  ] as const)('%j', async (args, exit, said) => {
    const { status, stdout, stderr } = await gpttraceEnds([...args, '--yes']);
    expect(status).toBe(exit);
    expect(stdout).toBe('');
    expectMessage(stderr, said);
  });

  it('two wishes', async () => {
    const { status, stderr } = await gpttraceEnds(['write', 'which files are opened', '--engine', 'tool', '--as', 'c']);
    expect(status).toBe(2);
    expectMessage(stderr, /--engine tool and --as c cannot be used together/);
  });

  it('bpftrace is not there, so the same in C answers', async () => {
    if (whyNot('unshare') !== undefined || cannotCompile !== undefined) return;
    const hide = 'for f in $(type -ap bpftrace); do mount --bind /dev/null "$(readlink -f "$f")"; done; "$@"';
    const args = gpttraceCommand('count page faults by process', '--yes', '--duration', '0.3', '--json');
    const { stdout } = await new Run(['unshare', '-m', 'bash', '-c', hide, 'bash', ...args], { env: { ...env, XDG_CACHE_HOME: scratchFile('cache') } }).end();
    expect(only(jsonLines(stdout), 'plan')).toMatchObject({ language: 'c', notes: [expect.stringContaining('bpftrace is not installed')] });
    expect(only<{ readonly records: number }>(jsonLines(stdout), 'answer').records).toBeGreaterThan(0);
  });
});
