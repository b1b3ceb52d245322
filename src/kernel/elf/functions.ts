import { type ElfFile, SHT } from './file.ts';

/** Symbol types whose address can be probed: functions, and those chosen at load time (STT_GNU_IFUNC). */
const FUNC = 2;
const IFUNC = 10;
/** Characters of names that are read at most: names share their ends, but not without end. */
const MAX_TEXT = 512 * 1024 * 1024;

export interface FunctionTable {
  readonly names: ReadonlySet<string>;
  /** Whether there is a table of all symbols (.symtab), and not only of those that are exported (.dynsym). */
  readonly full: boolean;
  /** A table is there that could not be read. */
  readonly damaged: boolean;
}

/** The names of the functions in both tables of symbols, as bcc takes them: with an address, so defined in this file. */
export function functionTable(file: ElfFile): FunctionTable {
  const names = new Set<string>();
  const budget = { left: MAX_TEXT };
  let damaged = false;
  const tables = [SHT.symtab, SHT.dynsym].map((type) => file.sections.find((section) => section.type === type));
  for (const section of tables) {
    if (section === undefined) continue;
    const table = file.content(section);
    const strings = file.content(file.sections[section.link]);
    const size = file.wide ? 24 : 16;
    if (table === undefined || strings === undefined || section.entrySize !== size || !collect(names, file, table, strings, budget)) damaged = true;
  }
  return { names, full: tables[0] !== undefined, damaged };
}

function collect(names: Set<string>, { wide, little }: ElfFile, table: DataView, strings: DataView, budget: { left: number }): boolean {
  const size = wide ? 24 : 16;
  // One text that all names are slices of: taking each out of the bytes takes four times as long.
  const bytes = Buffer.from(strings.buffer, strings.byteOffset, strings.byteLength);
  const text = bytes.toString('latin1');
  const plain = !/[\x80-\xff]/.test(text);
  for (let at = 0; at + size <= table.byteLength; at += size) {
    const type = table.getUint8(at + (wide ? 4 : 12)) & 15;
    if (type !== FUNC && type !== IFUNC) continue;
    const valueAt = at + (wide ? 8 : 4);
    if (table.getUint32(valueAt) === 0 && (!wide || table.getUint32(valueAt + 4) === 0)) continue;
    const start = table.getUint32(at, little);
    const end = text.indexOf('\0', start);
    budget.left -= Math.max(0, (end === -1 ? text.length : end) - start);
    if (budget.left < 0) return false;
    if (end > start) names.add(plain ? text.slice(start, end) : bytes.toString('utf8', start, end));
  }
  return true;
}
