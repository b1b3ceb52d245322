/** Only what is read, or only what is written, of a program that sees both: "latency of disk writes". */
import type { ValueNumbers } from '../../core/names.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import type { Test } from './condition.ts';
import { operand } from './joined.ts';
import type { Meaning } from './meaning.ts';

export type Direction = 'read' | 'write';

const CALLS: Readonly<Record<Direction, readonly string[]>> = {
  read: ['read', 'pread64', 'readv', 'preadv', 'preadv2'],
  write: ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2'],
};

/** The block layer's letters: W is a write, behind an F where the disk's cache is flushed first. */
function lettersTest(subject: string, direction: Direction): string {
  const begins = (letters: string): string => `strncmp(${subject}, "${letters}", ${letters.length}) == 0`;
  return direction === 'read' ? begins('R') : `(${begins('W')} || ${begins('FW')})`;
}

/** Undefined where the program sees one of the two only, neither, or cannot tell them apart. */
export function directionTest(direction: Direction, meaning: Meaning, program: LibraryProgram, numbers: ValueNumbers | undefined): Test | undefined {
  const remark = direction === 'read' ? 'only-reads' : 'only-writes';
  if (program.by.operation?.endsWith('rwbs')) return { text: lettersTest(program.by.operation, direction), remark };
  const attached = new Set([...program.source.matchAll(/:sys_(?:enter|exit)_(\w+)/g)].map((match) => match[1] ?? ''));
  const seen = (calls: readonly string[]): string[] => calls.filter((call) => attached.has(call));
  const wanted = seen(CALLS[direction]);
  const subject = meaning.named('syscall');
  if (subject === undefined || wanted.length === 0 || seen(CALLS[direction === 'read' ? 'write' : 'read']).length === 0) return undefined;
  const known = wanted.map((call) => numbers?.syscall(call));
  return known.includes(undefined) ? undefined : { text: `(${known.map((number) => `${operand(subject)} == ${number}`).join(' || ')})`, remark };
}
