/** What is kept of a course on the disk, where it is not as it should be. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changeProgress, loadProgress, progressFile, readWork } from '../../../src/line/learn/progress.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpttrace-progress-'));
  vi.stubEnv('XDG_STATE_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('puts what cannot be read beside before it writes', () => {
  mkdirSync(dirname(progressFile()), { recursive: true });
  writeFileSync(progressFile(), '{"version": 1, "exercises": {"filters/one-name"');
  expect(changeProgress((progress) => ({ ...progress, goal: 'files' }))).toBeUndefined();
  expect(loadProgress().goal).toBe('files');
  expect(readFileSync(`${progressFile()}.damaged`, 'utf8')).toContain('filters/one-name');
});

it('puts nothing beside where all is well', () => {
  changeProgress((progress) => ({ ...progress, goal: 'files' }));
  changeProgress((progress) => ({ ...progress, goal: 'processes' }));
  expect(existsSync(`${progressFile()}.damaged`)).toBe(false);
});

const start = { name: 'a.start.bt', language: 'bpftrace', source: '' } as const;

it.each([
  ['a pipe that nobody writes to', (path: string) => execFileSync('mkfifo', [path]), /no file/],
  ['a directory', (path: string) => mkdirSync(path), /directory/],
  ['what is too large', (path: string) => writeFileSync(path, 'a'.repeat(1_100_000)), /too large/],
  ['nothing', () => {}, /no such file|not there|not exist/i],
])('reads no program from %s', (_, make, why) => {
  const path = join(folder, 'mine.bt');
  make(path);
  expect(() => readWork(path, { start })).toThrow(why);
});
