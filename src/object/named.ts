/** Variables and structures of an object by their names, noted in one pass: a hostile object may have any number of the same name, and of what is looked for. */
import { type Btf, Kind } from '../kernel/btf.ts';
import { RECORDS, skipModifiers } from '../kernel/btf-place.ts';

interface Named {
  readonly variables: ReadonlyMap<string, number>;
  readonly records: ReadonlyMap<string, number>;
  /** What global pointers point at: structures with a name, in their order. */
  readonly pointedAt: readonly number[];
}

/** More structures than anybody declares records by. */
const MOST_POINTED = 256;

const noted = new WeakMap<Btf, Named>();

/** The first of the name. */
export function variableNamed(btf: Btf, name: string): number | undefined {
  return namedIn(btf).variables.get(name);
}

export function recordNamed(btf: Btf, name: string): number | undefined {
  return namedIn(btf).records.get(name);
}

export function pointedRecords(btf: Btf): readonly number[] {
  return namedIn(btf).pointedAt;
}

function namedIn(btf: Btf): Named {
  const known = noted.get(btf);
  if (known !== undefined) return known;
  const variables = new Map<string, number>();
  const records = new Map<string, number>();
  const pointedAt = new Set<number>();
  for (const id of btf.named([Kind.variable, ...RECORDS])) {
    const name = btf.name(id);
    if (btf.kind(id) !== Kind.variable) {
      if (!records.has(name)) records.set(name, id);
      continue;
    }
    if (!variables.has(name)) variables.set(name, id);
    const type = skipModifiers(btf, btf.sizeOrType(id));
    if (btf.kind(type) !== Kind.pointer || pointedAt.size >= MOST_POINTED) continue;
    const target = skipModifiers(btf, btf.sizeOrType(type));
    if (RECORDS.includes(btf.kind(target)) && btf.name(target) !== '') pointedAt.add(target);
  }
  const named = { variables, records, pointedAt: [...pointedAt] };
  noted.set(btf, named);
  return named;
}
