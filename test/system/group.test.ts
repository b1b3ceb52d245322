import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Group, startGroup } from '../../src/system/group.ts';

function started(command: string, timeout = 10_000): Group {
  return startGroup(command, { path: ['/first/on/path'], cwd: '/', timeout });
}

/** One that has ended and that nobody has asked for its status is dead. */
function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 3_000) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('startGroup', () => {
  it('tells a status, and keeps what was said', async () => {
    const group = started('echo out; echo err >&2; exit 77');
    expect(await group.exited).toEqual({ status: 77, late: false });
    await until(() => group.stdout() === 'out\n' && group.stderr() === 'err\n');
  });

  it('kills what takes too long, and says so', async () => {
    const group = started('sleep 60', 100);
    expect(await group.exited).toEqual({ status: null, late: true });
  });

  it('says that it could not be started', async () => {
    const group = startGroup('true', { path: [], cwd: '/no/such/folder', timeout: 1000 });
    expect(await group.exited).toMatchObject({ status: null, failure: expect.stringMatching(/ENOENT/) });
    group.kill();
  });

  it('leaves what runs in the background running until it is ended', async () => {
    const group = started('sleep 60 & echo $!');
    expect(await group.exited).toMatchObject({ status: 0 });
    await until(() => /\d+\n/.test(group.stdout()));
    const pid = Number(group.stdout());
    expect(alive(pid)).toBe(true);
    group.kill();
    await until(() => !alive(pid));
  });

  it('ends what has left the group too, while its parent lives', async () => {
    const group = started('setsid sh -c "echo \\$\\$; exec sleep 60"');
    await until(() => /\d+\n/.test(group.stdout()));
    const pid = Number(group.stdout());
    group.kill();
    await until(() => !alive(pid));
    expect((await group.exited).status).not.toBe(0);
  });

  it('finds commands in the folders it is given first', async () => {
    const group = started('echo "$PATH"');
    await group.exited;
    await until(() => group.stdout().startsWith('/first/on/path:'));
  });
});
