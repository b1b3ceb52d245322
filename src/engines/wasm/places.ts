import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file that a process or a thread begins with, from wherever whoever asks ended up: beside it, in the bundle's folder, or in what was built of these sources. */
export function besideThis(url: string, name: 'child' | 'worker'): string {
  const places = [`./${name}.js`, `./wasm-${name}.js`, `../../../dist/engines/wasm/${name}.js`].map((place) => fileURLToPath(new URL(place, url)));
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new Error(`what modules run in (${name}) has not been built`);
  return file;
}
