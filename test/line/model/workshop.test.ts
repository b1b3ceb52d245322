/** What the agent may ask of a machine: a recorded kernel, and the pieces behind `gpttrace check`, `probes` and `type`. */
import { describe, expect, it, vi } from 'vitest';
import { check, type Machine } from '../../../src/check/check.ts';
import type { Request } from '../../../src/core/request.ts';
import { understand } from '../../../src/intent/understand.ts';
import type { Surroundings } from '../../../src/line/events.ts';
import { workshopOf } from '../../../src/line/model/workshop.ts';
import type { Workshop } from '../../../src/plan/agent/workshop.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { fakeGuest } from '../../fixtures/launcher.ts';
import { recordedMachine } from '../../fixtures/machines.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const machine = recordedMachine('6.1', '0.17');
const no = { verdict: 'no', why: 'it is locked down' } as const;
const locked: Machine = { ...machine, types: machine.types, facts: { ...machine.facts, probeKinds: { ...machine.facts.probeKinds, kprobe: no, kfunc: no } } };
const host = recordedHost({
  files: {
    '/usr/sbin/tcpretrans-bpfcc': 'x',
    '/usr/share/man/man8/tcpretrans-bpfcc.8': '.SH NAME\ntcpretrans \\- Trace or count TCP retransmits\n',
  },
});
const never = new AbortController().signal;

function shop(request: Request = {}, around: Partial<Surroundings> = {}, at: Machine = machine): Workshop {
  const { index } = builtKnowledge();
  const intent = understand(
    { question: 'what happens', ...request },
    { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) },
  );
  return workshopOf(at, host, request, intent, { host, decide: () => Promise.reject(new Error('nobody decides here')), stop: never, kill: never, ...around });
}

describe('what cannot be found', () => {
  const { findProbes, describeProbe, describeType, findExamples, listTools } = shop();
  it.each([
    { what: 'probes of nothing', said: findProbes('  ', 10), tells: /^say what to look for/ },
    { what: 'probes of a word that is none', said: findProbes('xyzzyq', 10), tells: /^nothing found for "xyzzyq"$/ },
    { what: 'a name that is nearly one', said: findProbes('tracepoint:tcp:tcp_retransmt_skb', 10), tells: /names like it: tracepoint:tcp:tcp_retransmit_skb/ },
    { what: 'a probe that is none', said: describeProbe('nonsense'), tells: /"nonsense" is no kind of probe/ },
    { what: 'no probe at all', said: describeProbe(''), tells: /is not one attach point/ },
    { what: 'two probes', said: describeProbe('kprobe:vfs_read,kprobe:vfs_write'), tells: /is not one attach point/ },
    { what: 'a program in the place of a probe', said: describeProbe('BEGIN { system("id"); } kprobe:vfs_read'), tells: /is not one attach point/ },
    { what: 'a tracepoint that is not there', said: describeProbe('tracepoint:tcp:tcp_retransmt_skb'), tells: /did you mean tcp:tcp_retransmit_skb\?/ },
    { what: 'a type', said: describeType('struct task_strct'), tells: /there is no type or function called .*; names like it: struct task_struct/ },
    { what: 'a member', said: describeType('task_struct->mmm'), tells: /no member of struct task_struct called mmm; names like it: mm/ },
    { what: 'no name', said: describeType('!!'), tells: /is not the name of a type/ },
    { what: 'examples', said: findExamples('zzqq', 2), tells: /no program of the library is about "zzqq"/ },
    { what: 'tools', said: listTools('zzqq'), tells: /no installed tool is about "zzqq"/ },
  ])('$what', ({ said, tells }) => {
    expect(said).toMatch(tells);
  });

  it('what a machine does not tell is no no', () => {
    const { types: _, ...bare } = machine;
    expect(shop({}, {}, bare).describeType('struct task_struct')).toBe('the types of this kernel cannot be read: it has no BTF');
    expect(shop({}, {}, bare).describeProbe('kfunc:vfs_read')).toContain('its parameters are not known');
  });
});

describe('what is found', () => {
  it('probes by meaning: those that programs use for it first, then what the machine has', () => {
    const found = shop().findProbes('tcp retransmit', 12).split('\n');
    expect(found[0]).toBe('tracepoint:tcp:tcp_retransmit_skb  (used for: TCP retransmissions)');
    expect(found).toContain('kfunc:tcp_retransmit_skb');
    expect(found).toHaveLength(13);
    expect(found.at(-1)).toMatch(/^and \d+ more$/);
  });

  it('where functions cannot be attached to, none is offered by meaning, and one that is named says why', () => {
    const closed = shop({}, {}, locked);
    expect(closed.findProbes('tcp retransmit', 40)).not.toContain('kfunc:');
    expect(closed.findProbes('kprobe:vfs_read', 5)).toBe('kprobe:vfs_read  (cannot be attached here: it is locked down)');
    expect(closed.describeProbe('kprobe:vfs_read')).toMatch(/cannot be used here:\nthis kernel does not attach kprobe probes: it is locked down/);
  });

  it.each([
    { probe: 'tracepoint:tcp:tcp_retransmit_skb', tells: ['fields, read as args->NAME:', '  __u16 dport', '  __u8 daddr_v6[16]'] },
    { probe: 'kprobe:vfs_read', tells: ['parameters, read as arg0, arg1, ... and cast to their types:', '  struct file *file'] },
    { probe: 'kretfunc:vfs_read', tells: ['  struct file *file', 'returns long int, read as retval'] },
    { probe: 'uprobe:libc:malloc', tells: ['parameters: arg0 is size (number)', 'it fires about 1,000,000 times a second on a busy machine'] },
    { probe: 'software:faults:1', tells: ['it hands over nothing; builtins such as comm, pid, cpu and nsecs are there'] },
  ])('$probe', ({ probe, tells }) => {
    expect(shop().describeProbe(probe).split('\n')).toEqual(expect.arrayContaining([probe, ...tells]));
  });

  it('fields are read as this version reads them', () => {
    expect(shop({}, {}, recordedMachine('6.1', '0.23')).describeProbe('tracepoint:sched:sched_switch')).toContain('read as args.NAME');
  });

  it('a type, and no more of it than can be read', () => {
    expect(shop().describeType('pid_t')).toMatch(/typedef .*pid_t;/);
    const whole = shop().describeType('struct task_struct');
    expect(whole.length).toBeLessThan(6_200);
    expect(whole).toMatch(/… \(cut here; ask for a member of it: task_struct->mm\)$/);
  });

  it('examples whole, without front matter, only those that attach here, as many as were asked for', () => {
    const found = shop({}, {}, locked).findExamples('how slow are file reads', 3);
    expect(found.match(/^\/\/ .*: tells /gm)?.length).toBeLessThanOrEqual(3);
    expect(found).not.toMatch(/^---|^\[/m);
    for (const source of found.split(/\n\n(?=\/\/ [^\n]*: tells )/)) {
      expect(check(source, locked).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('installed tools with what their manuals say', () => {
    expect(shop().listTools('tcp retransmits')).toBe('tcpretrans-bpfcc: Trace or count TCP retransmits');
  });
});

describe('what a program is proven by', () => {
  it('mends come in words, and say what is then measured differently', () => {
    const { source, mends, diagnostics } = shop({}, {}, locked).repair('kprobe:vfs_read { @[comm] = count() }');
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(source).toContain('tracepoint:syscalls:sys_enter_read');
    expect(mends.find(({ changes }) => changes !== undefined)?.changes).toContain('only system calls of this kind are told');
    expect(mends.every(({ what, why }) => what !== '' && why !== '')).toBe(true);
  });

  it('a question by process that is answered by cpu is held against it', () => {
    const { contract, check: look } = shop({ question: 'count page faults by process' });
    const codes = (source: string) => contract(look(source).parsed, source).map(({ code }) => code);
    expect(codes('software:faults:1 { @[cpu] = count(); }')).toEqual(['asked-key']);
    expect(codes('software:faults:1 { @[comm] = count(); }')).toEqual([]);
  });

  it('what event a question means is a guess, so another one is a warning', () => {
    const { contract, check: look } = shop({ question: 'count page faults by process' });
    const source = 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }';
    expect(contract(look(source).parsed, source).map((one) => [one.code, one.severity])).toEqual([['asked-event', 'warning']]);
  });

  it('a command that is followed must be looked at', () => {
    const { contract, check: look } = shop({ question: 'which files are opened', command: 'ls' });
    const codes = (source: string) => contract(look(source).parsed, source).map(({ code }) => code);
    expect(codes('tracepoint:syscalls:sys_enter_openat { printf("%s\\n", str(args->filename)); }')).toContain('asked-command');
    expect(codes('tracepoint:syscalls:sys_enter_openat /pid == $1/ { printf("%s\\n", str(args->filename)); }')).not.toContain('asked-command');
  });

  it('what reads files is forbidden', () => {
    expect(shop().forbidden('BEGIN { cat("/etc/shadow"); }')).toMatch(/^it reads files/);
    expect(shop({}, { allowUnsafe: true }).forbidden('BEGIN { cat("/etc/shadow"); }')).toBeUndefined();
    expect(shop().forbidden('BEGIN { printf("cat(x)\\n"); }')).toBeUndefined();
  });

  it.each([
    { what: 'in plain sight', source: 'BEGIN { system("id"); }' },
    { what: 'behind a macro', source: '#define RUN system\nBEGIN { RUN("id"); }' },
  ])('what does more than watch is forbidden, $what', ({ source }) => {
    expect(shop().forbidden(source)).toMatch(/^it does more than watch: /);
    expect(shop({}, { allowUnsafe: true }).forbidden(source)).toBeUndefined();
    expect(shop().forbidden('BEGIN { printf("system\\n"); }')).toBeUndefined();
  });
});

describe('compiling', () => {
  const load = async (source: string, facts: Partial<Machine['facts']> = {}, signal: AbortSignal = never) => {
    const fake = fakeGuest('compiles');
    const said = await shop({}, { launcher: fake.launcher }, { ...machine, types: machine.types, facts: { ...machine.facts, ...facts } }).load(source, signal);
    return { said, started: fake.started };
  };

  it.each([
    { what: 'refused', source: '/* refused */', said: 'stdin:1:1-4: ERROR: refused it is' },
    { what: 'refused without a word', source: '/* mute */', said: 'bpftrace ended with status 1 and said nothing' },
    { what: 'only warned of', source: '/* warned */', said: undefined },
    { what: 'good', source: '/* good */', said: undefined },
  ])('$what', async ({ source, said }) => {
    expect((await load(source)).said).toBe(said);
  });

  it('what is said too often is cut', async () => {
    const { said } = await load('/* long */');
    expect(said?.length).toBeLessThan(2_100);
    expect(said).toMatch(/… \(cut here; the rest is of the same kind\)$/);
  });

  it.each([
    { what: 'no bpftrace', facts: { bpftrace: undefined } },
    { what: 'no privileges', facts: { privilege: 'none' as const } },
    { what: 'a password that nobody typed', facts: { privilege: 'sudo-password' as const } },
  ])('is not tried with $what', async ({ facts }) => {
    const { bpftrace, ...others } = { ...machine.facts, ...facts };
    const fake = fakeGuest('compiles');
    const bare: Machine = { ...machine, types: undefined, facts: bpftrace === undefined ? others : { ...others, bpftrace } };
    expect(await shop({}, { launcher: fake.launcher }, bare).load('/* refused */', never)).toBeUndefined();
    expect(fake.started).toEqual([]);
  });

  it('ends with the signal', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const from = performance.now();
    expect((await load('/* hangs */', {}, stop.signal)).said).toBeUndefined();
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

describe('counting how often probes fire', () => {
  it.each([
    { what: 'nobody agreed and nobody can be asked', around: {} },
    { what: 'it is another machine', around: { agreed: true, launcher: fakeGuest('silent').launcher } },
    { what: 'nothing is to be run', around: { agreed: true, willRun: false } },
  ])('is not there where $what', ({ around }) => {
    expect(shop({}, around).sample).toBeUndefined();
  });

  it('is asked for once for the same probes, and a no is a no', async () => {
    const asked: string[] = [];
    const { sample } = shop({}, { allowSample: async (probes) => asked.push(probes.join(' ')) < 0 });
    expect(await sample?.('kprobe:vfs_read { @ = count(); }', never)).toBeUndefined();
    expect(await sample?.('kprobe:vfs_read { @[comm] = count(); }', never)).toBeUndefined();
    expect(asked).toEqual(['kprobe:vfs_read']);
  });

  it('says why what was agreed to cannot be counted', async () => {
    const { sample } = shop({}, { agreed: true }, { ...machine, types: machine.types, facts: { ...machine.facts, privilege: 'none' } });
    expect(await sample?.('kprobe:vfs_read { @ = count(); }', never)).toBe('kprobe:vfs_read: not counted (counting needs root)');
    expect(await sample?.('BEGIN { exit(); }', never)).toBe('it has no probes that can be counted');
  });
});
