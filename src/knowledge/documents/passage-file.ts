/** The passages of a source in their files, and the index of their words beside them. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Cut } from './passages.ts';
import { buildPostings, type Earlier, Postings } from './postings.ts';
import type { Source } from './store.ts';
import { type Vectors, vectorsFrom } from './vectors.ts';

/** A passage, and the file it is from. */
export interface Passage extends Cut {
  readonly path: string;
}

/** All passages of a generation, with the index of their words, and their vectors where there are any. */
export interface OpenPassages {
  readonly passages: readonly Passage[];
  readonly postings: Postings;
  readonly vectors: Vectors | undefined;
}

/** The files of a generation that hold them: a passage a line, and the index. Passages of the earlier generation are known by being the same objects. */
export function passageFiles(passages: readonly Passage[], before?: OpenPassages): Readonly<Record<string, Uint8Array>> {
  const lines = passages.map(({ path, line, title, text }) => Buffer.from(`${JSON.stringify([path, line, title, text])}\n`));
  const offsets = [0];
  for (const line of lines) offsets.push((offsets.at(-1) ?? 0) + line.length);
  return { 'passages.jsonl': Buffer.concat(lines), words: buildPostings(passages, offsets, before && earlierOf(passages, before)) };
}

function earlierOf(passages: readonly Passage[], before: OpenPassages): Earlier {
  const numbers = new Map(before.passages.map((passage, number) => [passage, number]));
  return { postings: before.postings, was: Int32Array.from(passages, (passage) => numbers.get(passage) ?? -1) };
}

/** Undefined where they are not as they were written. */
export function readPassages(folder: string, source: Source): OpenPassages | undefined {
  try {
    const passages: Passage[] = [];
    for (const line of readFileSync(join(folder, 'passages.jsonl'), 'utf8').split('\n')) {
      if (line === '') continue;
      const passage = parsePassage(line);
      if (passage === undefined) return undefined;
      passages.push(passage);
    }
    const postings = readPostings(folder, source);
    if (passages.length !== source.passages || postings === undefined) return undefined;
    return { passages, postings, vectors: readVectors(folder, source) };
  } catch {
    return undefined;
  }
}

/** The index of words; undefined where it is not as it was written. */
export function readPostings(folder: string, source: Source): Postings | undefined {
  try {
    const found = Postings.from(readFileSync(join(folder, 'words')));
    return found?.size === source.passages ? found : undefined;
  } catch {
    return undefined;
  }
}

export function readVectors(folder: string, source: Source): Vectors | undefined {
  if (source.vectors === undefined) return undefined;
  try {
    return vectorsFrom(readFileSync(join(folder, 'vectors')), source.vectors.length, source.passages);
  } catch {
    return undefined;
  }
}

/** Some passages, where the index says they lie; undefined where they do not. */
export function readSome(folder: string, postings: Postings, numbers: readonly number[]): readonly Passage[] | undefined {
  let file: number | undefined;
  try {
    file = openSync(join(folder, 'passages.jsonl'), 'r');
    const found: Passage[] = [];
    for (const number of numbers) {
      const { offset, length } = postings.place(number);
      const bytes = Buffer.alloc(length);
      const passage = readSync(file, bytes, 0, length, offset) === length ? parsePassage(bytes.toString('utf8')) : undefined;
      if (passage === undefined) return undefined;
      found.push(passage);
    }
    return found;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function parsePassage(line: string): Passage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value)) return undefined;
    const [path, at, title, text] = value as readonly unknown[];
    if (typeof path !== 'string' || typeof at !== 'number' || typeof title !== 'string' || typeof text !== 'string') return undefined;
    return { path, line: at, title, text };
  } catch {
    return undefined;
  }
}
