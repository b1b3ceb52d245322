import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CpioEntry, writeCpio } from '../../src/lab/cpio.ts';

/** Reads the format as its description says: a head of 110 letters, name and content each filled up to four. */
function readCpio(bytes: Buffer): { path: string; mode: string; content: string; inode: number }[] {
  const found = [];
  for (let at = 0; ; ) {
    const head = bytes.subarray(at, at + 110).toString('latin1');
    expect(head.slice(0, 6)).toBe('070701');
    const field = (index: number): number => Number.parseInt(head.slice(6 + index * 8, 14 + index * 8), 16);
    const [size, nameSize] = [field(6), field(11)];
    const path = bytes.subarray(at + 110, at + 110 + nameSize - 1).toString();
    const start = (at + 110 + nameSize + 3) & ~3;
    if (path === 'TRAILER!!!') {
      expect(start + size).toBe(bytes.length);
      return found;
    }
    found.push({ path, mode: field(1).toString(8), content: bytes.subarray(start, start + size).toString('latin1'), inode: field(0) });
    at = (start + size + 3) & ~3;
  }
}

const ENTRIES: readonly CpioEntry[] = [
  { path: 'bin', kind: 'directory' },
  { path: 'bin/a', kind: 'file', content: Buffer.from('x') },
  { path: 'bin/ab', kind: 'file', content: Buffer.from('yes\n'), executable: true },
  { path: 'bin/abc', kind: 'link', target: 'ab' },
  { path: 'bin/abcd', kind: 'file', content: new Uint8Array() },
  { path: 'bin/ä', kind: 'file', content: Buffer.from([0, 255, 10, 0, 1]) },
];

describe('an archive for a kernel', () => {
  it('has nothing but its end where nothing goes in', () => {
    expect(readCpio(writeCpio([]))).toEqual([]);
  });

  it('gives back what went in, names and contents of any length', () => {
    const read = readCpio(writeCpio(ENTRIES));
    expect(read.map(({ path, mode, content }) => [path, mode, content])).toEqual([
      ['bin', '40755', ''],
      ['bin/a', '100644', 'x'],
      ['bin/ab', '100755', 'yes\n'],
      ['bin/abc', '120777', 'ab'],
      ['bin/abcd', '100644', ''],
      ['bin/ä', '100644', '\0\u00ff\n\0\u0001'],
    ]);
    expect(new Set(read.map(({ inode }) => inode)).size, 'entries with one inode number are one file').toBe(ENTRIES.length);
  });

  it('is the same for the same entries', () => {
    expect(writeCpio(ENTRIES).equals(writeCpio(ENTRIES))).toBe(true);
  });

  const cpio = ['/usr/bin/cpio', '/bin/cpio'].find((path) => existsSync(path));
  it.skipIf(cpio === undefined)('is one that cpio unpacks (skipped where there is no cpio)', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gpttrace-cpio-'));
    try {
      writeFileSync(join(directory, 'archive'), writeCpio(ENTRIES));
      execFileSync(cpio ?? '', ['-i', '--quiet', '--no-absolute-filenames'], { cwd: directory, input: readFileSync(join(directory, 'archive')) });
      expect(readFileSync(join(directory, 'bin/abc'), 'utf8')).toBe('yes\n');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
