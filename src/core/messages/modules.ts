/** What is said of WebAssembly modules: packing them, and what they are given. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const modulesMessages = {
  /** `parts` as a person calls them. */
  noWasmToolchain: (parts: readonly string[], install: string | undefined): Message => ({
    code: 'no-wasm-toolchain',
    exit: Exit.notAble,
    message: `a module cannot be packed on this machine: ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} missing`,
    hints: [
      install === undefined
        ? 'install clang with its runtime for WebAssembly, lld and wasi-libc with the package manager of this system'
        : `install: ${install}`,
      'an object needs none of it: gpttrace build FILE.bpf.c',
    ],
  }),
  noObjectToPack: (why: string): Message => ({
    code: 'no-object',
    exit: Exit.badProgram,
    message: `what is to be packed is no compiled BPF object with its types: ${why}`,
    hints: ['compile it with -g'],
  }),
  noRecords: (): Message => ({
    code: 'no-records',
    exit: Exit.badProgram,
    message: 'the program has no ring or perf buffer whose records are described, so that the module would print nothing',
    hints: [
      'give its ring buffer __type(value, struct NAME), or declare const struct NAME *unused',
      'or write the user-space part: gpttrace build FILE.bpf.c --wasm USER.c',
    ],
  }),
  wasmNotLinked: (said: string): Message => ({
    code: 'wasm-not-linked',
    exit: Exit.badProgram,
    message: `clang did not make a module: ${said}`,
    hints: [],
  }),
  notPacked: (file: string): Message => ({ code: 'not-packed', exit: Exit.badProgram, message: `${file} was not packed into a module`, hints: [] }),
  moduleKilled: (said: string): Message => ({
    code: 'module-killed',
    exit: Exit.tracerFailed,
    message: `there is no answer: ${said}`,
    hints: ['what it had in the kernel is gone with it', 'a module that watches ends when wasm_bpf_buffer_poll answers less than 0'],
  }),
  onlyForModules: (option: string): Message => ({
    code: 'modules-only',
    exit: Exit.usage,
    message: `${option} is for WebAssembly modules, and this is none`,
    hints: [`leave ${option} out`],
  }),
  noFolderToGrant: (path: string, why: string): Message => ({
    code: 'no-folder',
    exit: Exit.file,
    message: `--dir ${path}: ${why}`,
    hints: ['give a folder that is there: --dir PATH, --dir PATH:NAME for another name inside the module, --dir PATH:NAME:rw to let it write'],
  }),
  twoFoldersOfOneName: (name: string): Message => ({
    code: 'same-folder-name',
    exit: Exit.usage,
    message: `two folders are to be called ${name} inside the module`,
    hints: ['give each a name of its own: --dir PATH:NAME'],
  }),
};
