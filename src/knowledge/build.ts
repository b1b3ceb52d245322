import type { BuiltKnowledge } from './knowledge.ts';
import { indexLibrary } from './match.ts';
import { readLibrary } from './read.ts';

/** Prepares it from the library's files. Throws an Error that names a file whose front matter is wrong. */
export function buildKnowledge(directory?: URL): BuiltKnowledge {
  const programs = readLibrary(directory);
  const points = programs.flatMap((program) => [...program.source.matchAll(/\btracepoint:([\w-]+:[\w-]+)/g)].map((match) => match[1] ?? ''));
  return { programs, index: indexLibrary(programs), tracepoints: [...new Set(points)].sort() };
}
