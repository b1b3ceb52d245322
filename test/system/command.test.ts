import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandArguments, startGated } from '../../src/system/command.ts';

let place = '';
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-command-'));
});
afterAll(() => rmSync(place, { recursive: true }));

describe('a gated command', () => {
  it('does nothing before it is let go, then runs under the pid that was told', async () => {
    const file = join(place, 'ran');
    const command = await startGated(`echo $$ > ${file}`);
    expect(existsSync(file)).toBe(false);
    command.release();
    expect(await command.exited).toEqual({ status: 0, signal: null });
    expect(readFileSync(file, 'utf8').trim()).toBe(String(command.pid));
  });

  it.each([
    { text: 'exit 7', status: 7 },
    { text: 'no-such-command-at-all 2>/dev/null', status: 127 },
    { text: `test "it's" = 'it'"'"'s'`, status: 0 },
    { text: 'test "$0$1" = /bin/sh', status: 0 },
    { text: 'true <&3 2>/dev/null; test ! -e /proc/$$/fd/3', status: 0 },
  ])('ends as $text says', async ({ text, status }) => {
    const command = await startGated(text);
    command.release();
    expect((await command.exited).status).toBe(status);
  });

  it('that is never let go ends without having run', async () => {
    const file = join(place, 'never');
    const command = await startGated(`touch ${file}`);
    command.kill();
    expect((await command.exited).signal).toBe('SIGKILL');
    expect(existsSync(file)).toBe(false);
  });

  it('is ended with its children', async () => {
    const pids = join(place, 'pids');
    const command = await startGated(`sh -c 'echo $$ > ${pids}.draft; mv ${pids}.draft ${pids}; exec tail -f /dev/null' & wait`);
    command.release();
    await expect.poll(() => existsSync(pids)).toBe(true);
    const child = Number(readFileSync(pids, 'utf8'));
    command.kill();
    await command.exited;
    // A killed process that nobody has waited for yet is a zombie: it runs no more.
    const state = (): string | undefined => (existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]?.[0] : 'gone');
    await expect.poll(() => ['gone', 'Z', 'X'].includes(state() ?? '')).toBe(true);
  });

  it('is started with the arguments that are agreed to, whatever stands in them', async () => {
    const text = `tr '\\0' '\\n' < /proc/$$/cmdline # "quoted" $(and) \\ more`;
    let said = '';
    const command = await startGated(text, (more) => {
      said += more;
    });
    command.release();
    await command.exited;
    await expect.poll(() => said).toBe(`${commandArguments(text).join('\n')}\n`);
  });

  it('that is heard has both its outputs told in their order, nothing to read, and no terminal of ours', async () => {
    let said = '';
    const command = await startGated('echo one; echo two >&2; cat; echo 三; (: > /dev/tty) 2> /dev/null || echo no terminal; sleep 60 & exit 3', (more) => {
      said += more;
    });
    command.release();
    expect((await command.exited).status).toBe(3);
    await expect.poll(() => said).toBe('one\ntwo\n三\nno terminal\n');
    command.kill();
  });

  it('can be killed twice, and after its end', async () => {
    const command = await startGated('true');
    command.release();
    await command.exited;
    command.kill();
    command.kill();
    command.release();
    expect((await command.exited).status).toBe(0);
  });
});
