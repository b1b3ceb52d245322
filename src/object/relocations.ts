/** Where an object's instructions are adapted to the kernel's types (CO-RE), out of .BTF.ext (Documentation/bpf/btf.rst; struct bpf_core_relo of linux/bpf.h). */
import { type Btf, Kind } from '../kernel/btf.ts';
import { RECORDS, skipModifiers } from '../kernel/btf-place.ts';
import { type FoundProgram, WIDTH } from './code.ts';
import { partOf } from './lines.ts';

/** A member that an instruction reads or has the offset of, as the C names it. */
export interface Member {
  /** The structure's name, without what `___` and after it tell flavours apart by. */
  readonly struct: string;
  readonly name: string;
}

export interface Relocations {
  /** By the number of the instruction in its program. */
  readonly members: ReadonlyMap<number, Member>;
  /** Whether the program asks the kernel what it has (`bpf_core_field_exists` and the like): then not all of it is meant for this one. */
  readonly asks: boolean;
}

const RECORD = 16;
const MOST = 200_000;
/** enum bpf_core_relo_kind: what concerns the place of a field; whether something exists. */
const PLACES: readonly number[] = [0, 1];
const EXISTS: readonly number[] = [2, 8, 10, 12];

/** Of one program. Empty where the section makes no sense. */
export function relocationsOf(extension: Uint8Array | undefined, btf: Btf, { section, at: place }: FoundProgram): Relocations {
  const members = new Map<number, Member>();
  const view = partOf(extension, 24);
  let asks = false;
  if (view === undefined || view.byteLength < 4) return { members, asks };
  const size = view.getUint32(0, true);
  if (size < RECORD) return { members, asks };
  let seen = 0;
  for (let at = 4; at + 8 <= view.byteLength && seen < MOST; ) {
    const name = btf.text(view.getUint32(at, true));
    const count = view.getUint32(at + 4, true);
    at += 8;
    for (let i = 0; i < count && at + size <= view.byteLength && seen < MOST; i++, at += size, seen++) {
      const offset = view.getUint32(at, true);
      if (name !== section || offset < place.start || offset >= place.end) continue;
      const kind = view.getUint32(at + 12, true);
      if (EXISTS.includes(kind)) asks = true;
      const member = PLACES.includes(kind) ? memberOf(btf, view.getUint32(at + 4, true), btf.text(view.getUint32(at + 8, true))) : undefined;
      if (member !== undefined) members.set((offset - place.start) / WIDTH, member);
    }
  }
  return { members, asks };
}

/** `access`: `0:2:1`, the first of which is an index of what the pointer points at. Members of anonymous ones count as their parent's. */
function memberOf(btf: Btf, type: number, access: string): Member | undefined {
  const root = skipModifiers(btf, type);
  const path = access.split(':').slice(1).map(Number);
  if (!RECORDS.includes(btf.kind(root)) || path.length === 0) return undefined;
  let at = root;
  for (const index of path) {
    if (!RECORDS.includes(btf.kind(at))) return undefined;
    const part = btf.parts(at)[index];
    if (part === undefined) return undefined;
    if (part.name !== '') return { struct: plainName(btf.name(root)), name: part.name };
    at = skipModifiers(btf, part.type);
  }
  return undefined;
}

/** The structure that a program's argument points at, by the prototype of its function; undefined where that is `void *` or something else. */
export function argumentOf(btf: Btf, name: string): number | undefined {
  const of = btf.find(name, [Kind.function]);
  const [first] = of === undefined ? [] : btf.parts(btf.sizeOrType(of));
  const pointer = first === undefined ? 0 : skipModifiers(btf, first.type);
  const struct = btf.kind(pointer) === Kind.pointer ? skipModifiers(btf, btf.sizeOrType(pointer)) : 0;
  return btf.kind(struct) === Kind.struct ? struct : undefined;
}

/** The member of a structure that has a byte; the last that begins there or before. */
export function memberAt(btf: Btf, struct: number, offset: number): Member | undefined {
  let found: string | undefined;
  // Offsets of structures with bit fields have a size in their upper byte.
  for (const { name, more } of btf.parts(struct)) if ((btf.flag(struct) ? more & 0xff_ffff : more) >>> 3 <= offset && name !== '') found = name;
  return found === undefined ? undefined : { struct: plainName(btf.name(struct)), name: found };
}

function plainName(name: string): string {
  return name.replace(/___.*$/, '');
}
