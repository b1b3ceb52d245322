import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/system/host.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const host = recordedHost({
  files: { '/usr/bin/bpftrace': 'x', '/sys/a/b/c': '1', '/sys/a/b/d/e': '2', '/etc/shadow': null },
  commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' }, '/usr/bin/bad': { status: 3, stderr: 'no' } },
});

describe('recordedHost', () => {
  it('has the files that were written down, and no others', () => {
    expect(host.read('/sys/a/b/c')).toEqual({ text: '1' });
    expect(host.read('/sys/a/b')).toMatchObject({ error: 'missing' });
    expect(host.read('/etc/shadow')).toMatchObject({ error: 'denied' });
    expect(textOf(host, '/etc/shadow')).toBeUndefined();
  });
  it('has the directories in which they stand', () => {
    expect(host.exists('/sys/a')).toBe(true);
    expect(host.exists('/sys/a/x')).toBe(false);
    expect(host.exists('/sys/a/b/c/')).toBe(false);
    expect(host.list('/sys/a/b')).toEqual(['c', 'd']);
    expect(host.list('/nowhere')).toBeUndefined();
  });
  it('answers commands as recorded; what is not, is not installed', async () => {
    expect(await host.run('/usr/bin/bpftrace', ['--version'])).toEqual({ status: 0, signal: null, stdout: 'bpftrace v0.17.0\n', stderr: '' });
    expect(await host.run('/usr/bin/bad', [])).toMatchObject({ status: 3, stderr: 'no' });
    expect(await host.run('rm', ['-rf', '/'])).toMatchObject({ status: null, failure: 'ENOENT' });
    expect(host.which('bpftrace')).toBe('/usr/bin/bpftrace');
    expect(host.which('sudo')).toBeUndefined();
  });
});
