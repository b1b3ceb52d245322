/** What is indexed of the user's own documents: added, brought up to date, listed, removed. */
import { addSource, forgetSource, type Listed, listSources, type ManageOptions, updateSource } from '../knowledge/documents/manage.ts';
import { documentsDirectory } from '../knowledge/documents/store.ts';
import type { Updated } from '../knowledge/documents/update.ts';
import type { Embedder } from '../knowledge/documents/vectors.ts';

export { describeLeft } from '../knowledge/documents/manage.ts';
export type { Embedder, Listed, ManageOptions, Updated };

/** Indexes a file, a folder or a repository. */
export function addDocuments(text: string, name: string | undefined, options: ManageOptions, directory: string = here()): Promise<Updated> {
  return addSource(directory, text, name, options);
}

/** Brings a source up to date. */
export function updateDocuments(name: string, options: ManageOptions, directory: string = here()): Promise<Updated> {
  return updateSource(directory, name, options);
}

/** What is indexed. */
export function listDocuments(directory: string = here()): readonly Listed[] {
  return listSources(directory);
}

/** Removes what is indexed of a source; its own files stay. */
export function removeDocuments(name: string, options: Pick<ManageOptions, 'signal' | 'waiting'>, directory: string = here()): Promise<void> {
  return forgetSource(directory, name, options);
}

function here(): string {
  return documentsDirectory(process.env);
}
