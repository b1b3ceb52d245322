/** Package managers that are stand-ins: they write down what they were called with. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install } from '../../src/compiler/install.ts';
import { Exit } from '../../src/core/exit.ts';

const PATH = process.env.PATH;
let folder = '';
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gt-install-'));
  process.env.PATH = `${folder}:${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

function manager(name: string, text = 'exit 0'): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "$*" >> ${folder}/log\n${text}\n`);
  chmodSync(path, 0o755);
}

const calls = (): string[] => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');

describe('what cannot be installed', () => {
  it('is told with the last word of the manager, and the command', async () => {
    manager('apt-get', 'case "$*" in *install*) echo "Reading lists" >&2; echo "E: Unable to locate package clang" >&2; exit 100;; esac');
    await expect(install('apt-get install clang', never)).rejects.toMatchObject({
      code: 'not-installed',
      exit: Exit.notAble,
      message: expect.stringContaining('E: Unable to locate package clang'),
      hints: expect.arrayContaining([expect.stringContaining('apt-get install clang')]),
    });
  });

  it('is not begun once it was stopped', async () => {
    manager('dnf');
    await expect(install('dnf install clang', AbortSignal.abort('interrupted'))).rejects.toBe('interrupted');
    expect(calls).toThrow();
  });
});

describe('nobody is asked anything', () => {
  it('by apt-get, whose lists are fetched first, and which goes on where they cannot be', async () => {
    manager('apt-get', '[ "$2" = update ] && exit 100\nexit 0');
    await install('apt-get install --no-install-recommends clang bpftool', never);
    expect(calls()).toEqual(['-y update', '-y install --no-install-recommends clang bpftool']);
  });

  it.each([
    ['dnf', 'dnf install clang', '-y install clang'],
    ['pacman', 'pacman -S clang bpf', '--noconfirm -S clang bpf'],
    ['zypper', 'zypper install clang', '--non-interactive install clang'],
  ])('by %s', async (name, command, called) => {
    manager(name);
    await install(command, never);
    expect(calls()).toEqual([called]);
  });
});
