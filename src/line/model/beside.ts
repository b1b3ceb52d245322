/** What a model may look up beside the machine: the user's documents, where some are indexed, and the web, where the user has allowed it. */
import { Problem } from '../../core/problem.ts';
import type { Embedder } from '../../knowledge/documents/vectors.ts';
import type { Settings } from '../../models/settings.ts';
import { openDocuments } from '../documents.ts';
import type { Beside } from './workshop.ts';

/** Nothing is read where nothing is indexed, and nothing is loaded that is not used. */
export async function besideOf(settings: Settings): Promise<Beside> {
  const opened = await openDocuments();
  const documents =
    opened === undefined || settings.embeddings === undefined ? opened : await openDocuments({ embedder: await embedderIfAny(settings.localOnly) });
  const lookUp = settings.web.stackExchange || settings.web.search !== undefined ? (await import('./web.ts')).webLookUp(settings) : undefined;
  return {
    ...(documents === undefined ? {} : { documents: (words: string, most: number, signal: AbortSignal) => documents.search(words, most, signal) }),
    ...(lookUp === undefined ? {} : { lookUp }),
  };
}

/** Words find something too where the embedding model that is set cannot be used. */
async function embedderIfAny(localOnly: boolean): Promise<Embedder | undefined> {
  try {
    return await (await import('./configured-embedder.ts')).configuredEmbedder(localOnly);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
