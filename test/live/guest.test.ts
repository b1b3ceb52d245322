/** Real guests: what runs in them, how they end, and that nothing of them stays behind. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { ROOT, until } from './helpers.ts';
import { labHere } from './lab.ts';

const lab = await labHere();
/** A guest boots in seconds, and is emulated: what takes a moment here takes long there. */
const LONG = { timeout: 180_000 };
/** GUEST_RUNS=50 tries it often. */
const RUNS = Number(process.env.GUEST_RUNS ?? 3);

/** Our own QEMUs: pid and command line. */
function qemus(of: number = process.pid): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state !== 'Z' && Number(parent) === of && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('qemu-system');
      } catch {
        return false;
      }
    });
}

describe.skipIf('cannot' in lab)('a guest', LONG, () => {
  const open: OpenGuest[] = [];
  const opened = async (): Promise<OpenGuest> => {
    if ('cannot' in lab) throw new Error(lab.cannot);
    const guest = await lab.open();
    open.push(guest);
    return guest;
  };
  afterAll(async () => {
    for (const guest of open) guest.close();
    await until('no guest of ours is left', () => qemus().length === 0);
  });

  it('runs scripts as they are, three beside our own, and says no to a fourth', async () => {
    const { guest } = await opened();
    const scripts = ['sleep 1; printf "a\\nb"; exit 3', 'sleep 1; echo "$PWD" >&2', 'sleep 1; cat /proc/sys/kernel/osrelease'];
    const started = scripts.map((script) => guest.start(script));
    expect(() => guest.start('true')).toThrow('busy');
    const ends = await Promise.all(started.map(async (one) => [await text(one.stdout), await text(one.stderr), (await one.exited).status]));
    expect(ends).toEqual([
      ['a\nb', '', 3],
      ['', '/\n', 0],
      [expect.stringMatching(/^\d+\.\d+\./), '', 0],
    ]);
    const odd = await guest.run(`printf '\\001\\000\\377 %s' "it's"`);
    expect(odd.stdout).toBe(`\u0001\0\ufffd it's`);
    expect(await guest.run('sleep 100', { timeout: 1000 })).toMatchObject({ status: null, failure: 'it took too long' });
    // What outlives its script speaks to nobody.
    const outlived = guest.start('(sleep 1; echo late) & echo now');
    expect(await text(outlived.stdout)).toBe('now\n');
    await guest.run('sleep 2');
    expect(await text(guest.start('echo next').stdout)).toBe('next\n');
  });

  it('is as fresh as the first one, however often one is opened', { timeout: RUNS * 60_000 }, async () => {
    if ('cannot' in lab) return;
    const trace = `bpftrace -f json -e 'kprobe:vfs_open { @k[comm] = count(); } kretprobe:vfs_open { @r[comm] = count(); } kfunc:vfs_open { @f[comm] = count(); } tracepoint:syscalls:sys_enter_openat { @t[comm] = count(); }' -c 'cat /etc/passwd'`;
    for (let run = 0; run < RUNS; run++) {
      const { guest, close } = await lab.open();
      try {
        const { status, stdout, stderr } = await guest.run(`test ! -e /run/mark -a ! -e /scratch/mark && touch /run/mark /scratch/mark && ${trace}`);
        expect(status, `run ${run}: ${stderr}`).toBe(0);
        for (const map of ['@k', '@r', '@f', '@t']) expect(stdout, `run ${run}`).toMatch(new RegExp(`"${map}": \\{[^}]*"cat": [1-9]`));
      } finally {
        close();
      }
      expect((await guest.ended).how, `run ${run}`).toBe('closed');
    }
  });

  it('that floods is made to wait, and can be stopped', async () => {
    const { guest } = await opened();
    const flood = guest.start('exec yes "a line of a flood, of a length that lines have"');
    const stream = flood.stdout[Symbol.asyncIterator]();
    await stream.next();
    await guest.run('sleep 2');
    const held = process.memoryUsage().rss;
    await guest.run('sleep 2');
    expect(process.memoryUsage().rss - held).toBeLessThan(64 * 1024 * 1024);
    flood.signal('KILL');
    flood.stdout.destroy();
    expect((await flood.exited).status).toBe(137);
    expect((await guest.run('echo still there')).stdout).toBe('still there\n');
  });

  it.each([
    { what: 'whose kernel crashes', script: 'sleep 1; echo c > /proc/sysrq-trigger; sleep 10', how: 'panicked', says: /^the guest's kernel crashed: .*sysrq/ },
    { what: 'that is switched off from inside', script: 'sleep 1; poweroff -f; sleep 10', how: 'powered-off', says: /switched off from inside/ },
    { what: 'that starts anew from inside', script: 'sleep 1; reboot -f; sleep 10', how: 'powered-off', says: /switched off from inside/ },
  ])('$what says so', async ({ script, how, says }) => {
    const { guest } = await opened();
    const doomed = guest.start(`echo before; ${script}`);
    expect(await text(doomed.stdout)).toBe('before\n');
    expect((await doomed.exited).failure).toMatch(says);
    expect((await guest.ended).how).toBe(how);
    expect((await guest.run('true')).failure).toMatch(says);
  });

  it('that is killed on the host says so', async () => {
    const { guest } = await opened();
    const running = guest.start('sleep 100');
    await running.pid;
    for (const pid of qemus()) process.kill(pid, 'SIGKILL');
    expect((await running.exited).failure).toMatch(/^the guest failed/);
  });

  it('that is closed in the middle of a run leaves nothing', async () => {
    const { guest } = await opened();
    const running = guest.start('echo begun; sleep 100');
    await running.pid;
    guest.close();
    expect(await text(running.stdout)).toMatch(/^(begun\n)?$/);
    expect(await running.exited).toMatchObject({ status: null, failure: expect.stringContaining('ended') });
    await until('QEMU is gone', () => qemus().length === 0);
  });

  it('that is called off while it starts leaves nothing', async () => {
    if ('cannot' in lab) return;
    const signal = AbortSignal.timeout(100);
    await expect(lab.open(signal)).rejects.toThrow();
    await until('QEMU is gone', () => qemus().length === 0);
  });

  it('does not outlive a gpttrace that is killed outright', async () => {
    if ('cannot' in lab) return;
    const child = spawn(process.execPath, [`${ROOT}bin/gpttrace.js`, 'lab', 'shell', lab.name], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...lab.env },
    });
    child.stdin.write('echo begun; sleep 100\n');
    child.stdin.end();
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const [qemu] = qemus(child.pid);
    expect(qemu).toBeDefined();
    child.kill('SIGKILL');
    await until('QEMU is gone', () => !existsSync(`/proc/${qemu}`));
  });
});
