import type { CType, CTypes } from '../../core/ctype.ts';

/** C's own types on a 64-bit Linux, and the fixed-width names that bpftrace and the kernel's headers give them: bytes and sign. */
const BASIC: ReadonlyMap<string, readonly [bytes: number, signed: boolean]> = new Map([
  ['char', [1, true]],
  ['signed char', [1, true]],
  ['unsigned char', [1, false]],
  ['bool', [1, false]],
  ['_Bool', [1, false]],
  ['short', [2, true]],
  ['unsigned short', [2, false]],
  ['int', [4, true]],
  ['unsigned int', [4, false]],
  ['long', [8, true]],
  ['unsigned long', [8, false]],
  ['long long', [8, true]],
  ['unsigned long long', [8, false]],
  ['size_t', [8, false]],
  ['ssize_t', [8, true]],
  ['pid_t', [4, true]],
  ['uid_t', [4, false]],
  ['gid_t', [4, false]],
  ['dev_t', [4, false]],
  ['off_t', [8, true]],
  ['loff_t', [8, true]],
  ['sector_t', [8, false]],
  ['umode_t', [2, false]],
  ['uintptr_t', [8, false]],
  ['intptr_t', [8, true]],
  ...[1, 2, 4, 8].flatMap((bytes): [string, readonly [number, boolean]][] => [
    [`u${bytes * 8}`, [bytes, false]],
    [`__u${bytes * 8}`, [bytes, false]],
    [`uint${bytes * 8}_t`, [bytes, false]],
    [`s${bytes * 8}`, [bytes, true]],
    [`__s${bytes * 8}`, [bytes, true]],
    [`int${bytes * 8}_t`, [bytes, true]],
    [`__be${bytes * 8}`, [bytes, false]],
    [`__le${bytes * 8}`, [bytes, false]],
  ]),
]);

/** Words that say nothing about size or members. */
const QUALIFIERS = /\b(?:const|volatile|restrict|__user|__kernel|__rcu|__iomem|register|static|extern|inline)\b/g;

/**
 * The type that a C type's text names, without a declared name: `const struct sock *`, `unsigned long`, `u32`. Undefined where a name in it is not
 * known, neither to C nor to `types`.
 */
export function cTypeNamed(text: string, types: CTypes | undefined): CType | undefined {
  const user = /\b__user\b/.test(text);
  const bare = text.replace(QUALIFIERS, ' ');
  const stars = bare.replace(/[^*]/g, '').length;
  const name = bare.replaceAll('*', ' ').replace(/\s+/g, ' ').trim();
  let type = baseType(name, types);
  for (let star = 0; type !== undefined && star < stars; star++)
    type = user && star === 0 ? { kind: 'pointer', to: type, user } : { kind: 'pointer', to: type };
  return type;
}

function baseType(name: string, types: CTypes | undefined): CType | undefined {
  if (name === 'void') return { kind: 'void' };
  // These mean the same everywhere; the kernel's types are not read for them.
  const basic = BASIC.get(name) ?? BASIC.get(sortedWords(name));
  if (basic !== undefined) return { kind: 'int', name, bits: basic[0] * 8, signed: basic[1] };
  const known = types?.named(name);
  if (known !== undefined) return known;
  return /^(struct|union|enum) /.test(name) ? { kind: 'incomplete', name } : undefined;
}

/** C allows its words in any order, and `int` to be left out or added: `long unsigned int` is `unsigned long`. */
function sortedWords(name: string): string {
  const words = name.split(' ');
  const longs = words.filter((word) => word === 'long').length;
  const base = words.find((word) => ['char', 'short', 'int'].includes(word) && !(word === 'int' && (longs > 0 || words.includes('short'))));
  if (words.some((word) => !['unsigned', 'signed', 'char', 'short', 'int', 'long'].includes(word))) return name;
  const size = longs > 0 ? Array(longs).fill('long').join(' ') : (base ?? (words.includes('short') ? 'short' : 'int'));
  return words.includes('unsigned') ? `unsigned ${size}` : size;
}
