/** How much memory of the kernel the maps of an object take. */
import type { BpfMap, BpfObject } from '../../core/bpf-object.ts';

/** From here on a person should know of it: 256 MB. */
export const LARGE_MAPS: number = 256 * 1024 * 1024;
/** What a hash keeps beside an entry. */
const BESIDE = 64;
/** Of a map that has a value for each processor: a machine has some of them. */
const PROCESSORS = 16;

/** In bytes, as an order of magnitude: all entries that it may have. */
export function mapMemory({ maps }: BpfObject): number {
  return maps.reduce((sum, map) => sum + memoryOf(map), 0);
}

function memoryOf({ type, keySize, valueSize, maxEntries }: BpfMap): number {
  // It counts bytes.
  if (type === 'ringbuf' || type === 'user_ringbuf') return maxEntries;
  const value = Math.ceil(valueSize / 8) * 8 * (type.includes('percpu') ? PROCESSORS : 1);
  return maxEntries * (value + (type.includes('array') ? 0 : Math.ceil(keySize / 8) * 8 + BESIDE));
}
