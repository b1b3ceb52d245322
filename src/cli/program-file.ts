import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** A program file larger than this is not one. */
const MAX_PROGRAM = 1024 * 1024;
/** Nor is a run larger than this. */
const MAX_RUN = 256 * 1024 * 1024;
const PIECE = 1024 * 1024;
const STANDARD_INPUT = 0;

/** The text of a program, `-` for standard input, without a byte order mark. Throws a Problem where it cannot be read, or is no text. */
export function readProgram(file: string): string {
  return textOf(readBytes(file, MAX_PROGRAM));
}

/** The same, of a file that may be a run written down, which has more in it. */
export function readProgramOrRun(file: string): string {
  return textOf(readBytes(file, /\.json$/.test(file) ? MAX_RUN : MAX_PROGRAM));
}

/** A program that is to be changed: its text, and the bytes it was, so that nothing else is overwritten. Throws a Problem as `readProgram`, and where bytes would get lost. */
export function readForChange(file: string): { readonly source: string; readonly bytes: Buffer } {
  const bytes = readBytes(file, MAX_PROGRAM);
  if (!isUtf8(bytes)) throw new Problem(messages.unreadable(file, 'it is no UTF-8, so changing it would damage it'));
  return { source: textOf(bytes), bytes };
}

/** What a file is called in what is said about it. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function readBytes(file: string, most: number): Buffer {
  let bytes: Buffer;
  try {
    bytes = readAtMost(file === '-' ? STANDARD_INPUT : openSync(file, 'r'), most);
  } catch (error) {
    throw new Problem(messages.unreadable(file, describeFileError(error)));
  }
  if (bytes.length > most) throw new Problem(messages.unreadable(file, `it has more than ${most} bytes, which no program has`));
  if (bytes.includes(0)) throw new Problem(messages.unreadable(file, 'it is no text'));
  return bytes;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** The files that are meant: a directory stands for the *.bt files in it, at any depth; a name given twice is meant once. What cannot be read stays a name. */
export function programFiles(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => (isDirectory(path) ? inDirectory(path) : [path])))];
}

function inDirectory(directory: string): string[] {
  let names: string[];
  try {
    // Links are not followed: one can lead back to where it stands.
    names = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.bt'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    throw new Problem(messages.unreadable(directory, describeFileError(error)));
  }
  if (names.length === 0) throw new Problem(messages.unreadable(directory, 'there is no *.bt file in it'));
  return names.sort();
}

function isDirectory(path: string): boolean {
  try {
    return path !== '-' && statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** All of it, or more than `most` bytes. A device or a pipe may never end. */
function readAtMost(descriptor: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const read = readSync(descriptor, piece, 0, PIECE, null);
      length += read;
      pieces.push(piece.subarray(0, read));
      if (read === 0 || length > most) return Buffer.concat(pieces);
    }
  } finally {
    if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
  }
}
