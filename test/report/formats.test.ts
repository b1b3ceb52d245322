import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import type { Format } from '../../src/report/format.ts';
import { FORMATS, formatFor, formatNamed, formatOfFile } from '../../src/report/formats.ts';

function problemOf(action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it went well');
}

const form = (name: string, ...extensions: string[]): Format => ({ name, extensions, what: name, unfit: () => undefined, write: () => name });
const some = [form('json', '.json'), form('speedscope', '.speedscope.json'), form('html', '.html', '.htm'), form('csv', '.csv'), form('exact')];

describe('a form by its name', () => {
  it.each(['json', 'JSON', 'html'])('%s', (name) => {
    expect(formatNamed(name, some).name).toBe(name.toLowerCase());
  });

  it.each([
    { wish: 'jsno', nearest: 'json' },
    { wish: 'htm', nearest: 'html' },
    { wish: 'speedscpoe', nearest: 'speedscope' },
    { wish: 'cvs', nearest: 'csv' },
  ])('$wish is near $nearest', ({ wish, nearest }) => {
    const problem = problemOf(() => formatNamed(wish, some));
    expect(problem).toMatchObject({ code: 'unknown-format', exit: 2 });
    expect(problem.hints[0]).toContain(nearest);
  });

  it.each(['', 'xlsx', 'constructor', 'a very long name that is like nothing'])('%j is near nothing, and all are told', (wish) => {
    expect(problemOf(() => formatNamed(wish, some)).hints).toEqual([expect.stringContaining('json, speedscope, html, csv, exact')]);
  });
});

describe('a form by the name of a file', () => {
  it.each([
    { path: 'a.json', name: 'json' },
    { path: '/tmp/A.HTM', name: 'html' },
    { path: 'a.speedscope.json', name: 'speedscope' },
    { path: './.csv', name: 'csv' },
  ])('$path is $name', ({ path, name }) => {
    expect(formatOfFile(path, some).name).toBe(name);
    expect(formatFor(path, some).name).toBe(name);
  });

  it.each(['a', 'a.json.bak', 'json/a', 'a.xlsx'])('%s does not tell', (path) => {
    const problem = problemOf(() => formatOfFile(path, some));
    expect(problem).toMatchObject({ code: 'unknown-extension', exit: 2 });
    expect(problem.hints.join()).toContain('.speedscope.json');
  });
});

describe('the registry', () => {
  it('has each name and each ending once, names that are typed easily, endings with their dot', () => {
    const names = FORMATS.map(({ name }) => name);
    const endings = FORMATS.flatMap(({ extensions }) => extensions);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(endings).size).toBe(endings.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z-]+$/);
    for (const ending of endings) expect(ending).toMatch(/^\.[a-z.]+$/);
  });
});
