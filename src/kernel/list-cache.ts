import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeDirectories } from './cache.ts';

/** Keeps lists that the kernel takes long to write. Never fails: what cannot be read or written is asked of the kernel again. */
export interface ListCache {
  read(name: string, key: string): Uint8Array | undefined;
  write(name: string, key: string, list: Uint8Array): void;
}

export const noLists: ListCache = { read: () => undefined, write: () => {} };

/** A file for each list in this directory: a line that says what it is of, how long it is and its checksum, then the list. */
export function fileLists(directory: string): ListCache {
  return {
    read(name, key) {
      try {
        const kept = readFileSync(join(directory, name));
        const end = kept.indexOf('\n');
        const list = kept.subarray(end + 1);
        return kept.subarray(0, end).toString() === headOf(key, list) ? list : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, key, list) {
      try {
        makeDirectories(directory);
        const path = join(directory, name);
        // Renamed into place, so that two gpttraces starting at once never read half a file.
        const draft = `${path}.${process.pid}`;
        writeFileSync(draft, Buffer.concat([Buffer.from(`${headOf(key, list)}\n`), list]), { mode: 0o600 });
        renameSync(draft, path);
      } catch {
        // Without a cache the next start takes a little longer; nothing is lost.
      }
    },
  };
}

function headOf(key: string, list: Uint8Array): string {
  return JSON.stringify([key, list.length, crc32(list)]);
}
