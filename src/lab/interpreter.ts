/** Programs whose dynamic loader stands in another place. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Of the ELF format (man 5 elf). */
const PT_INTERP = 3;
const HEADER_BYTES = 64;

/**
 * Changes the path of the loader that a 64-bit program asks for, in the file. A path in place of the old one, so that nothing moves: it must not be longer.
 * Throws an Error where it is, or where the program asks for none.
 */
export function changeInterpreter(program: string, path: string): void {
  const file = openSync(program, 'r+');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(file, header, 0, HEADER_BYTES, 0);
    const [start, size, count] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54), header.readUInt16LE(56)];
    const table = Buffer.alloc(size * count);
    readSync(file, table, 0, table.length, start);
    for (let at = 0; at < table.length; at += size) {
      if (table.readUInt32LE(at) !== PT_INTERP) continue;
      const [offset, room] = [Number(table.readBigUInt64LE(at + 8)), Number(table.readBigUInt64LE(at + 32))];
      if (Buffer.byteLength(path) >= room) break;
      writeSync(file, Buffer.from(path.padEnd(room, '\0')), 0, room, offset);
      return;
    }
    throw new Error(`${program} has no place for the loader ${path}`);
  } finally {
    closeSync(file);
  }
}
