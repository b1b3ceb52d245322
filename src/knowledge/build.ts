import type { BuiltKnowledge } from './knowledge.ts';
import { indexLibrary } from './match.ts';
import { readLibrary } from './read.ts';

/** Prepares it from the library's files. Throws an Error that names a file whose front matter is wrong. */
export function buildKnowledge(directory?: URL): BuiltKnowledge {
  const programs = readLibrary(directory);
  return { programs, index: indexLibrary(programs) };
}
