/** What is said where C cannot be compiled, or what it was compiled to cannot be loaded. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

const PARTS: Readonly<Record<string, string>> = {
  clang: 'clang',
  bpftool: 'bpftool',
  headers: "libbpf's headers (bpf/bpf_helpers.h)",
  lld: 'lld',
  'wasi-libc': 'wasi-libc',
  'wasm-runtime': "clang's runtime for WebAssembly",
};

export const compilingMessages = {
  noToolchain: (missing: readonly string[], install: string | undefined): Message => ({
    code: 'no-compiler',
    exit: Exit.notAble,
    message: `programs in C are compiled here, and ${listed(missing.map((part) => PARTS[part] ?? part))} ${missing.length === 1 && missing[0] !== 'headers' ? 'is' : 'are'} not installed`,
    hints: [
      install === undefined ? 'install them with the package manager of this system: clang 10 or later, bpftool, the headers of libbpf' : `install: ${install}`,
      'an object that was compiled elsewhere needs none of it: gpttrace run FILE.bpf.o',
      'bpftrace programs need none of it: ask without --as c and --engine libbpf',
    ],
  }),
  notInstalled: (command: string, said: string): Message => ({
    code: 'not-installed',
    exit: Exit.notAble,
    message: `what compiles programs in C could not be installed: ${said}`,
    hints: [`see what it says: ${command}`, 'bpftrace programs need none of it: ask without --as c and --engine libbpf'],
  }),
  noKernelTypes: (): Message => ({
    code: 'no-kernel-types',
    exit: Exit.notAble,
    message: 'this kernel does not describe its types (there is no /sys/kernel/btf/vmlinux), so there is no vmlinux.h to compile against',
    hints: [
      'a kernel built with CONFIG_DEBUG_INFO_BTF has it: those of Debian 11, Ubuntu 20.10, Fedora 31 and RHEL 8.2 on do',
      'a vmlinux.h of your own beside the file is taken instead',
    ],
  }),
  noVmlinux: (said: string): Message => ({
    code: 'no-vmlinux-header',
    exit: Exit.notAble,
    message: `vmlinux.h could not be made: ${said}`,
    hints: ['try it by hand: bpftool btf dump file /sys/kernel/btf/vmlinux format c', 'a vmlinux.h of your own beside the file is taken instead'],
  }),
  clangFailed: (path: string, said: string): Message => ({
    code: 'compiler-failed',
    exit: Exit.notAble,
    message: `${path} did not compile the program, and not for a mistake in it: ${said}`,
    hints: ['clang 10 or later with the BPF target is needed: clang --print-targets | grep bpf'],
  }),
  savedAsText: (file: string): Message => ({
    code: 'saved-as-text',
    exit: Exit.usage,
    message: `${file} is called like a compiled program, and what is saved is the text of one`,
    hints: ['save it as FILE.bpf.c; gpttrace build FILE.bpf.c then makes FILE.bpf.o of it, with --wasm FILE.wasm'],
  }),
  compilerGaveUp: (file: string): Message => ({
    code: 'too-much-to-compile',
    exit: Exit.badProgram,
    message: `${file} cannot be compiled: clang came to no end within 20 seconds, or found no room within 2 GB of memory`,
    hints: ['no program that the kernel takes needs as much: macros or included files may multiply what they hold'],
  }),
  doesNotCompile: (file: string, errors: number, mends?: string): Message => ({
    code: 'does-not-compile',
    exit: Exit.badProgram,
    message: `${file} does not compile: ${errors} error${errors === 1 ? '' : 's'}`,
    hints: mends === undefined ? [] : [`mend what has one right answer: gpttrace fix ${mends}`],
  }),
  verifierRefused: (program: string | undefined, mends?: string): Message => ({
    code: 'verifier-refused',
    exit: Exit.badProgram,
    message: `the kernel's verifier refuses ${program === undefined ? 'the program' : program}`,
    hints: [
      ...(mends === undefined ? [] : [`mend what has one right answer: gpttrace fix ${mends}`]),
      "the verifier's whole log: gpttrace check FILE --verbose",
    ],
  }),
  noAttachTarget: (program: string, target: string): Message => ({
    code: 'no-attach-target',
    exit: Exit.badProgram,
    message: `${program} cannot be attached: this kernel has no ${target}`,
    hints: ['what there is: gpttrace probes'],
  }),
  otherArchitecture: (file: string, machine: string): Message => ({
    code: 'other-architecture',
    exit: Exit.badProgram,
    message: `${file} is no BPF object: it was made for ${machine}`,
    hints: ['compile it with clang -target bpf, or give the C itself: gpttrace run FILE.bpf.c'],
  }),
  truncatedObject: (file: string, why: string): Message => ({
    code: 'truncated-object',
    exit: Exit.file,
    message: `${file} is no whole object: ${why}`,
    hints: ['copy or build it again'],
  }),
};

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
