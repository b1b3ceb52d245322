import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { findTools, installCommandOf, missingPackages, needRoom } from '../../src/lab/needs.ts';
import { roomFor } from '../../src/lab/room.ts';
import type { Host } from '../../src/system/host.ts';
import { realHost } from '../../src/system/real.ts';

const ALL = ['qemu-system-x86_64', 'mkfs.ext4', 'dpkg-deb', 'tar', 'apt-get', 'apt-cache'];
const MB = 1024 * 1024;

function hostWith(commands: readonly string[], more: Partial<Host> = {}): Host {
  const which = (command: string): string | undefined => (commands.includes(command) ? `/usr/bin/${command}` : undefined);
  return { ...realHost(), arch: 'x64', uid: 0, which, exists: () => true, ...more };
}

function problemOf(action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('a machine that cannot build guests', () => {
  it.each([
    ['of another architecture', hostWith(ALL, { arch: 'arm64' }), 'lab-architecture'],
    ['without apt', hostWith(ALL.filter((name) => !name.startsWith('apt'))), 'lab-needs-apt'],
    ['without QEMU', hostWith(ALL.slice(1)), 'lab-needs'],
    ["without Debian's keys", hostWith(ALL, { exists: () => false }), 'lab-needs'],
  ])('%s is told so', (_, host, code) => {
    expect(problemOf(() => findTools(host)).code).toBe(code);
  });

  it('is told the command that mends it', () => {
    const { message, hints } = problemOf(() => findTools(hostWith(ALL.slice(2), { uid: 1000 })));
    expect(message).toBe('building guests needs qemu-system-x86, e2fsprogs, which are not installed');
    expect(hints).toEqual(['install: sudo apt-get install --no-install-recommends qemu-system-x86 e2fsprogs']);
  });

  it('lacks nothing where everything is there', () => {
    const host = hostWith(ALL);
    expect(missingPackages(host)).toEqual([]);
    expect(findTools(host).mkfs).toBe('/usr/bin/mkfs.ext4');
    expect(installCommandOf(host, ['tar'])).toBe('apt-get install --no-install-recommends tar');
  });
});

describe('room on the disk', () => {
  it('is asked of the disk that a directory will be on, and told in numbers', () => {
    const directory = `${tmpdir()}/gpttrace-not-there/lab`;
    expect(problemOf(() => needRoom(directory, 2 ** 60)).message).toMatch(
      /^building this guest takes up to \d+ MB, and the disk of .*gpttrace-not-there\/lab has \d+ MB free$/,
    );
    expect(() => needRoom(directory, 1)).not.toThrow();
  });

  it('is what the steps take that are left', () => {
    const none = { tracer: false, kernel: false, tools: false, state: false };
    expect(roomFor(none)).toBe(0);
    expect(roomFor({ ...none, kernel: true })).toBeLessThan(400 * MB);
    expect(roomFor({ tracer: true, kernel: true, tools: true, state: true })).toBeGreaterThan(roomFor({ ...none, tracer: true }));
  });
});
