import { existsSync, readFileSync } from 'node:fs';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { IndexData } from './index-data.ts';
import type { LibraryProgram } from './library.ts';
import { LibraryIndex } from './match.ts';

/** The library with its index, as the build writes it: parsing 80 front matters at every start would take longer than all the rest of it. */
export interface BuiltKnowledge {
  readonly programs: readonly LibraryProgram[];
  readonly index: IndexData;
}

export interface Knowledge {
  readonly library: readonly LibraryProgram[];
  readonly index: LibraryIndex;
}

const BUILT = new URL('../library.json', import.meta.url);
let loaded: Knowledge | undefined;

/** Reads what the build has prepared, once. */
export function loadKnowledge(): Knowledge {
  if (loaded === undefined) {
    if (!existsSync(BUILT)) throw new Problem(messages.notBuilt());
    const { programs, index } = JSON.parse(readFileSync(BUILT, 'utf8')) as BuiltKnowledge;
    loaded = { library: programs, index: new LibraryIndex(programs, index) };
  }
  return loaded;
}
