import { describe, expect, it } from 'vitest';
import { readLibrary } from '../../src/knowledge/read.ts';
import { heading } from '../../src/views/words.ts';

/** Called the same in Chinese. */
const SAME: ReadonlySet<string> = new Set(['cpu']);

describe('a column of the library', () => {
  const columns = readLibrary().flatMap(({ name, columns, keys, value }) =>
    [...columns.map((column) => column.name), ...keys, value.name].map((column) => ({ program: name, column })),
  );
  const untold = columns.filter(({ column }) => !SAME.has(column) && !/\p{Script=Han}/u.test(heading(column, 'zh')));

  it('has a heading in Chinese, as its answer is read by who asked in Chinese', () => {
    expect(columns.length).toBeGreaterThan(200);
    expect(untold).toEqual([]);
  });
});
