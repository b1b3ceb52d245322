/** Programs in a guest, and in a guest first: with the real QEMU, kernel and bpftrace. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { type Ended, expectMessage, gpttrace, jsonLines, only, type RunOptions, scratchFile, whyNot } from './helpers.ts';
import { labHere } from './lab.ts';

const lab = await labHere();
const here = whyNot('bpftrace', 'root', 'tracefs');
/** An emulated guest takes its time, more where the machine is busy. */
const PATIENCE = 170_000;
const LONG = { timeout: PATIENCE + 10_000 };

function program(source: string): string {
  const file = scratchFile('program.bt');
  writeFileSync(file, source);
  return file;
}

function options(more: RunOptions = {}): RunOptions {
  return { ...more, patience: PATIENCE, env: { ...('cannot' in lab ? {} : lab.env), ...more.env } };
}

const guest = 'cannot' in lab ? '' : lab.name;
const ends = (args: readonly string[], more?: RunOptions): Promise<Ended> => gpttrace([...args, '--guest', guest], options(more)).end();

describe.skipIf('cannot' in lab)('a guest that is only looked at', LONG, () => {
  it.each([
    { what: 'a program that is right there', args: ['check', 'library/page-faults.bt'], status: Exit.answered, says: /nothing wrong/ },
    {
      what: 'a program that is to be mended',
      args: ['fix', '-'],
      input: 'tracepoint:syscalls:sys_entr_openat { exit(); }',
      status: Exit.answered,
      says: /sys_enter_openat/,
    },
    { what: 'a type of its kernel', args: ['type', 'pid_t'], status: Exit.answered, says: /typedef __kernel_pid_t pid_t;/ },
    { what: 'a probe of its kernel', args: ['probes', 'kprobe:vfs_open'], status: Exit.answered, says: /^kprobe:vfs_open$/m },
    { what: 'another machine besides', args: ['type', 'pid_t', '--facts', 'x.json'], status: Exit.usage, says: /^gpttrace: --facts and --guest/m },
  ])('is asked for $what, as it was written down', async ({ args, input, status, says }) => {
    const run = gpttrace([...args, '--guest', guest], options(input === undefined ? {} : { input }));
    const ended = await run.end();
    expect(ended.stdout + ended.stderr).toMatch(says);
    expect(ended.status).toBe(status);
  });
});

describe.skipIf('cannot' in lab)('gpttrace lab run', LONG, () => {
  it('attaches what this machine may not have, next to a workload, and counts what it did', async () => {
    const file = program('kprobe:vfs_open { @opens[comm] = count(); }');
    const { status, stdout, stderr } = await ends(['lab', 'run', file, '--workload', 'open 50', '--json']);
    expect(stderr).not.toMatch(/^gpttrace: /m);
    const lines = jsonLines(stdout);
    expect(only(lines, 'facts')).toMatchObject({ facts: { probeKinds: { kprobe: { verdict: 'yes' } }, privilege: 'root' } });
    const entries = only<{ readonly type: string; readonly entries: readonly { readonly process: string; readonly opens: number }[] }>(lines, 'map').entries;
    expect(entries.find(({ process }) => process === 'gt-open')?.opens).toBeGreaterThanOrEqual(50);
    expect(only(lines, 'ended')).toMatchObject({ reason: 'command-ended', commandStatus: 0 });
    expect(status).toBe(Exit.answered);
  });

  it('says what bpftrace there says of a program it does not take', async () => {
    const file = program('kprobe:vfs_open { @ = hist(arg0, 99); }');
    const { status, stderr } = await ends(['lab', 'run', file]);
    expect(stderr).toMatch(/hist/);
    expect(status).toBe(Exit.badProgram);
  });

  it('is ended by Ctrl-C with the answer so far, and leaves no guest behind', async () => {
    const run = gpttrace(['lab', 'run', program('tracepoint:sched:sched_switch { @ = count(); }'), '--guest', guest, '--json'], options());
    await expect.poll(() => run.stdout, { timeout: 90_000 }).toContain('"type":"attached"');
    run.signal('SIGINT');
    const { status, stdout } = await run.end();
    expect(only(jsonLines(stdout), 'ended')).toMatchObject({ reason: 'interrupted' });
    expect(status).toBe(Exit.answered);
  });

  it('is ended by Ctrl-C while the guest starts', async () => {
    const run = gpttrace(['lab', 'run', program('BEGIN { exit(); }'), '--guest', guest], options());
    await expect.poll(() => run.processes().some(({ command }) => command.includes('qemu-system')), { timeout: 30_000 }).toBe(true);
    run.signal('SIGINT');
    const { status, stdout } = await run.end();
    expect([status, stdout]).toEqual([Exit.interrupted, '']);
  });
});

describe.skipIf('cannot' in lab || here !== undefined)('--sandbox', LONG, () => {
  it('tries the program in the guest, then runs it here', async () => {
    const { status, stdout } = await ends(['which files are opened? watch for 2 seconds', '--sandbox', '--yes', '--json']);
    const lines = jsonLines(stdout);
    const stages = lines.flatMap((line) => (line.type === 'sandbox' ? [line.stage] : []));
    expect(stages).toEqual(['opening', 'trying', 'proven']);
    const proven = lines.find(({ type, stage }) => type === 'sandbox' && stage === 'proven');
    expect(proven).toMatchObject({ guest: { name: guest }, workload: 'open 50' });
    expect(proven?.probes).toBeGreaterThan(6);
    const order = lines.map(({ type, stage }) => stage ?? type);
    expect(order.indexOf('proven')).toBeLessThan(order.indexOf('started'));
    expect(only(lines, 'ended')).toMatchObject({ reason: 'finished' });
    expect([Exit.answered, Exit.sawNothing]).toContain(status);
  });

  it('runs nothing where the program brings the guest down', async () => {
    // Only to be looked at here, whatever happens there.
    const file = program('tracepoint:sched:sched_switch { @ = count(); } interval:s:1 { system("echo c > /proc/sysrq-trigger"); }');
    const { status, stdout, stderr } = await ends(['run', file, '--sandbox', '--dry-run', '--allow-unsafe']);
    expectMessage(stderr, /nothing was run here: the program brought down the guest/);
    expect([status, stdout]).toEqual([Exit.sandboxFailed, '']);
  });

  it('does not run untried what was agreed to on that condition', async () => {
    const { status, stderr } = await ends(['run', program(`uprobe:${process.execPath}:main { @ = count(); }`), '--sandbox', '--yes']);
    expectMessage(stderr, /nothing was run: the guest \S+ cannot try it: there is no file/);
    expect(status).toBe(Exit.notConsented);
  });
});
