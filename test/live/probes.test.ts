/** `gpttrace probes` on this machine, beside what bpftrace lists. */
import { describe, expect, it } from 'vitest';
import { expectMessage, gpttraceEnds, jsonLines, only, runs, strayEscapes, whyNot } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');

describe.skipIf(cannot !== undefined)('gpttrace probes', () => {
  it.each(['tracepoint:syscalls:*open*', 'tracepoint:sched:*', 'tracepoint:sched:sched_switch', 'uprobe:/bin/bash:*readline*', 'uprobe:libc:mem*'])(
    '%s: what bpftrace lists',
    async (pattern) => {
      const { status, stdout, stderr } = await gpttraceEnds(['probes', pattern]);
      const listed = (await runs(['bpftrace', '-l', pattern])).stdout.split('\n').filter((line) => line.includes(':'));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.trimEnd().split('\n').sort()).toEqual(listed.sort());
    },
  );
  it.each(['software', 'hardware'])('%s events that bpftrace knows', async (kind) => {
    const { stdout } = await gpttraceEnds(['probes', `${kind}:*`]);
    const points = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(points.length).toBeGreaterThan(5);
    expect(await runs(['bpftrace', '-d', '-e', `${points.join(',')} { }`])).toMatchObject({ status: 0 });
    expect(await runs(['bpftrace', '-d', '-e', `${points.join(',')},${kind}:no-such-event { }`])).toMatchObject({ status: 1 });
  });
  it('with fields and their types, as bpftrace declares them', async () => {
    const { stdout } = await gpttraceEnds(['probes', '-v', 'tracepoint:sched:sched_switch']);
    const listed = (await runs(['bpftrace', '-lv', 'tracepoint:sched:sched_switch'])).stdout;
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(listed.match(/^ {4}.*$/gm)?.map((line) => line.trim().replace(/;$/, '')));
  });
  it('as JSON, a value a line', async () => {
    const { stdout } = await gpttraceEnds(['probes', '--json', '-n', '2', 'openat']);
    const lines = jsonLines(stdout);
    expect(lines.map(({ type }) => type)).toEqual(['probe', 'probe', 'end']);
    expect(lines[0]).toMatchObject({ kind: 'tracepoint', probe: 'tracepoint:syscalls:sys_enter_openat' });
    const end = only<{ shown: number; total: number; by: string }>(lines, 'end');
    expect(end).toMatchObject({ shown: 2, by: 'name' });
    expect(end.total).toBeGreaterThan(2);
  });
  it('says on standard error how many more there are', async () => {
    const { stdout, stderr } = await gpttraceEnds(['probes', '-n', '3', 'tracepoint']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/3 of [\d,]+ shown; -n \d+ shows all/);
  });
  it.each([['file opens'], ['打开文件']])('by meaning: %s', async (words) => {
    const { status, stdout } = await gpttraceEnds(['probes', ...words.split(' ')]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^tracepoint:syscalls:sys_enter_openat {2}/m);
    expect(strayEscapes(stdout)).toEqual([]);
  });
  it.each<[string, number, RegExp]>([
    ['kprobe:vfs_raed', 3, /did you mean kprobe:vfs_read/],
    ['uprobe:bahs:*', 3, /no program or library bahs; did you mean bash/],
    ['uprobe:\u001b[31m:*', 3, /no program or library \\x1b/],
    ['zzzqqq', 3, /no probe that matches zzzqqq/],
    ['', 2, /expected an attach point/],
  ])('%j is not there', async (pattern, exit, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['probes', pattern]);
    expect({ status, stdout }).toEqual({ status: exit, stdout: '' });
    expectMessage(stderr, said);
    expect(strayEscapes(stderr)).toEqual([]);
  });
});
