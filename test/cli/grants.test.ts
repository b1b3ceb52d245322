import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type GrantFlags, grantsOf } from '../../src/cli/grants.ts';
import { Exit } from '../../src/core/exit.ts';
import type { Grants } from '../../src/core/grants.ts';
import { Problem } from '../../src/core/problem.ts';
import { grantNotes } from '../../src/line/grants.ts';

const folder = mkdtempSync(join(tmpdir(), 'gpttrace-grants-'));
const file = join(folder, 'file');
writeFileSync(file, '');
afterAll(() => rmSync(folder, { recursive: true }));

const problemOf = (language: string, flags: GrantFlags): Problem => {
  try {
    grantsOf(language, flags);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('nothing was wrong with it');
};

describe('what a module is granted by flag', () => {
  test.each<[string, GrantFlags, Grants | undefined]>([
    ['nothing', {}, undefined],
    ['a folder', { dir: [folder] }, { folders: [{ path: folder, name: folder, writable: false }] }],
    ['one by another name', { dir: [`${folder}:/data`] }, { folders: [{ path: folder, name: '/data', writable: false }] }],
    ['one to write in', { dir: [`${folder}:rw`] }, { folders: [{ path: folder, name: folder, writable: true }] }],
    [
      'both, and another',
      { dir: [`${folder}:/data:rw`, '/'] },
      {
        folders: [
          { path: folder, name: '/data', writable: true },
          { path: '/', name: '/', writable: false },
        ],
      },
    ],
    ['variables', { env: ['A=1', 'B=', 'C=x=y', 'GPTTRACE_NOT_SET'] }, { env: { A: '1', B: '', C: 'x=y' } }],
    ['a variable of ours', { env: ['PATH'] }, { env: { PATH: process.env.PATH ?? '' } }],
    ['memory', { memory: 64 }, { memory: 64 }],
  ])('%s', (_name, flags, grants) => expect(grantsOf('wasm', flags)).toEqual(grants));

  test.each<[string, string, GrantFlags, string, number, RegExp]>([
    ['of C', 'c', { dir: [folder] }, 'modules-only', Exit.usage, /^--dir is for WebAssembly modules/],
    ['of bpftrace', 'bpftrace', { env: ['A'] }, 'modules-only', Exit.usage, /^--env is for/],
    ['of an object', 'object', { memory: 1 }, 'modules-only', Exit.usage, /^--memory is for/],
    ['a folder that is not there', 'wasm', { dir: [join(folder, 'gone')] }, 'no-folder', Exit.file, /no such file/],
    ['a file', 'wasm', { dir: [file] }, 'no-folder', Exit.file, /it is no folder/],
    ['no path', 'wasm', { dir: [':/data'] }, 'no-folder', Exit.file, /this is not PATH/],
    ['too many parts', 'wasm', { dir: [`${folder}:a:b`] }, 'no-folder', Exit.file, /this is not PATH/],
    ['one name twice', 'wasm', { dir: [`${folder}:/data`, '/:/data'] }, 'same-folder-name', Exit.usage, /two folders are to be called \/data/],
  ])('%s: refused', (_name, language, flags, code, exit, message) => {
    const problem = problemOf(language, flags);
    expect(problem.exit).toBe(exit);
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(message);
  });

  test('is told before anybody agrees, without the values of variables', () => {
    const grants: Grants = { folders: [{ path: '/var/log', name: '/log', writable: true }], env: { TOKEN: 'secret' }, memory: 64 };
    expect(grantNotes(grants, 'en')).toEqual([
      'the module may read and change what is in /var/log, as /log',
      'the module is given the environment variable TOKEN',
      'the module may take 64 MiB of memory',
    ]);
    expect(grantNotes(grants, 'zh')).toEqual(['模块可以读写 /var/log(模块内名为 /log) 中的文件', '模块得到环境变量 TOKEN', '模块最多可用 64 MiB 内存']);
  });
});
