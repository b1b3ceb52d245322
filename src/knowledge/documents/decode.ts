/** Bytes of a file to its text. */
import { gunzipSync } from 'node:zlib';
import { LIMITS } from './limits.ts';
import { plain } from './plain.ts';

const HEAD = 8192;
/** A tenth of a text is never control characters. */
const MOST_CONTROLS = 0.1;

/** The text of a file; why it has none. Whatever the encoding: UTF-8 with mistakes in it, UTF-16 with its mark, and Latin-1, in which old manuals are. */
export function decode(bytes: Uint8Array): string | 'binary' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return plain(new TextDecoder('utf-16le').decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return plain(new TextDecoder('utf-16be').decode(bytes));
  if (isBinary(bytes.subarray(0, HEAD))) return 'binary';
  const text = new TextDecoder().decode(bytes);
  const wrong = count(text, /\ufffd/g);
  // Every letter with an accent is a mistake in UTF-8 where the file is Latin-1, and none is right.
  return plain(wrong > count(text, /[\u0080-\ufffc]/g) ? new TextDecoder('windows-1252').decode(bytes) : text);
}

/** What a .gz holds; undefined where it is none, or holds more than is read. */
export function unzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LIMITS.file });
  } catch {
    return undefined;
  }
}

function isBinary(head: Uint8Array): boolean {
  if (head.includes(0)) return true;
  const controls = head.reduce((sum, byte) => sum + (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27 ? 1 : 0), 0);
  return controls > head.length * MOST_CONTROLS;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
