import { dirname } from 'node:path';
import type { Host } from '../../system/host.ts';
import { type ElfFile, openElf, textAt } from './file.ts';
import { buildId } from './notes.ts';

const DEBUG_ROOT = '/usr/lib/debug';

/**
 * The file that holds the symbols that were stripped off another, where bpftrace looks for it (bcc, bcc_elf.c): by build id, then by the name that the
 * stripped file gives. A check sum is not compared: that would mean to read all of it, and a debug file of another build only makes us say less.
 */
export function debugFile(host: Host, path: string, file: ElfFile): ElfFile | undefined {
  const id = buildId(file);
  const directory = dirname(path);
  const link = textAt(file.content(file.sections.find(({ name }) => name === '.gnu_debuglink')), 0);
  const places = [
    ...(id === undefined || id.length < 4 ? [] : [`${DEBUG_ROOT}/.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`]),
    ...(link === '' || link.includes('/') ? [] : [`${directory}/${link}`, `${directory}/.debug/${link}`, `${DEBUG_ROOT}${directory}/${link}`]),
  ].filter((place) => place !== path);
  for (const place of places) {
    const found = openElf(host, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a file has beyond its tables of symbols: a compressed table (.gnu_debugdata), or DWARF, which names inlined functions too. */
export function beyondTables(file: ElfFile): 'compressed' | 'dwarf' | undefined {
  if (file.sections.some(({ name }) => name === '.gnu_debugdata')) return 'compressed';
  return file.sections.some(({ name }) => name === '.debug_info') ? 'dwarf' : undefined;
}
