import { readFileSync } from 'node:fs';
import { type LibraryProgram, readLibrary } from './library.ts';
import { type IndexData, indexLibrary, LibraryIndex } from './match.ts';

/** The library with its index, as the build writes it: parsing 80 front matters at every start would take longer than all the rest of it. */
export interface BuiltKnowledge {
  readonly programs: readonly LibraryProgram[];
  readonly index: IndexData;
  readonly tracepoints: readonly string[];
}

export interface Knowledge {
  readonly library: readonly LibraryProgram[];
  readonly index: LibraryIndex;
  /** `category:name` of every tracepoint that a program of the library attaches to. */
  readonly tracepoints: readonly string[];
}

const BUILT = new URL('../library.json', import.meta.url);
let loaded: Knowledge | undefined;

/** Reads what the build has prepared, once. */
export function loadKnowledge(): Knowledge {
  if (loaded === undefined) {
    const { programs, index, tracepoints } = JSON.parse(readFileSync(BUILT, 'utf8')) as BuiltKnowledge;
    loaded = { library: programs, index: new LibraryIndex(programs, index), tracepoints };
  }
  return loaded;
}

/** Prepares it from the library's files. Throws an Error that names a file whose front matter is wrong. */
export function buildKnowledge(directory?: URL): BuiltKnowledge {
  const programs = readLibrary(directory);
  const points = programs.flatMap((program) => [...program.source.matchAll(/\btracepoint:([\w-]+:[\w-]+)/g)].map((match) => match[1] ?? ''));
  return { programs, index: indexLibrary(programs), tracepoints: [...new Set(points)].sort() };
}
