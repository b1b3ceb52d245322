import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCommand } from '../../src/cli/build.ts';
import { readGiven } from '../../src/cli/program-file.ts';
import { Problem } from '../../src/core/problem.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpttrace-program-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it.each(['#!/bin/sh\nexec opensnoop -d 1\n', '#!/usr/bin/env bash\nss\n', '#! /usr/bin/bash -e\nss\n'])('a shell script is no program: %j', (text) => {
  expect(() => readGiven(written('script', text))).toThrow(/is a shell script/);
});

it.each(['#!/usr/bin/bpftrace\nBEGIN { exit(); }\n', '#!/usr/bin/env bpftrace\nBEGIN { exit(); }\n', 'BEGIN { printf("#!/bin/sh\\n"); }\n'])(
  'a bpftrace program is one: %j',
  (source) => {
    expect(readGiven(written('program', source))).toMatchObject({ language: 'bpftrace', source });
  },
);

it.each([
  ['the program', { force: true }, 'own.bpf.c'],
  ['its user-space part', { force: true, wasm: 'user.c' }, 'user.c'],
] as const)('%s is never built over, whatever is forced', async (_, flags, over) => {
  const source = 'int main(void) { return 0; }\n';
  const program = written('own.bpf.c', source);
  const user = written('user.c', source);
  const asked = { ...flags, ...('wasm' in flags ? { wasm: user } : {}), output: join(folder, '.', over) };
  await expect(buildCommand(program, asked)).rejects.toBeInstanceOf(Problem);
  await expect(buildCommand(program, asked)).rejects.toMatchObject({ code: 'built-over-itself', exit: 2 });
  expect(readFileSync(join(folder, over), 'utf8')).toBe(source);
});
