import { describe, expect, it } from 'vitest';
import { forBehaviour, forFunction, forLibrary, forOther, forSyscall, forTracepoint, forUserFunction } from '../../src/rehearse/workloads.ts';

const all = (): boolean => true;
const modern = (name: string): boolean => !/^(?:unlink|rename|mkdir|chmod|access)$/.test(name);

describe('events that no workload makes have none', () => {
  it.each([
    ['a system call that nothing here makes', forSyscall('openat2', all)],
    ['a newer call where programs still make the old one', forSyscall('unlinkat', all)],
    ['a tracepoint of hardware', forTracepoint('thermal:thermal_temperature')],
    ['a tracepoint whose name only begins like one', forTracepoint('net:net_dev_xmit_timeout')],
    ['a function that nobody knows', forFunction('btrfs_sync_file')],
    ['a function of a program', forUserFunction('/bin/bash', 'readline')],
    ['a library that is not the C library', forUserFunction('/usr/lib/libcurl.so.4', 'malloc')],
    ['a counter of the processor', forOther('hardware', 'cache-misses')],
    ['a timer', forOther('interval', 's')],
  ])('%s', (_, found) => {
    expect(found).toBeUndefined();
  });
});

describe('events that one makes', () => {
  it.each([
    { found: forSyscall('openat', all), run: ['open', '20'], of: 20, actor: 'gt-open' },
    { found: forSyscall('unlinkat', modern), run: ['delete', '20'], of: 20, actor: 'gt-delete' },
    { found: forSyscall('accept4', all), run: ['tcp', '20'], of: 20, actor: 'gt-tcpserver' },
    { found: forSyscall('access', all), run: ['lookup-missing', '20'], of: 20, actor: 'gt-lookup-missi' },
    // It is called differently before and after.
    { found: forSyscall('execve', all), run: ['exec', '20'], of: 20, actor: undefined },
    { found: forSyscall('*', all), run: ['open', '20'], of: 20, actor: 'gt-open' },
    { found: forTracepoint('sched:sched_process_exec'), run: ['exec', '20'], of: 20, actor: 'gt-child' },
    { found: forTracepoint('block:block_rq_issue'), run: ['diskread', '20'], of: 20, actor: undefined },
    { found: forTracepoint('*:block_rq_issue'), run: ['diskread', '20'], of: 20, actor: undefined },
    { found: forTracepoint('exceptions:page_fault_user'), run: ['fault', '500'], of: 500, actor: 'gt-fault' },
    { found: forFunction('vfs_read'), run: ['read', '20'], of: 20, actor: 'gt-read' },
    { found: forUserFunction('/lib/x86_64-linux-gnu/libc.so.6', 'malloc'), run: ['heap', '20'], of: 20, actor: undefined },
    { found: forOther('profile', 'hz'), run: ['cpu', '80'], of: 80, actor: 'gt-cpu' },
    { found: forBehaviour(['write', '5', '100']), run: ['write', '5', '100'], of: 5, actor: 'gt-write' },
    { found: forBehaviour(['write']), run: ['write', '20'], of: 20, actor: 'gt-write' },
  ])('$run by $actor', ({ found, run, of, actor }) => {
    expect(found).toMatchObject({ run, of });
    expect(found?.actor).toBe(actor);
  });
});

describe('what a program of the library says of its own workload is what an answer is held against', () => {
  it.each([
    {
      what: 'exactly as often',
      own: { run: ['open', '50'], match: String.raw`gt-open \S+/needle.txt`, min: 50 },
      of: 50,
      least: 50,
      marks: ['gt-open', 'needle\\.txt'],
    },
    { what: 'not always', own: { run: ['cpu', '100'], match: 'gt-cpu', min: 90 }, of: 100, least: 90, marks: ['gt-cpu'] },
    { what: 'of nobody in particular', own: { run: ['futex', '50'], match: '.', min: 50 }, of: 50, least: 50, marks: [] },
    {
      what: 'twice each time',
      own: { run: ['list', '20'], match: String.raw`gt-list needle\.d`, min: 40 },
      of: 40,
      least: 40,
      marks: ['gt-list', 'needle\\.d'],
    },
  ])('$what', ({ own: { run, match, min }, of, least, marks }) => {
    const found = forLibrary({ run, sees: [], evidence: [{ match, min }] });
    expect(found).toMatchObject({ of, least, marks, evidence: { match, min } });
  });

  it('in bytes, it is told how many of them', () => {
    const found = forLibrary({ run: ['read', '50', '1000'], sees: [], evidence: [{ match: '^gt-read', min: 50_000 }] }, 'bytes');
    expect(found).toMatchObject({ of: 50, evidence: { min: 50_000, amount: { en: 'bytes of 50 reads' } } });
  });
});
