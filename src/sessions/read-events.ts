/** The events of a session, part by part. What is spoiled is left out and counted; all else is read. */
import { open } from 'node:fs/promises';
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib';
import { readLines, type TimedEvents } from './lines.ts';

/** How each part of the file begins (RFC 1952), as zlib writes it at its fastest on this system; a file somebody packed anew is one part. */
const HEAD = Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0x04, 0x03]);
const READ = 4 << 20;
/** Characters of lines that one part can hold at most; more would not be ours. */
const MOST = 512 << 20;

/** Bytes that go into a spoiled part at a time: no more than stand behind what it holds (its sum and length), so that a wrong byte there costs nothing. */
const BIT = 8;
/** Of a part that is none of ours, which may be large. */
const LARGE = 1 << 20;
const LARGE_BIT = 4096;

/** What could not be read. */
export interface Spoiled {
  /** Lines that are no events, and parts that cannot be unpacked. */
  lines: number;
  parts: number;
}

/** Reads a file of events from an offset on, at which a part begins. Throws as the file system does. */
export async function* readEvents(path: string, from: number, spoiled: Spoiled): AsyncGenerator<readonly TimedEvents[]> {
  for await (const part of partsOf(path, from)) {
    const text = await unpacked(part, spoiled);
    const { batches, bad } = readLines(text);
    spoiled.lines += bad;
    if (batches.length > 0) yield batches;
  }
}

/** The file in parts, each with its head. */
async function* partsOf(path: string, from: number): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let at = from;
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(READ), 0, READ, at);
      at += bytesRead;
      rest = rest.length === 0 ? buffer.subarray(0, bytesRead) : Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      for (let next = rest.indexOf(HEAD, 1); next !== -1; next = rest.indexOf(HEAD, 1)) {
        yield rest.subarray(0, next);
        rest = rest.subarray(next);
      }
      if (bytesRead === 0) break;
    }
    if (rest.length > 0) yield rest;
  } finally {
    await file.close();
  }
}

/** What a part holds; as much of it as can be had where it is cut off or spoiled. */
async function unpacked(part: Buffer, spoiled: Spoiled): Promise<string> {
  try {
    return gunzipSync(part, { maxOutputLength: MOST }).toString();
  } catch {
    spoiled.parts++;
  }
  const text = await salvaged(part);
  // Its last line has no end; that is no fault beside the one that was counted.
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** What comes out of a part until it goes wrong. It goes in bit by bit, as what a bit gives is lost where that bit is wrong. */
async function salvaged(part: Buffer): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const gunzip = createGunzip({ finishFlush: zlib.Z_SYNC_FLUSH });
  const over = new Promise<void>((resolve) =>
    gunzip
      .once('end', resolve)
      .once('error', () => resolve())
      .once('close', resolve),
  );
  gunzip.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST) gunzip.destroy();
    else chunks.push(chunk);
  });
  const bit = part.length > LARGE ? LARGE_BIT : BIT;
  for (let at = 0; at < part.length; at += bit) gunzip.write(part.subarray(at, at + bit));
  gunzip.end();
  await over;
  return Buffer.concat(chunks).toString();
}
