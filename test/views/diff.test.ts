import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintDiff, unifiedDiff } from '../../src/views/diff.ts';

/** What `patch` does with the hunks. */
function patched(before: string, diff: readonly string[]): string {
  const lines = before === '' ? [] : before.split(/(?<=\n)/);
  let [result, at] = ['', 0];
  for (const [index, line] of diff.entries()) {
    const range = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (index < 2 || line.startsWith('\\')) continue;
    const end = diff[index + 1]?.startsWith('\\') ? '' : '\n';
    if (range !== null) {
      const start = Number(range[1]) - (Number(range[2]) === 0 ? 0 : 1);
      while (at < start) result += lines[at++];
    } else if (line.startsWith('+')) result += line.slice(1) + end;
    else {
      expect(lines[at]).toBe(line.slice(1) + end);
      if (line.startsWith(' ')) result += lines[at];
      at++;
    }
  }
  while (at < lines.length) result += lines[at++];
  return result;
}

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '-x', '+y', '@@ -1,1 +1,1 @@'), { maxLength: 30 }).map((lines) => lines.join('\n'));

describe('unifiedDiff', () => {
  it('of a text and itself is nothing', () => expect(unifiedDiff('a\nb', 'a\nb', 'x')).toEqual([]));

  it('shows what changed, and three lines around it', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join('');
    const after = before.replace('line 10', 'LINE 10');
    expect(unifiedDiff(before, after, 'x.bt')).toEqual([
      '--- x.bt',
      '+++ x.bt',
      '@@ -7,7 +7,7 @@',
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      '+LINE 10',
      ' line 11',
      ' line 12',
      ' line 13',
    ]);
  });

  it.each([
    ['', 'a\n', ['@@ -0,0 +1,1 @@', '+a']],
    ['a\n', '', ['@@ -1,1 +0,0 @@', '-a']],
    ['a', 'a\n', ['@@ -1,1 +1,1 @@', '-a', '\\ No newline at end of file', '+a']],
  ])('%j to %j', (before, after, expected) => expect(unifiedDiff(before, after, 'x').slice(2)).toEqual(expected));

  it('turns the one text into the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, unifiedDiff(before, after, 'x'))).toBe(after);
      }),
    );
  });

  it('is what patch applies', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gt-diff-'));
    try {
      const [before, after] = ['a\nb\nc\nd\n', 'a\nB\nc\nd\ne'];
      writeFileSync(join(directory, 'x'), before);
      let has = true;
      try {
        execFileSync('patch', ['--version'], { stdio: 'ignore' });
      } catch {
        has = false;
        console.log('skipped: this machine has no patch');
      }
      if (!has) return;
      execFileSync('patch', ['-s', join(directory, 'x')], { input: `${unifiedDiff(before, after, 'x').join('\n')}\n` });
      expect(readFileSync(join(directory, 'x'), 'utf8')).toBe(after);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('of two large texts that have nothing in common ends', () => {
    const [before, after] = ['x', 'y'].map((letter) => Array.from({ length: 20_000 }, (_, at) => `${letter}${at}\n`).join('')) as [string, string];
    expect(unifiedDiff(before, after, 'x')).toHaveLength(40_003);
  });

  it('in colour is the same text', () => {
    const diff = unifiedDiff('a\nb\n', 'a\nc\n', 'x');
    const painted = paintDiff(diff, { color: true }).join('\n');
    expect(painted).toContain('\u001b[31m-b');
    expect(painted).toContain('\u001b[32m+c');
    expect(paintDiff(diff, { color: false })).toEqual(diff);
  });
});
