/** A question to everything that is indexed. An index is read when it is first asked, and again when another one has taken its place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Passage, readPostings, readSome, readVectors } from './passage-file.ts';
import { plain, plainLine } from './plain.ts';
import { type Postings, rarityOf } from './postings.ts';
import { cloneFolder, generationFolder, readSource, type Source, sourceNames } from './store.ts';
import { type Embedder, fused, nearest, type Vectors } from './vectors.ts';
import { wantedIn } from './words.ts';

/** A passage that was found. */
export interface Found {
  /** Its file, and the line it begins at. */
  readonly source: string;
  readonly title: string;
  readonly text: string;
  /** The name of the source it is from. */
  readonly index: string;
  /** 1 for the best. */
  readonly score: number;
}

interface Open {
  readonly source: Source;
  readonly folder: string;
  readonly postings: Postings;
  /** Read when a question first comes as a vector. */
  vectors?: Vectors | undefined;
}

interface Candidate {
  readonly open: Open;
  readonly passage: number;
}

/** As many of each source are looked at as may be one text in several files. */
const LOOKED_AT = 4;
const DEPTH = 40;

/** What is indexed below a directory. */
export class Documents {
  readonly #root: string;
  readonly #embedder: Embedder | undefined;
  readonly #open = new Map<string, Open>();
  /** Names of sources whose index cannot be used: it is damaged, or another version's. */
  readonly #damaged = new Set<string>();

  constructor(root: string, embedder?: Embedder) {
    this.#root = root;
    this.#embedder = embedder;
  }

  /** Names of sources that the last search could not look into. */
  get damaged(): readonly string[] {
    return [...this.#damaged];
  }

  /** The passages that are most about it, best first; none where nothing is. Rejects with the signal's reason only. */
  async search(words: string, most: number, signal: AbortSignal): Promise<readonly Found[]> {
    const asked = await wantedIn(words);
    if (asked.length === 0) return [];
    const opened = this.#openAll();
    // What is rare in one source may be common in another: they are compared by what is rare in all.
    const size = opened.reduce((sum, { postings }) => sum + postings.size, 0);
    const wanted = asked.map((one) => {
      const frequency = opened.reduce((sum, { postings }) => sum + postings.frequency(one.term), 0);
      return frequency === 0 ? one : { ...one, rarity: rarityOf(frequency, size) };
    });
    const byWords: (Candidate & { readonly score: number })[] = opened.flatMap((open) =>
      open.postings.search(wanted, Math.max(DEPTH, most * LOOKED_AT)).map(({ passage, score }) => ({ open, passage, score })),
    );
    byWords.sort((a, b) => b.score - a.score);
    const byMeaning = await this.#byMeaning(opened, words, signal);
    signal.throwIfAborted();
    if (byMeaning.length === 0) return this.#read(byWords, most);
    const key = ({ open, passage }: Candidate): string => `${open.source.name}:${passage}`;
    const candidates = new Map([...byWords, ...byMeaning].map((one) => [key(one), one]));
    const order = fused([byWords.map(key), byMeaning.map(key)]);
    return this.#read(
      order.flatMap(({ item, score }) => {
        const found = candidates.get(item);
        return found === undefined ? [] : [{ open: found.open, passage: found.passage, score }];
      }),
      most,
    );
  }

  #openAll(): Open[] {
    this.#damaged.clear();
    return sourceNames(this.#root).flatMap((name) => {
      const open = this.#openOne(name) ?? this.#openOne(name);
      if (open === undefined) this.#damaged.add(name);
      return open ?? [];
    });
  }

  /** Where another gpttrace has just replaced it, the second try finds the new one. */
  #openOne(name: string): Open | undefined {
    const source = readSource(this.#root, name);
    if (source === undefined) return undefined;
    const known = this.#open.get(name);
    if (known?.source.generation === source.generation) return known;
    const folder = generationFolder(this.#root, source);
    const postings = readPostings(folder, source);
    if (postings === undefined) return undefined;
    const open: Open = { source, folder, postings };
    this.#open.set(name, open);
    return open;
  }

  async #byMeaning(opened: readonly Open[], words: string, signal: AbortSignal): Promise<readonly Candidate[]> {
    const embedder = this.#embedder;
    const able = embedder === undefined ? [] : opened.filter((open) => open.source.vectors?.model === embedder.name);
    if (embedder === undefined || able.length === 0) return [];
    const [query] = (await embedder.embed([words], signal)).vectors;
    // Words alone find something too.
    if (query === undefined) return [];
    return able.flatMap((open) => {
      open.vectors ??= readVectors(open.folder, open.source);
      return open.vectors === undefined ? [] : nearest(open.vectors, query, DEPTH).map((passage) => ({ open, passage }));
    });
  }

  #read(order: readonly (Candidate & { readonly score: number })[], most: number): readonly Found[] {
    const found: Found[] = [];
    const texts = new Set<string>();
    const first = order[0]?.score ?? 1;
    for (const { open, passage, score } of order) {
      if (found.length >= most) break;
      const [read] = readSome(open.folder, open.postings, [passage]) ?? [];
      if (read === undefined) {
        // Replaced in this moment, or damaged: who looks next opens it anew, and is told.
        this.#open.delete(open.source.name);
        if (existsSync(open.folder)) this.#damaged.add(open.source.name);
        continue;
      }
      // The same text in two files is one.
      if (texts.has(read.text)) continue;
      texts.add(read.text);
      found.push({ source: this.#place(open.source, read), title: titleOf(read), text: plain(read.text), index: open.source.name, score: score / first });
    }
    return found;
  }

  #place(source: Source, { path, line }: Passage): string {
    const folder = source.kind === 'git' ? cloneFolder(this.#root, source.name) : source.from;
    return plainLine(`${source.kind === 'file' ? folder : join(folder, path)}:${line}`);
  }
}

function titleOf({ path, title }: Passage): string {
  return plainLine(title === '' ? path : title);
}
