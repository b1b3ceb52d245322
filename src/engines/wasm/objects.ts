/** The BPF objects that a module brings along, found in its data: what it may do to the kernel is told by them before it runs. */
import { readModule, type Segment } from './module.ts';

/** Of modules whose data is spread over more than this, each segment is looked at by itself. */
const MOST_IMAGE = 64 * 1024 * 1024;
const HEADER = 64;
const SECTION_HEADER = 64;
const BPF = 247;
const NO_BITS = 8;
const SECTION_NAMES_MOST = 4096;

/** ELF files for the BPF machine in the data of a module, in the order in which they lie there, none twice. Empty where the bytes are no module. */
export function findObjects(wasm: Uint8Array): Uint8Array[] {
  const read = readModule(wasm);
  if (!read.ok) return [];
  const found: Uint8Array[] = [];
  for (const image of images(read.module.data)) {
    for (let at = image.indexOf('\x7fELF', 0, 'latin1'); at !== -1; at = image.indexOf('\x7fELF', at + 4, 'latin1')) {
      const object = objectAt(image.subarray(at));
      if (object !== undefined && !found.some((other) => Buffer.compare(other, object) === 0)) found.push(object);
    }
  }
  return found;
}

/**
 * Whether one object is another with other values of its global variables, which a module sets before it loads it. What it may do is then the same: it is read off
 * its code, and code is not among what may differ.
 */
export function isVariantOf(loaded: Uint8Array, known: Uint8Array): boolean {
  if (loaded.length !== known.length) return false;
  const masked = (bytes: Uint8Array): Buffer => {
    const copy = Buffer.from(bytes);
    for (const { from, to } of variables(known)) copy.fill(0, from, to);
    return copy;
  };
  return masked(loaded).equals(masked(known));
}

/** The memory a module begins with, as far as its file tells: a linker may have cut an object up where it has zeros. */
function images(data: readonly Segment[]): Buffer[] {
  const placed = data.filter((segment): segment is Segment & { at: number } => segment.at !== undefined);
  const floating = data.filter((segment) => segment.at === undefined).map(({ bytes }) => Buffer.from(bytes));
  const [start, end] = placed.reduce(([low, high], { at, bytes }) => [Math.min(low, at), Math.max(high, at + bytes.length)], [Number.POSITIVE_INFINITY, 0]);
  if (placed.length === 0) return floating;
  if (end - start > MOST_IMAGE) return [...placed.map(({ bytes }) => Buffer.from(bytes)), ...floating];
  const image = Buffer.alloc(end - start);
  for (const { at, bytes } of placed) image.set(bytes, at - start);
  return [image, ...floating];
}

interface Section {
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

function sectionsOf(bytes: Uint8Array): { readonly sections: readonly Section[]; readonly names: number; readonly tableEnd: number } | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // 64 bits, little-endian, for BPF.
  if (bytes[4] !== 2 || bytes[5] !== 1 || view.getUint16(18, true) !== BPF) return undefined;
  const table = Number(view.getBigUint64(40, true));
  const count = view.getUint16(60, true);
  const tableEnd = table + count * SECTION_HEADER;
  if (view.getUint16(58, true) !== SECTION_HEADER || count === 0 || tableEnd > bytes.length) return undefined;
  const sections = Array.from({ length: count }, (_, i) => {
    const at = table + i * SECTION_HEADER;
    const [offset, size] = [Number(view.getBigUint64(at + 24, true)), Number(view.getBigUint64(at + 32, true))];
    return { name: view.getUint32(at, true), type: view.getUint32(at + 4, true), offset, size };
  });
  return { sections, names: view.getUint16(62, true), tableEnd };
}

/** An ELF file has no length of its own: it ends where the last of its parts does. */
function objectAt(bytes: Uint8Array): Uint8Array | undefined {
  const read = sectionsOf(bytes);
  if (read === undefined) return undefined;
  const end = read.sections.reduce((most, { type, offset, size }) => (type === NO_BITS ? most : Math.max(most, offset + size)), read.tableEnd);
  return end > bytes.length ? undefined : bytes.subarray(0, end);
}

function variables(object: Uint8Array): { readonly from: number; readonly to: number }[] {
  const read = sectionsOf(object);
  const names = read?.sections[read.names];
  if (read === undefined || names === undefined) return [];
  const nameOf = (at: number): string => {
    const from = names.offset + at;
    const bytes = object.subarray(from, Math.min(from + SECTION_NAMES_MOST, names.offset + names.size));
    const end = bytes.indexOf(0);
    return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1');
  };
  const isData = (name: string): boolean => ['.rodata', '.data', '.bss'].some((kind) => name === kind || name.startsWith(`${kind}.`));
  const table = { from: read.tableEnd - read.sections.length * SECTION_HEADER, to: read.tableEnd };
  const held = read.sections
    .filter(({ type, size }) => type !== NO_BITS && size > 0)
    .map((section) => ({ ...section, from: section.offset, to: section.offset + section.size }));
  // Code could be declared to be data as well: what anything else lies in may not differ.
  const alone = (one: { from: number; to: number }): boolean =>
    [{ from: 0, to: HEADER }, table, ...held].every((other) => other === one || other.to <= one.from || other.from >= one.to);
  return held.filter((section) => isData(nameOf(section.name)) && alone(section));
}
