import type { Readable } from 'node:stream';

/** Reads a stream to its end, so that nobody who writes to it waits, and keeps the last `most` characters: the function gives what they are by now. */
export function tailOf(stream: Readable, most: number): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-most);
  });
  return () => text;
}

/** The same, and it keeps the first ones. */
export function headOf(stream: Readable, most: number): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < most) text += chunk.slice(0, most - text.length);
  });
  return () => text;
}
