/** Programs that fail or stay silent, told why, on the real kernel. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { diagnose } from '../../src/line/debug.ts';
import { machineOf } from '../../src/line/prepare.ts';
import { localMachine } from '../../src/local.ts';
import { gpttraceEnds, jsonLines, only, scratchFile, whyNot, workloadCommand } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const compiles = cannot === undefined && whyNotClang() === undefined;

function whyNotClang(): string | undefined {
  try {
    execFileSync('clang', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    console.log('skipped in part: this needs clang');
    return 'no clang';
  }
}

interface Case {
  readonly name: string;
  readonly program: string;
  /** What happens beside it, and ends it. */
  readonly command?: string;
  readonly more?: readonly string[];
  readonly finding?: string;
  readonly verdict: string;
  readonly exit: number;
  readonly says?: RegExp;
}

const OPENS = 'for i in 1 2 3; do cat /etc/hostname; done';

const CASES: readonly Case[] = [
  {
    name: 'a filter that lets none through says what came instead',
    program: 'tracepoint:syscalls:sys_enter_openat /comm == "Cat"/ { printf("%s\\n", str(args->filename)); }',
    command: OPENS,
    finding: 'filter-almost',
    verdict: 'silent',
    exit: Exit.sawNothing,
  },
  {
    name: 'the range of a number is told, below zero too',
    program: 'tracepoint:syscalls:sys_exit_openat /comm == "cat" && args->ret < -1000/ { @ = count(); }',
    command: 'cat /nowhere/at/all; true',
    finding: 'filter-lets-none-through-range',
    verdict: 'silent',
    exit: Exit.sawNothing,
    says: /between -\d+ and \d+/,
  },
  {
    name: 'keys that do not meet',
    program:
      'tracepoint:syscalls:sys_enter_openat { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_openat /@s[cpu]/ { @ns = hist(nsecs - @s[cpu]); delete(@s[cpu]); }',
    command: OPENS,
    finding: 'other-key',
    verdict: 'silent',
    exit: Exit.sawNothing,
  },
  {
    name: 'a probe that never fires is tried beside a workload',
    program: 'tracepoint:syscalls:sys_enter_setpriority { @[comm] = count(); }',
    more: ['--duration', '1'],
    finding: 'fires-beside-workload',
    verdict: 'silent',
    exit: Exit.sawNothing,
    says: /nice 20.* it fired [\d,]+ times/,
  },
  {
    name: 'a program with much on its stack is counted all the same',
    program: `tracepoint:syscalls:sys_enter_openat /str(args->filename) == "/etc/hostname"/ { ${[1, 2, 3, 4].map((n) => `@m${n}[str(args->filename), comm, ${n}] = count();`).join(' ')} }`,
    command: OPENS,
    verdict: 'works',
    exit: Exit.answered,
  },
  {
    name: 'branches: the one that prints is never taken',
    program: 'tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { if (args->flags > 100000000) { printf("%d\\n", args->flags); } }',
    command: OPENS,
    finding: 'branch-lets-none-through-range',
    verdict: 'silent',
    exit: Exit.sawNothing,
  },
  {
    name: 'one that works is left alone',
    program: 'tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { @[str(args->filename)] = count(); }',
    command: OPENS,
    verdict: 'works',
    exit: Exit.answered,
  },
];

describe.skipIf(cannot !== undefined)('gpttrace debug', () => {
  it.each(CASES)('$name', async ({ program, command, more = [], finding, verdict, exit, says }) => {
    const file = scratchFile('mine.bt');
    writeFileSync(file, program);
    const { stdout, status } = await gpttraceEnds([
      'debug',
      file,
      '--yes',
      '--json',
      ...(command === undefined ? [] : ['--command', `${command} > /dev/null 2>&1`]),
      ...more,
    ]);
    const diagnosis = only(jsonLines(stdout), 'diagnosis');
    const [first] = diagnosis.findings as readonly { readonly id: string; readonly says: string }[];
    expect(first?.id).toBe(finding);
    if (says !== undefined) expect(first?.says).toMatch(says);
    expect(diagnosis.verdict).toBe(verdict);
    expect(status).toBe(exit);
    expect(readFileSync(file, 'utf8')).toBe(program);
  });

  it('writes the repaired program where it is asked to', async () => {
    const file = scratchFile('mine.bt');
    writeFileSync(file, 'tracepoint:syscalls:sys_enter_openat /comm = "cat"/ { @[comm] = count(); }\n');
    const { stdout, status } = await gpttraceEnds(['debug', file, '--yes', '--fix', '--lang', 'zh']);
    expect(stdout).toMatch(/✗ 能读懂/);
    expect(stdout).toMatch(/已写入/);
    expect(readFileSync(file, 'utf8')).toBe('tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { @[comm] = count(); }\n');
    expect(status).toBe(Exit.badProgram);
  });

  it('is told to whoever has asked already, beside a workload of their own', async () => {
    const { host, cache, lists } = localMachine();
    const { facts } = await gatherFacts(host, cache);
    const never = new AbortController().signal;
    const source = 'tracepoint:syscalls:sys_enter_openat /comm == "gt-opne"/ { @[str(args->filename)] = count(); }';
    const diagnosis = await diagnose(
      { program: { path: 'answer.bt', source }, language: 'en', seconds: 5, command: `${workloadCommand('open', '20').join(' ')} > /dev/null` },
      await machineOf(facts, { host, lists }),
      { host, stop: never, kill: never },
    );
    expect(diagnosis.verdict).toBe('silent');
    expect(diagnosis.findings[0]).toMatchObject({ id: 'filter-almost', concept: 'filter', fix: { edits: [{ text: '"gt-open"' }] } });
    expect(diagnosis.repaired).toBe(source.replace('gt-opne', 'gt-open'));
  });

  it('runs nothing where nobody can be asked', async () => {
    const file = scratchFile('mine.bt');
    writeFileSync(file, 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }\n');
    const { stdout, status } = await gpttraceEnds(['debug', file]);
    expect(stdout).toBe('');
    expect(status).toBe(Exit.notConsented);
  });

  it.skipIf(!compiles)('a program in C that returns before its output', async () => {
    const file = scratchFile('opens.bpf.c');
    writeFileSync(
      file,
      `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");
SEC("tracepoint/syscalls/sys_enter_openat")
int opens(void *ctx)
{
  u32 pid = bpf_get_current_pid_tgid() >> 32;
  if (pid == 0)
    bpf_ringbuf_output(&events, &pid, sizeof(pid), 0);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
`,
    );
    const { stdout, status } = await gpttraceEnds(['debug', file, '--yes', '--duration', '1', '--json', '--command', `${OPENS} > /dev/null; sleep 0.5`]);
    const diagnosis = only(jsonLines(stdout), 'diagnosis');
    expect(diagnosis).toMatchObject({ verdict: 'silent', program: 'c', findings: [{ id: 'ran-and-delivered-nothing' }] });
    expect(status).toBe(Exit.sawNothing);
  });
});
