/** Which function of a program or library a place in its file is in. */
import type { Host } from '../../system/host.ts';
import { lastNotAbove } from '../kallsyms.ts';
import { debugFile } from './debug.ts';
import { type ElfFile, openElf, SHT, textAt, wordAt } from './file.ts';

const FUNC = 2;
const IFUNC = 10;
/** A segment that is loaded (PT_LOAD). */
const LOAD = 1;

export interface FileAddresses {
  /** `main+12` for an offset into the file; undefined where no symbol is there. */
  nameOf(offset: number): string | undefined;
}

/** Undefined where it is no ELF file that can be read. Of a stripped one the symbols of its debug file, where that is installed. */
export function fileAddresses(host: Host, path: string): FileAddresses | undefined {
  const file = openElf(host, path);
  if (file === undefined) return undefined;
  const segments = segmentsOf(host, path, file);
  const own = file.sections.some(({ type }) => type === SHT.symtab) ? undefined : debugFile(host, path, file);
  const symbols = [file, ...(own === undefined ? [] : [own])].flatMap((one) => functionsOf(one)).sort((a, b) => a.start - b.start || b.size - a.size);
  const starts = Float64Array.from(symbols, ({ start }) => start);
  return {
    nameOf(offset) {
      const segment = segments.find((one) => offset >= one.offset && offset < one.offset + one.size);
      if (segment === undefined) return undefined;
      const address = offset - segment.offset + segment.address;
      // The same place may have a shorter name in it.
      for (let at = lastNotAbove(starts, address), tries = 0; at >= 0 && tries < 8; at--, tries++) {
        const symbol = symbols[at];
        if (symbol === undefined) break;
        if (address < symbol.start + Math.max(1, symbol.size)) return `${textAt(symbol.strings, symbol.name)}+${address - symbol.start}`;
      }
      return undefined;
    },
  };
}

interface Segment {
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Program headers say where in memory a part of the file lies. */
function segmentsOf(host: Host, path: string, { wide, little }: ElfFile): Segment[] {
  const bytes = (at: number, length: number): DataView | undefined => {
    const read = host.bytes(path, at, length);
    return read === undefined || read.length < length ? undefined : new DataView(read.buffer, read.byteOffset, read.byteLength);
  };
  const head = bytes(0, wide ? 64 : 52);
  if (head === undefined) return [];
  const entry = head.getUint16(wide ? 54 : 42, little);
  const count = head.getUint16(wide ? 56 : 44, little);
  const table = bytes(wordAt(head, wide ? 32 : 28, wide, little), entry * count);
  if (table === undefined || entry < (wide ? 56 : 32)) return [];
  return Array.from({ length: count }, (_, index) => index * entry).flatMap((at) =>
    table.getUint32(at, little) === LOAD
      ? [
          {
            offset: wordAt(table, at + (wide ? 8 : 4), wide, little),
            address: wordAt(table, at + (wide ? 16 : 8), wide, little),
            size: wordAt(table, at + (wide ? 32 : 16), wide, little),
          },
        ]
      : [],
  );
}

interface Found {
  readonly start: number;
  readonly size: number;
  /** Where in the strings its name is: names are read for those that are met. */
  readonly name: number;
  readonly strings: DataView;
}

function functionsOf(file: ElfFile): Found[] {
  const { wide, little } = file;
  const width = wide ? 24 : 16;
  return [SHT.symtab, SHT.dynsym].flatMap((kind) => {
    const section = file.sections.find(({ type }) => type === kind);
    const table = file.content(section);
    const strings = file.content(section === undefined ? undefined : file.sections[section.link]);
    if (table === undefined || strings === undefined || section?.entrySize !== width) return [];
    const found: Found[] = [];
    for (let at = 0; at + width <= table.byteLength; at += width) {
      const type = table.getUint8(at + (wide ? 4 : 12)) & 15;
      const start = wordAt(table, at + (wide ? 8 : 4), wide, little);
      if ((type !== FUNC && type !== IFUNC) || start === 0) continue;
      found.push({ start, size: wordAt(table, at + (wide ? 16 : 8), wide, little), name: table.getUint32(at, little), strings });
    }
    return found;
  });
}
