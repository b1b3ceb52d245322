import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Qmp } from '../../../src/system/guest/qmp.ts';

/** A QEMU that gives these answers, one for each command after the first, which opens the conversation. */
function qemu(...answers: readonly string[]): Duplex {
  const left = [...answers];
  let opened = false;
  const socket: Duplex = new Duplex({
    read: () => {},
    write(_chunk, _encoding, done) {
      const answer = opened ? left.shift() : '{"QMP": {"version": {}}}\r\n{"return": {}}\r\n';
      opened = true;
      if (answer === undefined) socket.destroy();
      else for (const character of answer) socket.push(character);
      done();
    },
  });
  return socket;
}

describe('the machine protocol', () => {
  it('hands back what a command returns', async () => {
    expect(await new Qmp(qemu('{"return": {"status": "running"}}\r\n')).command('query-status')).toEqual({ status: 'running' });
  });

  it('leaves events aside', async () => {
    expect(await new Qmp(qemu('{"event": "STOP"}\r\n{"return": 1}\r\n{"event": "RESUME"}\r\n', '{"return": 2}\r\n')).command('stop')).toBe(1);
  });

  it('answers commands in their order', async () => {
    const qmp = new Qmp(qemu('{"return": 1}\r\n', '{"return": 2}\r\n'));
    expect(await Promise.all([qmp.command('stop'), qmp.command('cont')])).toEqual([1, 2]);
  });

  it('throws in the words of QEMU', async () => {
    await expect(new Qmp(qemu('{"error": {"class": "GenericError", "desc": "no such thing"}}\r\n')).command('x')).rejects.toThrow('no such thing');
  });

  it.each(['null', '5', 'not JSON', '{"return": '])('takes what says %s for no QEMU', async (said) => {
    await expect(new Qmp(qemu(`${said}\r\n`)).command('stop')).rejects.toThrow('gone');
  });

  it('throws where QEMU goes away before it answers, and after', async () => {
    const qmp = new Qmp(qemu());
    await expect(qmp.command('stop')).rejects.toThrow('gone');
    await expect(qmp.command('stop')).rejects.toThrow('gone');
  });
});
