/** What is said of programs that are not bpftrace's. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

const KINDS: Readonly<Record<string, string>> = { c: 'a program in C', object: 'a compiled object', wasm: 'a WebAssembly module', tool: 'an installed tool' };

function kind(language: string): string {
  return KINDS[language] ?? 'such a program';
}

export const compiledMessages = {
  compiledNeedsRoot: (language: string): Message => ({
    code: 'not-root',
    exit: Exit.notAble,
    message: `${kind(language)} is loaded into the kernel by gpttrace itself, which needs to run as root for that`,
    hints: ['run gpttrace itself with sudo: sudo gpttrace ...', 'bpftrace programs need no more than a sudo that runs bpftrace'],
  }),
  onlyHere: (language: string, option: string): Message => ({
    code: 'only-on-this-machine',
    exit: Exit.usage,
    message: `${kind(language)} runs on this machine only, so ${option} has nothing to do with it`,
    hints: [
      language === 'tool'
        ? `leave ${option} out: the very command, and what it may do, is shown before it runs`
        : `leave ${option} out: what it was proven by (the compiler, the policy, the kernel's own verifier) is shown before it runs`,
      'a bpftrace program can be tried so: --engine bpftrace',
    ],
  }),
  notEditable: (language: string): Message => ({
    code: 'not-editable',
    exit: Exit.usage,
    message: `${kind(language)} is no text that could be edited here`,
    hints: [],
  }),
  badObject: (file: string, why: string): Message => ({
    code: 'bad-object',
    exit: Exit.badProgram,
    message: `${file} cannot be run: ${why}`,
    hints: ['compile it for BPF: clang -target bpf -g -O2 -c FILE.bpf.c, or give the C itself: gpttrace run FILE.bpf.c'],
  }),
  noProgramInC: (file: string): Message => ({
    code: 'bad-object',
    exit: Exit.badProgram,
    message: `${file} cannot be run: it has no function that the kernel could run`,
    hints: [
      'such a function stands in a section that says where it attaches: SEC("tracepoint/syscalls/sys_enter_openat") int handle(void *ctx) { ... return 0; }',
    ],
  }),
  badModule: (file: string, why: string): Message => ({
    code: 'bad-module',
    exit: Exit.badProgram,
    message: `${file} cannot be run: ${why}`,
    hints: [],
  }),
  loaderCrashed: (file: string, why: string): Message => ({
    code: 'loader-crashed',
    exit: Exit.badProgram,
    message: `${file} cannot be loaded: ${why}`,
    hints: ['it was tried in a process of its own; nothing was attached', 'build it again from its C'],
  }),
  cannotTryLoad: (why: string, hints: readonly string[]): Message => ({ code: 'no-libbpf', exit: Exit.notAble, message: why, hints }),
  notBuildable: (file: string, language: string): Message => ({
    code: 'not-buildable',
    exit: Exit.usage,
    message: `only C is built: ${file} is ${language === 'bpftrace' ? 'a bpftrace program' : kind(language)}`,
    hints: [language === 'object' ? 'it is built already: gpttrace run FILE.bpf.o' : 'gpttrace run runs it as it is'],
  }),
  builtOverItself: (file: string): Message => ({
    code: 'built-over-itself',
    exit: Exit.usage,
    message: `${file} is what is to be built: its C would be lost`,
    hints: ['-o FILE names another file'],
  }),
  shellScript: (file: string): Message => ({
    code: 'shell-script',
    exit: Exit.usage,
    message: `${file} is a shell script, as the command line of a tool is saved; gpttrace runs programs`,
    hints: ['the shell runs it: sh FILE', 'gpttrace tool NAME -- ARGUMENTS runs a tool, and shows what it prints as rows'],
  }),
  nothingToBuild: (): Message => ({
    code: 'nothing-to-build',
    exit: Exit.usage,
    message: 'it is not said which program to build',
    hints: ['gpttrace build FILE.bpf.c'],
  }),
  builtOnTerminal: (name: string): Message => ({
    code: 'binary-on-terminal',
    exit: Exit.usage,
    message: 'what is built is no text, and standard output is a terminal',
    hints: [`-o ${name} writes it to a file`],
  }),
  bpftraceOption: (language: string, option: string): Message => ({
    code: 'bpftrace-only',
    exit: Exit.usage,
    message: `${option} is for bpftrace programs, and this is ${kind(language)}`,
    hints: [`leave ${option} out: such programs are held against this machine as it is`],
  }),
  nothingToSet: (language: string): Message => ({
    code: 'nothing-to-set',
    exit: Exit.usage,
    message: `--set is for programs in C and compiled objects, and this is ${language === 'bpftrace' ? 'a bpftrace program' : kind(language)}`,
    hints: ['leave --set out'],
  }),
  badSetting: (why: string, hints: readonly string[] = []): Message => ({
    code: 'bad-setting',
    exit: Exit.usage,
    message: why,
    hints: [...hints, 'nothing was run'],
  }),
  noArguments: (language: string): Message => ({
    code: 'no-arguments',
    exit: Exit.usage,
    message: `${kind(language)} takes no arguments; its constants are set by name`,
    hints: ['gpttrace run FILE --set NAME=VALUE'],
  }),
  compiledNotChanged: (command: string, file: string, language: 'object' | 'wasm'): Message => ({
    code: 'compiled-not-changed',
    exit: Exit.usage,
    message: `gpttrace ${command} changes the text of programs, and ${file} is ${kind(language)}`,
    hints: [
      `change the C that it was built from, and build it again: gpttrace build ${language === 'wasm' ? '--wasm ' : ''}FILE.bpf.c`,
      `what is wrong with it as it is: gpttrace check ${file}; what it does: gpttrace explain ${file}`,
    ],
  }),
  notForBpftrace: (command: string, language: string): Message => ({
    code: 'bpftrace-only',
    exit: Exit.usage,
    message: `gpttrace ${command} is for bpftrace programs, and this is ${kind(language)}`,
    hints: ['gpttrace check, explain, build and run take it'],
  }),
  rejectedCompiled: (language: string, said: string): Message => {
    // What libbpf or the verifier said last, line by line, is told below the sentence.
    const [first = '', ...more] = said.split('\n').filter((line) => line.trim() !== '');
    return { code: 'rejected', exit: Exit.badProgram, message: `${kind(language)} could not be run: ${first}`, hints: more };
  },
  crashedCompiled: (language: string, said: string): Message => ({
    code: 'tracer-crashed',
    exit: Exit.tracerFailed,
    message: `${kind(language)} ended unexpectedly: ${said}`,
    hints: ['run it again; gpttrace check tells what is known of it'],
  }),
  noCProgram: (language: string): Message => ({
    code: 'no-c-program',
    exit: Exit.noProgram,
    message: language === 'zh' ? 'C 程序库中没有能回答这个问题的程序' : 'the library has no program in C that answers this',
    hints: language === 'zh' ? ['不加 --as 与 --engine 再问一次'] : ['ask without --as and --engine: what answers it at the least cost is taken then'],
  }),
  noTool: (language: string): Message => ({
    code: 'no-tool',
    exit: Exit.noProgram,
    message: language === 'zh' ? '没有已安装的工具能回答这个问题' : 'no tool that is installed answers this',
    hints: language === 'zh' ? ['不加 --as 与 --engine 再问一次'] : ['ask without --as and --engine: a program is written for it then'],
  }),
  noCommandFor: (language: string): Message => ({
    code: 'command-not-followed',
    exit: Exit.usage,
    message: `${kind(language)} cannot be narrowed to a command that is started with it`,
    hints: ['leave --command out', 'ask for a bpftrace program: --engine bpftrace'],
  }),
};
