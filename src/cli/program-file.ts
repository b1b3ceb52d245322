import { isUtf8 } from 'node:buffer';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import { kindOf } from '../line/file-kind.ts';
import { givenBytes } from '../line/given-file.ts';

/** A program file larger than this is not one. */
const MAX_PROGRAM = 1024 * 1024;
/** Nor an object or a module larger than this. */
const MAX_BINARY = 64 * 1024 * 1024;
/** Nor is a run larger than this. */
const MAX_RUN = 256 * 1024 * 1024;

/** The text of a program, `-` for standard input, without a byte order mark. Throws a Problem where it cannot be read, or is no text. */
export function readProgram(file: string): string {
  return textOf(readBytes(file, MAX_PROGRAM));
}

/** The same, of a file that may be a run written down, which has more in it. */
export function readProgramOrRun(file: string): string {
  return textOf(readBytes(file, /\.json$/.test(file) ? MAX_RUN : MAX_PROGRAM));
}

/** A program in whatever language it is; a file that is no text comes as base64. Throws a Problem where it cannot be read, or is text with something else in it. */
export function readGiven(file: string): GivenProgram {
  const bytes = readBytes(file, MAX_BINARY, true);
  const language = kindOf(bytes, file);
  if (language === 'object' || language === 'wasm') return { path: file, language, source: '', binary: bytes.toString('base64') };
  if (bytes.length > MAX_PROGRAM) throw new Problem(messages.unreadable(file, `it has more than ${MAX_PROGRAM} bytes, which no program has`));
  refuseBinary(bytes, file);
  const source = textOf(bytes);
  if (language === 'bpftrace' && /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?\S*sh\s/.test(source)) throw new Problem(messages.shellScript(file));
  return { path: file, language, source };
}

/**
 * A program that `command` is to change: its text, and the bytes it was, so that nothing else is overwritten. Throws a Problem as `readProgram`, for what was compiled, and
 * where bytes would get lost.
 */
export function readForChange(file: string, command: string): { readonly source: string; readonly bytes: Buffer } {
  const bytes = readBytes(file, MAX_BINARY, true);
  const language = kindOf(bytes, file);
  if (language === 'object' || language === 'wasm') throw new Problem(messages.compiledNotChanged(command, nameOf(file), language));
  if (bytes.length > MAX_PROGRAM) throw new Problem(messages.unreadable(file, `it has more than ${MAX_PROGRAM} bytes, which no program has`));
  refuseBinary(bytes, file);
  if (!isUtf8(bytes)) throw new Problem(messages.unreadable(file, 'it is no UTF-8, so changing it would damage it'));
  return { source: textOf(bytes), bytes };
}

/** What a file is called in what is said about it. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function readBytes(file: string, most: number, mayBeBinary = false): Buffer {
  const bytes = givenBytes(file, most, 'program');
  if (!mayBeBinary) refuseBinary(bytes, file);
  return bytes;
}

function refuseBinary(bytes: Buffer, file: string): void {
  if (bytes.includes(0)) throw new Problem(messages.notText(nameOf(file)));
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
