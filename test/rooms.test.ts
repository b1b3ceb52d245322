/** The table of AGENTS.md held against every import: which room may import which, and what of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = 'web/';

interface Room {
  readonly name: string;
  readonly pure: boolean;
  readonly everything: boolean;
  /** Rooms, and files of others. */
  readonly values: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly type: boolean;
}

/** A row of the table: `| room | what it is | core, views; types of plan |`. */
function roomsIn(text: string): Room[] {
  return [...text.matchAll(/^\| `(?<place>src\/[a-z]+|web\/)` +\|(?<about>.*)\|(?<cell>[^|]+)\|$/gm)].map(({ groups }) => {
    const { place = '', about = '', cell = '' } = groups ?? {};
    const [may = '', types = ''] = cell.split('; types of ');
    const listed = (list: string): ReadonlySet<string> =>
      new Set(
        list
          .split(', ')
          .map((one) => one.trim().replaceAll('`', ''))
          .filter((one) => one !== '' && one !== 'nothing' && one !== 'every stage'),
      );
    return {
      name: place === PAGE ? PAGE : place.slice('src/'.length),
      pure: /\bPure\b/.test(about),
      everything: /\bevery stage\b/.test(may),
      values: listed(may),
      types: listed(types),
    };
  });
}

/** All that a file imports by a path of its own, and the modules of Node as they are called. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found: Import[] = [];
  const add = (specifier: string, type: boolean): void => {
    if (specifier.startsWith('.'))
      found.push({
        from: file,
        to: normalize(join(dirname(file), specifier))
          .split(sep)
          .join('/'),
        type,
      });
    else if (specifier.startsWith('node:')) found.push({ from: file, to: specifier, type });
  };
  for (const { groups } of text.matchAll(/^(?:import|export)(?<type> type)? (?:(?<names>[^;'"]*?) from )?'(?<specifier>[^']+)';$/gm)) {
    const { type, names = '', specifier = '' } = groups ?? {};
    const each = /^\{(?<inside>[^}]*)\}$/
      .exec(names.trim())
      ?.groups?.inside?.split(',')
      .map((name) => name.trim());
    const allTypes = each?.every((name) => name === '' || name.startsWith('type ')) ?? false;
    add(specifier, type !== undefined || allTypes);
  }
  for (const [, specifier = ''] of text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)) add(specifier, false);
  return found;
}

function roomOf(path: string): string | undefined {
  if (path.startsWith(PAGE)) return PAGE;
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** As the table calls it: a file by its place in `src`. */
function fileName(path: string): string {
  return path.replace(/^src\//, '');
}

function isAllowed(room: Room, { to, type }: Import): boolean {
  const target = roomOf(to);
  if (target === room.name) return true;
  const names = [target, fileName(to)].filter((name) => name !== undefined);
  if (names.some((name) => room.values.has(name) || (type && room.types.has(name)))) return true;
  return room.everything && target !== undefined && !WAYS_IN.has(target);
}

/** Who stands in front of the stages, and is none. */
const WAYS_IN: ReadonlySet<string> = new Set(['cli', 'web', 'mcp', 'screen', PAGE]);

const rooms = roomsIn(readFileSync(join(ROOT, 'AGENTS.md'), 'utf8'));
const files = ['src', 'web'].flatMap((root) =>
  readdirSync(join(ROOT, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${root}/${name.split(sep).join('/')}`),
);
const imports = files.flatMap(importsOf);

describe('the map of the rooms', () => {
  it('has a row for every folder of src, and for nothing else', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
    expect(rooms.map(({ name }) => name).sort()).toEqual([...folders, PAGE].sort());
  });

  it('names only what there is', () => {
    const there = new Set([...rooms.map(({ name }) => name), ...files.map(fileName)]);
    expect(rooms.flatMap(({ name, values, types }) => [...values, ...types].filter((one) => !there.has(one)).map((one) => `${name}: ${one}`))).toEqual([]);
  });

  it('is read from imports in each of their forms', () => {
    const of = (file: string): string[] => importsOf(file).map(({ to, type }) => `${to}${type ? ' (type)' : ''}`);
    expect(of('src/views/buckets.ts')).toEqual([
      'src/core/dataset.ts (type)',
      'src/core/events.ts (type)',
      'src/core/program.ts (type)',
      'src/views/values.ts',
      'src/views/words.ts',
    ]);
    expect(of('src/cli/main.ts')).toEqual(['node:fs', 'src/cli/program.ts']);
    expect(imports.length).toBeGreaterThan(files.length);
  });
});

describe.each(rooms)('$name', (room) => {
  it('imports what it may', () => {
    const paths = imports.filter(({ from, to }) => roomOf(from) === room.name && /^(?:src|web)\//.test(to) && /\.tsx?$/.test(to));
    expect(paths.filter((one) => !isAllowed(room, one)).map(({ from, to, type }) => `${from} imports ${type ? 'types of ' : ''}${to}`)).toEqual([]);
  });

  // A browser has none of them, and what is pure does without files, processes and clocks.
  it.runIf(room.pure || room.name === PAGE)('imports no module of Node that touches a machine', () => {
    const harmless = new Set(['node:crypto', 'node:net', 'node:zlib']);
    const node = imports.filter(({ from, to }) => roomOf(from) === room.name && to.startsWith('node:') && (room.name === PAGE || !harmless.has(to)));
    expect(node.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});
