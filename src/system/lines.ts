import type { Readable } from 'node:stream';

/** A line longer than this is handed on in pieces: a tracer gone wrong must not fill our memory. */
const MAX_LINE = 4 * 1024 * 1024;

/**
 * The text of a stream in pieces of whole lines as they arrive, each piece without its last line end. The reader sets the pace: while it works on
 * a piece the pipe fills up, and the writer waits. A last line that has no end goes to `atEnd` instead, where there is one.
 */
export async function* wholeLines(stream: Readable, maxLine: number = MAX_LINE, atEnd?: (half: string) => void): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  /** The pieces of a line whose end has not come. */
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<string>) {
    const end = chunk.lastIndexOf('\n');
    if (end === -1) {
      begun.push(chunk);
      length += chunk.length;
      if (length > maxLine) {
        yield begun.join('');
        begun = [];
        length = 0;
      }
      continue;
    }
    const text = begun.length === 0 ? chunk.slice(0, end) : begun.join('') + chunk.slice(0, end);
    const rest = chunk.slice(end + 1);
    begun = rest === '' ? [] : [rest];
    length = rest.length;
    yield text;
  }
  if (length === 0) return;
  if (atEnd === undefined) yield begun.join('');
  else atEnd(begun.join(''));
}
