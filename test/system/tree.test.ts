import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { kernelFunctions } from '../../src/kernel/kernel-functions.ts';
import { readBtfFiles } from '../../src/kernel/kernel-types.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { tracefsTracepoints } from '../../src/kernel/tracepoints.ts';
import { userSymbols } from '../../src/kernel/user-symbols.ts';
import type { Host } from '../../src/system/host.ts';
import { treeHost } from '../../src/system/tree.ts';
import { dynamicSections, makeElf, symbolSections } from '../kernel/elf-maker.ts';

const FORM = { wide: true, little: true };
const EVENTS = '/sys/kernel/tracing/events';
const FILES: Readonly<Record<string, string | Buffer>> = {
  '/usr/bin/bpftrace': '#!/bin/sh\n',
  '/usr/bin/no-command': 'not executable',
  '/usr/bin/app': makeElf(FORM, [...symbolSections(FORM, [{ name: 'main' }], 1), ...dynamicSections(FORM, ['liba.so.1'], [], 3)]),
  '/usr/lib/x86_64-linux-gnu/liba.so.1': makeElf(FORM, symbolSections(FORM, [{ name: 'exported' }], 1, true)),
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nguest:x:7:7::/:/bin/sh\n',
  '/proc/sys/kernel/random/boot_id': 'b007\n',
  '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
  '/proc/kallsyms': '0000000000000000 T vfs_read\n0000000000000000 T do_nmi\n',
  '/proc/partitions': 'major minor  #blocks  name\n\n 254        0      65536 vda\n',
  '/proc/sys/kernel/perf_event_paranoid': '2\n',
  '/sys/kernel/btf/vmlinux': Buffer.from([0x9f, 0xeb, 1, 0]),
  '/sys/kernel/debug/kprobes/blacklist': '0x0000000000000000-0x0000000000000000\tdo_nmi\n',
  '/sys/kernel/tracing/available_filter_functions': 'vfs_read\n',
  '/sys/kernel/tracing/available_events': 'sched:sched_switch\n',
  [`${EVENTS}/sched/sched_switch/format`]: 'name: sched_switch\nformat:\n\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n',
};
const LINKS: Readonly<Record<string, string>> = {
  '/bin': 'usr/bin',
  '/lib': '/usr/lib',
  '/etc/absolute': '/etc/passwd',
  '/etc/through-two': '../bin/../../etc/absolute',
  '/etc/above': '../../../../../../../../../etc/passwd',
  '/etc/outside': '/secret',
  '/etc/outside-up': '../../secret',
  '/etc/loop': 'loop',
  '/etc/ping': 'pong/x',
  '/etc/pong': 'ping/x',
  '/etc/dangling': '/nowhere',
  '/etc/everything': '/',
};

let place = '';
let root = '';
let host: Host;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-tree-'));
  root = join(place, 'tree');
  writeFileSync(join(place, 'secret'), 'of the machine that holds the tree');
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const name of ['bpftrace', 'app']) chmodSync(join(root, '/usr/bin', name), 0o755);
  for (const [path, target] of Object.entries(LINKS)) symlinkSync(target, join(root, path));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  host = treeHost({ root, arch: 'x64', release: '6.1.0-guest', uid: 0, env: {} });
});
afterAll(() => rmSync(place, { recursive: true }));

describe('a path of a tree', () => {
  it.each([
    '/secret',
    '../secret',
    '/../secret',
    '/etc/../../secret',
    '/usr/../../../../secret',
    '/etc/outside',
    '/etc/outside-up',
    '/etc/everything/../secret',
    '/etc/loop',
    '/etc/loop/x',
    '/etc/ping',
    '/etc/dangling',
    '/etc/passwd/x',
    '/etc/passwd/..',
    '/etc/pass\0wd',
    '/none/../etc/passwd',
  ])('%j leads nowhere', (path) => {
    expect(host.read(path)).toMatchObject({ error: 'missing' });
    expect(host.exists(path)).toBe(false);
    expect(host.bytes(path, 0, 9)).toBeUndefined();
    expect(host.list(path)).toBeUndefined();
    expect(host.stamp(path)).toBeUndefined();
  });

  it.each(['/etc/passwd', '//etc/./passwd', 'etc/passwd', '/../etc/passwd', '/etc/absolute', '/etc/through-two', '/etc/above', '/etc/everything/etc/passwd'])(
    '%j leads to the file in it',
    (path) => {
      expect(host.read(path)).toEqual({ text: FILES['/etc/passwd'] });
      expect(Buffer.from(host.bytes(path, 0, 4) ?? []).toString()).toBe('root');
    },
  );

  it('to a directory lists it, and is no text', () => {
    expect(host.list('/lib/x86_64-linux-gnu')).toEqual(['liba.so.1']);
    expect(host.list('/')).toContain('etc');
    expect(host.list('/..')).toEqual(host.list('/'));
    expect(host.read('/etc')).toMatchObject({ error: 'other' });
    expect(host.bytes('/etc', 0, 1)).toBeUndefined();
  });

  it('to a pipe is not waited for', () => {
    expect(host.read('/pipe')).toMatchObject({ error: 'other' });
    expect(host.bytes('/pipe', 0, 1)).toBeUndefined();
  });

  it('that was missing is found when it has come', () => {
    expect(host.exists('/var/log/late')).toBe(false);
    mkdirSync(join(root, 'var/log'), { recursive: true });
    writeFileSync(join(root, 'var/log/late'), '');
    expect(host.exists('/var/log/late')).toBe(true);
  });
});

describe('a machine in a tree', () => {
  it('stamps a file by what it is, not by where it lies', () => {
    const copy = join(place, 'copy');
    cpSync(join(root, 'etc/passwd'), join(copy, 'etc/passwd'), { preserveTimestamps: true });
    const other = treeHost({ root: copy, arch: 'x64', release: '', uid: 0, env: {} });
    expect(other.stamp('/etc/passwd')).toBe(host.stamp('/etc/passwd'));
    utimesSync(join(copy, 'etc/passwd'), 1, 1);
    expect(other.stamp('/etc/passwd')).not.toBe(host.stamp('/etc/passwd'));
  });

  it('has the commands that stand in its system directories, whatever PATH is here', () => {
    expect(host.which('bpftrace')).toBe('/usr/bin/bpftrace');
    expect(host.which('no-command')).toBeUndefined();
    expect(host.which('node')).toBeUndefined();
    expect(treeHost({ root, arch: 'x64', release: '', uid: 0, env: { PATH: '/bin' } }).which('app')).toBe('/bin/app');
  });

  it('runs nothing by itself', async () => {
    expect(await host.run('/bin/sh', ['-c', 'true'])).toMatchObject({ status: null, failure: 'ENOENT' });
  });

  it('tells the facts', async () => {
    const asked: string[] = [];
    const live = treeHost({
      root,
      arch: 'x64',
      release: '6.1.0-guest',
      uid: 0,
      env: {},
      run: (command, args) => {
        asked.push([command, ...args].join(' '));
        return Promise.resolve({ status: 0, signal: null, stdout: args[0] === '--version' ? 'bpftrace v0.23.1\n' : '', stderr: '' });
      },
    });
    const { facts } = await gatherFacts(live);
    expect(facts).toMatchObject({
      release: '6.1.0-guest',
      bootId: 'b007',
      bpftrace: { path: '/usr/bin/bpftrace', version: '0.23.1' },
      privilege: 'root',
      btf: true,
      tracefs: { state: 'mounted', path: '/sys/kernel/tracing' },
      probeKinds: { tracepoint: { verdict: 'yes' }, kfunc: { verdict: 'yes' }, kprobe: { verdict: 'no' }, hardware: { verdict: 'no' } },
    });
    expect(asked[0]).toBe('/usr/bin/bpftrace --version');
  });

  it('tells tracepoints, functions, types, symbols and names', () => {
    const tracepoints = tracefsTracepoints(host, '/sys/kernel/tracing');
    expect(tracepoints.list()).toEqual(['sched:sched_switch']);
    expect(tracepoints.fields('sched', 'sched_switch')).toEqual([{ name: 'prev_pid', declaration: 'pid_t prev_pid', place: { offset: 24, size: 4 } }]);
    const functions = kernelFunctions(host, '/sys/kernel/tracing');
    expect([functions.has('vfs_read'), functions.traceable('vfs_read', 'kprobe')]).toEqual(['yes', 'yes']);
    expect([functions.has('do_nmi'), functions.traceable('do_nmi', 'kprobe'), functions.has('no_such')]).toEqual(['yes', 'no', 'no']);
    expect([...(readBtfFiles(host)?.vmlinux ?? [])]).toEqual([0x9f, 0xeb, 1, 0]);
    const symbols = userSymbols(host);
    expect(symbols.find('app')).toBe('/usr/bin/app');
    expect(symbols.functions('/bin/app')).toEqual(['main']);
    expect(symbols.libraries('/usr/bin/app')).toEqual(['/usr/lib/x86_64-linux-gnu/liba.so.1']);
    const names = valueNames(host);
    expect([names.user(7), names.device(254 * 2 ** 20)]).toEqual(['guest', 'vda']);
  });
});
