import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import { nameAndQuestion, toolOf } from '../../../src/line/tools/named.ts';
import { findTools } from '../../../src/toolbox/find.ts';
import { host } from '../../toolbox/machine.ts';

describe('words of the command line', () => {
  it.each([
    [['opensnoop'], 'opensnoop', ''],
    [['opensnoop', 'which files', 'are opened'], 'opensnoop', 'which files are opened'],
    [['perf', 'stat', 'page faults of pid 1'], 'perf stat', 'page faults of pid 1'],
    [['perf stat', 'page faults'], 'perf stat', 'page faults'],
    [['bpftool', 'prog', 'show'], 'bpftool prog show', ''],
    [['bpftool', 'prog', 'load', 'x'], 'bpftool prog load', 'x'],
    [['perf', 'which functions use the CPU?'], 'perf', 'which functions use the CPU?'],
    [[], '', ''],
  ])('%j', (words, name, question) => expect(nameAndQuestion(words)).toEqual({ name, question }));
});

function codeOf(name: string, args?: readonly string[]): string {
  try {
    const { tool } = toolOf({ name, ...(args === undefined ? {} : { args }) }, findTools(host), host);
    return tool.name;
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.hints[0] ?? ''}`;
    throw error;
  }
}

describe('a name', () => {
  it.each([
    ['opensnop', undefined, 'no-such-tool: did you mean opensnoop?'],
    ['; rm -rf /', undefined, 'no-such-tool: gpttrace tools shows what is installed, gpttrace tools "QUESTION" what would answer a question'],
    ['perf', undefined, 'which-command: those are perf stat, perf trace, perf top, perf list'],
    ['bpftool', ['prog', 'load', 'x.o', '/sys/fs/bpf/x'], /^not-offered-command: those are bpftool prog show/],
    ['bpftool prog attach', undefined, /^not-offered-command: /],
    ['perf', ['stat', '-a'], 'perf stat'],
    ['bpftool', ['map', 'dump', 'id', '1'], 'bpftool map dump'],
    ['runqlat', ['5', '1'], 'runqlat'],
    ['zfsdist.bt', undefined, /^tool-not-installed: /],
  ])('%s %j', (name, args, expected) => expect(codeOf(name, args)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected)));

  it('what is not installed names its package', () => {
    const bare = { ...host, which: (command: string) => (command === 'dnf' ? '/usr/bin/dnf' : undefined), list: () => undefined };
    const attempt = (name: string) => (): unknown => toolOf({ name }, findTools(bare), bare);
    expect(attempt('perf stat')).toThrow('perf stat is not installed: the package linux-perf brings it');
    expect(attempt('opensnoop')).toThrow('the package bpfcc-tools brings it');
    expect(attempt('strace')).toThrow(expect.objectContaining({ hints: expect.arrayContaining(['dnf install strace']) }));
  });
});
