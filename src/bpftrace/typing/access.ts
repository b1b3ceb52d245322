/** What `a.b`, `a->b` and `a[i]` yield. */
import { type CTypes, findMember, type RecordType } from '../../core/ctype.ts';
import { compareVersions, type Version } from '../dialect/version.ts';
import { fromC } from './from-c.ts';
import { NONE, type RecordValue, type Type, UNKNOWN } from './type.ts';

/** The type of a member. No value where there is no such member, or the access is of the wrong form for this version. */
export function memberType(object: Type, name: string, arrow: boolean, version: Version, types: CTypes | undefined): Type {
  if (object.kind === 'unknown') return UNKNOWN;
  if (object.kind === 'tuple') {
    const at = /^\d+$/.test(name) ? Number(name) : -1;
    return object.items[at] ?? NONE;
  }
  const record = recordBehind(object, arrow, version);
  if (record === undefined) return object.kind === 'pointer' && object.to.kind === 'unknown' ? UNKNOWN : NONE;
  return fieldOf(record, name, object.kind === 'pointer' ? object.space : undefined, types);
}

/** The record whose member is accessed; undefined where there is none, or not in this way: `.` reaches through a pointer only since 0.25 (`args.x` since 0.19). */
export function recordBehind(object: Type, arrow: boolean, version: Version): RecordValue | undefined {
  if (object.kind === 'record') return arrow && compareVersions(version, '0.25') < 0 ? undefined : object;
  if (object.kind !== 'pointer' || object.to.kind !== 'record') return undefined;
  const since = object.to.args === undefined ? '0.25' : '0.19';
  return arrow || compareVersions(version, since) >= 0 ? object.to : undefined;
}

function fieldOf(record: RecordValue, name: string, space: 'kernel' | 'user' | 'unknown' | undefined, types: CTypes | undefined): Type {
  if (record.args !== undefined) return record.args.fields === undefined ? UNKNOWN : inContext(record.args.fields.typeOf(name) ?? NONE);
  const layout = layoutOf(record, types);
  if (layout === undefined || types === undefined) return UNKNOWN;
  const member = findMember(types, layout, name);
  if (member === undefined) return NONE;
  const type = fromC(member.type, space);
  return record.context === true ? inContext(type) : type;
}

/** A part of what the kernel hands to the probe: like that it cannot be stored as a whole. */
function inContext(type: Type): Type {
  return type.kind === 'record' || type.kind === 'array' ? { ...type, context: true } : type;
}

/** The layout of a record, looked up by its name where its definition was not complete when it was named: a list's `struct own *next`. */
export function layoutOf(record: RecordValue, types: CTypes | undefined): RecordType | undefined {
  if (record.layout !== undefined) return record.layout;
  const type = types?.named(record.name);
  return type?.kind === 'record' ? type : undefined;
}

/** The type of an element: of an array, of what a pointer points to, or (newer versions) of a string. */
export function elementType(object: Type): Type {
  switch (object.kind) {
    case 'array':
      return object.of;
    case 'pointer':
      return object.to;
    case 'unknown':
    case 'string':
    case 'buffer':
      return UNKNOWN;
    default:
      return NONE;
  }
}
