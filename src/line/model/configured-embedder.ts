/** What makes vectors of passages, as the settings name it. */
import type { Embedder } from '../../knowledge/documents/vectors.ts';
import { embedderAt } from './embedder.ts';
import type { Environment } from './place.ts';
import { loadSettings } from './settings.ts';

/**
 * The embedding model of the settings. `localOnly` is what a flag says of this once. Undefined where none is set, or nothing may leave this machine and it is not on it. Throws a Problem for a name that is no
 * model's, and where a key is missing. Opens no connection.
 */
export async function configuredEmbedder(localOnly = false, env: Environment = process.env): Promise<Embedder | undefined> {
  const { settings } = loadSettings(env);
  if (settings.embeddings === undefined) return undefined;
  const [{ resolveModel }, { embed }] = await Promise.all([import('../../models/resolve.ts'), import('../../models/embed.ts')]);
  return embedderAt(resolveModel(settings.embeddings, settings, env), localOnly || settings.localOnly, embed);
}
