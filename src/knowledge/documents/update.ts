/** A source read into its index: at first all of it, after that what has changed. */
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { type FoundFile, type Listing, listSource, readSourceFile } from './files.ts';
import { type Left, type LeftOut, LIMITS } from './limits.ts';
import { type OpenPassages, type Passage, passageFiles, readPassages } from './passage-file.ts';
import { readDocument } from './read.ts';
import { type Generation, generationFolder, hashOf, type ReadEntry, readGeneration, type Source, writeGeneration, writeHead } from './store.ts';
import { type Embedder, embedAll, hasVector, type Vectors, vectorBytes } from './vectors.ts';

/** How it goes on. */
export type IndexEvent =
  | { readonly type: 'reading'; readonly path: string; readonly done: number; readonly total: number }
  | { readonly type: 'embedding'; readonly done: number; readonly total: number };

export interface UpdateOptions {
  readonly embedder?: Embedder;
  /** Whether so many passages may go to where the vectors are made. Not asked where that is on this machine. */
  readonly agree?: (passages: number, embedder: Embedder) => Promise<boolean>;
  readonly event?: (event: IndexEvent) => void;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface Updated {
  readonly source: Source;
  /** Files whose text was read and cut; those that were only looked at, or read and the same, are not among them. */
  readonly read: number;
  readonly removed: number;
  /** What the index was damaged by, where it had to be made anew. */
  readonly rebuilt: boolean;
  /** Why passages have no vectors. */
  readonly withoutVectors?: string;
}

/** Who is being read: what is known before its first index. */
export type Origin = Pick<Source, 'name' | 'from' | 'kind'> & { readonly added?: string };

/** A change within so many milliseconds of the reading may have left the time of a file as it was. */
const UNSURE_MS = 2000;
/** After so long, Ctrl-C is looked for. */
const BREATH_MS = 30;

interface Read {
  readonly entries: readonly ReadEntry[];
  readonly passages: readonly Passage[];
  readonly left: Partial<Record<Left, number>>;
  readonly read: number;
  readonly removed: number;
}

/** What an earlier index still tells. */
interface Before extends OpenPassages {
  readonly source: Source;
  readonly generation: Generation;
}

/**
 * Reads a source (its files lie at `place`) and writes its index below `root`. Where there is no text in it all stays as it was, and only what was left out is
 * told. For who holds the lock.
 */
export async function updateIndex(root: string, origin: Origin, before: Source | undefined, place: string, options: UpdateOptions): Promise<Updated | LeftOut> {
  const at = Date.now();
  const known = before === undefined ? undefined : openBefore(root, before);
  const listing = await listSource(place, options.signal);
  const read = await readAll(place, listing, known, options);
  if (read.passages.length === 0) return read.left;
  const rebuilt = before !== undefined && known === undefined;
  const made = await vectorsOf(read.passages, known, options);
  const told = { rebuilt, read: read.read, removed: read.removed, ...(made.why === undefined ? {} : { withoutVectors: made.why }) };
  const updated = new Date(at).toISOString();
  if (known !== undefined && read.read === 0 && read.removed === 0 && made.vectors === known.vectors) {
    const source = { ...known.source, updated, left: read.left };
    writeHead(root, source);
    return { source, ...told };
  }
  const { vectors, model } = made;
  const source = writeGeneration(
    root,
    {
      name: origin.name,
      from: origin.from,
      kind: origin.kind,
      added: origin.added ?? updated,
      updated,
      files: read.entries.filter((entry) => entry.passages > 0).length,
      passages: read.passages.length,
      bytes: read.entries.reduce((sum, entry) => sum + (entry.passages > 0 ? entry.size : 0), 0),
      left: read.left,
      ...(vectors === undefined || model === undefined
        ? {}
        : { vectors: { model, length: vectors.length, count: read.passages.filter((_, index) => hasVector(vectors, index)).length } }),
    },
    {
      ...passageFiles(read.passages, known),
      ...(vectors === undefined ? {} : { vectors: vectorBytes(vectors) }),
      'files.json': JSON.stringify({ at, entries: read.entries } satisfies Generation),
    },
  );
  return { source, ...told };
}

function openBefore(root: string, source: Source): Before | undefined {
  const folder = generationFolder(root, source);
  const generation = readGeneration(folder);
  const opened = readPassages(folder, source);
  if (generation === undefined || opened === undefined) return undefined;
  const counted = generation.entries.reduce((sum, entry) => sum + entry.passages, 0);
  return counted === opened.passages.length ? { source, generation, ...opened } : undefined;
}

async function readAll(place: string, listing: Listing, before: Before | undefined, { event, signal }: UpdateOptions): Promise<Read> {
  const left: Read['left'] = { ...listing.left };
  const entries: ReadEntry[] = [];
  const passages: Passage[] = [];
  const old = entriesOf(before);
  let read = 0;
  let breathed = 0;
  for (const [done, file] of listing.files.entries()) {
    if (performance.now() - breathed > BREATH_MS) {
      await breathe();
      breathed = performance.now();
    }
    signal.throwIfAborted();
    const was = old.get(file.path);
    old.delete(file.path);
    if (passages.length >= LIMITS.passages) {
      left['too-many'] = (left['too-many'] ?? 0) + 1;
      continue;
    }
    const next = was !== undefined && isSame(file, was.entry, before?.generation.at ?? 0) ? was : readOne(place, file, was);
    if (next !== undefined && next !== was && next.entry.hash !== was?.entry.hash) {
      read++;
      event?.({ type: 'reading', path: join(place, file.path), done, total: listing.files.length });
    }
    if (next === undefined || next.entry.left !== undefined) {
      const why = next?.entry.left ?? 'unreadable';
      left[why] = (left[why] ?? 0) + 1;
    }
    if (next === undefined) continue;
    entries.push(next.entry);
    passages.push(...next.passages);
  }
  return { entries, passages, left, read, removed: old.size };
}

interface ReadFile {
  readonly entry: ReadEntry;
  readonly passages: readonly Passage[];
}

function entriesOf(before: Before | undefined): Map<string, ReadFile> {
  const found = new Map<string, ReadFile>();
  let from = 0;
  for (const entry of before?.generation.entries ?? []) {
    found.set(entry.path, { entry, passages: before?.passages.slice(from, from + entry.passages) ?? [] });
    from += entry.passages;
  }
  return found;
}

function isSame(file: FoundFile, entry: ReadEntry, at: number): boolean {
  return file.size === entry.size && file.mtime === entry.mtime && file.mtime < at - UNSURE_MS;
}

/** Undefined where it cannot be read. What holds what it held keeps its passages. */
function readOne(place: string, file: FoundFile, was: ReadFile | undefined): ReadFile | undefined {
  const bytes = readSourceFile(place, file.path);
  if (bytes === undefined) return undefined;
  const hash = hashOf(bytes);
  const stamp = { path: file.path, size: file.size, mtime: file.mtime, hash };
  if (was !== undefined && was.entry.hash === hash) return { entry: { ...was.entry, ...stamp }, passages: was.passages };
  const found = readDocument(file.path, bytes);
  if ('left' in found) return { entry: { ...stamp, passages: 0, left: found.left }, passages: [] };
  return { entry: { ...stamp, passages: found.cuts.length }, passages: found.cuts.map((one) => ({ path: file.path, ...one })) };
}

/** The vectors of all passages, those that were there taken over; those of the earlier index themselves where nothing is to be done. */
async function vectorsOf(
  passages: readonly Passage[],
  before: Before | undefined,
  { embedder, agree, event, signal }: UpdateOptions,
): Promise<{ readonly vectors: Vectors | undefined; readonly model?: string; readonly why?: string }> {
  const old = before?.vectors;
  const made = before?.source.vectors?.model;
  const model = embedder?.name ?? made;
  if (model === undefined) return { vectors: undefined };
  const known = old !== undefined && made === model ? knownVectors(before?.passages ?? [], old) : new Map<string, Float32Array>();
  const texts = passages.map(textOf);
  const missing = texts.filter((text) => !known.has(text)).length;
  if (missing === 0 && old !== undefined && passages.length === before?.passages.length) return { vectors: old, model };
  let maker = embedder;
  let why: string | undefined;
  if (maker !== undefined && missing > 0 && !maker.local && !((await agree?.(missing, maker)) ?? false)) {
    why = 'nobody agreed to send passages away';
    maker = undefined;
  }
  if (maker === undefined) {
    if (known.size === 0) return { vectors: undefined, ...(why === undefined ? {} : { why }) };
    maker = { name: model, local: true, embed: () => Promise.resolve({ vectors: [], failure: '' }) };
  }
  const { vectors, failure } = await embedAll(
    texts,
    (index) => known.get(texts[index] ?? ''),
    maker,
    (done) => event?.({ type: 'embedding', done, total: missing }),
    signal,
  );
  why ??= failure === '' ? undefined : failure;
  return { vectors, model, ...(why === undefined ? {} : { why }) };
}

function knownVectors(passages: readonly Passage[], vectors: Vectors): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  for (const [index, passage] of passages.entries()) {
    if (hasVector(vectors, index)) known.set(textOf(passage), vectors.values.subarray(index * vectors.length, (index + 1) * vectors.length));
  }
  return known;
}

function textOf({ title, text }: Passage): string {
  return title === '' ? text : `${title}\n${text}`;
}
