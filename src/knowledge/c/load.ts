/** The library's programs in C as the build has prepared them; whoever wants none of them does not read them. */
import { existsSync, readFileSync } from 'node:fs';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { LibraryIndex } from '../match.ts';
import type { BuiltCLibrary, CLibrary } from './library.ts';

/** Beside the code: of the bundle, which is one folder below it, and of single modules, which are two. */
const PLACES = ['../c-library.json', '../../c-library.json'];
let loaded: CLibrary | undefined;

/** Reads it, once. Throws a Problem where nothing was built. */
export function loadCLibrary(): CLibrary {
  if (loaded === undefined) {
    const file = PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
    if (file === undefined) throw new Problem(messages.notBuilt());
    const { programs, index } = JSON.parse(readFileSync(file, 'utf8')) as BuiltCLibrary;
    loaded = { programs, index: new LibraryIndex(programs, index) };
  }
  return loaded;
}
