/** Lists of pieces of a guest's memory (ciovec and iovec of WASI). */
import { GuestFault, type GuestMemory } from './guest.ts';

/** One call may move no more: what is longer is cut into several by whoever wrote it. */
const MOST_BYTES = 1 << 20;
export const MOST_PARTS = 1024;

export function partsOf(memory: GuestMemory, parts = 0, count = 0): Uint8Array[] {
  if (count < 0 || count > MOST_PARTS) throw new GuestFault('too many parts');
  const list = memory.view(parts, count * 8);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let i = 0; i < count && total < MOST_BYTES; i++) {
    const length = Math.min(list.getUint32(i * 8 + 4, true), MOST_BYTES - total);
    chunks.push(memory.bytes(list.getUint32(i * 8, true), length));
    total += length;
  }
  return chunks;
}

export function gathered(memory: GuestMemory, parts = 0, count = 0): Uint8Array {
  return Buffer.concat(partsOf(memory, parts, count));
}
