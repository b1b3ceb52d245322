/** A person at a guest's shell. */
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Guest, GuestProcess } from '../system/guest/guest.ts';

type Ended = Awaited<GuestProcess['exited']>;

/** Its own session with the terminal as its controlling one, so that Ctrl-C reaches what runs in it. */
const SHELL = 'cd /root; exec setsid -c sh -c \'PS1="guest# " TERM=linux exec sh -i\' <> /dev/hvc0 >&0 2>&1';

/** Connects a terminal with a shell in the guest until that ends, or the guest. */
export async function shell(guest: Guest, input: ReadStream, output: WriteStream): Promise<Ended> {
  const { terminal } = guest;
  const size = (): string => `stty rows ${output.rows || 24} cols ${output.columns || 80} < /dev/hvc0`;
  const resize = (): void => void guest.run(size());
  await guest.run(size());
  const show = (chunk: Buffer): void => void output.write(chunk);
  const type = (chunk: Buffer): void => void terminal.write(chunk);
  terminal.on('data', show);
  input.on('data', type);
  input.setRawMode(true);
  output.on('resize', resize);
  try {
    return await guest.start(SHELL).exited;
  } finally {
    output.off('resize', resize);
    input.setRawMode(false);
    input.off('data', type);
    input.pause();
    terminal.off('data', show);
  }
}

/** Runs what is typed without a terminal, as a script. */
export async function script(guest: Guest, input: Readable, output: NodeJS.WritableStream, errors: NodeJS.WritableStream): Promise<Ended> {
  const { stdout, stderr, exited } = guest.start(await text(input));
  stdout.pipe(output, { end: false });
  stderr.pipe(errors, { end: false });
  return exited;
}
