import type { Readable } from 'node:stream';

/** A line longer than this is handed on in pieces: a tracer gone wrong must not fill our memory. */
const MAX_LINE = 4 * 1024 * 1024;

/**
 * The lines of a stream, a batch per chunk as they arrive, without their line ends and without empty ones. The reader sets the pace: while it works on
 * a batch the pipe fills up, and the writer waits.
 */
export async function* lineBatches(stream: Readable): AsyncGenerator<readonly string[]> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      rest = text;
      if (rest.length > MAX_LINE) {
        yield [rest];
        rest = '';
      }
      continue;
    }
    rest = text.slice(end + 1);
    const lines = text
      .slice(0, end)
      .split('\n')
      .filter((line) => line !== '');
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') yield [rest];
}
