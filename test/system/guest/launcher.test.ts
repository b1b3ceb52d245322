/** The launcher of a guest, with a guest that is a shell on this machine: the same scripts, the same signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import type { Guest, GuestProcess } from '../../../src/system/guest/guest.ts';
import { guestLauncher } from '../../../src/system/guest/launcher.ts';

const place = mkdtempSync(join(tmpdir(), 'gpttrace-guest-'));
mkdirSync(join(place, 'lab'));
afterAll(() => rmSync(place, { recursive: true }));

/** Scripts name places of a guest; here they are below a scratch directory. */
function localGuest(over: Partial<Guest> = {}): Guest {
  const shell = (script: string): ChildProcess =>
    spawn('sh', ['-c', script.replaceAll('/run/lab', join(place, 'lab'))], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  return {
    accelerator: 'kvm',
    start(script): GuestProcess {
      const child = shell(script);
      if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
      return {
        pid: Promise.resolve(child.pid ?? -1),
        stdout: child.stdout,
        stderr: child.stderr,
        exited: new Promise((resolve) =>
          child.once('exit', (status, signal) => resolve({ status: status ?? 128 + { SIGINT: 2, SIGTERM: 15, SIGKILL: 9 }[signal as 'SIGINT'] })),
        ),
        signal: (name) => child.pid !== undefined && process.kill(-child.pid, `SIG${name}`),
      };
    },
    run(script) {
      const child = shell(script);
      return new Promise((resolve) => child.once('close', (status) => resolve({ status, signal: null, stdout: '', stderr: '' })));
    },
    save: () => Promise.reject(new Error('cannot be saved')),
    close: () => {},
    terminal: new PassThrough(),
    ended: new Promise(() => {}),
    ...over,
  };
}

const PATIENCE = { interrupt: 200, terminate: 200 };
const base = { path: 'sh', args: [], privilege: 'root' } as const;

describe('a tracer in a guest', () => {
  it.each([
    { what: 'its program on standard input', program: 'echo hello', says: 'hello\n' },
    {
      what: 'a program with quotes, dollars, backslashes and a line that looks like an end',
      program: `printf '%s' "it's"' $HOME \\n'\n: END\n`,
      says: "it's $HOME \\n",
    },
    { what: 'its arguments as they are', program: 'printf "%s|" "$@"', args: ['-s', "a b'c", '$x', ''], says: "a b'c|$x||" },
    { what: 'its environment', program: 'echo "$BPFTRACE_X"', env: { BPFTRACE_X: "1 '2'" }, says: "1 '2'\n" },
  ])('gets $what', async ({ program, says, args = [], env = {} }) => {
    const tracer = guestLauncher(localGuest()).startTracer({ ...base, args, env });
    tracer.give(program, PATIENCE);
    expect(await text(tracer.stdout)).toBe(says);
    expect(await tracer.exited).toEqual({ status: 0, signal: null });
  });

  it('tells its exit status, and all it said by then', async () => {
    const tracer = guestLauncher(localGuest()).startTracer(base);
    tracer.give('echo no >&2; exit 3', PATIENCE);
    expect(await tracer.exited).toEqual({ status: 3, signal: null });
    expect(tracer.stderr()).toBe('no\n');
  });

  it.each([
    {
      what: 'ends at an interrupt',
      program: 'trap "echo maps; exit 0" INT; echo ready; while :; do sleep 0.05; done',
      exit: { status: 0, signal: null },
      says: 'ready\nmaps\n',
    },
    {
      what: 'that does not hear it is told to terminate',
      program: 'trap "" INT; echo ready; while :; do sleep 0.05; done',
      exit: { status: null, signal: 'SIGTERM' },
      says: 'ready\n',
    },
    {
      what: 'that hears nothing is killed',
      program: 'trap "" INT TERM; echo ready; while :; do sleep 0.05; done',
      exit: { status: null, signal: 'SIGKILL' },
      says: 'ready\n',
    },
  ])('$what', async ({ program, exit, says }) => {
    const tracer = guestLauncher(localGuest()).startTracer(base);
    tracer.give(program, PATIENCE);
    const said = text(tracer.stdout);
    tracer.stdout.once('data', () => tracer.stop());
    expect(await tracer.exited).toEqual(exit);
    expect(await said).toBe(says);
    tracer.stop();
    tracer.kill();
  });

  it('that was given no program ends at once when it is stopped', async () => {
    const tracer = guestLauncher(localGuest()).startTracer(base);
    tracer.stop();
    expect(await tracer.exited).toEqual({ status: null, signal: 'SIGKILL' });
    expect(await text(tracer.stdout)).toBe('');
  });

  it('tells where the guest has no room for it', async () => {
    const busy = localGuest({
      start: () => {
        throw new Error('the guest is busy');
      },
    });
    const tracer = guestLauncher(busy).startTracer(base);
    tracer.give('echo hello', PATIENCE);
    expect(await tracer.exited).toEqual({ status: null, signal: null, failure: 'the guest is busy' });
  });
});

describe('a command in a guest', () => {
  it('does nothing before it is let go, then runs under the pid that was told', async () => {
    const command = await guestLauncher(localGuest()).startGated('test $$ = "$(cat /run/lab/pid)" && exit 7');
    const { status } = await localGuest().run(`echo ${command.pid} > /run/lab/pid`);
    expect(status).toBe(0);
    command.release();
    expect(await command.exited).toEqual({ status: 7, signal: null });
  });

  it('that waits at the gate itself is started at once', async () => {
    const command = await guestLauncher(localGuest()).startGated('touch /run/lab/early; : < "$GPTTRACE_GATE"; touch /run/lab/late; exit 7');
    const there = async (name: string): Promise<boolean> => (await localGuest().run(`test -e /run/lab/${name}`)).status === 0;
    await expect.poll(() => there('early')).toBe(true);
    expect(await there('late')).toBe(false);
    command.release();
    expect(await command.exited).toEqual({ status: 7, signal: null });
    expect(await there('late')).toBe(true);
  });

  it('that is never let go ends without having run', async () => {
    const command = await guestLauncher(localGuest()).startGated('touch /run/lab/never');
    command.kill();
    expect(await command.exited).toEqual({ status: null, signal: 'SIGKILL' });
    expect((await localGuest().run('test -e /run/lab/never')).status).toBe(1);
  });
});
