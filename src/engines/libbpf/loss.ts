/**
 * Records that a program could not reserve in its ring buffer. The kernel does not count them: the program does, by the custom of writing so, in a global variable or a map
 * that is named for it.
 */
import type { BpfObject } from '../../core/bpf-object.ts';
import type { Libbpf } from './library.ts';
import { entriesOf, type LoadedMap } from './maps.ts';

const NAMED = /^(?:(?:events?|records?|ring|rb)_)?(?:dropped|drops|lost|losses|missed)(?:_(?:events?|records?|samples?|count|cnt))?$/;

/** Whether a variable or map of that name counts what was lost. */
export function countsLoss(name: string): boolean {
  return NAMED.test(name);
}

/** What tells how many events were lost so far; undefined where the program does not count them. */
export function lossReader(bpf: Libbpf, object: BpfObject, maps: readonly LoadedMap[]): (() => number) | undefined {
  const readers: (() => number)[] = [];
  for (const { name, section, offset, size } of object.variables) {
    const map = maps.find((one) => one.name.endsWith(section));
    if (!countsLoss(name) || map === undefined || (section !== '.bss' && section !== '.data') || (size !== 8 && size !== 4)) continue;
    readers.push(() => {
      const value = Buffer.alloc(map.valueSize);
      return bpf.lookup(map.fd, Buffer.alloc(4), value) === 0 && offset + size <= value.length ? integer(value, offset, size) : 0;
    });
  }
  for (const map of maps) {
    if (!countsLoss(map.name) || (map.valueSize !== 8 && map.valueSize !== 4)) continue;
    readers.push(() => entriesOf(bpf, map).reduce((sum, { values }) => sum + values.reduce((all, value) => all + integer(value, 0, map.valueSize), 0), 0));
  }
  return readers.length === 0 ? undefined : () => readers.reduce((sum, read) => sum + read(), 0);
}

function integer(bytes: Buffer, at: number, size: number): number {
  return size === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at);
}
