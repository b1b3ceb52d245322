import { describe, expect, it } from 'vitest';
import { worksHere } from '../../../src/line/tools/works.ts';
import type { Host } from '../../../src/system/host.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import type { Tool, ToolKind } from '../../../src/toolbox/tool.ts';
import { machine } from '../../check/linux-6.18.ts';

function tool(kind: ToolKind, base: string): Tool {
  return { name: base, base, path: `/usr/sbin/${base}`, kind, words: [], summary: '' };
}

function withFiles(files: Readonly<Record<string, string>>): Host {
  return recordedHost({ release: '6.18.0', uid: 1000, files });
}

describe("bcc's tools", () => {
  it('cannot work without headers of the kernel, and that and what mends it are said', () => {
    expect(worksHere(tool('bcc', 'opensnoop-bpfcc'), machine, withFiles({ '/usr/bin/apt-get': '' }))).toEqual({
      verdict: 'no',
      why: expect.stringContaining('headers of the running kernel') as string,
      mend: 'sudo apt-get install linux-headers-6.18.0',
    });
  });
  it('nothing is named that another distribution has not', () => {
    expect(worksHere(tool('bcc', 'opensnoop-bpfcc'), machine, withFiles({ '/usr/bin/dnf': '' }))).not.toHaveProperty('mend');
  });
  it.each(['/lib/modules/6.18.0/build/Makefile', '/sys/kernel/kheaders.tar.xz'])('work with %s', (file) => {
    expect(worksHere(tool('bcc', 'opensnoop-bpfcc'), machine, withFiles({ [file]: '' })).verdict).toBe('yes');
  });
});

describe("bpftrace's own", () => {
  it.each([
    ['tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }', 'yes'],
    ['kprobe:vfs_read { @ = count(); }', 'no'],
    ['tracepoint:syscalls:no_such_event { @ = count(); }', 'no'],
    ['interval:s:1 { print(kaddr("avenrun")); }', 'no'],
    ['this is no program', 'no'],
  ])('%s: %s', (source, verdict) => {
    const files = { '/usr/sbin/one.bt': source, '/proc/kallsyms': 'ffffffff81000000 T _stext\n' };
    expect(worksHere(tool('bpftrace', 'one.bt'), machine, withFiles(files)).verdict).toBe(verdict);
  });
  it('cannot work without it', () => {
    const { bpftrace: _, ...facts } = machine.facts;
    expect(worksHere(tool('bpftrace', 'one.bt'), { ...machine, facts }, withFiles({ '/usr/bin/apk': '' }))).toMatchObject({
      verdict: 'no',
      mend: 'sudo apk add bpftrace',
    });
  });
});

it('a file that holds no object is one of which nothing is known', () => {
  for (const text of ['', '\x7fELF', `\x7fELF${'\0'.repeat(200)}`])
    expect(worksHere(tool('libbpf', 'x'), machine, withFiles({ '/usr/sbin/x': text })).verdict).toBe('unknown');
});

it('counters of processors that are not there are said, and the rest of perf works', () => {
  expect(worksHere(tool('perf', 'perf stat'), machine, withFiles({}))).toMatchObject({
    verdict: 'yes',
    why: expect.stringContaining('only events of software') as string,
  });
  expect(worksHere(tool('perf', 'perf list'), machine, withFiles({}))).toEqual({ verdict: 'yes', why: '' });
});
