/** By what a question is answered: a recorded kernel, the tools of a recorded Debian 12, and what is there of a compiler. */
import { describe, expect, it, vi } from 'vitest';
import type { Machine } from '../../src/check/machine.ts';
import type { KernelFacts } from '../../src/core/facts.ts';
import { messages } from '../../src/core/messages.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Request } from '../../src/core/request.ts';
import { buildCLibrary } from '../../src/knowledge/build.ts';
import type { CLibrary } from '../../src/knowledge/c/library.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { planByMeans, toolInstead } from '../../src/line/means.ts';
import type { Plan, Planned } from '../../src/plan/plan.ts';
import { localLauncher } from '../../src/system/launcher.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { recordedMachine } from '../fixtures/machines.ts';
import { host as debian } from '../toolbox/machine.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));
vi.mock('../../src/knowledge/c/load.ts', () => {
  const { programs, index } = buildCLibrary();
  const library: CLibrary = { programs, index: new LibraryIndex(programs, index) };
  return { loadCLibrary: () => library };
});

const kernel = recordedMachine('6.1', '0.17');
const at = (facts: Partial<KernelFacts>): Machine => ({ ...kernel, types: kernel.types, facts: { ...kernel.facts, ...facts } });
const COMPILER = ['/usr/bin/clang', '/usr/sbin/bpftool', '/usr/include/bpf/bpf_helpers.h'];
/** The recorded machine, with a compiler or without. */
const withCompiler = (has: boolean): typeof debian => ({
  ...debian,
  exists: (path) => (COMPILER.includes(path) ? has : debian.exists(path)),
  which: (command) => (/^clang/.test(command) ? (has ? '/usr/bin/clang' : undefined) : command === 'apt-get' ? '/usr/bin/apt-get' : debian.which(command)),
});
const host = withCompiler(true);
const lack = new Problem(messages.noBpftrace('apt-get install bpftrace'));

const EACH_SYSCALL = 'print each syscall with its process';

async function planned(
  request: Request,
  machine: Machine = kernel,
  around: Partial<Parameters<typeof planByMeans>[2]> = {},
  lacks?: Problem,
): Promise<Planned> {
  return planByMeans(request, machine, { host, ...around }, { lack: lacks });
}

async function plan(...args: Parameters<typeof planned>): Promise<Plan> {
  const made = await planned(...args);
  if (made.kind !== 'plan') throw new Error(`no plan: ${JSON.stringify(made)}`);
  return made.plan;
}

describe('what is wished for and is not there', () => {
  it.each([
    ['C', { question: 'brew a pot of tea', as: 'c' }],
    ['a tool', { question: 'brew a pot of tea', as: 'tool' }],
  ] as const)('%s for what is no question about a machine', async (_, request) => {
    expect(await planned(request)).toMatchObject({ kind: 'nothing', nearest: [] });
  });

  it('C where bpftrace leaves several readings open, and C has but one that comes near', async () => {
    const question = 'who ran chmod on my scripts';
    const [bare, inC] = [await planned({ question }), await planned({ question, as: 'c' })];
    expect(bare.kind).toBe('unsure');
    expect(inC).toEqual(bare);
    expect((await plan({ question: 'XDP packet counter', as: 'c' })).program.origin).toMatchObject({ name: 'xdp-packets' });
  });

  it.each([
    ['count packets by protocol with XDP', 'xdp-packets'],
    ['count bytes by protocol with tc', 'tc-bytes'],
    ['用 XDP 按协议统计数据包', 'xdp-packets'],
    ['how long do file deletions take, by fentry', 'delete-latency-fentry'],
  ])('%s is answered by what it names', async (question, name) => {
    expect((await plan({ question, as: 'c' })).program.origin).toMatchObject({ name });
  });

  it.each(['c', 'tool'] as const)('%s that does harm stays refused', async (as) => {
    expect(await planned({ question: 'kill the process nginx', as })).toMatchObject({ kind: 'nothing', why: 'action' });
  });

  it('a tool that only root may run', async () => {
    await expect(planned({ question: 'which files are opened', as: 'tool' }, at({ privilege: 'none' }), { willRun: true })).rejects.toMatchObject({
      code: 'not-root',
    });
  });

  it('bpftrace, where nothing else answers', async () => {
    await expect(planned({ question: 'which files are opened' }, at({ privilege: 'none' }), { host: withCompiler(false) }, lack)).rejects.toBe(lack);
    await expect(planned({ question: 'which files are opened', command: 'ls' }, kernel, {}, lack)).rejects.toBe(lack);
    await expect(planned({ question: 'which files are opened' }, kernel, { rehearse: {} }, lack)).rejects.toBe(lack);
  });
});

describe('what is wished for', () => {
  const wishes = [
    ['which files are opened', 'bpftrace', 'bpftrace', 'file-opens'],
    ['which files are opened', 'c', 'c', 'file-opens'],
    ['which files are opened', 'tool', 'tool', 'opensnoop'],
    ['count system calls by process', 'c', 'c', 'syscalls-by-process'],
    ['count system calls by process', 'tool', 'tool', 'syscount'],
    ['统计每个进程的系统调用次数', 'c', 'c', 'syscalls-by-process'],
    [EACH_SYSCALL, 'bpftrace', 'bpftrace', 'syscall-latency'],
  ] as const;
  it.each(wishes)('%s, as %s', async (question, as, language, name) => {
    expect((await plan({ question, as })).program).toMatchObject({ language, origin: { name } });
  });

  it('a process and a time are set in C, and in the options of a tool', async () => {
    const request = { question: 'which files are opened', pid: 1234, seconds: 3 };
    const c = await plan({ ...request, as: 'c' });
    expect(c.program).toMatchObject({ pid: 1234, seconds: 3, source: expect.stringMatching(/target_pid = 1234;/) });
    const tool = await plan({ ...request, as: 'tool' });
    expect(tool.program).toMatchObject({ pid: 1234, seconds: 3, command: { args: ['-p', '1234', '-d', '3'] } });
    for (const { notes } of [c, tool]) expect(notes.join()).toContain('no process with pid 1234');
  });

  it('without an end', async () => {
    const { program } = await plan({ question: 'which files are opened', seconds: 0, as: 'tool' });
    expect(program).not.toHaveProperty('seconds');
    expect(program.endsItself).toBe(false);
  });
});

describe('nothing is wished for', () => {
  it.each(['which files are opened', 'count system calls by process', 'how long do system calls take', 'which files does nginx open'])(
    'bpftrace answers: %s',
    async (question) => {
      expect((await plan({ question })).program.language).toBe('bpftrace');
    },
  );

  it('C answers where a row for each event would be more than bpftrace carries', async () => {
    const made = await plan({ question: EACH_SYSCALL }, at({ privilege: 'root' }));
    expect(made.program).toMatchObject({ language: 'c', origin: { name: 'syscall-rows' } });
    expect(made.notes.join()).toMatch(/written in C: .*--engine bpftrace/);
  });

  it.each([
    ['no compiler', at({ privilege: 'root' }), { host: withCompiler(false) }, /once its compiler is installed: apt-get install .*clang/],
    ['not root', at({ privilege: 'sudo' }), {}, /--engine libbpf\) does, run as root/],
  ] as const)('the plan says what it would take: %s', async (_, machine, around, note) => {
    const made = await plan({ question: EACH_SYSCALL }, machine, around);
    expect(made.program.language).toBe('bpftrace');
    expect(made.notes.join()).toMatch(note);
  });

  it.each([
    ['a command', { command: 'ls' }, {}],
    ['a guest', {}, { launcher: localLauncher }],
    ['a rehearsal', {}, { rehearse: {} }],
    ['one process', { pid: 1 }, {}],
  ] as const)('bpftrace stays with %s', async (_, request, around) => {
    const made = await plan({ question: EACH_SYSCALL, ...request }, at({ privilege: 'root' }), around);
    expect(made.program.language).toBe('bpftrace');
    expect(made.notes.join()).not.toContain('libbpf');
  });
});

describe('without bpftrace', () => {
  it('the same in C answers, and says why', async () => {
    const made = await plan({ question: 'count page faults by process' }, at({ privilege: 'root' }), {}, lack);
    expect(made.program).toMatchObject({ language: 'c', origin: { name: 'page-faults' } });
    expect(made.notes.join()).toContain('bpftrace is not installed');
  });

  it('a tool answers where C cannot be compiled', async () => {
    const made = await plan({ question: 'which files are opened' }, at({ privilege: 'root' }), { host: withCompiler(false) }, lack);
    expect(made.program).toMatchObject({ language: 'tool', command: { tool: 'opensnoop' } });
    expect(made.notes.join()).toContain('bpftrace is not installed');
  });
});

describe('a tool instead', () => {
  const unattachable = (question: string): Planned =>
    ({ kind: 'unattachable', why: 'no kprobes here', language: 'en', plan: { intent: { question } } }) as unknown as Planned;
  it.each([
    ['which tcp ports are listened on', 'ss -n -t -l'],
    ['show the listening tcp ports', 'ss -n -t -l'],
    // What happens is not told by what there is.
    ['who starts listening on which port', undefined],
    ['trace listen calls with port and backlog', undefined],
    ['which files are opened', undefined],
  ])('of a program that cannot be attached: %s', async (question, source) => {
    const made = await toolInstead(unattachable(question), { question }, kernel, { host });
    expect(made?.program.source).toBe(source);
    if (made !== undefined) expect(made.notes.join()).toContain('no kprobes here');
  });

  it.each(['c', 'bpftrace', 'tool'] as const)('never where %s is wished for', async (as) => {
    const question = 'show the listening tcp ports';
    expect(await toolInstead(unattachable(question), { question, as }, kernel, { host })).toBeUndefined();
  });
});

describe('what there is now', () => {
  it.each([
    ['which bpf programs are loaded', 'bpftool'],
    ['show listening tcp sockets', 'ss'],
    ['what sockets are listening', 'ss'],
    ['list open tcp connections', 'ss'],
    ['哪些端口在监听', 'ss'],
  ])('%s is told by %s at once', async (question, tool) => {
    const { program, notes } = await plan({ question });
    expect(program.command?.path).toMatch(new RegExp(`/${tool}$`));
    expect(notes.at(-1)).toMatch(/--engine bpftrace/);
  });

  it.each([
    ['new tcp connections', {}],
    ['count open tcp connections by process', {}],
    ['which connections are opened, for 5 seconds', {}],
    ['which bpf programs are loaded', { seconds: 5 }],
    ['which bpf programs are loaded', { as: 'bpftrace' }],
    ['show listening tcp sockets', { command: 'ls' }],
    ['which files are open', {}],
  ] as const)('%s with %j is about what happens', async (question, more) => {
    const made = await planned({ question, ...more });
    expect(made.kind === 'plan' ? made.plan.program.language : 'bpftrace').not.toBe('tool');
  });
});
