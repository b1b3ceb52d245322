import type { Host } from '../system/host.ts';

const CACHE = '/etc/ld.so.cache';
/** Far more than any machine has: a larger one is damaged. */
const MAX_CACHE = 16 * 1024 * 1024;
const MAGIC = 'glibc-ld.so.cache1.1';
const OLD_MAGIC = 'ld.so-1.7.0';
const HEADER = 48;
const ENTRY = 24;
/** Flags of an entry: a library for libc 6, of a 64-bit kind (glibc, sysdeps/generic/ldconfig.h). */
const LIBC6 = 3;
const ABIS_64 = [0x100, 0x200, 0x300, 0x400, 0x500, 0xa00, 0x1000, 0x1100, 0x1200];

export interface Library {
  /** As programs name it: `libc.so.6`. */
  readonly name: string;
  readonly path: string;
}

/** The libraries the dynamic linker knows, in the order of its cache; none where there is no cache (musl has none) or it cannot be read. */
export function linkerCache(host: Host): Library[] {
  const bytes = host.bytes(CACHE, 0, MAX_CACHE);
  if (bytes === undefined) return [];
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The old format may stand before the new one, as many entries of 12 bytes as it says, padded to 8 (glibc, dl-cache.h).
  const oldCount = all.toString('latin1', 0, OLD_MAGIC.length) === OLD_MAGIC && all.length >= 16 ? all.readUInt32LE(12) : undefined;
  const start = oldCount === undefined ? 0 : Math.ceil((16 + oldCount * 12) / 8) * 8;
  if (all.toString('latin1', start, start + MAGIC.length) !== MAGIC || all.length < start + HEADER) return [];
  const cache = all.subarray(start);
  const fits = (count: number): boolean => HEADER + count * ENTRY <= cache.length;
  const little = fits(cache.readUInt32LE(20));
  const read = (at: number): number => (little ? cache.readUInt32LE(at) : cache.readUInt32BE(at));
  const count = read(20);
  if (!fits(count)) return [];
  const libraries: Library[] = [];
  for (let at = HEADER; at < HEADER + count * ENTRY; at += ENTRY) {
    const flags = read(at);
    if ((flags & 0xff) !== LIBC6 || !ABIS_64.includes(flags & 0xff00)) continue;
    const [name, path] = [textAt(cache, read(at + 4)), textAt(cache, read(at + 8))];
    if (name !== '' && path.startsWith('/')) libraries.push({ name, path });
  }
  return libraries;
}

function textAt(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(0, at);
  return at >= bytes.length || end === -1 || end - at > 4096 ? '' : bytes.toString('utf8', at, end);
}
