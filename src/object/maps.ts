/** Maps as BTF defines them: a struct in the section `.maps`, whose members' types are the values (bpf_helpers.h: `__uint`, `__type`). */
import type { BpfMap } from '../core/bpf-object.ts';
import { type Btf, Kind } from '../kernel/btf.ts';
import { sizeOf } from '../kernel/btf-declare.ts';
import { RECORDS, skipModifiers } from '../kernel/btf-place.ts';
import type { BpfElf } from './elf.ts';
import { typeName } from './fields.ts';
import { within } from './limits.ts';
import { pointedRecords, recordNamed, variableNamed } from './named.ts';
import { eventOfTag } from './tags.ts';

/** enum bpf_map_type. */
const MAP_TYPES =
  'unspec hash array prog_array perf_event_array percpu_hash percpu_array stack_trace cgroup_array lru_hash lru_percpu_hash lpm_trie array_of_maps hash_of_maps devmap sockmap cpumap xskmap sockhash cgroup_storage reuseport_sockarray percpu_cgroup_storage queue stack sk_storage devmap_hash struct_ops ringbuf inode_storage task_storage bloom_filter user_ringbuf cgrp_storage arena'.split(
    ' ',
  );

export interface FoundMap {
  readonly map: BpfMap;
  /** BTF ids. */
  readonly key?: number;
  readonly value?: number;
}

export function isBuffer(map: BpfMap): boolean {
  return map.type === 'ringbuf' || map.type === 'perf_event_array';
}

/** In the order in which they lie in the object. */
export function mapsIn(elf: BpfElf, btf: Btf): FoundMap[] {
  const section = elf.sections.findIndex(({ name }) => name === '.maps');
  if (section < 0) return [];
  const symbols = elf.symbols.filter((symbol) => symbol.section === section && symbol.kind === 'object');
  within(symbols.length, 'maps');
  return symbols
    .sort((a, b) => a.value - b.value)
    .flatMap(({ name }) => {
      const variable = variableNamed(btf, name);
      const type = variable === undefined ? undefined : skipModifiers(btf, btf.sizeOrType(variable));
      return type === undefined || btf.kind(type) !== Kind.struct ? [] : [mapOf(btf, name, type)];
    });
}

function mapOf(btf: Btf, name: string, type: number): FoundMap {
  const members = new Map(btf.parts(type).map((part) => [part.name, part.type]));
  const pointed = (member: string): number | undefined => {
    const id = members.get(member);
    const at = id === undefined ? undefined : skipModifiers(btf, id);
    return at !== undefined && btf.kind(at) === Kind.pointer ? btf.sizeOrType(at) : undefined;
  };
  const number = (member: string): number => {
    const id = pointed(member);
    return id === undefined ? 0 : btf.array(skipModifiers(btf, id)).length;
  };
  const [key, value] = [pointed('key'), pointed('value')];
  const event = value ?? eventOf(btf, name);
  const kind = MAP_TYPES[number('type')] ?? `type_${number('type')}`;
  const found = {
    name,
    type: kind,
    keySize: key === undefined ? number('key_size') : sizeOf(btf, key),
    valueSize: value === undefined ? number('value_size') : sizeOf(btf, value),
    maxEntries: number('max_entries'),
    pinned: number('pinning') === 1,
  };
  const isEvent = isBuffer(found);
  const shown = isEvent ? (isRecord(btf, value) || kind === 'ringbuf' ? event : eventOf(btf, name)) : value;
  return {
    map: { ...found, ...(key === undefined ? {} : { keyType: typeName(btf, key) }), ...(shown === undefined ? {} : { valueType: typeName(btf, shown) }) },
    ...(key === undefined ? {} : { key }),
    ...(shown === undefined ? {} : { value: shown }),
  };
}

function isRecord(btf: Btf, id: number | undefined): boolean {
  return id !== undefined && RECORDS.includes(btf.kind(skipModifiers(btf, id)));
}

/** What the records of a buffer are, where its definition does not say: a tag, a global pointer to a struct, a struct with a name that says so. */
function eventOf(btf: Btf, name: string): number | undefined {
  const tagged = eventOfTag(btf, name);
  if (tagged !== undefined) return recordNamed(btf, tagged);
  const pointers = pointedRecords(btf);
  const one = name.replace(/s$/, '');
  const alike = [name, one, `${name}_event`, `${one}_event`, `${one}_t`];
  const [only, ...more] = pointers;
  const byName = pointers.find((id) => alike.includes(btf.name(id)));
  if (byName !== undefined) return byName;
  if (only !== undefined && more.length === 0) return only;
  for (const wanted of [...alike, 'event', 'event_t', 'data_t']) {
    const found = recordNamed(btf, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
