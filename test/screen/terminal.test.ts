/** A terminal is taken over and given back as often as somebody likes. */
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { type Output, Terminal } from '../../src/screen/terminal.ts';

class Streams {
  readonly modes: boolean[] = [];
  readonly input = Object.assign(new PassThrough(), { setRawMode: (mode: boolean) => void this.modes.push(mode) }) as unknown as ReadStream;
  /** Of no file: what is given back goes the way of what is drawn. */
  readonly output = Object.assign(new PassThrough(), { columns: 80, rows: 24, fd: -1 }) as unknown as Output;
  readonly terminal = new Terminal(this.input, this.output, { keys: () => {}, disturbed: () => {}, drained: () => {} });
}

describe('a terminal', () => {
  it('has as many listeners after the twentieth time as after the first', () => {
    const { input, output, terminal, modes } = new Streams();
    const count = (): number[] => [
      ...[input, output].flatMap((stream) => stream.eventNames().map((name) => stream.listenerCount(name))),
      ...process.eventNames().map((name) => process.listenerCount(name)),
    ];
    terminal.take();
    terminal.give();
    const once = count();
    for (let i = 0; i < 20; i++) {
      terminal.take();
      terminal.take();
      terminal.give();
      terminal.give();
    }
    expect(count()).toEqual(once);
    expect(modes.slice(0, 4)).toEqual([true, false, true, false]);
  });
});
