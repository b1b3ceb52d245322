/** What a name stands for in a kernel's BTF, for people to read. */
import type { Definition, EnumeratorDefinition, FieldDefinition, TypeAnswer } from '../core/definition.ts';
import { type BtfPart, Kind } from './btf.ts';
import { declare, sizeOf } from './btf-declare.ts';
import { DEEPEST, ENUMS, layoutOf, type Place, prototypeOf, RECORDS, skipModifiers, tagOf, valueOfPart } from './btf-place.ts';
import type { Sections } from './btf-sections.ts';

const NAMED_BY_ONE_WORD = [Kind.typedef, Kind.int, Kind.float];
const MOST_FIELDS = 50_000;
const QUERY = /^(?:(struct|union|enum)\s+)?(\w+(?:\s+\w+)*?)((?:\s*(?:->|\.)\s*\w+)*)[\s*;]*$/;

/**
 * Answers `struct task_struct`, `task_struct`, `pid_t`, `vfs_read`, `PIDTYPE_PID` and paths such as `task_struct->mm->pgd`. Structs that are members are
 * shown in full down to `depth` levels; anonymous ones always. Undefined for what is no name at all.
 */
export function describe(sections: Sections, query: string, depth: number): TypeAnswer | undefined {
  const [, tag, head = '', path = ''] = QUERY.exec(query.trim()) ?? [];
  if (head === '') return undefined;
  const start = findHead(sections, tag, head);
  if (start === undefined) return { missing: tag === undefined ? head : `${tag} ${head}`, names: namesLike(sections, tag) };
  const steps = path.split(/->|\./).map((step) => step.trim());
  let place = start;
  let member: { readonly field: FieldDefinition; readonly of: string } | undefined;
  for (const step of steps.slice(1)) {
    const record = recordAt(sections, place);
    const of = record === undefined ? declare(place.btf, place.id, '') : nameOf(record);
    const found = record === undefined ? undefined : findField(record, step, 0, new Set());
    if (found === undefined) return { missing: step, of, names: record === undefined ? [] : fieldNames(record, new Set()) };
    member = { field: new Fields().one(found.place, found.part, found.base, depth), of };
    place = { btf: found.place.btf, id: found.part.type };
  }
  const definitions = define(sections, member === undefined ? place : targetOf(place), depth);
  return { found: { ...(member === undefined ? {} : { member: { ...member.field, of: member.of } }), definitions } };
}

function findHead(sections: Sections, tag: string | undefined, head: string): Place | undefined {
  const byTag = { struct: [Kind.struct], union: [Kind.union], enum: ENUMS };
  if (tag !== undefined) return sections.find(head, byTag[tag as keyof typeof byTag]) ?? (tag === 'enum' ? undefined : declared(sections, tag, head));
  return (
    sections.find(head, NAMED_BY_ONE_WORD) ??
    sections.find(head, RECORDS) ??
    sections.find(head, ENUMS) ??
    sections.find(head, [Kind.function]) ??
    enumOf(sections, head) ??
    sections.find(head, [Kind.forward])
  );
}

function declared(sections: Sections, tag: string, name: string): Place | undefined {
  const place = sections.find(name, [Kind.forward]);
  return place !== undefined && place.btf.flag(place.id) === (tag === 'union') ? place : undefined;
}

function enumOf(sections: Sections, enumerator: string): Place | undefined {
  for (const btf of sections.all()) {
    const found = btf.findEnumerator(enumerator);
    if (found !== undefined) return { btf, id: found.type };
  }
  return undefined;
}

function namesLike(sections: Sections, tag: string | undefined): string[] {
  const tags = sections.names([...RECORDS, ...ENUMS]);
  return tag === undefined ? [...tags, ...sections.names([Kind.typedef]), ...sections.names([Kind.function])] : tags;
}

/** The struct that something is, or points to. */
function recordAt(sections: Sections, place: Place): Place | undefined {
  const at = targetOf(place);
  const id = skipModifiers(at.btf, at.id);
  const kind = at.btf.kind(id);
  if (kind === Kind.forward) return sections.definitionOf({ btf: at.btf, id });
  return RECORDS.includes(kind) ? { btf: at.btf, id } : undefined;
}

/** What stands behind pointers and arrays; a typedef before them stays where there are none. */
function targetOf({ btf, id }: Place): Place {
  let at = id;
  for (let i = 0; i < DEEPEST; i++) {
    const stripped = skipModifiers(btf, at);
    const kind = btf.kind(stripped);
    if (kind === Kind.pointer) at = btf.sizeOrType(stripped);
    else if (kind === Kind.array) at = btf.array(stripped).of;
    else break;
  }
  return { btf, id: at };
}

/** A member by name, in anonymous ones too; `base` is where its own struct begins, in bits. `seen` ends the walk through broken data. */
function findField(
  record: Place,
  name: string,
  base: number,
  seen: Set<number>,
): { readonly place: Place; readonly part: BtfPart; readonly base: number } | undefined {
  seen.add(record.id);
  for (const part of record.btf.parts(record.id)) {
    if (part.name === name) return { place: record, part, base };
    const inner = part.name === '' ? skipModifiers(record.btf, part.type) : 0;
    if (!RECORDS.includes(record.btf.kind(inner)) || seen.has(inner)) continue;
    const found = findField({ btf: record.btf, id: inner }, name, base + layoutOf(record.btf, record.id, part).bitOffset, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldNames(record: Place, seen: Set<number>): string[] {
  seen.add(record.id);
  return record.btf.parts(record.id).flatMap((part) => {
    if (part.name !== '') return [part.name];
    const inner = skipModifiers(record.btf, part.type);
    return !RECORDS.includes(record.btf.kind(inner)) || seen.has(inner) ? [] : fieldNames({ btf: record.btf, id: inner }, seen);
  });
}

/** The type, and where it is but a name for another, that one after it. */
function define(sections: Sections, place: Place, depth: number): Definition[] {
  const { btf, id } = place;
  const kind = btf.kind(id);
  const name = btf.name(id);
  switch (kind) {
    case Kind.typedef: {
      const size = sizeOf(btf, id);
      const definition: Definition = { kind: 'typedef', name, size, declaration: `typedef ${declare(btf, btf.sizeOrType(id), name)}` };
      return [definition, ...chain(sections, { btf, id: btf.sizeOrType(id) }, depth)];
    }
    case Kind.struct:
    case Kind.union:
      return [{ kind: 'record', name: nameOf(place), size: btf.sizeOrType(id), members: new Fields().of(place, 0, depth) }];
    case Kind.enum:
    case Kind.enum64: {
      return [{ kind: 'enum', name: nameOf(place), size: btf.sizeOrType(id), enumerators: enumeratorsOf(place) }];
    }
    case Kind.function: {
      const prototype = prototypeOf(btf, id);
      return prototype === undefined ? [] : [{ kind: 'function', name, declaration: declare(btf, prototype, name) }];
    }
    case Kind.int:
    case Kind.float:
      return [{ kind: 'basic', name, size: btf.sizeOrType(id) }];
    case Kind.forward: {
      const defined = sections.definitionOf(place);
      return defined === undefined ? [{ kind: 'incomplete', name: declare(btf, id, '') }] : define(sections, defined, depth);
    }
    case Kind.const:
    case Kind.volatile:
    case Kind.restrict:
    case Kind.typeTag:
      return define(sections, { btf, id: skipModifiers(btf, id) }, depth);
    default:
      return [];
  }
}

/** What a typedef leads to: the next typedef, or a struct or an enum. That `int` is `int` needs no line. */
function chain(sections: Sections, { btf, id }: Place, depth: number): Definition[] {
  let at = id;
  for (let i = 0; i < DEEPEST; i++) {
    const kind = btf.kind(at);
    if (kind === Kind.typedef || RECORDS.includes(kind) || ENUMS.includes(kind)) return define(sections, { btf, id: at }, depth);
    if (kind !== Kind.const && kind !== Kind.volatile && kind !== Kind.restrict && kind !== Kind.typeTag) return [];
    at = btf.sizeOrType(at);
  }
  return [];
}

function enumeratorsOf(place: Place): EnumeratorDefinition[] {
  return place.btf.parts(place.id).map((part) => ({ name: part.name, value: valueOfPart(place, part) }));
}

function nameOf({ btf, id }: Place): string {
  return `${tagOf(btf.kind(id))} ${btf.name(id)}`.trimEnd();
}

/** Shows members, and the members of those that are shown in full. */
class Fields {
  /** How many may still be shown: broken data can hold itself many times over. */
  #left = MOST_FIELDS;

  of(record: Place, base: number, depth: number, level = 0): FieldDefinition[] {
    const parts = record.btf.parts(record.id);
    this.#left -= parts.length;
    return level > DEEPEST || this.#left < 0 ? [] : parts.map((part) => this.one(record, part, base, depth, level));
  }

  one(record: Place, part: BtfPart, base: number, depth: number, level = 0): FieldDefinition {
    const { btf } = record;
    const { bitOffset, bitSize } = layoutOf(btf, record.id, part);
    const body = bodyOf(record, part, depth);
    const declaration = declare(btf, part.type, part.name, body);
    return {
      name: part.name,
      declaration: bitSize === undefined ? declaration : `${declaration}:${bitSize}`,
      bitOffset: base + bitOffset,
      ...(bitSize === undefined ? {} : { bitSize }),
      size: sizeOf(btf, part.type),
      ...(body === undefined ? {} : this.#body({ btf, id: body }, base + bitOffset, part.name === '' ? depth : depth - 1, level + 1)),
    };
  }

  #body(place: Place, base: number, depth: number, level: number): Pick<FieldDefinition, 'members' | 'enumerators'> {
    return ENUMS.includes(place.btf.kind(place.id)) ? { enumerators: enumeratorsOf(place) } : { members: this.of(place, base, depth, level) };
  }
}

/** The struct, union or enum that is shown in a member's place: it has no name that one could look up, or all structs to this depth were asked for. */
function bodyOf({ btf, id: record }: Place, part: BtfPart, depth: number): number | undefined {
  let id = part.type;
  for (let i = 0; i < DEEPEST; i++) {
    const kind = btf.kind(id);
    if (RECORDS.includes(kind)) return id !== record && (btf.name(id) === '' || depth > 0) ? id : undefined;
    if (ENUMS.includes(kind)) return btf.name(id) === '' ? id : undefined;
    if (kind === Kind.array) id = btf.array(id).of;
    else if (kind === Kind.const || kind === Kind.volatile || (kind === Kind.typedef && depth > 0)) id = btf.sizeOrType(id);
    else return undefined;
  }
  return undefined;
}
