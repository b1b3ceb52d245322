/** Questions that only a probe on a function of the kernel answers, on machines that allow one and on machines that do not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adapt, check } from '../../src/check/check.ts';
import type { KernelFacts } from '../../src/core/facts.ts';
import { understand } from '../../src/intent/understand.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { unknownTracepoints } from '../../src/kernel/tracepoints.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import type { Planned } from '../../src/plan/plan.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { everyKind } from '../check/every-kind.ts';

const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);
let anywhere: KernelFacts;

beforeAll(async () => {
  anywhere = (await gatherFacts(recordedHost({ files: { '/sys/kernel/btf/vmlinux': '' } }))).facts;
});

function plan(question: string, attachesFunctions: boolean): Planned {
  const no = { verdict: 'no', why: 'it is locked down' } as const;
  const yes = everyKind({ verdict: 'yes', why: '' });
  const facts = { ...anywhere, probeKinds: attachesFunctions ? yes : { ...yes, kprobe: no, kfunc: no } };
  const machine = { facts, tracepoints: unknownTracepoints };
  const intent = understand({ question }, { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const checker = {
    check: (source: string) => check(source, machine, true),
    adapt: (source: string) => adapt(source, machine),
    declarations: () => ({}),
    safety: () => ({ classes: ['observe'] as const, reasons: [] }),
  };
  return planEmbedded(intent, knowledge.programs, index, checker, false);
}

function chosen(question: string, attachesFunctions: boolean): string {
  const planned = plan(question, attachesFunctions);
  if (planned.kind !== 'plan') return planned.kind;
  const { origin } = planned.plan.program;
  return origin.kind === 'library' ? origin.name : origin.kind;
}

describe('a question for a probe on a kernel function', () => {
  it.each([
    ['dcache misses by process', 'dentry-cache-misses'],
    ['who sends DNS queries', 'dns-queries'],
    ['which capabilities does it need', 'capability-checks'],
    ['谁截断了我的文件', 'file-truncates'],
    ['who truncates my files', 'file-truncates'],
  ])('%s', (question, program) => {
    expect(chosen(question, true)).toBe(program);
    expect(chosen(question, false)).toBe('unattachable');
  });

  it('says what it would attach to, what this kernel says to that, and what else can be asked', () => {
    const planned = plan('trace truncate and ftruncate with the name of the file', false);
    expect(planned).toMatchObject({ kind: 'unattachable', title: 'Files truncated or emptied', points: ['kretfunc:do_truncate'], language: 'en' });
    if (planned.kind !== 'unattachable') return;
    expect(planned.why).toContain('it is locked down');
    const offered = knowledge.programs.filter(({ name }) => planned.nearest.some((near) => near.name === name));
    expect(offered.map(({ onFunctions }) => onFunctions)).toEqual([false, false, false]);
  });
});

describe('a question that a tracepoint answers less closely', () => {
  it('is answered so where there is no other way, and that is said', () => {
    expect(chosen('latency of deleting a file', true)).toBe('unlink-latency');
    expect(chosen('latency of deleting a file', false)).toBe('file-deletes');
    const planned = plan('latency of deleting a file', false);
    expect(planned.kind === 'plan' ? planned.plan.notes[0] : '').toMatch(/How long deleting files takes.*kfunc:vfs_unlink/);
  });

  it('is answered by a variant where that looks the same thing up', () => {
    expect(chosen('how long do fsyncs of each file take', true)).toBe('fsyncs-by-file-number');
    expect(chosen('how long do fsyncs of each file take', false)).toBe('fsyncs-by-file-syscalls');
  });
});

describe('a question that a tracepoint answers', () => {
  it.each([
    ['count system calls by process', 'syscalls-by-process'],
    ['how many bytes does each process read', 'file-reads'],
    ['which files are opened by each process', 'file-opens-count'],
    ['who deletes files', 'file-deletes'],
    ['trace fsync with its latency', 'file-syncs'],
  ])('%s', (question, program) => {
    expect(chosen(question, true)).toBe(program);
    expect(chosen(question, false)).toBe(program);
  });

  it.each([
    ['TCP round-trip time', 'tcp-rtt-hosts', 'tcp-rtt'],
    ['trace OOM kills', 'oom-kills-chosen', 'oom-kills'],
  ])('%s: a function tells more', (question, more, less) => {
    expect(chosen(question, true)).toBe(more);
    expect(chosen(question, false)).toBe(less);
  });
});
