/** Questions as they are asked on call: which side of a connection, whom a signal is sent to, which kind of a thing. A wrong program here is a wrong answer that looks right. */
import { expect, it } from 'vitest';
import { adapt, check } from '../../src/check/check.ts';
import type { ValueNumbers } from '../../src/core/names.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import { everyKind } from '../check/every-kind.ts';
import { recordedMachine } from '../fixtures/machines.ts';

const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);
const recorded = recordedMachine('6.18', '0.17');
const no = { verdict: 'no', why: 'it is locked down' } as const;
const machine = { ...recorded, facts: { ...recorded.facts, probeKinds: { ...everyKind({ verdict: 'yes', why: '' }), kprobe: no, kfunc: no } } };
const numbers: Partial<ValueNumbers> = { signal: (name) => (name === 'SIGKILL' ? 9 : undefined), user: (name) => (name === 'root' ? 0 : undefined) };

function hear(question: string) {
  const processes = new Set(['systemd', 'bash', 'node']);
  return understand(
    { question },
    {
      processes: () => processes,
      isTopicWord: (word, language) => index.isTopicWord(word, language),
      isDirectory: (path) => (path === '/gone' ? undefined : path === '/var/log'),
    },
  );
}

function planned(question: string) {
  const checker = {
    check: (source: string) => check(source, machine, true),
    adapt: (source: string) => adapt(source, machine),
    declarations: () => ({}),
    safety: () => ({ classes: ['observe'] as const, reasons: [] }),
  };
  const none = (): undefined => undefined;
  const inode = (path: string): number | undefined => ({ '/var/log': 4711, '/etc/hosts': 815 })[path];
  const all: ValueNumbers = { inode, errno: none, syscall: none, cgroup: none, device: none, ...numbers } as ValueNumbers;
  return planEmbedded(hear(question), knowledge.programs, index, checker, false, { fill: { numbers: all } });
}

/** A question, the programs that may answer it, and what their text must hold. */
const QUESTIONS: readonly (readonly [string, RegExp, RegExp?])[] = [
  ['which process is connecting to port 443', /^tcp-connect/, /args->dport == 443/],
  ['which process connects to 10.0.0.1 port 5432', /^tcp-connect/, /daddr_v6\[15\] == 1/],
  ['who is connecting to 8.8.8.8', /^tcp-connect/, /daddr_v6\[12\] == 8/],
  ['哪个进程在连接 10.0.0.1', /^tcp-connect/],
  ['谁连接到 443 端口', /^tcp-connect/, /args->dport == 443/],
  ['connections from 10.0.0.1', /^tcp-accepts$/],
  ['来自 10.0.0.1 的连接', /^tcp-accepts$/],
  ['incoming connections on port 80', /^tcp-accepts$/, /skc_num == 80/],
  ['who connects to my server on port 80', /^tcp-accepts$/, /skc_num == 80/],
  ['who kills nginx', /^signals-sent$/, /args->comm == "nginx"/],
  ['who killed pid 1234', /^signals-sent$/, /args->pid == 1234/],
  ['which process sends signals to nginx', /^signals-/, /args->comm == "nginx"/],
  ['which process sent SIGKILL to nginx', /^signals-/, /args->comm == "nginx"[\s\S]*args->sig == 9|args->sig == 9[\s\S]*args->comm == "nginx"/],
  ['谁杀掉了 nginx', /^signals-sent$/, /args->comm == "nginx"/],
  ['who killed my process', /^signals-sent$/],
  ['involuntary context switches', /^involuntary-switches$/],
  ['voluntary context switches of node', /^voluntary-switches$/, /comm == "node"/],
  ['非自愿上下文切换', /^involuntary-switches$/],
  ['bytes received by interface', /^interface-received$/],
  ['outgoing traffic by network interface', /^interface-sent$/],
  ['how much traffic goes through each network interface?', /^interface-traffic$/],
  ['which processes are blocked in D state', /^uninterruptible-time$/],
  ['who runs sudo', /^process-execs$/],
  ['which programs does root run', /^process-execs$/, /uid == 0/],
  ['which files does user root open', /^file-opens$/, /uid == 0/],
  ['biggest writers to disk', /^disk-writes$/],
  ['who writes to /etc/hosts', /^writes-by-file-syscalls$/, /dentry->d_inode->i_ino == 815/],
  ['what process is writing to /var/log', /^writes-by-file-syscalls$/, /dentry->d_parent->d_inode->i_ino == 4711 \|\|/],
  ['bytes read by process below /var/log', /./, /dentry->d_parent->d_inode->i_ino == 4711 \|\|/],
  // 删除了 is no 除了.
  ['哪些文件被删除了', /^file-deletes$/],
  ['谁删除了 /etc/hosts', /^file-deletes$/],
  ['which processes exit with a non-zero code', /^process-exits$/, /exit_code != 0/],
  ['which syscall takes the longest in node', /^syscall-time$/],
];

it.each(QUESTIONS.map(([question, program, text]) => ({ question, program, text })))('$question', ({ question, program, text }) => {
  const got = planned(question);
  expect(got.kind).toBe('plan');
  if (got.kind !== 'plan') return;
  expect(got.plan.program.origin).toMatchObject({ name: expect.stringMatching(program) });
  if (text !== undefined) expect(got.plan.program.source).toMatch(text);
});

/** What may mean several things that are measured by different programs is asked back. */
const ASKED_BACK: readonly (readonly [string, readonly string[]])[] = [
  ['why is the load so high', ['cpu-samples', 'uninterruptible-time', 'run-queue-latency']],
  ['负载为什么这么高', ['cpu-samples', 'uninterruptible-time', 'run-queue-latency']],
  ['lock contention', ['lock-waits', 'mutex-waits', 'kernel-lock-waits']],
  ['锁竞争', ['lock-waits', 'mutex-waits', 'kernel-lock-waits']],
  ['which process allocates most memory', ['malloc-held', 'page-allocations', 'kernel-allocations']],
  ['tcp resets', ['tcp-resets', 'tcp-resets-sent']],
];

it.each(ASKED_BACK)('%s is asked back, and each choice gets what it says', (question, programs) => {
  const got = planned(question);
  expect(got.kind === 'unsure' ? got.choices.map(({ name }) => name) : got.kind).toEqual(programs);
  for (const { ask, name } of got.kind === 'unsure' ? got.choices : []) {
    const chosen = planned(ask);
    expect(chosen.kind === 'plan' ? chosen.plan.program.origin : chosen.kind, ask).toMatchObject({ name });
  }
});

it('hears an exception where one is made', () => {
  for (const question of ['除了 nginx 以外谁在打开文件', '哪些进程打开文件,除 bash 之外']) expect(hear(question).refusal?.value, question).toBe('negation');
  for (const question of ['哪些文件被删除了', '谁移除了目录', '谁清除了日志']) expect(hear(question).refusal, question).toBeUndefined();
});

it('says that a restriction was not understood', () => {
  expect(hear('which process exits with status 1').unapplied).toEqual(['with status 1']);
  expect(hear('huge page faults').unapplied).toEqual(['huge page']);
  expect(hear('which processes exit with a non-zero code').unapplied).toEqual([]);
});

it('says that a path was not applied that is not there, and what a number does not tell of one that is', () => {
  const notes = (question: string): string => {
    const got = planned(question);
    return got.kind === 'plan' ? got.plan.notes.join('\n') : got.kind;
  };
  expect(notes('who writes to /gone')).toMatch(/“.*\/gone” was not applied/);
  expect(notes('who writes to /etc/hosts')).toMatch(/inode number/);
  expect(notes('what process is writing to /var/log')).toMatch(/eight directories/);
});

it('says to whom it is narrowed', () => {
  const got = planned('who kills nginx');
  expect(got.kind === 'plan' ? got.plan.program.title : '').toBe('Signals sent (only to nginx)');
});

it('hears a name that is nobody’s, and does not take a unit for one', () => {
  expect(hear('histogram of write sizes of wload').stranger).toBe('wload');
  expect(hear('统计 wload 的系统调用').stranger).toBe('wload');
  for (const question of ['write sizes of bash', 'latency of reads in milliseconds', 'count page faults by process', '统计每个进程的 TCP 连接'])
    expect(hear(question).stranger, question).toBeUndefined();
});
