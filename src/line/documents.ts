/** The user's own documents: passages for a question. */
import { Problem } from '../core/problem.ts';
import type { Found } from '../knowledge/documents/search.ts';
import { documentsDirectory, sourceNames } from '../knowledge/documents/store.ts';
import type { Embedder } from '../knowledge/documents/vectors.ts';

export type { Found };

/** What is open for questions. */
export interface OpenDocuments {
  /** The passages that are most about it, best first. Rejects with the signal's reason only. */
  search(words: string, most: number, signal: AbortSignal): Promise<readonly Found[]>;
}

/** Where things are, and who is told of what is strange. */
export interface DocumentOptions {
  /** Turns the question into a vector, where passages have some of the same model. */
  readonly embedder?: Embedder | undefined;
  readonly note?: (text: string) => void;
  readonly directory?: string;
}

/** The documents; undefined where nothing is indexed, which costs no more than a look. An index that is damaged is made anew when it is first asked, and that is told. */
export async function openDocuments({ embedder, note, directory = here() }: DocumentOptions = {}): Promise<OpenDocuments | undefined> {
  if (sourceNames(directory).length === 0) return undefined;
  const { Documents } = await import('../knowledge/documents/search.ts');
  const documents = new Documents(directory, embedder);
  const lost = new Set<string>();
  return {
    async search(words, most, signal) {
      const found = await documents.search(words, most, signal);
      const damaged = documents.damaged.filter((name) => !lost.has(name));
      if (damaged.length === 0) return found;
      for (const name of damaged) {
        lost.add(name);
        note?.(await mended(directory, name, signal));
      }
      return documents.search(words, most, signal);
    },
  };
}

async function mended(directory: string, name: string, signal: AbortSignal): Promise<string> {
  const { updateSource } = await import('../knowledge/documents/manage.ts');
  try {
    await updateSource(directory, name, { signal, offline: true });
    return `the index ${name} was damaged, or made by another version; it was made anew`;
  } catch (error) {
    if (error instanceof Problem) return `the index ${name} cannot be used: ${error.message}`;
    throw error;
  }
}

function here(): string {
  return documentsDirectory(process.env);
}
