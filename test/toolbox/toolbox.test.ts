import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/toolbox/arguments.ts';
import { describeSchema, describeTools } from '../../src/toolbox/describe.ts';
import { findTools, toolNamed } from '../../src/toolbox/find.ts';
import { parseHelp } from '../../src/toolbox/help.ts';
import { learnSchema } from '../../src/toolbox/learn.ts';
import { parseManual } from '../../src/toolbox/manual.ts';
import { planArguments, planTool } from '../../src/toolbox/plan.ts';
import { programOf, type Tool } from '../../src/toolbox/tool.ts';
import { heard, host } from './machine.ts';

const tools = findTools(host);
function named(name: string): Tool {
  const found = toolNamed(name, tools);
  if (found.kind === 'unknown') throw new Error(`${name} was not recorded`);
  return found.tool;
}

async function classOf(name: string, args: string[]): Promise<string> {
  const tool = named(name);
  const planned = planArguments(tool, await learnSchema(tool, host), args);
  return planned.kind === 'plan' ? (planned.plan.safety.classes[0] ?? '') : planned.kind;
}

describe('finding', () => {
  it('tells other programs of such a name apart', () => expect(toolNamed('exitstat', tools).kind).toBe('unknown'));
  it('suggests names that come near', () => expect(toolNamed('opensnop', tools)).toEqual({ kind: 'unknown', near: ['opensnoop'] }));
  it('prefers the tool that asks least of the machine', () => expect(named('opensnoop').kind).toBe('libbpf'));
});

describe('policy', () => {
  it.each([
    ['runqlat', ['5', '1'], 'observe'],
    ['opensnoop', ['-d', '5'], 'reads-user-data'],
    ['ss', ['-tn'], 'observe'],
    ['ss', ['-K'], 'unsafe'],
    ['ss', ['-tnK'], 'unsafe'],
    ['strace', ['-p', '1'], 'costly'],
    ['strace', ['-p', '1', '-o', '/tmp/x'], 'unsafe'],
    ['strace', ['-p', '1', '-e', 'inject=read:error=EIO'], 'unsafe'],
    ['strace', ['-p', '1', 'rm'], 'unsafe'],
    ['perf record', ['-a'], 'unsafe'],
    ['perf stat', ['-a', '-o', 'x'], 'unsafe'],
    ['perf stat', ['rm'], 'unsafe'],
    ['trace-bpfcc', ['do_sys_open "%s", arg2'], 'unsafe'],
    ['perf stat', ['-a', '-S'], 'unsafe'],
    ['perf trace', ['-a', '-S'], 'reads-user-data'],
    ['perf top', ['-e', './x.c'], 'unsafe'],
    ['bpftool prog dump', ['xlated', 'id', '1'], 'reads-user-data'],
    ['bpftool prog dump', ['xlated', 'id', '1', 'file', '/etc/x'], 'unsafe'],
    ['inject-bpfcc', ['kmalloc', 'x'], 'unsafe'],
    ['funccount-bpfcc', ['vfs_*'], 'costly'],
  ])('%s %j is %s', async (name, args, expected) => expect(await classOf(name, args)).toBe(expected));
});

describe('arguments', () => {
  it.each([
    [['--duratoin', '5'], 'unknown-option'],
    [['-d'], 'missing-argument'],
    [['-d', 'soon'], 'wrong-argument'],
    [['-p', '-n'], 'missing-argument'],
    [['--failed=1'], 'argument-not-taken'],
    [['a\0b'], 'bad-argument'],
    [['; rm -rf /'], 'unexpected-argument'],
    [['-n', '$(reboot)\n'], 'bad-argument'],
  ])('%j: %s', async (args, code) => {
    const { diagnostics } = readArguments(args, await learnSchema(named('opensnoop'), host));
    expect(diagnostics[0]?.code).toBe(code);
  });
  it('shell characters stay inside one argument', async () => {
    const tool = named('opensnoop');
    const planned = planArguments(tool, await learnSchema(tool, host), ['-n', "a'; reboot #"]);
    expect(planned.kind === 'plan' && planned.plan.command.args).toEqual(['-n', "a'; reboot #"]);
  });
  it('no text makes the parsers throw', () => {
    for (const text of ['', '\0', '-'.repeat(9999), 'usage: [[[', '.TP\n\\', '.SH OPTIONS\n.TP\n\\-x'])
      expect([parseHelp(text), parseManual(text)]).toHaveLength(2);
  });
});

it('at least 40 tools have options', async () => {
  const schemas = await Promise.all(tools.map((tool) => learnSchema(tool, host)));
  expect(schemas.filter(({ options }) => options.length > 2).length).toBeGreaterThan(40);
});

const questions = readFileSync(new URL('questions.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' => '));
it.each(questions)('%s: %s', async (question = '', expected = '') => {
  const planned = await planTool(await heard(question), tools, { host });
  expect(planned.kind === 'plan' ? planned.plan.source : planned.kind).toBe(expected);
});

it('tells that rows which come one by one have no largest', async () => {
  const planned = await planTool(await heard('top 3 processes by file opens for 5 seconds'), tools, { host });
  expect(planned).toMatchObject({
    kind: 'plan',
    plan: { source: 'opensnoop -d 5', notes: [expect.stringMatching(/^opensnoop has no option for this.*top 3/)] },
  });
  expect(await planTool(await heard('top 5 syscalls for 3 seconds'), tools, { host })).toMatchObject({ kind: 'plan', plan: { notes: [] } });
});

describe('for a language model', () => {
  it('says a line of each tool, in a size that any of them takes', () => {
    const text = describeTools(tools);
    expect(text.length).toBeLessThan(16_000);
    expect(text).toMatch(/^runqlat(?:-bpfcc)?: /m);
  });

  it('says what one of them takes, and what with', async () => {
    const tool = named('runqlat');
    expect(describeSchema(tool, await learnSchema(tool, host))).toMatch(/-p, --pid \w+ \(pid\): /);
  });
});

it('a plan is a program whose command is what was planned', async () => {
  const tool = named('runqlat');
  const planned = planArguments(tool, await learnSchema(tool, host), ['5', '1']);
  if (planned.kind !== 'plan') throw new Error(planned.kind);
  expect(programOf(planned.plan)).toMatchObject({ language: 'tool', command: { path: '/usr/sbin/runqlat', args: ['5', '1'] }, endsItself: false });
});
