/** What is said to a client of the MCP server, and to whoever starts it. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const mcpMessages = {
  mcpPortInUse: (port: number): Message => ({
    code: 'port-in-use',
    exit: Exit.notAble,
    message: `port ${port} is in use already`,
    hints: [`choose another one: gpttrace mcp --http ${port === 65535 ? port - 1 : port + 1}`, 'or end what uses it: ss -ltnp shows that'],
  }),
  mcpCannotListen: (port: number, why: string): Message => ({
    code: 'cannot-listen',
    exit: Exit.notAble,
    message: `cannot listen at port ${port}: ${why}`,
    hints: ['choose another one: gpttrace mcp --http PORT'],
  }),
  mcpWeakToken: (shortest: number): Message => ({
    code: 'weak-token',
    exit: Exit.usage,
    message: `GPTTRACE_MCP_TOKEN has to be at least ${shortest} letters, digits, - or _`,
    hints: ['unset it: then the server makes one', 'make one: openssl rand -hex 32'],
  }),
  mcpOnTerminal: (): Message => ({
    code: 'no-client',
    exit: Exit.usage,
    message: 'gpttrace mcp speaks a protocol for programs on standard input and output, and this is a terminal',
    hints: ['let a client start it: docs/MCP.md has the lines for each', 'or serve over HTTP: gpttrace mcp --http'],
  }),
  mcpOneOf: (what: readonly string[]): Message => ({
    code: 'one-of',
    exit: Exit.usage,
    message: `exactly one of ${what.join(', ')} has to be given`,
    hints: [],
  }),
  mcpInclude: (language: 'bpftrace' | 'c'): Message => ({
    code: 'foreign-include',
    exit: Exit.unsafe,
    message: `a program from a client may include headers such as ${language === 'c' ? '"vmlinux.h" and <bpf/bpf_helpers.h>' : '<linux/sched.h>'} only: compilers read what they are told to, and quote what they do not understand`,
    hints:
      language === 'c'
        ? ['leave out what else it includes, #line with a name, __has_include, and what of asm() is more than instructions']
        : ['leave the #include out, or write <path/to/header.h> without dots and without a leading slash'],
  }),
  mcpOnlyOfQuestions: (what: string): Message => ({
    code: 'only-of-questions',
    exit: Exit.usage,
    message: `${what} is for questions: a program is run as it is`,
    hints: [what === 'comm' ? 'write it into the program: /comm == "NAME"/' : `leave ${what} out; written_in says what source is written in`],
  }),
  mcpBpftraceOnly: (what: string): Message => ({
    code: 'bpftrace-only',
    exit: Exit.usage,
    message: `${what} is for bpftrace programs, and this is one in C`,
    hints: [`leave ${what} out`],
  }),
  mcpWrongCode: (left: number): Message => ({
    code: 'wrong-code',
    exit: Exit.notConsented,
    message:
      left === 0 ? 'that is not the code, and it was the last try: the run is refused' : `that is not the code; ${left} more ${left === 1 ? 'try' : 'tries'}`,
    hints:
      left === 0
        ? ['start it again for a new code']
        : ['the code is what gpttrace printed where it was started, for this run only; the person at the machine can read it'],
  }),
  mcpCodeWanted: (id: string): Message => ({
    code: 'code-wanted',
    exit: Exit.usage,
    message: `run ${id} waits for the person at the machine: a yes of the client's user is not enough`,
    hints: ['run_read tells how they can allow it'],
  }),
  mcpNothingToApprove: (id: string): Message => ({
    code: 'nothing-to-approve',
    exit: Exit.usage,
    message: `run ${id} waits for no code`,
    hints: ['run_read tells how it stands'],
  }),
  mcpNothingSeen: (id: string): Message => ({
    code: 'nothing-seen',
    exit: Exit.usage,
    message: `run ${id} has not run yet, so there is nothing to explain`,
    hints: ['run_read with until "end" waits for it'],
  }),
  mcpNotForClients: (id: string): Message => ({
    code: 'not-for-clients',
    exit: Exit.notConsented,
    message: `session ${id} holds data of users that nobody has agreed to hand to this client`,
    hints: [`a person can look at it: gpttrace sessions show ${id}`],
  }),
  mcpTooMuchAtOnce: (most: number): Message => ({
    code: 'too-much-at-once',
    exit: Exit.notAble,
    message: `${most} requests wait for their turn already, and no more may`,
    hints: ['wait for their answers, and ask again'],
  }),
  mcpTooManySessions: (most: number): Message => ({
    code: 'too-many-clients',
    exit: Exit.notAble,
    message: `${most} clients are connected already, and no more may at a time`,
    hints: ['end one of them, or wait until one that is gone is forgotten'],
  }),
};
