/** Whatever a user names is read, or told, and nothing is waited for without end. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBounded } from '../../src/system/read-bounded.ts';
import { readText } from '../../src/system/real.ts';

const folder = mkdtempSync(join(tmpdir(), 'gpttrace-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const pipe = (name: string): string => {
  execFileSync('mkfifo', [at(name)]);
  return at(name);
};
const SHORT = { nobodyMs: 50, nothingMs: 100 };

describe('what a user names', () => {
  it('a file', () => {
    writeFileSync(at('a.bt'), 'BEGIN { }');
    expect(readBounded(at('a.bt'), 100).toString()).toBe('BEGIN { }');
    writeFileSync(at('empty.bt'), '');
    expect(readBounded(at('empty.bt'), 100)).toHaveLength(0);
  });

  it('a file that is too large, without reading it', () => {
    writeFileSync(at('huge.bt'), '');
    truncateSync(at('huge.bt'), 3e9);
    expect(readBounded(at('huge.bt'), 100)).toHaveLength(101);
    expect(readText(at('huge.bt'))).toEqual({ error: 'other', why: 'it has more than 268435456 bytes' });
  });

  it('a folder, and what is not there', () => {
    mkdirSync(at('folder'));
    expect(() => readBounded(at('folder'), 100)).toThrow(expect.objectContaining({ code: 'EISDIR' }));
    expect(() => readBounded(at('nothing'), 100)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(readText(at('nothing'))).toMatchObject({ error: 'missing' });
  });

  it('a device that never ends, and one that has nothing', () => {
    expect(readBounded('/dev/zero', 1000).length).toBeGreaterThan(1000);
    expect(readBounded('/dev/null', 1000, SHORT)).toHaveLength(0);
  });

  it('a pipe that nobody writes to', () =>
    expect(() => readBounded(pipe('nobody'), 100, SHORT)).toThrow('it is a pipe that nobody writes to, or that was empty'));

  it('a pipe that is held open, and nothing comes', () => {
    const path = pipe('held');
    const holder = spawn('/bin/sh', ['-c', 'exec 3<>"$1"; exec sleep 20', 'sh', path], { stdio: 'ignore' });
    try {
      expect(() => readBounded(path, 100, { nobodyMs: 10_000, nothingMs: 1000 })).toThrow('nothing came for 1 seconds');
    } finally {
      holder.kill('SIGKILL');
    }
  });

  it('a pipe whose writer comes late, and takes its time', () => {
    const path = pipe('late');
    const writer = spawn('/bin/sh', ['-c', 'sleep 0.2; { printf BEG; sleep 0.3; printf "IN { }"; } > "$1"', 'sh', path], { stdio: 'ignore' });
    try {
      expect(readBounded(path, 100, { nobodyMs: 10_000, nothingMs: 10_000 }).toString()).toBe('BEGIN { }');
    } finally {
      writer.kill('SIGKILL');
    }
  });

  it('a pipe that never ends', () => {
    const path = pipe('flood');
    const writer = spawn('/bin/sh', ['-c', 'exec yes > "$1"', 'sh', path], { stdio: 'ignore' });
    try {
      expect(readBounded(path, 100_000, { nobodyMs: 10_000, nothingMs: 10_000 }).length).toBeGreaterThan(100_000);
    } finally {
      writer.kill('SIGKILL');
    }
  });
});
