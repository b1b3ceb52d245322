import type { Condition } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import type { Test } from './condition.ts';
import { operand } from './joined.ts';
import { quote } from './text.ts';

/** Bytes of a text in bpftrace before 0.23: a literal holds no more, a name that is read is cut there. */
const LONGEST = 63;

/** So many directories above a file are looked at: each costs a few reads at every event. */
const LEVELS = 8;

/** `bare`: the front matter says that the program knows names without their directories; members of a dentry are such by themselves. */
export function pathTest(
  { path, match }: Extract<Condition, { what: 'path' }>,
  subject: string | undefined,
  bare: boolean,
  numbers?: ValueNumbers,
): Test | undefined {
  if (subject === undefined) return undefined;
  const isName = bare || subject.includes('d_name.name');
  const bytes = Buffer.byteLength(path);
  if (isName) {
    // "/passwd" at its end is a whole name; "passwd" may be the end of a longer one.
    const name = match === 'suffix' ? path.replace(/^\//, '') : path;
    // What is in /dev is no regular file, and those are all that such programs see.
    const isDevice = path.startsWith('/dev/');
    const placed = match === 'suffix' || isDevice ? undefined : inodeTest(path, match, subject, numbers);
    if (placed !== undefined) return placed;
    const base = path.slice(path.lastIndexOf('/') + 1);
    // Of a file that is there only its name can be told.
    if (match === 'exact' && base !== '' && !isDevice && Buffer.byteLength(base) < LONGEST)
      return { text: `${operand(subject)} == ${quote(base)}`, remark: 'names-only' };
    const isWhole = match === 'suffix' && path.startsWith('/');
    return isWhole && !name.includes('/') && bytes < LONGEST ? { text: `${operand(subject)} == ${quote(name)}`, remark: 'names-only' } : undefined;
  }
  if (match === 'suffix') return undefined;
  const remark = subject.startsWith('path(') ? {} : { remark: 'paths-as-given' as const };
  // A path that is cut looks like one that ends there.
  if (match === 'exact') return bytes < LONGEST ? { text: `${operand(subject)} == ${quote(path)}`, ...remark } : undefined;
  return bytes <= LONGEST ? { text: `strncmp(${subject}, ${quote(path)}, ${bytes}) == 0`, ...remark } : undefined;
}

/**
 * Where a program knows names without their directories, a file is told by its number, and what is below a directory by that of one above it: names of directories
 * could be compared too, and would end at every mount.
 */
function inodeTest(path: string, match: 'prefix' | 'exact', subject: string, numbers: ValueNumbers | undefined): Test | undefined {
  const dentry = /^str\((?<dentry>.+)->d_name\.name\)$/.exec(subject)?.groups?.dentry;
  const isDirectory = match === 'prefix' && path.endsWith('/');
  if (dentry === undefined || !path.startsWith('/') || (match === 'prefix' && !isDirectory)) return undefined;
  const inode = numbers?.inode?.(isDirectory ? path.slice(0, -1) : path);
  if (inode === undefined) return undefined;
  if (!isDirectory) return { text: `${dentry}->d_inode->i_ino == ${inode}`, remark: 'by-inode' };
  const above = Array.from({ length: LEVELS }, (_, index) => `${dentry}${'->d_parent'.repeat(index + 1)}->d_inode->i_ino == ${inode}`);
  return { text: `(${above.join(' || ')})`, remark: 'below-by-inode' };
}
