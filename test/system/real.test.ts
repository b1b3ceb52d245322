import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment, realHost } from '../../src/system/real.ts';

const host = realHost();
let place = '';
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-real-'));
});
afterAll(() => rmSync(place, { recursive: true }));

describe('files', () => {
  it('that are there', () => {
    writeFileSync(join(place, 'a'), 'text');
    expect(host.read(join(place, 'a'))).toEqual({ text: 'text' });
    expect(host.exists(join(place, 'a'))).toBe(true);
    expect(host.list(place)).toContain('a');
  });
  it('that are not', () => {
    expect(host.read(join(place, 'none'))).toMatchObject({ error: 'missing' });
    expect(host.read(join(place, 'a', 'below-a-file'))).toMatchObject({ error: 'missing' });
    expect(host.list(join(place, 'none'))).toBeUndefined();
    expect(host.stamp(join(place, 'none'))).toBeUndefined();
  });
  it('that are directories', () => {
    const read = host.read(place);
    expect(read).toMatchObject({ error: 'other' });
    expect('why' in read && read.why).toMatch(/directory/);
  });
  it('are read in part, as bytes', () => {
    const path = join(place, 'bytes');
    writeFileSync(path, Buffer.from([1, 2, 3, 255]));
    expect([...(host.bytes(path, 1, 2) ?? [])]).toEqual([2, 3]);
    expect([...(host.bytes(path, 2, 2 ** 52) ?? [])]).toEqual([3, 255]);
    expect(host.bytes(path, 2 ** 52, 10)).toHaveLength(0);
    expect(host.bytes(path, -1, 2)).toBeUndefined();
    expect(host.bytes(place, 0, 2)).toBeUndefined();
    expect(host.bytes('/dev/zero', 0, 2)).toBeUndefined();
    expect(host.bytes(join(place, 'none'), 0, 2)).toBeUndefined();
  });
  it('are read in part without waiting for a pipe that nobody writes to', async () => {
    const pipe = join(place, 'pipe');
    expect((await host.run('mkfifo', [pipe])).status).toBe(0);
    expect(host.bytes(pipe, 0, 2)).toBeUndefined();
  });
  it('get another stamp when they change', () => {
    const path = join(place, 'stamped');
    writeFileSync(path, 'one');
    const before = host.stamp(path);
    writeFileSync(path, 'another');
    expect(before).toBeDefined();
    expect(host.stamp(path)).not.toBe(before);
  });
});

describe('run', () => {
  it('tells output and status apart', async () => {
    const result = await host.run('/bin/sh', ['-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toMatchObject({ status: 3, signal: null, stdout: 'out\n', stderr: 'err\n' });
    expect(result.failure).toBeUndefined();
  });
  it('hands on input', async () => expect((await host.run('/bin/cat', [], { input: 'hello' })).stdout).toBe('hello'));
  it('bears a command that does not read its input', async () => expect((await host.run('/bin/true', [], { input: 'x'.repeat(1_000_000) })).status).toBe(0));
  it('tells a command that is not there', async () => expect(await host.run('/nowhere/at-all', [])).toMatchObject({ status: null, failure: 'ENOENT' }));
  it('tells a command that was killed', async () => expect(await host.run('/bin/sh', ['-c', 'kill -9 $$'])).toMatchObject({ status: null, signal: 'SIGKILL' }));
  it('ends one that takes too long, and says so', async () => {
    const result = await host.run('/bin/sh', ['-c', 'exec cat /dev/zero > /dev/null'], { timeout: 50 });
    expect(result.status).toBeNull();
    expect(result.failure).toMatch(/too long/);
  });
  it('passes no quoting through a shell', async () => {
    expect((await host.run('/bin/echo', ['$HOME; ls', '"x"'])).stdout).toBe('$HOME; ls "x"\n');
  });
});

describe('a command that is given what a stranger wrote', () => {
  const said = async (script: string): Promise<string> => (await realHost().run('/bin/sh', ['-c', script], { confined: '/tmp' })).stdout.trim();

  it('has bounds, no home of ours, and of our environment nothing but the PATH', async () => {
    expect(await said('pwd; echo $HOME; ulimit -v; ulimit -t; ulimit -f; ulimit -c')).toBe('/tmp\n/tmp\n2097152\n20\n131072\n0');
    expect((await said('env')).split('\n').map((line) => line.split('=')[0])).toEqual(expect.not.arrayContaining(['USER', 'BPFTRACE_LOG_SIZE']));
  });

  it.skipIf(process.getuid?.() !== 0)('is nobody, in no group', async () => {
    expect(await said('id -u; id -G')).toBe('65534\n65534');
    expect(await said('cat /etc/shadow; ls /root; kill -0 1 && echo can')).toBe('');
  });

  it('tells what it says, and how it ends', async () => {
    const ran = await realHost().run('/bin/sh', ['-c', 'echo "$1" "two words"; exit 3', 'sh', "it's"], { confined: '/tmp' });
    expect([ran.status, ran.stdout]).toEqual([3, "it's two words\n"]);
    expect((await realHost().run('/bin/nothing-of-this-name', [], { confined: '/tmp' })).status).toBe(127);
  });
});

describe('childEnvironment', () => {
  it('holds no keys and tokens', () => {
    process.env.OPENAI_API_KEY = 'sk-test';
    process.env.BPFTRACE_STRLEN = '100';
    try {
      const environment = childEnvironment();
      expect(environment.OPENAI_API_KEY).toBeUndefined();
      expect(environment.BPFTRACE_STRLEN).toBe('100');
      expect(environment.PATH).toBe(process.env.PATH);
      expect(environment.LC_ALL).toBe('C');
    } finally {
      delete process.env.OPENAI_API_KEY;
      delete process.env.BPFTRACE_STRLEN;
    }
  });
});

describe('which', () => {
  it('finds system commands, and takes only what can be executed', () => {
    expect(host.which('sh')).toMatch(/\/sh$/);
    expect(host.which('no-such-command-at-all')).toBeUndefined();
    const path = process.env.PATH;
    process.env.PATH = place;
    try {
      writeFileSync(join(place, 'tool'), '#!/bin/sh\n');
      expect(host.which('tool')).toBeUndefined();
      chmodSync(join(place, 'tool'), 0o755);
      expect(host.which('tool')).toBe(join(place, 'tool'));
      mkdirSync(join(place, 'folder'));
      expect(host.which('folder')).toBeUndefined();
      expect(host.which('sh')).toMatch(/\/sh$/);
    } finally {
      process.env.PATH = path;
    }
  });
});
