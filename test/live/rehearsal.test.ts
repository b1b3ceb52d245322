/** Programs that are rehearsed before they run, with the real bpftrace and the real workloads. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { expectMessage, gpttrace, gpttraceEnds, jsonLines, scratchFile, whyNot } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const LONG = { timeout: 180_000 };

function program(source: string): string {
  const file = scratchFile('mine.bt');
  writeFileSync(file, source);
  return file;
}

const NEVER = 'tracepoint:thermal:thermal_zone_trip { @[comm] = count(); }';

describe.skipIf(cannot !== undefined)('what cannot be trusted', LONG, () => {
  it('a program that sees nothing of the workload is not run', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['run', program(NEVER), '--workload', 'open 20', '--yes', '-d', '1']);
    expect(stdout).toBe('');
    expectMessage(stderr, /^gpttrace: it was not run: in rehearsal it saw nothing, next to a workload \(open 20\) of 20 opens$/m);
    expect(stderr).toMatch(/leave out --rehearse/);
    expect(status).toBe(Exit.rehearsedSilent);
  });

  it('as one whose condition never holds', async () => {
    const file = program('tracepoint:syscalls:sys_enter_openat /args->dfd == 12345/ { @[comm] = count(); }');
    const { status, stdout } = await gpttraceEnds(['run', file, '--rehearse', '--yes', '--json', '-d', '1']);
    const lines = jsonLines(stdout);
    expect(lines.findLast(({ type }) => type === 'rehearsal')).toMatchObject({ stage: 'rehearsed', workload: 'open 20', result: { kind: 'silent', of: 20 } });
    expect(lines.some(({ type }) => type === 'answer' || type === 'attached')).toBe(false);
    expect(status).toBe(Exit.rehearsedSilent);
  });

  it('one that sees some is run, with a warning', async () => {
    const file = program('tracepoint:syscalls:sys_enter_fsync { @n[comm]++; if (@n[comm] <= 5) { @[comm] = count(); } } END { clear(@n); }');
    const { stderr, status } = await gpttraceEnds(['run', file, '--rehearse', '--yes', '-d', '1']);
    expect(stderr).toMatch(/^rehearsed: saw only 5 of 20 fsync calls: the answer may miss some/m);
    expect([Exit.answered, Exit.sawNothing]).toContain(status);
  });

  it.each([
    {
      what: 'what no workload makes happen',
      args: ['run', program(NEVER), '--rehearse'],
      says: /^not rehearsed: no built-in workload makes tracepoint:thermal:thermal_zone_trip happen$/m,
    },
    {
      what: 'what this machine cannot do',
      args: ['run', program('tracepoint:syscalls:sys_enter_connect { @ = count(); }'), '--workload', 'tcp 5 99999'],
      says: /^not rehearsed: this machine cannot do the workload: port 99999 is in use$/m,
    },
  ])('$what is told', async ({ args, says }) => {
    const { stderr } = await gpttraceEnds([...args, '--yes', '-d', '1']);
    expect(stderr).toMatch(says);
  });
});

describe.skipIf(cannot !== undefined)('a program is rehearsed, then run', LONG, () => {
  it.each([
    { what: 'of the library', args: ['which files are opened'], says: /^rehearsed: saw (\d+) of \1 opens$/m },
    { what: 'in Chinese', args: ['统计每个进程的缺页次数'], says: /^预演:500 次缺页中看到了 500$/m },
    {
      what: 'narrowed to a process of another name',
      args: ['count page faults by process', '--comm', 'no-such-process'],
      says: /^rehearsed: saw 500 of 500 page faults$/m,
    },
    { what: 'narrowed to another pid', args: ['count page faults by process', '--pid', '1'], says: /^rehearsed: saw 500 of 500 page faults$/m },
    { what: 'composed for a system call', args: ['count calls of the fdatasync syscall by process'], says: /^rehearsed: saw 20 of 20 fdatasync calls$/m },
    { what: 'of a command', args: ['which files are opened', '-c', 'cat /etc/hostname'], says: /^rehearsed: saw (\d+) of \1 opens$/m },
    {
      what: 'of the user, narrowed',
      args: ['run', program('tracepoint:syscalls:sys_enter_openat /comm == "nginx" || pid == 77/ { @[comm] = count(); }')],
      says: /^rehearsed: saw 20 of 20 openat calls$/m,
    },
    {
      what: 'of the user, by a question',
      args: ['run', program('tracepoint:sched:sched_switch { @[comm] = count(); }'), '--for', 'count context switches by process'],
      says: /^rehearsed: saw 50 of 50 waits$/m,
    },
    {
      what: 'of the user, which prints lines',
      args: ['run', program('tracepoint:sched:sched_process_exec { printf("run: "); printf("%s\\n", comm); }')],
      says: /^rehearsed: saw 20 of 20 programs started$/m,
    },
  ])('$what', async ({ args, says }) => {
    const { stderr, status } = await gpttraceEnds([...args, '--rehearse', '--yes', '-d', '1']);
    expect(stderr).toMatch(says);
    expect([Exit.answered, Exit.sawNothing], stderr).toContain(status);
  });

  it('Ctrl-C while it is rehearsed ends it, and leaves nothing behind', async () => {
    const run = gpttrace(['run', program('tracepoint:syscalls:sys_enter_umask { @ = count(); }'), '--workload', 'sleep 300', '--yes', '--json']);
    await expect.poll(() => run.processes().some(({ command }) => /^sleep 0\.02/.test(command)), { timeout: 20_000 }).toBe(true);
    run.signal('SIGINT');
    const { status, stdout } = await run.end();
    expect(status).toBe(Exit.interrupted);
    expect(jsonLines(stdout).some(({ type }) => type === 'answer')).toBe(false);
  });
});
