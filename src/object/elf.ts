import { type ElfFile, readElf, type Section, SHT, textAt } from '../kernel/elf/file.ts';
import { within } from './limits.ts';

/** Of ELF (elf.h) what BPF objects have. */
const MACHINE_BPF = 247;
const RELOCATABLE = 1;
const SYMBOL = 24;
/** The shorter of the two kinds. */
const RELOCATION = 16;
/** As long as the kernel's own limit, KSYM_NAME_LEN. */
const LONGEST_NAME = 512;

export interface ElfSymbol {
  readonly name: string;
  /** Number of its section; 0 where it is in none. */
  readonly section: number;
  readonly value: number;
  readonly size: number;
  readonly kind: 'object' | 'function' | 'section' | 'other';
  readonly local: boolean;
}

export interface ElfRelocation {
  /** Bytes into its section. */
  readonly offset: number;
  readonly symbol: ElfSymbol | undefined;
}

export interface BpfElf {
  readonly sections: readonly Section[];
  readonly symbols: readonly ElfSymbol[];
  content(name: string): Uint8Array | undefined;
  contentAt(section: number): Uint8Array | undefined;
  /** By the number of the section they are for. */
  relocations(section: number): readonly ElfRelocation[];
}

export type ElfFailure = 'not-elf' | 'other-machine' | 'other-byte-order' | 'not-an-object' | 'truncated';

/** Throws where it has more than can be looked through. */
export function readBpfElf(bytes: Uint8Array): BpfElf | ElfFailure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0) !== 0x7f454c46) return 'not-elf';
  if (bytes.length < 64) return 'truncated';
  const little = bytes[5] === 1;
  if (view.getUint16(18, little) !== MACHINE_BPF || bytes[4] !== 2) return 'other-machine';
  if (!little) return 'other-byte-order';
  if (view.getUint16(16, true) !== RELOCATABLE) return 'not-an-object';
  const file = readElf((start, length) => (start >= 0 && start + length <= bytes.length ? bytes.subarray(start, start + length) : undefined));
  const wanted = view.getUint16(60, true);
  if (file === undefined || file.sections.length === 0 || file.sections.length < wanted) return 'truncated';
  if (file.sections.some((section) => !isWhole(section, bytes.length))) return 'truncated';
  return outline(file);
}

/** Sections without content (SHT_NULL, SHT_NOBITS) take no room in the file. */
function isWhole({ type, offset, size }: Section, length: number): boolean {
  return type === 0 || type === 8 || offset + size <= length;
}

function outline(file: ElfFile): BpfElf {
  const contentAt = (at: number): Uint8Array | undefined => {
    const section = file.sections[at];
    if (section === undefined || section.type === 0 || section.type === 8) return undefined;
    const content = file.content(section);
    return content === undefined ? undefined : new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  };
  const symbols = symbolsOf(file);
  return {
    sections: file.sections,
    symbols,
    contentAt,
    content: (name) => contentAt(file.sections.findIndex((section) => section.name === name)),
    relocations: (of) => {
      const sections = file.sections.filter(({ type, info }) => (type === SHT.rel || type === SHT.rela) && info === of);
      within(
        sections.reduce((sum, { size }) => sum + size / RELOCATION, 0),
        'relocations',
      );
      return sections.flatMap((section) => relocationsIn(file, section, symbols));
    },
  };
}

function symbolsOf(file: ElfFile): ElfSymbol[] {
  const table = file.sections.find(({ type }) => type === SHT.symtab);
  const content = file.content(table);
  const strings = file.content(table === undefined ? undefined : file.sections[table.link]);
  if (content === undefined) return [];
  const count = Math.floor(content.byteLength / SYMBOL);
  within(count, 'symbols');
  return Array.from({ length: count }, (_, i) => {
    const at = i * SYMBOL;
    const info = content.getUint8(at + 4);
    const kind = ({ 1: 'object', 2: 'function', 3: 'section' } as const)[(info & 15) as 1 | 2 | 3] ?? 'other';
    return {
      name: textAt(strings, content.getUint32(at, true), LONGEST_NAME),
      section: content.getUint16(at + 6, true),
      value: Number(content.getBigUint64(at + 8, true)),
      size: Number(content.getBigUint64(at + 16, true)),
      kind,
      local: info >>> 4 === 0,
    };
  });
}

function relocationsIn(file: ElfFile, section: Section, symbols: readonly ElfSymbol[]): ElfRelocation[] {
  const content = file.content(section);
  const size = section.type === SHT.rela ? 24 : 16;
  if (content === undefined) return [];
  const count = Math.floor(content.byteLength / size);
  return Array.from({ length: count }, (_, i) => ({
    offset: Number(content.getBigUint64(i * size, true)),
    symbol: symbols[content.getUint32(i * size + 12, true)],
  }));
}
