import { describe, expect, it, vi } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import type { Request } from '../../../src/core/request.ts';
import { planAbleTool } from '../../../src/line/tools/able.ts';
import { planGivenTool } from '../../../src/line/tools/plan.ts';
import { findTools } from '../../../src/toolbox/find.ts';
import { machine } from '../../check/linux-6.18.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { heard, host } from '../../toolbox/machine.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

type Asked = Omit<Request, 'tool'> & { readonly args?: readonly string[] };

async function planned(name: string, { args, ...request }: Asked = {}, here = machine): Promise<string> {
  try {
    const plan = await planGivenTool(request, { name, ...(args === undefined ? {} : { args }) }, here, { host });
    return `${plan.program.source}${plan.program.seconds === undefined ? '' : ` for ${plan.program.seconds} s`}`;
  } catch (error) {
    if (error instanceof Problem) return [error.code, ...error.diagnostics.map(({ code }) => code)].join(' ');
    throw error;
  }
}

describe('a question', () => {
  it.each([
    ['opensnoop', { question: 'which files does nginx fail to open? 5 seconds' }, 'opensnoop -n nginx -x -d 5 for 5 s'],
    ['opensnoop', { question: 'files opened by pid 12', seconds: 3 }, 'opensnoop -p 12 -d 3 for 3 s'],
    ['opensnoop', { pid: 7 }, 'opensnoop -p 7 -d 10 for 10 s'],
    ['opensnoop', { seconds: 0 }, 'opensnoop'],
    ['runqlat', { question: '运行队列延迟分布,5秒' }, 'runqlat 5 1 for 5 s'],
    ['ss', { question: 'listening tcp ports' }, 'ss -n -t -l'],
    ['bpftool', { question: 'which bpf programs are loaded?' }, 'bpftool prog show'],
    ['bpftool', { question: 'list the bpf maps' }, 'bpftool map show'],
    ['bpftool', { question: 'the weather' }, 'which-command'],
    ['opensnoop', { question: 'disk io latency' }, 'not-about-tool'],
    ['runqlat', { question: 'what is the weather in Rome?' }, 'not-tracing'],
    ['opensnoop', { question: '?' }, 'empty-question'],
    ['opensnoop', { question: 'x'.repeat(3000) }, 'long-question'],
    ['strace', { question: 'system calls' }, 'wrong-tool-arguments missing-argument'],
    ['strace', { pid: 12 }, 'strace -p 12 -f for 10 s'],
  ] as const)('%s %j: %s', async (name, request, expected) => expect(await planned(name, request)).toBe(expected));
});

describe('arguments as they are', () => {
  it.each([
    ['opensnoop', ['-p', '1'], 'opensnoop -p 1 for 10 s'],
    ['runqlat', ['30', '1'], 'runqlat 30 1 for 30 s'],
    ['runqlat', ['2', '3'], 'runqlat 2 3 for 6 s'],
    ['opensnoop', ['-d', '60'], 'opensnoop -d 60 for 60 s'],
    ['perf stat', ['-a', '--timeout', '2500'], 'perf stat -a --timeout 2500 for 2.5 s'],
    ['ss', ['-tn'], 'ss -tn'],
    ['perf', ['stat', '-a'], 'perf stat -a for 10 s'],
    ['opensnoop', ['--duratoin', '5'], 'wrong-tool-arguments unknown-option'],
    ['opensnoop', ['-d', 'soon', '-p', 'x'], 'wrong-tool-arguments wrong-argument wrong-argument'],
    ['opensnoop', ['a\nb'], 'wrong-tool-arguments bad-argument'],
    ['opensnoop', Array.from({ length: 100 }, () => '-x'), 'wrong-tool-arguments too-many-arguments'],
    ['opensnop', [], 'no-such-tool'],
    ['opensnoop-bpfcc', [], 'tool-cannot-work'],
  ] as const)('%s %j: %s', async (name, args, expected) => expect(await planned(name, { args })).toBe(expected));

  it('a time that was asked for wins', async () => expect(await planned('opensnoop', { args: ['-d', '60'], seconds: 5 })).toBe('opensnoop -d 60 for 5 s'));
});

it('who is not root is told so, but where that is not needed', async () => {
  const here = { ...machine, facts: { ...machine.facts, privilege: 'none' as const } };
  expect(await planned('opensnoop', {}, here)).toBe('not-root');
  const plan = await planGivenTool({}, { name: 'ss', args: ['-tn'] }, here, { host });
  expect(plan.program.command).toMatchObject({ path: '/usr/bin/ss', args: ['-tn'], asUser: true });
});

describe('of the tools that answer', () => {
  it('one that cannot work gives way', async () => {
    const tools = findTools(host).filter(({ name }) => !['opensnoop', 'statsnoop'].includes(name));
    const found = await planAbleTool(await heard('which files are opened? 5 seconds'), tools, { host }, machine);
    // bcc's has no headers to compile against here.
    expect(found.kind === 'plan' ? found.plan.tool.kind : found.kind).not.toBe('bcc');
  });
  it('where none can, it is said of the best why', async () => {
    const tools = findTools(host).filter(({ kind }) => kind === 'bcc');
    const found = await planAbleTool(await heard('which files are opened? 5 seconds'), tools, { host }, machine);
    expect(found).toMatchObject({ kind: 'unable', tool: { name: 'opensnoop-bpfcc' }, works: { verdict: 'no' } });
  });
});
