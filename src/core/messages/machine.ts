/** What is said of a machine that cannot be traced, or not be looked into. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const OLDEST_BPFTRACE = '0.17.0';

export const machineMessages = {
  noBpftrace: (install: string | undefined): Message => ({
    code: 'no-bpftrace',
    exit: Exit.notAble,
    message: 'bpftrace is not installed',
    hints: [
      install === undefined ? 'install bpftrace 0.17 or later with the package manager of this system' : `install it: ${install}`,
      'gpttrace doctor shows what else is missing',
    ],
  }),
  oldBpftrace: (version: string): Message => ({
    code: 'old-bpftrace',
    exit: Exit.notAble,
    message: `bpftrace ${version} is too old: gpttrace needs ${OLDEST_BPFTRACE} or later`,
    hints: ['install a newer one; gpttrace takes the first bpftrace on PATH'],
  }),
  brokenBpftrace: (path: string, said: string): Message => ({
    code: 'broken-bpftrace',
    exit: Exit.notAble,
    message: `${path} --version does not say a version${said === '' ? '' : `; it said: ${said}`}`,
    hints: ['reinstall bpftrace', 'gpttrace doctor'],
  }),
  notRoot: (sudo: 'absent' | 'refused'): Message => ({
    code: 'not-root',
    exit: Exit.notAble,
    message:
      sudo === 'absent'
        ? 'tracing needs root, and there is no sudo here'
        : 'tracing needs root, and sudo does not let you run bpftrace without a password that nobody can type here',
    hints: sudo === 'absent' ? ['run gpttrace as root, or install sudo'] : ['run "sudo -v" first, or run gpttrace in a terminal, or as root'],
  }),
  noTracefs: (state: string): Message => ({
    code: 'no-tracefs',
    exit: Exit.notAble,
    message:
      state === 'absent' ? 'this kernel has no tracefs, so it has no tracepoints to attach to' : 'tracefs is not mounted, so tracepoints cannot be looked up',
    hints: state === 'absent' ? [] : ['mount it: sudo mount -t tracefs nodev /sys/kernel/tracing'],
  }),
  crashed: (said: string): Message => ({
    code: 'tracer-crashed',
    exit: Exit.tracerFailed,
    message: `bpftrace ended unexpectedly: ${said}`,
    hints: ['run it again; if it happens again, try the program with plain bpftrace: gpttrace ... --save FILE.bt; bpftrace FILE.bt'],
  }),
  unfinished: (said: string, naming: boolean): Message => ({
    code: 'tracer-unfinished',
    exit: Exit.tracerFailed,
    message: `there is no answer: bpftrace ${said}`,
    hints: [
      ...(naming ? ['kernel stacks need no such time: ask for kernel stacks', 'a shorter time has fewer stacks: --duration 2'] : []),
      'what was recorded of it: gpttrace sessions show last',
    ],
  }),
  notSnapshot: (path: string, why: string): Message => ({
    code: 'not-a-snapshot',
    exit: Exit.file,
    message: `${path} is no snapshot of a machine: ${why}`,
    hints: ['make one on that machine: sudo gpttrace facts -o host.json'],
  }),
  snapshotOnTerminal: (): Message => ({
    code: 'snapshot-on-terminal',
    exit: Exit.usage,
    message: 'this is megabytes of JSON, and standard output is a terminal',
    hints: ['gpttrace facts -o host.json'],
  }),
  noTypes: (snapshot: string | undefined): Message => ({
    code: 'no-types',
    exit: Exit.notAble,
    message: snapshot === undefined ? 'this kernel does not describe its types: it has no BTF that can be read' : `${snapshot} was made without types`,
    hints: snapshot === undefined ? ['a kernel built with CONFIG_DEBUG_INFO_BTF has it in /sys/kernel/btf/vmlinux'] : ['make it again without --no-types'],
  }),
  noTypeName: (query: string): Message => ({
    code: 'bad-type-name',
    exit: Exit.usage,
    message: `${JSON.stringify(query)} is not the name of a type`,
    hints: ["gpttrace type 'struct task_struct'", 'gpttrace type pid_t', "gpttrace type 'task_struct->mm->pgd'", 'gpttrace type vfs_read'],
  }),
  unknownType: (name: string, of: string | undefined, nearest: readonly string[]): Message => ({
    code: of === undefined ? 'unknown-type' : 'unknown-member',
    exit: Exit.noProgram,
    message: of === undefined ? `the kernel has no type and no function called ${name}` : `${of} has no member called ${name}`,
    hints:
      nearest.length > 0
        ? nearest.map((near) => `did you mean ${near}?`)
        : [
            of === undefined
              ? 'a type is written as in C: struct task_struct, or pid_t; gpttrace probes finds functions by a part of their names'
              : `gpttrace type '${of}' shows its members`,
          ],
  }),
  newerSnapshot: (path: string, version: number, known: number): Message => ({
    code: 'newer-snapshot',
    exit: Exit.file,
    message: `${path} was written by a newer gpttrace: its format is ${version}, and this one reads ${known}`,
    hints: ['use the gpttrace that wrote it, or make the snapshot again with this one'],
  }),
  noProbes: (query: string, cannot: readonly string[], near: readonly string[]): Message => ({
    code: 'no-probes',
    exit: Exit.noProgram,
    message: cannot.length > 0 ? `no probes found for ${query}: ${cannot.join('; ')}` : `this machine has no probe that matches ${query}`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      'look for a part of the name (openat), in words (file opens), or with a star (tracepoint:sched:*)',
    ],
  }),
} as const;
