/** Sections of a 64-bit little-endian ELF file (man 5 elf), taken out and put in, without a tool: as clang writes objects, with the section headers at their end. */

const HEADER = 64;
const ENTRY = 64;
const PROGBITS = 1;
const NOBITS = 8;
/** Where in a section header what stands. */
const AT = { name: 0, type: 4, offset: 24, size: 32, align: 48 } as const;
const MOST_SECTIONS = 0xff00;
/** Names that are looked for are short. */
const LONGEST_NAME = 256;

interface Sections {
  readonly count: number;
  /** The index of the section that holds the names. */
  readonly names: number;
  readonly table: Buffer;
  nameOf(index: number): string;
  contentOf(index: number): Buffer;
}

/** The bytes of a section; undefined where there is none of that name, or these bytes are no such file. */
export function sectionOf(elf: Uint8Array, name: string): Uint8Array | undefined {
  const sections = sectionsIn(elf);
  if (sections === undefined) return undefined;
  for (let index = 1; index < sections.count; index++) if (sections.nameOf(index) === name) return sections.contentOf(index);
  return undefined;
}

/**
 * The object without its DWARF, which the kernel and libbpf do not read and which is most of it. The sections stay, empty, so that no index changes. What is no such
 * file comes back as it is.
 */
export function withoutDwarf(elf: Uint8Array): Uint8Array {
  return rewritten(elf, (name) => /^(\.rela?)?\.debug_/.test(name)) ?? elf;
}

/** The object with one section more, or with another content of that section: loaders pass by what they do not know. Undefined where these bytes are no such file. */
export function withSection(elf: Uint8Array, name: string, content: Uint8Array): Uint8Array | undefined {
  return rewritten(elf, () => false, { name, content });
}

function rewritten(
  elf: Uint8Array,
  emptied: (name: string) => boolean,
  added?: { readonly name: string; readonly content: Uint8Array },
): Uint8Array | undefined {
  const sections = sectionsIn(elf);
  if (sections === undefined) return undefined;
  const headers = Array.from({ length: sections.count }, (_, index) => Buffer.from(sections.table.subarray(index * ENTRY, (index + 1) * ENTRY)));
  const contents = headers.map((_, index) => sections.contentOf(index));
  if (added !== undefined) {
    const present = headers.findIndex((_, index) => index > 0 && sections.nameOf(index) === added.name);
    if (present > 0) {
      contents[present] = Buffer.from(added.content);
    } else {
      const header = Buffer.alloc(ENTRY);
      const names = contents[sections.names] ?? Buffer.alloc(0);
      header.writeUInt32LE(names.length, AT.name);
      header.writeUInt32LE(PROGBITS, AT.type);
      header.writeBigUInt64LE(1n, AT.align);
      contents[sections.names] = Buffer.concat([names, Buffer.from(`${added.name}\0`)]);
      headers.push(header);
      contents.push(Buffer.from(added.content));
    }
  }
  const parts: Buffer[] = [Buffer.from(elf.subarray(0, HEADER))];
  let end = HEADER;
  const put = (content: Buffer, align: number): number => {
    const gap = (align - (end % align)) % align;
    parts.push(Buffer.alloc(gap), content);
    const at = end + gap;
    end = at + content.length;
    return at;
  };
  headers.forEach((header, index) => {
    if (index === 0) return;
    const bare = index < sections.count && emptied(sections.nameOf(index));
    const content = bare ? Buffer.alloc(0) : (contents[index] ?? Buffer.alloc(0));
    header.writeBigUInt64LE(BigInt(put(content, Math.min(Number(header.readBigUInt64LE(AT.align)) || 1, 4096))), AT.offset);
    // What takes no room in the file has a size all the same: .bss.
    if (header.readUInt32LE(AT.type) !== NOBITS) header.writeBigUInt64LE(BigInt(content.length), AT.size);
  });
  const table = put(Buffer.concat(headers), 8);
  const [head] = parts;
  head?.writeBigUInt64LE(BigInt(table), 40);
  head?.writeUInt16LE(headers.length, 60);
  return Buffer.concat(parts);
}

function sectionsIn(elf: Uint8Array): Sections | undefined {
  const file = Buffer.from(elf.buffer, elf.byteOffset, elf.byteLength);
  if (file.length < HEADER || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) return undefined;
  const start = Number(file.readBigUInt64LE(40));
  const [entry, count, names] = [file.readUInt16LE(58), file.readUInt16LE(60), file.readUInt16LE(62)];
  // An object that is linked, or has more sections than fit into a header, is none that clang makes of a BPF program.
  if (entry !== ENTRY || count === 0 || count >= MOST_SECTIONS || names >= count || file.readUInt16LE(56) !== 0) return undefined;
  if (!(start >= HEADER && start + count * ENTRY <= file.length)) return undefined;
  const table = file.subarray(start, start + count * ENTRY);
  const contentOf = (index: number): Buffer => {
    if (table.readUInt32LE(index * ENTRY + AT.type) === NOBITS) return file.subarray(0, 0);
    const [at, size] = [Number(table.readBigUInt64LE(index * ENTRY + AT.offset)), Number(table.readBigUInt64LE(index * ENTRY + AT.size))];
    return file.subarray(Math.min(at, file.length), Math.min(at + size, file.length));
  };
  for (let index = 1; index < count; index++) {
    const size = Number(table.readBigUInt64LE(index * ENTRY + AT.size));
    if (table.readUInt32LE(index * ENTRY + AT.type) !== NOBITS && contentOf(index).length !== size) return undefined;
  }
  const strings = contentOf(names);
  const nameOf = (index: number): string => {
    const at = table.readUInt32LE(index * ENTRY + AT.name);
    if (at >= strings.length) return '';
    const text = strings.subarray(at, at + LONGEST_NAME);
    const end = text.indexOf(0);
    return text.toString('latin1', 0, end === -1 ? text.length : end);
  };
  return { count, names, table, nameOf, contentOf };
}
