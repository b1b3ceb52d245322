import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Slot } from '../../../src/system/guest/slot.ts';

const NEVER = new Promise<string>(() => {});

/** A socket whose other end is the test; `sent` is what was written to it. */
class End extends Duplex {
  sent = '';
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.sent += chunk.toString();
    done();
  }
  /** The mark of the script that was sent last. */
  get mark(): string {
    return [...this.sent.matchAll(/^\d+ (\S+)$/gm)].at(-1)?.[1] ?? '';
  }
}

function slot(): { slot: Slot; commands: End; out: End; err: End } {
  const [commands, out, err] = [new End(), new End(), new End()];
  return { slot: new Slot(commands, out, err), commands, out, err };
}

describe('a script whose agent was killed', () => {
  it('has ended, says why, and leaves the slot to the next', async () => {
    const { slot: own, commands, out } = slot();
    const first = own.start('kill -9 $PPID', NEVER);
    out.push(`${commands.mark}\nhalf a li`);
    commands.push('PID 12\nREADY\n');
    expect(await first.exited).toEqual({ status: null, failure: expect.stringContaining('killed') });
    expect(own.isFree).toBe(true);
    expect(await first.stdout.toArray()).toEqual([Buffer.from('half a li')]);
    const second = own.start('true', NEVER);
    out.push(`late words of the first\n${commands.mark}\nwell${commands.mark}\n`);
    commands.push('PID 13\nEXIT 0\n');
    expect(await second.exited).toEqual({ status: 0 });
    expect(await second.stdout.toArray()).toEqual([Buffer.from('well')]);
  });

  it('is none that waited for a guest that was booting', async () => {
    const { slot: own, commands } = slot();
    const { exited } = own.start('true', NEVER);
    commands.push('READY\nPID 1\nEXIT 3\n');
    expect(await exited).toEqual({ status: 3 });
  });
});

it('a script whose guest is gone has ended with the guest, and was never there where it had not begun', async () => {
  const { slot: own, commands } = slot();
  let die: (how: string) => void = () => {};
  const over = new Promise<string>((resolve) => {
    die = resolve;
  });
  const { exited, pid, stdout } = own.start('true', over);
  die('its kernel crashed');
  own.end();
  expect(await exited).toEqual({ status: null, failure: 'its kernel crashed' });
  await expect(pid).rejects.toThrow('never ran');
  expect(await stdout.toArray()).toEqual([]);
  commands.push('PID 3\nEXIT 0\n');
});

describe('what an agent never says', () => {
  it('is passed over, however long it is', async () => {
    const { slot: own, commands } = slot();
    const { exited } = own.start('true', NEVER);
    commands.push('x'.repeat(1_000_000));
    commands.push('\nEXIT\u0000\nPID\nEXIT 0\n');
    expect(await exited).toEqual({ status: 0 });
  });
});
