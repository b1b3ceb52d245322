import type { Condition } from '../../core/intent.ts';
import type { Test } from './condition.ts';
import { operand } from './joined.ts';
import { quote } from './text.ts';

/** Bytes of a text in bpftrace before 0.23: a literal holds no more, a name that is read is cut there. */
const LONGEST = 63;

/** `bare`: the front matter says that the program knows names without their directories; members of a dentry are such by themselves. */
export function pathTest({ path, match }: Extract<Condition, { what: 'path' }>, subject: string | undefined, bare: boolean): Test | undefined {
  if (subject === undefined) return undefined;
  const isName = bare || subject.includes('d_name.name');
  const bytes = Buffer.byteLength(path);
  if (isName) {
    // "/passwd" at its end is a whole name; "passwd" may be the end of a longer one.
    const name = match === 'suffix' ? path.replace(/^\//, '') : path;
    const isWhole = match === 'exact' || (match === 'suffix' && path.startsWith('/'));
    return isWhole && !name.includes('/') && bytes < LONGEST ? { text: `${operand(subject)} == ${quote(name)}`, remark: 'names-only' } : undefined;
  }
  if (match === 'suffix') return undefined;
  const remark = subject.startsWith('path(') ? {} : { remark: 'paths-as-given' as const };
  // A path that is cut looks like one that ends there.
  if (match === 'exact') return bytes < LONGEST ? { text: `${operand(subject)} == ${quote(path)}`, ...remark } : undefined;
  return bytes <= LONGEST ? { text: `strncmp(${subject}, ${quote(path)}, ${bytes}) == 0`, ...remark } : undefined;
}
