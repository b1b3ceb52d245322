import type { Readable } from 'node:stream';

/** A line longer than this is handed on in pieces: a tracer gone wrong must not fill our memory. */
const MAX_LINE = 4 * 1024 * 1024;

const LINE_END = 0x0a;

/**
 * The bytes of a stream in pieces of whole lines as they arrive, each piece without its last line end. The reader sets the pace: while it works on
 * a piece the pipe fills up, and the writer waits. A last line that has no end goes to `atEnd` instead, where there is one.
 */
export async function* wholeLines(stream: Readable, maxLine: number = MAX_LINE, atEnd?: (half: Buffer) => void): AsyncGenerator<Buffer> {
  /** The pieces of a line whose end has not come. */
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_END);
    if (end === -1) {
      begun.push(chunk);
      length += chunk.length;
      if (length > maxLine) {
        yield Buffer.concat(begun);
        begun = [];
        length = 0;
      }
      continue;
    }
    const whole = chunk.subarray(0, end);
    const lines = begun.length === 0 ? whole : Buffer.concat([...begun, whole]);
    const rest = chunk.subarray(end + 1);
    begun = rest.length === 0 ? [] : [rest];
    length = rest.length;
    yield lines;
  }
  if (length === 0) return;
  const half = Buffer.concat(begun);
  if (atEnd === undefined) yield half;
  else atEnd(half);
}
