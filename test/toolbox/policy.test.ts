import { describe, expect, it } from 'vitest';
import { findTools, toolNamed } from '../../src/toolbox/find.ts';
import { learnSchema } from '../../src/toolbox/learn.ts';
import { planArguments } from '../../src/toolbox/plan.ts';
import { classOfOption } from '../../src/toolbox/policy.ts';
import type { ToolSchema } from '../../src/toolbox/schema.ts';
import type { Tool } from '../../src/toolbox/tool.ts';
import { host } from './machine.ts';

const tools = findTools(host);
function named(name: string): Tool {
  const found = toolNamed(name, tools);
  if (found.kind === 'unknown') throw new Error(`${name} was not recorded`);
  return found.tool;
}

async function classOf(name: string, args: readonly string[]): Promise<string> {
  const tool = named(name);
  const planned = planArguments(tool, await learnSchema(tool, host), args);
  return planned.kind === 'plan' ? (planned.plan.safety.classes[0] ?? '') : planned.kind;
}

describe('what is not known to do nothing but watch is refused', () => {
  const withNew = (schema: ToolSchema): ToolSchema => ({
    ...schema,
    options: [...schema.options, { names: ['--frobnicate'], meaning: 'new in the next version' }],
  });

  it.each(['opensnoop', 'runqlat', 'ss', 'strace', 'perf stat', 'perf trace', 'perf top', 'perf list', 'bpftool prog show', 'biolatency-bpfcc'])(
    'an option that %s has since another version',
    async (name) => {
      const tool = named(name);
      const pid = tool.kind === 'strace' ? ['-p', '1'] : [];
      const planned = planArguments(tool, withNew(await learnSchema(tool, host)), [...pid, '--frobnicate']);
      expect(planned.kind === 'plan' && planned.plan.safety.reasons[0]).toMatchObject({
        kind: 'unsafe',
        why: '--frobnicate is not known to do nothing but watch',
      });
    },
  );

  it('a tool of another name', () => {
    const tool: Tool = { ...named('opensnoop'), name: 'newsnoop', base: 'newsnoop' };
    const planned = planArguments(tool, { summary: '', options: [], positionals: [], examples: [] }, []);
    expect(planned.kind === 'plan' && planned.plan.safety.classes[0]).toBe('unsafe');
  });

  it.each(['inject', 'trace-bpfcc', 'argdist', 'reset-trace', 'ttysnoop', 'undump', 'sslsniff'])('%s, whatever it is given', async (name) => {
    const tool = named(name);
    const planned = planArguments(tool, { ...(await learnSchema(tool, host)), positionals: [] }, []);
    expect(planned.kind === 'plan' && planned.plan.safety.classes[0]).toBe('unsafe');
  });

  it.each(tools.filter(({ kind }) => kind === 'perf').map(({ name }) => name))('%s watches, or is refused', (name) => {
    const watching = ['perf stat', 'perf trace', 'perf top', 'perf list'].includes(name);
    const planned = planArguments(named(name), { summary: '', options: [], positionals: [], examples: [] }, []);
    const worst = planned.kind === 'plan' ? planned.plan.safety.classes[0] : planned.kind;
    expect(worst === 'unsafe').toBe(!watching);
  });

  it.each([
    ['ss', ['-F', '/tmp/filter']],
    ['ss', ['-D', '/tmp/raw']],
    ['ss', ['-N', 'other']],
    ['ss', ['--kill']],
    ['strace', ['-p', '1', '-e', 'fault=read']],
    ['strace', ['-p', '1', '-e', 'trace=read:error=EIO']],
    ['strace', ['-p', '1', '--daemonize']],
    ['strace', ['-p', '1', '-u', 'root']],
    ['strace', ['-p', '1', '-o', '|rm -rf /tmp/x']],
    ['perf trace', ['-e', './program.c']],
    ['perf trace', ['-i', 'perf.data']],
    ['perf trace', ['--map-dump', 'x']],
    ['perf trace', ['record']],
    ['perf top', ['--objdump', '/tmp/x']],
    ['perf top', ['-k', '/tmp/vmlinux']],
    ['perf top', ['-r', '99']],
    ['perf stat', ['--pre', 'rm']],
    ['perf stat', ['--control', 'fifo:/tmp/x']],
    ['bpftool map dump', ['id', '1', 'file', '/tmp/x']],
    ['bpftool prog show', ['pinned', '/tmp/x']],
    ['memleak', ['-c', 'ls']],
    ['tcpstates-bpfcc', ['--journal']],
    ['funccount', ['-r', '^vfs_']],
  ])('%s %j', async (name, args) => expect(await classOf(name, args)).toBe('unsafe'));
});

describe('what is known to watch runs', () => {
  it.each([
    ['ss', ['-tan', 'state', 'established', 'dport', '=', ':443'], 'observe'],
    ['ss', ['-lp'], 'observe'],
    ['perf stat', ['-e', 'cpu-clock,page-faults', '-I', '1000', '-a'], 'observe'],
    ['perf list', ['sched:*'], 'observe'],
    ['perf top', ['--stdio', '-d', '1'], 'observe'],
    ['bpftool prog show', ['id', '4'], 'observe'],
    ['bpftool feature probe', ['kernel'], 'costly'],
    ['biosnoop', ['-d', 'sda'], 'observe'],
    ['runqslower', ['10000'], 'observe'],
    ['strace', ['-p', '1', '-e', 'trace=%file', '-c'], 'costly'],
    ['tcpconnect-bpfcc', ['--dns'], 'reads-user-data'],
  ])('%s %j: %s', async (name, args, expected) => expect(await classOf(name, args)).toBe(expected));
});

it('no option of any tool that says it writes, kills or starts something is taken for one that watches', async () => {
  const telling =
    /\b(?:forcibly close|to FILE|into (?:separate )?file|to (?:the specified |a )?file\b(?! descriptor)|execute and trace|run command|command to run|inject|journal)/i;
  const found: string[] = [];
  for (const tool of tools) {
    const { options } = await learnSchema(tool, host);
    for (const option of options) {
      if (!telling.test(option.meaning)) continue;
      if (classOfOption(tool, option) !== 'unsafe') found.push(`${tool.name} ${option.names.join()}: ${option.meaning}`);
    }
  }
  expect(found).toEqual([]);
});
