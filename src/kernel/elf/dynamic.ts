import { type ElfFile, SHT, textAt, wordAt } from './file.ts';

/** Tags of the dynamic section (man 5 elf). */
const NEEDED = 1;
const RPATH = 15;
const RUNPATH = 29;
const MAX_ENTRIES = 10_000;

/** What a file says to the dynamic linker. */
export interface Linkage {
  /** Names of the libraries it is linked to: `libc.so.6`. */
  readonly needed: readonly string[];
  /** Directories of its own to look for them in, as they stand: `$ORIGIN/../lib`. */
  readonly paths: readonly string[];
}

/** Empty where the file is linked to nothing. */
export function linkage(file: ElfFile): Linkage {
  const section = file.sections.find(({ type }) => type === SHT.dynamic);
  const table = file.content(section);
  const strings = file.content(section === undefined ? undefined : file.sections[section.link]);
  const needed: string[] = [];
  const paths: string[] = [];
  const size = file.wide ? 16 : 8;
  for (let at = 0; table !== undefined && at + size <= Math.min(table.byteLength, MAX_ENTRIES * size); at += size) {
    const tag = wordAt(table, at, file.wide, file.little);
    if (tag === 0) break;
    const text = textAt(strings, wordAt(table, at + size / 2, file.wide, file.little));
    if (text === '') continue;
    if (tag === NEEDED) needed.push(text);
    if (tag === RPATH || tag === RUNPATH) paths.push(...text.split(':'));
  }
  return { needed, paths };
}
