/** Reads the library's files: at build time and in tests only, for parsing their front matter takes longer than all the rest of a start. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseToml, type TomlTable } from 'smol-toml';
import type { Measure } from '../core/intent.ts';
import type { Evidence, FilterTerm, LibraryProgram, Localised, NamedColumn, Target, Toward } from './library.ts';

export const FRONT_MATTER: RegExp = /^\/\*---\n([\s\S]*?)\n---\*\/\n*/;
/** A probe whose attach point, at the beginning of a line, is a function of the kernel. */
const ON_FUNCTIONS = /^k(?:ret)?(?:probe|func):/m;
const DEFAULT_TARGET: Target = { pid: 'pid', comm: 'comm', tid: 'tid' };

/** Where the programs stand, in a checkout and in the installed package alike. */
export const LIBRARY_DIRECTORY: URL = new URL('../../library/', import.meta.url);

/** Reads every program of a directory, in the order of their names. Throws an Error that names the file for one whose front matter is wrong. */
export function readLibrary(directory: URL = LIBRARY_DIRECTORY): LibraryProgram[] {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.bt'))
    .sort();
  return files.map((file) => parseProgram(file.slice(0, -3), readFileSync(new URL(file, directory), 'utf8')));
}

export function parseProgram(name: string, text: string): LibraryProgram {
  const match = FRONT_MATTER.exec(text);
  if (match?.[1] === undefined) throw new Error(`library/${name}.bt: no front matter (/*--- ... ---*/) at its top`);
  try {
    return fromToml(name, text.slice(match[0].length), parseToml(match[1]));
  } catch (error) {
    throw new Error(`library/${name}.bt: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A program of the library, out of its front matter. Throws an Error for what is wrong with that. */
export function fromToml(name: string, source: string, data: TomlTable): LibraryProgram {
  const target = data.target === false ? undefined : { ...DEFAULT_TARGET, ...table(data, 'target') };
  const toward = data.toward === undefined ? {} : { toward: table(data, 'toward') as Toward };
  const workload = table(data, 'workload');
  return {
    name,
    source,
    title: required(data, 'title') as Localised,
    tells: required(data, 'tells') as Localised,
    questions: required(data, 'questions') as Readonly<Record<string, readonly string[]>>,
    event: required(data, 'event') as string,
    measure: required(data, 'measure') as Measure,
    answer: required(data, 'answer') as string,
    keys: list(data.keys),
    value: (data.value ?? { name: 'value' }) as unknown as NamedColumn,
    columns: (data.columns ?? []) as unknown as readonly NamedColumn[],
    by: table(data, 'by') as Readonly<Record<string, string>>,
    filter: table(data, 'filter') as Readonly<Record<string, FilterTerm>>,
    measures: list(data.measures) as readonly Measure[],
    target: target as Target | undefined,
    ...toward,
    variantOf: data.variant_of as string | undefined,
    prefer: Number(data.prefer ?? 0),
    onFunctions: ON_FUNCTIONS.test(source),
    workload:
      data.workload === undefined
        ? undefined
        : {
            run: list(workload.run),
            sees: list(workload.sees),
            hides: list(workload.hides),
            evidence: (workload.evidence ?? []) as unknown as readonly Evidence[],
          },
  };
}

function required(data: TomlTable, field: string): unknown {
  if (data[field] === undefined) throw new Error(`the front matter has no "${field}"`);
  return data[field];
}

/** A table of the front matter, empty where it has none of that name. */
export function table(data: TomlTable, field: string): TomlTable {
  return (data[field] ?? {}) as TomlTable;
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
