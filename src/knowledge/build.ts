import type { BuiltCLibrary } from './c/library.ts';
import { readCLibrary } from './c/read.ts';
import { indexLibrary } from './index-data.ts';
import type { BuiltKnowledge } from './knowledge.ts';
import { readLibrary } from './read.ts';

/** Prepares it from the library's files. Throws an Error that names a file whose front matter is wrong. */
export function buildKnowledge(directory?: URL): BuiltKnowledge {
  const programs = readLibrary(directory);
  return { programs, index: indexLibrary(programs) };
}

/** The same of the library's programs in C, apart: who asks for none does not pay for reading them. */
export function buildCLibrary(directory?: URL): BuiltCLibrary {
  const programs = readCLibrary(readLibrary(directory), directory);
  return { programs, index: indexLibrary(programs) };
}
