/** Makes ELF files by hand, of either width and byte order (man 5 elf). */
export interface MadeSection {
  readonly name: string;
  readonly type: number;
  readonly data: Buffer;
  readonly link?: number;
  readonly entrySize?: number;
}

export interface Form {
  readonly wide: boolean;
  readonly little: boolean;
}

export class Writer {
  readonly #form: Form;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(form: Form) {
    this.#form = form;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A number of so many bytes. */
  number(value: number | bigint, size: 1 | 2 | 4 | 8): this {
    const bytes = Buffer.alloc(size);
    for (let i = 0; i < size; i++) bytes[this.#form.little ? i : size - 1 - i] = Number((BigInt(value) >> BigInt(8 * i)) & 255n);
    return this.raw(bytes);
  }

  /** An address or size. */
  word(value: number | bigint): this {
    return this.number(value, this.#form.wide ? 8 : 4);
  }

  text(text: string): this {
    return this.raw(Buffer.from(`${text}\0`));
  }

  raw(bytes: Buffer): this {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this;
  }

  pad(to: number): this {
    return this.raw(Buffer.alloc((to - (this.#bytes.length % to)) % to));
  }
}

/** Sections are numbered from 1 in the order given; their names come last. */
export function makeElf(form: Form, sections: readonly MadeSection[], type = 3): Buffer {
  const names = new Writer(form).raw(Buffer.from([0]));
  const all = [...sections, { name: '.shstrtab', type: 3, data: Buffer.alloc(0) }];
  const nameAt = all.map(({ name }) => {
    const at = names.bytes.length;
    names.text(name);
    return at;
  });
  const headSize = form.wide ? 64 : 52;
  let offset = headSize;
  const placed = all.map((section, at) => {
    const data = at === all.length - 1 ? names.bytes : section.data;
    const place = { ...section, data, offset };
    offset += data.length;
    return place;
  });
  const head = new Writer(form).raw(Buffer.from([0x7f, 0x45, 0x4c, 0x46, form.wide ? 2 : 1, form.little ? 1 : 2, 1, ...Array<number>(9).fill(0)]));
  head.number(type, 2).number(62, 2).number(1, 4).word(0).word(0).word(offset).number(0, 4).number(headSize, 2).number(0, 2).number(0, 2);
  head
    .number(form.wide ? 64 : 40, 2)
    .number(all.length + 1, 2)
    .number(all.length, 2);
  const table = new Writer(form).raw(Buffer.alloc(form.wide ? 64 : 40));
  placed.forEach((section, at) => {
    table
      .number(nameAt[at] ?? 0, 4)
      .number(section.type, 4)
      .word(0)
      .word(0)
      .word(section.offset)
      .word(section.data.length);
    table
      .number(section.link ?? 0, 4)
      .number(0, 4)
      .word(1)
      .word(section.entrySize ?? 0);
  });
  return Buffer.concat([head.bytes, ...placed.map(({ data }) => data), table.bytes]);
}

export interface MadeSymbol {
  readonly name: string;
  /** STT_FUNC where nothing else is said. */
  readonly type?: number;
  readonly value?: number | bigint;
}

/** A table of symbols and its strings, as two sections; `at` is the number the first one will have. */
export function symbolSections(form: Form, symbols: readonly MadeSymbol[], at: number, dynamic = false): MadeSection[] {
  const strings = new Writer(form).raw(Buffer.from([0]));
  const table = new Writer(form).raw(Buffer.alloc(form.wide ? 24 : 16));
  for (const { name, type = 2, value = 0x1000 } of symbols) {
    table.number(strings.bytes.length, 4);
    if (form.wide)
      table
        .number(0x10 | type, 1)
        .number(0, 1)
        .number(1, 2)
        .word(value)
        .word(16);
    else
      table
        .word(value)
        .word(16)
        .number(0x10 | type, 1)
        .number(0, 1)
        .number(1, 2);
    strings.text(name);
  }
  return [
    { name: dynamic ? '.dynsym' : '.symtab', type: dynamic ? 11 : 2, data: table.bytes, link: at + 1, entrySize: form.wide ? 24 : 16 },
    { name: dynamic ? '.dynstr' : '.strtab', type: 3, data: strings.bytes },
  ];
}

export function noteSection(form: Form, name: string, notes: readonly { readonly owner: string; readonly type: number; readonly data: Buffer }[]): MadeSection {
  const writer = new Writer(form);
  for (const { owner, type, data } of notes)
    writer
      .number(owner.length + 1, 4)
      .number(data.length, 4)
      .number(type, 4)
      .text(owner)
      .pad(4)
      .raw(data)
      .pad(4);
  return { name, type: 7, data: writer.bytes };
}

export function usdtNote(form: Form, provider: string, name: string, args: string): { owner: string; type: number; data: Buffer } {
  return { owner: 'stapsdt', type: 3, data: new Writer(form).word(0x1234).word(0).word(0).text(provider).text(name).text(args).bytes };
}

/** Needed libraries and search paths; `at` is the number of the first of the two sections. */
export function dynamicSections(form: Form, needed: readonly string[], paths: readonly string[], at: number): MadeSection[] {
  const strings = new Writer(form).raw(Buffer.from([0]));
  const table = new Writer(form);
  for (const [tag, text] of [...needed.map((name) => [1, name] as const), ...paths.map((path) => [29, path] as const)]) {
    table.word(tag).word(strings.bytes.length);
    strings.text(text);
  }
  table.word(0).word(0);
  return [
    { name: '.dynamic', type: 6, data: table.bytes, link: at + 1, entrySize: form.wide ? 16 : 8 },
    { name: '.dynstr', type: 3, data: strings.bytes },
  ];
}

/** A cache of the dynamic linker: names and paths, in the new format (glibc, dl-cache.h). */
export function linkerCacheFile(libraries: readonly (readonly [name: string, path: string, flags?: number])[]): Buffer {
  const form = { wide: true, little: true };
  const strings = new Writer(form);
  const entries = new Writer(form);
  const start = 48 + libraries.length * 24;
  for (const [name, path, flags = 0x303] of libraries) {
    entries.number(flags, 4).number(start + strings.bytes.length, 4);
    strings.text(name);
    entries
      .number(start + strings.bytes.length, 4)
      .number(0, 4)
      .number(0, 8);
    strings.text(path);
  }
  return Buffer.concat([
    Buffer.from('glibc-ld.so.cache1.1'),
    new Writer(form).number(libraries.length, 4).number(strings.bytes.length, 4).raw(Buffer.alloc(20)).bytes,
    entries.bytes,
    strings.bytes,
  ]);
}
