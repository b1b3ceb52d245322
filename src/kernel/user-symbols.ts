import { basename, dirname, join, resolve } from 'node:path';
import type { Host } from '../system/host.ts';
import { beyondTables, debugFile } from './elf/debug.ts';
import { linkage } from './elf/dynamic.ts';
import { type ElfFile, elfKind, openElf } from './elf/file.ts';
import { functionTable } from './elf/functions.ts';
import { type UsdtProbe, usdtProbes } from './elf/notes.ts';
import { glob } from './glob.ts';
import { type Library, linkerCache } from './libraries.ts';
import type { Extent, UserSymbols } from './symbols.ts';

/** Where sudo looks for a command, whatever the user's own PATH says. */
const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** Where the dynamic linker looks without a cache (man 8 ld.so, and musl's). */
const LIBRARY_DIRECTORIES = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib'];
/** Files that a pattern is looked up in at most. */
const MAX_MATCHES = 200;
const MAX_LIBRARIES = 100;

/** Reads the ELF files of a machine as they are asked for; each answer is kept for as long as the object lives. Nothing here throws. */
export function userSymbols(host: Host): UserSymbols {
  const known = lazy((): readonly Library[] => linkerCache(host));
  const directories = lazy(() => [...new Set([...(host.env.PATH ?? '').split(':').filter((part) => part !== ''), ...SYSTEM_DIRECTORIES])]);
  const open = memo((path): ElfFile | undefined => openElf(host, path));
  const functions = memo((path) => readFunctions(host, path, open(path)));
  const canHold = (path: string): boolean =>
    elfKind(host, path) === 'program' || (host.exists(path) && host.bytes(path, 0, 1) === undefined && host.list(path) === undefined);
  const library = (name: string): string | undefined => known().find((candidate) => candidate.name.startsWith(name))?.path;
  const candidates = (target: string): string[] => [target, ...(target.includes('/') ? [] : directories().map((directory) => join(directory, target)))];
  return {
    find(target, kind = 'uprobe') {
      if (target === '') return undefined;
      const named = kind === 'uprobe' && /^lib[^/*]+$/.test(target) ? library(target.includes('.so') ? target : `${target}.so`) : undefined;
      return named ?? candidates(target).find(canHold);
    },
    findAll(pattern) {
      const found: string[] = [];
      for (const candidate of candidates(pattern)) {
        const paths = glob(host, candidate);
        if (paths === undefined) return undefined;
        found.push(...paths);
        if (found.length > MAX_MATCHES) return undefined;
      }
      return [...new Set(found)].filter(canHold);
    },
    file(path) {
      if (!host.exists(path)) return 'missing';
      const line = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(Buffer.from(host.bytes(path, 0, 256) ?? []).toString());
      if (line === null) return 'other';
      const [, program = '', first] = line;
      return { interpreter: basename(program) === 'env' && first !== undefined ? first : program };
    },
    around(target) {
      if (target.includes('/')) {
        const directory = dirname(target);
        return [
          ...(host.list(directory) ?? []).map((name) => join(directory, name)),
          ...candidates(basename(target)).slice(1).filter(canHold),
          ...known()
            .filter(({ name }) => name === basename(target))
            .map(({ path }) => path),
        ];
      }
      return [...new Set([...directories().flatMap((directory) => host.list(directory) ?? []), ...known().map(({ name }) => name.replace(/\.so\b.*$/, ''))])];
    },
    functions: (path) => functions(path)?.names,
    extent: (path) => functions(path)?.extent,
    usdt: memo((path): readonly UsdtProbe[] | undefined => {
      const file = open(path);
      return file === undefined ? undefined : usdtProbes(file);
    }),
    libraries: memo((path) => closure(host, path, open, known())),
  };
}

function readFunctions(host: Host, path: string, file: ElfFile | undefined): { readonly names: readonly string[]; readonly extent: Extent } | undefined {
  if (file === undefined) return undefined;
  const own = functionTable(file);
  const apart = own.full ? undefined : debugFile(host, path, file);
  const stripped = apart === undefined ? undefined : functionTable(apart);
  const beyond = beyondTables(apart ?? file);
  const extent = (): Extent => {
    if (own.damaged || stripped?.damaged === true || beyond === 'compressed') return 'some';
    if (!own.full && stripped?.full !== true) return 'exported';
    return beyond === 'dwarf' ? 'not-inlined' : 'all';
  };
  const names = stripped === undefined ? own.names : new Set([...own.names, ...stripped.names]);
  return { names: [...names], extent: extent() };
}

/** The libraries of a file, and theirs, found as ld.so does: in directories of the file's own, in its cache, in the usual places. */
function closure(host: Host, path: string, open: (path: string) => ElfFile | undefined, known: readonly Library[]): string[] {
  const found: string[] = [];
  // Debian's linker looks into the folder of its architecture, cache or not.
  const archDirectories = lazy(() => (host.list('/usr/lib') ?? []).filter((name) => name.endsWith('-linux-gnu')).map((name) => `/usr/lib/${name}`));
  search(path);
  for (let at = 0; at < found.length && found.length < MAX_LIBRARIES; at++) search(found[at] ?? '');
  return found;

  function search(from: string): void {
    const file = open(from);
    if (file === undefined) return;
    const { needed, paths } = linkage(file);
    const own = paths.map((directory) => resolve('/', directory.replace(/\$ORIGIN|\$\{ORIGIN\}/g, dirname(from))));
    for (const name of needed) {
      const cached = known.find((library) => library.name === name)?.path;
      const places = name.includes('/')
        ? [name]
        : [
            ...own.map((directory) => join(directory, name)),
            ...(cached === undefined ? [] : [cached]),
            ...[...LIBRARY_DIRECTORIES, ...archDirectories()].map((directory) => join(directory, name)),
          ];
      const place = places.find((candidate) => elfKind(host, candidate) === 'program');
      if (place !== undefined && !found.includes(place)) found.push(place);
    }
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function memo<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const kept = known.get(path);
    if (kept !== undefined || known.has(path)) return kept as T;
    const made = make(path);
    known.set(path, made);
    return made;
  };
}
