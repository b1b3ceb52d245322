import { type CTypes, findMember, type RecordType } from '../../core/ctype.ts';
import { memberMacro } from '../tables/member-macros.ts';

/** The path to a member that a structure has in another one: by the kernel's own macros, or because just one structure inside it has a member so called. */
export function embeddedMember(types: CTypes, structure: string, layout: RecordType, name: string): string | undefined {
  const byMacro = memberMacro(structure.replace(/^struct /, ''), name);
  const [first = ''] = byMacro?.split(/\.|->/) ?? [];
  if (byMacro !== undefined && findMember(types, layout, first) !== undefined) return byMacro;
  // Short names, and those of lists and counters, stand in everything.
  if (name.length < 4 || /^(?:next|prev|lock|list|head|node|first|last|flags|size|count|counter|data|type|state|func|refs)$/.test(name)) return undefined;
  const paths = types
    .members(layout)
    .flatMap((member) =>
      member.name !== '' && member.type.kind === 'record' && findMember(types, member.type, name) !== undefined ? [`${member.name}.${name}`] : [],
    );
  return paths.length === 1 ? paths[0] : undefined;
}
