/** What a file that is no text holds, as lines for a person: a line a program, a map, an object. */
import type { BpfMap, BpfObject } from '../core/bpf-object.ts';
import { findObjects } from '../engines/wasm/objects.ts';
import { readObject } from '../object/read.ts';

/** Empty where it cannot be read. */
export function contentsOf(elf: Uint8Array): string {
  const read = readObject(elf);
  return read.ok ? objectContents(read.object.description) : '';
}

/** Programs first, in their order. */
export function objectContents({ programs, maps }: BpfObject): string {
  const lines = [
    ...programs.map(({ name, section, instructions }) => `${name}: SEC("${section}"), ${instructions} instructions`),
    ...maps.map((map) => `${map.name}: ${map.type}${types(map)}, ${map.maxEntries} ${map.type === 'ringbuf' ? 'bytes' : 'entries'}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The objects in a WebAssembly module. */
export function moduleContents(wasm: Uint8Array): string {
  const objects = findObjects(wasm).map(contentsOf);
  return objects.length === 0 ? 'a WebAssembly module in which no BPF object was found\n' : objects.join('\n');
}

function types({ keyType, valueType }: BpfMap): string {
  return valueType === undefined ? '' : ` of ${keyType === undefined ? '' : `${keyType} to `}${valueType}`;
}
