import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { processCost, processNamed, programDescriptors, readProgram } from '../../src/system/cost.ts';
import { treeHost } from '../../src/system/tree.ts';

/** What /proc tells of a process, as `ticks` user and system. */
const stat = (pid: number, comm: string, parent: number, user = 0, system = 0): string =>
  `${pid} (${comm}) S ${parent} ${pid} ${pid} 0 -1 4194560 9870 0 0 0 ${user} ${system} 0 0 20 0 1 0 2472822 230465536 22847 18446744073709551615\n`;

const FILES: Readonly<Record<string, string>> = {
  '/proc/7/stat': stat(7, 'sudo', 1, 1, 1),
  '/proc/7/comm': 'sudo\n',
  '/proc/8/stat': stat(8, 'sudo', 7),
  '/proc/8/comm': 'sudo\n',
  '/proc/9/stat': stat(9, 'bpftrace', 8, 120, 34),
  '/proc/9/comm': 'bpftrace\n',
  '/proc/9/status': 'Name:\tbpftrace\nVmPeak:\t  999999 kB\nVmRSS:\t   91540 kB\n',
  '/proc/9/fdinfo/0': 'pos:\t0\nflags:\t0100000\n',
  // As the kernel writes them (6.18): a program, a map, a link to a program.
  '/proc/9/fdinfo/17':
    'pos:\t0\nflags:\t02000002\nmnt_id:\t16\nino:\t2078\nprog_type:\t5\nprog_jited:\t1\nprog_tag:\t560e29b6a168615e\nmemlock:\t4096\nprog_id:\t67541\nrun_time_ns:\t369573\nrun_cnt:\t840\nrecursion_misses:\t0\nverified_insns:\t40\n',
  '/proc/9/fdinfo/5': 'pos:\t0\nflags:\t02000002\nmap_type:\t5\nkey_size:\t16\nmap_id:\t12\n',
  '/proc/9/fdinfo/20': 'pos:\t0\nflags:\t02000000\nlink_type:\tperf\nlink_id:\t3\nprog_tag:\t560e29b6a168615e\nprog_id:\t67541\n',
  '/proc/10/stat': stat(10, 'bpftrace', 1, 5, 5),
  '/proc/10/comm': 'bpftrace\n',
  '/proc/11/stat': stat(11, 'evil) S 7 (bpftrace', 1, 3, 4),
  '/proc/11/comm': 'evil) S 7 (bpft\n',
  '/proc/11/status': 'VmRSS:\t 4 kB\n',
  // A thread of the kernel has no memory.
  '/proc/12/stat': stat(12, 'kthreadd', 0),
  '/proc/12/status': 'Name:\tkthreadd\n',
};

const root = mkdtempSync(join(tmpdir(), 'gt-cost-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const host = treeHost({ root, arch: 'x64', release: '6.18', uid: 0, env: {} });

describe('what a process costs', () => {
  it('is its CPU time and its memory', () => expect(processCost(host, 9)).toEqual({ cpu: 1.54, memory: 91540 * 1024 }));
  it('whatever it calls itself', () => expect(processCost(host, 11)).toEqual({ cpu: 0.07, memory: 4096 }));
  it.each([
    { name: 'a process that is gone', pid: 999 },
    { name: 'one that tells only half', pid: 10 },
    { name: 'a thread of the kernel', pid: 12 },
    { name: 'no process', pid: -1 },
  ])('is not known of $name', ({ pid }) => expect(processCost(host, pid)).toBeUndefined());
});

describe('a process by its name', () => {
  it('is what it is', () => expect(processNamed(host, 10, 'bpftrace')).toBe(10));
  it('is what sudo has started, however deep', () => expect(processNamed(host, 7, 'bpftrace')).toBe(9));
  it('is nobody else of that name', () => expect(processNamed(host, 12, 'bpftrace')).toBeUndefined());
  it('is nobody where the first is gone', () => expect(processNamed(host, 999, 'bpftrace')).toBeUndefined());
});

describe('the BPF programs of a process', () => {
  it('are descriptors that count runs, neither maps nor links', () => expect(programDescriptors(host, 9)).toEqual(['17']));
  it('tell how often and how long they ran', () => expect(readProgram(host, 9, '17')).toEqual({ id: 67541, type: 5, runs: 840, nanoseconds: 369573 }));
  it('are not to be seen of a process that is not ours', () => expect(programDescriptors(host, 10)).toBeUndefined());
  it('are gone with their descriptor', () => expect(readProgram(host, 9, '99')).toBeUndefined());
});
