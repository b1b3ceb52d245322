/** What `a.b`, `a->b` and `a[i]` yield. */
import { type CTypes, findMember } from '../../core/ctype.ts';
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
  if (object.kind === 'record') return arrow ? undefined : object;
  if (object.kind !== 'pointer' || object.to.kind !== 'record') return undefined;
  const since = object.to.args === undefined ? '0.25' : '0.19';
  return arrow || compareVersions(version, since) >= 0 ? object.to : undefined;
}

function fieldOf(record: RecordValue, name: string, space: 'kernel' | 'user' | 'unknown' | undefined, types: CTypes | undefined): Type {
  if (record.args !== undefined) return record.args.fields === undefined ? UNKNOWN : (record.args.fields.get(name) ?? NONE);
  if (record.layout === undefined || types === undefined) return UNKNOWN;
  const member = findMember(types, record.layout, name);
  if (member === undefined) return NONE;
  const type = fromC(member.type, space);
  return record.context && (type.kind === 'record' || type.kind === 'array') && type.kind === 'record' ? { ...type, context: true } : type;
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
