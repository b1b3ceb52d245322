import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/system/host.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const host = recordedHost({
  files: { '/usr/bin/bpftrace': 'x', '/sys/a/b/c': '1', '/sys/a/b/d/e': '2', '/etc/shadow': null },
  binaries: { '/usr/bin/tool': Buffer.from([127, 69, 76, 70, 0, 255]).toString('base64') },
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
  it('hands out parts of a file as bytes', () => {
    expect(host.exists('/usr/bin/tool')).toBe(true);
    expect([...(host.bytes('/usr/bin/tool', 4, 100) ?? [])]).toEqual([0, 255]);
    expect([...(host.bytes('/usr/bin/bpftrace', 0, 5) ?? [])]).toEqual([120]);
    expect(host.bytes('/usr/bin/tool', 100, 5)).toHaveLength(0);
    expect(host.bytes('/etc/shadow', 0, 5)).toBeUndefined();
    expect(host.bytes('/usr/bin', 0, 5)).toBeUndefined();
  });
});
