/** `gpttrace explain` as it is called: of programs, of what is none, of a run written down. Runs no tracer. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Fold } from '../../src/views/fold.ts';
import { expectMessage, gpttraceEnds, jsonLines, ROOT, scratchFile } from './helpers.ts';

const PROGRAM = 'tracepoint:syscalls:sys_enter_read /comm == "nginx"/ { @asked[comm] = sum(args->count); }\n';

function written(name: string, text: string): string {
  const file = scratchFile(name);
  writeFileSync(file, text);
  return file;
}

/** A run as a session keeps it, of a program that counted. */
function record(): string {
  const program = { language: 'bpftrace', source: PROGRAM, title: 'Bytes asked for', origin: { kind: 'edited' }, attachPoints: [], answer: '@asked' } as const;
  const outputs = [
    {
      shape: 'values',
      map: '@asked',
      keys: [{ name: 'process', kind: 'process', type: 'string' }],
      value: { name: 'asked', kind: 'count', type: 'integer', unit: 'bytes' },
    },
  ] as const;
  const fold = new Fold({ ...program, outputs });
  const entries = ['nginx', 'sh', 'cat'].map((name, index) => ({ key: [name], value: index === 0 ? 900_000 : 4096 }));
  fold.add({ type: 'map', map: '@asked', entries });
  const facts: unknown = JSON.parse(
    '{"format":1,"arch":"x64","release":"6.1","bootId":"","privilege":"root","btf":true,"tracefs":{"state":"mounted"},"probeKinds":{}}',
  );
  const rest = {
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    startedAt: 0,
    state: 'ended',
    series: [],
    heatMaps: [],
    texts: [],
    sentence: 'Seen.',
    reasons: [],
    warnings: [],
  };
  return JSON.stringify({
    format: 1,
    language: 'en',
    program: { ...program, outputs },
    facts,
    ...rest,
    seconds: 5,
    probes: 1,
    records: 3,
    lost: 0,
    datasets: fold.datasets(),
  });
}

describe('gpttrace explain', () => {
  it('shows a program with its words below each line', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['explain', written('mine.bt', PROGRAM)]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^1 \| tracepoint:syscalls:sys_enter_read.*\n {4}Each time a process asks the kernel to read/);
    expect(stdout).toMatch(/Adds up the bytes asked for, by process name \(in @asked\)\./);
    expect(stdout).toMatch(/What it cannot show:\n(?: {2}.*\n)* {2}- only threads called "nginx"/);
    expect(stdout).not.toMatch(/undefined/);
  });

  it('in the language of the locale, or another', async () => {
    const file = written('mine.bt', PROGRAM);
    const zh = await gpttraceEnds(['explain', file], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(zh.stdout).toContain('每当进程请求内核从文件、管道或套接字读取时');
    const en = await gpttraceEnds(['explain', file, '--lang', 'en'], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(en.stdout).toContain('Each time a process asks');
  });

  it('knows the programs of the library', async () => {
    const { stdout } = await gpttraceEnds(['explain', `${ROOT}library/page-faults.bt`, '--lang', 'en']);
    expect(stdout).toMatch(/^Page faults by process\nTells how many page faults each process took, by itself or in the kernel during its system calls\.\n/);
  });

  it('reads standard input, and explains what can be read of a program with mistakes', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['explain', '-'], {
      input: 'tracepoint:syscalls:sys_enter_read { @a = = 1; }\ninterval:s:1 { exit(); }\n',
    });
    expect(status).toBe(4);
    expect(stderr).toMatch(/standard input:1:\d+: error/);
    expect(stdout).toMatch(/Every 1 s, on one processor:\n +Ends the program\./);
  });

  it('one JSON value a program', async () => {
    const { status, stdout } = await gpttraceEnds(['explain', '--json', written('mine.bt', PROGRAM)]);
    expect(status).toBe(0);
    const [value] = jsonLines(stdout);
    expect(value).toMatchObject({ type: 'explanation', of: 'program', language: 'en', diagnostics: [], maps: [{ name: '@asked', role: 'result' }] });
    expect(value?.lines).toMatchObject([
      { kind: 'probe', from: 1 },
      { kind: 'condition' },
      { kind: 'statement', names: [{ name: 'args->count', unit: 'bytes' }] },
    ]);
  });

  it('tells what stands out in a run', async () => {
    const file = written('run.json', record());
    const { status, stdout } = await gpttraceEnds(['explain', file]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/What stands out:\n {2}- nginx alone has 99\.1% of it: 879 KiB of 887 KiB \(asked\)/);
    const json = await gpttraceEnds(['explain', '--json', file]);
    expect(jsonLines(json.stdout)[0]).toMatchObject({ of: 'run', findings: [{ rule: 'concentration', from: [{ dataset: 0, rows: [0] }] }] });
  });

  it.each([
    ['a session nobody kept', () => 'nosuch', /no (?:session is named nosuch|run is kept yet)/],
    ['a missing file', () => scratchFile('none.bt'), /there is no such file/],
    [
      'a directory',
      () => {
        const directory = scratchFile('somewhere');
        mkdirSync(directory);
        return directory;
      },
      /is a directory/,
    ],
    ['JSON of something else', () => written('other.json', '{"a": 1}'), /holds no run: format/],
    ['broken JSON', () => written('broken.json', '{"format": 1,'), /holds no run: it is not JSON/],
    ['a program of 5 MB', () => written('long.bt', 'x'.repeat(5 * 1024 * 1024)), /more than 1048576 bytes/],
  ])('refuses %s', async (_what, what, said) => {
    const { status, stderr } = await gpttraceEnds(['explain', what()], { env: { XDG_STATE_HOME: scratchFile('state') } });
    expect(status).toBe(10);
    expectMessage(stderr, said);
  });
});
