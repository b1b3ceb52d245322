/** What a BPF map holds, as bytes. */
import type { Libbpf } from './library.ts';
import { MapType, type OpenMap } from './open.ts';

export interface RawEntry {
  readonly key: Buffer;
  /** One of each processor, where the map has one for each; one otherwise. */
  readonly values: readonly Buffer[];
  /** All of them, each rounded up to 8 bytes. */
  readonly whole: Buffer;
}

/** A loaded map. */
export interface LoadedMap {
  readonly name: string;
  readonly fd: number;
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
}

export function loadedMap(bpf: Libbpf, { name, at, type }: OpenMap): LoadedMap {
  return { name, type, fd: bpf.mapFd(at), keySize: bpf.mapKeySize(at), valueSize: bpf.mapValueSize(at), maxEntries: bpf.mapMaxEntries(at) };
}

const PER_CPU: ReadonlySet<number> = new Set([MapType.percpuHash, MapType.percpuArray, MapType.lruPercpuHash]);
/** Entries asked for at once. */
const BATCH = 1024;

/** All that is in a map, at most so many entries. Whoever adds and removes meanwhile may make an entry come twice or not at all, never what was not in it. */
export function entriesOf(bpf: Libbpf, map: LoadedMap, most: number = 1_000_000): readonly RawEntry[] {
  const stride = PER_CPU.has(map.type) ? Math.ceil(map.valueSize / 8) * 8 : map.valueSize;
  const length = PER_CPU.has(map.type) ? stride * bpf.possibleCpus() : map.valueSize;
  const split = (bytes: Buffer): readonly Buffer[] =>
    PER_CPU.has(map.type) ? Array.from({ length: length / stride }, (_, cpu) => bytes.subarray(cpu * stride, (cpu + 1) * stride)) : [bytes];
  return batched(bpf, map, length, split, most) ?? oneByOne(bpf, map, length, split, most);
}

/** Undefined where this kernel or this kind of map has no batches (kernel 5.6, arrays; per-CPU arrays 5.13). */
function batched(bpf: Libbpf, map: LoadedMap, length: number, split: (bytes: Buffer) => readonly Buffer[], most: number): RawEntry[] | undefined {
  const both = (whole: Buffer) => ({ whole, values: split(whole) });
  const entries: RawEntry[] = [];
  // A position is a key of an array, a bucket's number of a hash.
  let from: Buffer | null = null;
  let size = Math.min(BATCH, map.maxEntries);
  for (;;) {
    const to: Buffer = Buffer.alloc(Math.max(8, map.keySize));
    const keys = Buffer.alloc(size * map.keySize);
    const values = Buffer.alloc(size * length);
    const count = Buffer.alloc(4);
    count.writeUInt32LE(size);
    const status = bpf.lookupBatch(map.fd, from, to, keys, values, count, null);
    const errno = Math.abs(status);
    // A bucket that is longer than the batch.
    if (errno === 28 && size < map.maxEntries) {
      size = Math.min(size * 4, map.maxEntries);
      continue;
    }
    if (status !== 0 && errno !== 2) return undefined;
    const found = Math.min(size, count.readUInt32LE(0));
    for (let index = 0; index < found && entries.length < most; index++) {
      entries.push({
        key: keys.subarray(index * map.keySize, (index + 1) * map.keySize),
        ...both(values.subarray(index * length, (index + 1) * length)),
      });
    }
    if (status !== 0 || entries.length >= most) return entries;
    from = to;
  }
}

function oneByOne(bpf: Libbpf, map: LoadedMap, length: number, split: (bytes: Buffer) => readonly Buffer[], most: number): RawEntry[] {
  const both = (whole: Buffer) => ({ whole, values: split(whole) });
  const entries: RawEntry[] = [];
  const seen = new Set<string>();
  let key: Buffer | null = null;
  for (;;) {
    const next: Buffer = Buffer.alloc(map.keySize);
    if (bpf.nextKey(map.fd, key, next) !== 0) return entries;
    // The key it stood at was removed, and the walk began anew.
    const name = next.toString('latin1');
    const value = Buffer.alloc(length);
    if (!seen.has(name) && bpf.lookup(map.fd, next, value) === 0) entries.push({ key: next, ...both(value) });
    if (entries.length >= most || seen.size > 2 * map.maxEntries) return entries;
    if (seen.has(name) && seen.size >= map.maxEntries) return entries;
    seen.add(name);
    key = next;
  }
}
