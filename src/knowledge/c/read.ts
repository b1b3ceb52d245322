/** Reads the library's files in C: at build time and in tests only. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseToml, type TomlTable } from 'smol-toml';
import type { Attachment } from '../../core/program.ts';
import type { LibraryProgram, Localised } from '../library.ts';
import { FRONT_MATTER, fromToml, LIBRARY_DIRECTORY, table } from '../read.ts';
import type { CProgram } from './library.ts';

const ENDING = '.bpf.c';
/** A section whose program runs where a function of the kernel does. */
const ON_FUNCTIONS = /SEC\("(?:k(?:ret)?probe|fentry|fexit|fmod_ret|lsm)\//;
/** What a program that gives the answer of another one need not say again. */
const INHERITED = ['title', 'tells', 'questions', 'event', 'measure', 'keys', 'value', 'columns', 'workload'] as const;

/** Reads every C program of a directory, in the order of their names. Throws an Error that names the file for one whose front matter is wrong. */
export function readCLibrary(library: readonly LibraryProgram[], directory: URL = LIBRARY_DIRECTORY): CProgram[] {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith(ENDING))
    .sort();
  return files.map((file) => parseCProgram(file.slice(0, -ENDING.length), readFileSync(new URL(file, directory), 'utf8'), library));
}

/** `library` is where its twin is found. */
export function parseCProgram(name: string, text: string, library: readonly LibraryProgram[]): CProgram {
  const match = FRONT_MATTER.exec(text);
  if (match?.[1] === undefined) throw new Error(`library/${name}${ENDING}: no front matter (/*--- ... ---*/) at its top`);
  try {
    return described(name, text.slice(match[0].length), parseToml(match[1]), library);
  } catch (error) {
    throw new Error(`library/${name}${ENDING}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function described(name: string, source: string, data: TomlTable, library: readonly LibraryProgram[]): CProgram {
  const twin = data.twin === undefined ? undefined : String(data.twin);
  const other = library.find((program) => program.name === twin);
  if (twin !== undefined && other === undefined) throw new Error(`its twin "${twin}" is not in the library`);
  if (data.lesson === undefined) throw new Error('the front matter has no "lesson"');
  const params = table(data, 'params') as Readonly<Record<string, string>>;
  const missing = Object.values(params).find((variable) => !new RegExp(`\\bconst volatile [^;=]*\\b${variable}\\b`).test(source));
  if (missing !== undefined) throw new Error(`the program has no "const volatile" variable ${missing}`);
  const narrows = 'pid' in params || 'comm' in params;
  const inherited = other === undefined ? {} : Object.fromEntries(INHERITED.flatMap((field) => (other[field] === undefined ? [] : [[field, other[field]]])));
  const program = fromToml(name, source, { ...inherited, ...data, ...(narrows ? {} : { target: false }) } as TomlTable);
  return {
    ...program,
    onFunctions: ON_FUNCTIONS.test(source),
    twin,
    lesson: data.lesson as Localised,
    params,
    attach: data.attach === undefined ? undefined : (table(data, 'attach') as unknown as Attachment),
  };
}
