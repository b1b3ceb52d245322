import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MOST_HISTORY, TalkHistory } from '../../../src/line/talk/history.ts';

const folder = mkdtempSync(join(tmpdir(), 'gt-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('is kept across talks, latest first, for nobody else to read', () => {
  const file = join(folder, 'state', 'history');
  for (const entry of ['one', 'two', 'two', ' three\nlines\u001b ', '  ']) expect(new TalkHistory(file).add(entry)).toBeUndefined();
  expect(new TalkHistory(file).entries()).toEqual(['three lines', 'two', 'one']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
});

test('two talks at once keep what both were told', () => {
  const file = join(folder, 'both');
  const [one, other] = [new TalkHistory(file), new TalkHistory(file)];
  one.add('a');
  other.add('b');
  one.add('c');
  expect(other.entries()).toEqual(['c', 'b', 'a']);
});

test('is bounded', () => {
  const file = join(folder, 'long');
  writeFileSync(file, Array.from({ length: 3 * MOST_HISTORY }, (_, at) => `question ${at}\n`).join(''));
  const history = new TalkHistory(file);
  history.add('last');
  expect([history.entries().length, history.entries()[0], readFileSync(file, 'utf8').split('\n').length]).toEqual([MOST_HISTORY, 'last', MOST_HISTORY + 1]);
});

test('what cannot be kept is told, and what cannot be read is nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(new TalkHistory(join(folder, 'file', 'history')).add('x')).toMatch(/\S/);
  expect(new TalkHistory(join(folder, 'nowhere')).entries()).toEqual([]);
  const large = join(folder, 'large');
  writeFileSync(large, 'x'.repeat(5_000_000));
  chmodSync(large, 0o600);
  expect(new TalkHistory(large).entries()).toEqual([]);
});
