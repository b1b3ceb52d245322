import type { Host } from '../../system/host.ts';

/** More than this is read of no section: a table of symbols has some megabytes. */
const MAX_SECTION = 128 * 1024 * 1024;
const MAX_SECTIONS = 0x10000;
/** Section types (man 5 elf). */
export const SHT = { symtab: 2, strtab: 3, rela: 4, dynamic: 6, note: 7, rel: 9, dynsym: 11 } as const;
const EXTENDED_INDEX = 0xffff;

export interface Section {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** The section that goes with it: the strings of a table of symbols. */
  readonly link: number;
  /** What it is about: of relocations the section they are for. */
  readonly info: number;
  /** SHF_ bits: 4 for what is executed. */
  readonly flags: number;
  readonly entrySize: number;
}

/** The outline of an ELF file (man 5 elf), 32 or 64 bit, of either byte order. */
export interface ElfFile {
  readonly wide: boolean;
  readonly little: boolean;
  readonly sections: readonly Section[];
  /** The bytes of a section; undefined where it is too large, or not in the file. */
  content(section: Section | undefined): DataView | undefined;
}

/** Whether it can be run or linked to, which is what a probe can be placed in; undefined where it is no ELF file or cannot be read. */
export function elfKind(host: Host, path: string): 'program' | 'other' | undefined {
  const head = viewOf(host.bytes(path, 0, 64));
  if (head === undefined || !isElf(head)) return undefined;
  const type = head.getUint16(16, head.getUint8(5) === 1);
  return type === 2 || type === 3 ? 'program' : 'other';
}

/**
 * Reads header and section headers, and the rest only as it is asked for: a program can have hundreds of megabytes. Nothing in the file is trusted: what
 * does not fit is undefined, or missing among the sections. Never throws.
 */
export function openElf(host: Host, path: string): ElfFile | undefined {
  return readElf((start, length) => host.bytes(path, start, length));
}

/** The same of bytes that come from anywhere. */
export function readElf(bytes: (start: number, length: number) => Uint8Array | undefined): ElfFile | undefined {
  const head = viewOf(bytes(0, 64));
  if (head === undefined || !isElf(head)) return undefined;
  const wide = head.getUint8(4) === 2;
  const little = head.getUint8(5) === 1;
  const offset = wordAt(head, wide ? 40 : 32, wide, little);
  const size = wide ? 64 : 40;
  const [entry, count, names] = [0, 2, 4].map((at) => head.getUint16((wide ? 58 : 46) + at, little));
  const read = (start: number, length: number): DataView | undefined => (Number.isSafeInteger(start + length) ? viewOf(bytes(start, length)) : undefined);
  const first = offset > 0 && entry === size ? headerAt(read(offset, size), 0, wide, little) : undefined;
  // What does not fit into the file's header stands in the first, otherwise empty section.
  const total = first === undefined ? 0 : Math.min(count || first.size, MAX_SECTIONS);
  const table = total === 0 ? undefined : read(offset, total * size);
  const headers = Array.from({ length: total }, (_, at) => headerAt(table, at * size, wide, little)).filter((header) => header !== undefined);
  const content = (section: Pick<Section, 'offset' | 'size'> | undefined): DataView | undefined => {
    if (section === undefined || !(section.size <= MAX_SECTION)) return undefined;
    const view = read(section.offset, section.size);
    return view?.byteLength === section.size ? view : undefined;
  };
  const strings = content(headers[names === EXTENDED_INDEX ? (first?.link ?? 0) : (names ?? 0)]);
  const sections = headers.map(({ nameAt, ...header }) => ({ ...header, name: textAt(strings, nameAt) }));
  return { wide, little, sections, content };
}

/** The text that ends with the next zero; empty where none does within a name's length. */
export function textAt(strings: DataView | undefined, at: number, most: number = 4096): string {
  if (strings === undefined || at >= strings.byteLength) return '';
  const bytes = Buffer.from(strings.buffer, strings.byteOffset + at, Math.min(strings.byteLength - at, most));
  const end = bytes.indexOf(0);
  return end === -1 ? '' : bytes.toString('utf8', 0, end);
}

/** An address or size in the file's width. One above 2^53 comes out inexact: it lies in no file. */
export function wordAt(view: DataView, at: number, wide: boolean, little: boolean): number {
  return wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

function isElf(head: DataView): boolean {
  if (head.byteLength < 52 || head.getUint32(0) !== 0x7f454c46) return false;
  const [width, order] = [head.getUint8(4), head.getUint8(5)];
  return (width === 1 || (width === 2 && head.byteLength >= 64)) && (order === 1 || order === 2);
}

function viewOf(bytes: Uint8Array | undefined): DataView | undefined {
  return bytes === undefined ? undefined : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

type Header = Omit<Section, 'name'> & { readonly nameAt: number };

function headerAt(table: DataView | undefined, at: number, wide: boolean, little: boolean): Header | undefined {
  if (table === undefined || at + (wide ? 64 : 40) > table.byteLength) return undefined;
  const word = (place: number): number => wordAt(table, at + place, wide, little);
  return {
    nameAt: table.getUint32(at, little),
    type: table.getUint32(at + 4, little),
    offset: word(wide ? 24 : 16),
    size: word(wide ? 32 : 20),
    link: table.getUint32(at + (wide ? 40 : 24), little),
    info: table.getUint32(at + (wide ? 44 : 28), little),
    flags: word(8),
    entrySize: word(wide ? 56 : 36),
  };
}
