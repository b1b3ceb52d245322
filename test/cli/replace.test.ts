import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replaceFile } from '../../src/cli/save.ts';
import { Problem } from '../../src/core/problem.ts';

const directory = mkdtempSync(join(tmpdir(), 'gt-replace-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('replaceFile', () => {
  it('refuses where the file holds something else by now, and leaves no draft', () => {
    const file = join(directory, 'x.bt');
    writeFileSync(file, 'edited');
    expect(() => replaceFile(file, Buffer.from('as it was'), 'new')).toThrow(Problem);
    expect(() => replaceFile(file, Buffer.from('as it was'), 'new')).toThrow(/changed by somebody else/);
    expect(readFileSync(file, 'utf8')).toBe('edited');
    expect(readdirSync(directory)).toEqual(['x.bt']);
  });

  it('refuses where it is gone', () => {
    expect(() => replaceFile(join(directory, 'gone.bt'), Buffer.from(''), 'new')).toThrow(/cannot write .*gone\.bt/);
    expect(readdirSync(directory)).not.toContain('gone.bt');
  });

  it('replaces it, its mode kept', () => {
    const file = join(directory, 'y.bt');
    writeFileSync(file, 'old', { mode: 0o640 });
    replaceFile(file, Buffer.from('old'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  // Root may write whatever its mode says.
  it.skipIf(process.geteuid?.() === 0)('refuses a file that may not be written, in a directory that may', () => {
    const file = join(directory, 'z.bt');
    writeFileSync(file, 'old', { mode: 0o444 });
    expect(() => replaceFile(file, Buffer.from('old'), 'new')).toThrow(/cannot write .*z\.bt/);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});
