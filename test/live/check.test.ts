/** `gpttrace check` as it is called: what it says of good and bad programs, and of what is no program at all. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLibrary } from '../../src/knowledge/read.ts';
import { expectMessage, gpttraceCommand, gpttraceEnds, jsonLines, only, ROOT, Run, scratchFile, until, whyNot } from './helpers.ts';

const GOOD = 'BEGIN { printf("%s\\n", "hello"); exit(); }\n';
const BAD = 'BEGIN { system("id"); }\n';

function bt(text: string | Buffer, name = 'program.bt'): string {
  const file = scratchFile(name);
  writeFileSync(file, text);
  return file;
}

describe('files that are no programs', () => {
  it.each([
    ['missing', () => scratchFile('none.bt'), /cannot read .*none\.bt: there is no such file/],
    ['binary', () => bt(Buffer.from([0x7f, 0x45, 0, 1])), /it is no text/],
    ['of 5 MB', () => bt('x'.repeat(5 * 1024 * 1024)), /it has more than 1048576 bytes/],
    ['endless', () => '/dev/zero', /it has more than 67108864 bytes/],
    [
      'an empty directory',
      () => {
        const directory = scratchFile('empty');
        mkdirSync(directory);
        return directory;
      },
      /there is no \*\.bt file in it/,
    ],
  ])('%s', async (_what, file, said) => {
    const path = file();
    const { status, stderr } = await gpttraceEnds(['check', path]);
    expect(status).toBe(10);
    expectMessage(stderr, said);
    const json = await gpttraceEnds(['check', '--json', path]);
    expect(json.status).toBe(10);
    expect(jsonLines(json.stdout).map((line) => line.type)).toEqual(['problem']);
  });

  it('unreadable, for who is not root', async () => {
    if (whyNot('setpriv') !== undefined) return;
    const file = bt(GOOD);
    const closed = join(file, '..', 'closed.bt');
    writeFileSync(closed, GOOD, { mode: 0o600 });
    const run = new Run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...gpttraceCommand('check', closed)]);
    const { status, stderr } = await run.end();
    expect(status).toBe(10);
    expectMessage(stderr, /permission denied/);
  });

  it('one of them does not keep the others from being looked at', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '--json', scratchFile('none.bt'), bt(BAD), bt(GOOD)]);
    expect(status).toBe(10);
    expect(jsonLines(stdout).map((line) => [line.type, line.errors])).toEqual([
      ['problem', undefined],
      ['check', 1],
      ['check', 0],
    ]);
  });
});

describe('programs', () => {
  it('good: 0, bad: 4 with a caret, both: 4', async () => {
    const good = await gpttraceEnds(['check', bt(GOOD)]);
    expect([good.status, good.stdout, good.stderr]).toEqual([0, '1 program checked: nothing wrong\n', '']);
    const file = bt(BAD);
    const bad = await gpttraceEnds(['check', file]);
    expect(bad.status).toBe(4);
    expect(bad.stdout).toContain(`${file}:1:9: error: system() does more than watch`);
    expect(bad.stdout).toContain('  1 | BEGIN { system("id"); }\n    |         ^^^^^^');
    expect(bad.stdout).toMatch(/1 program checked: 1 error\n$/);
    const both = await gpttraceEnds(['check', bt(GOOD), file]);
    expect(both.status).toBe(4);
    const allowed = await gpttraceEnds(['check', '--allow-unsafe', file]);
    expect(allowed.status).toBe(0);
  });

  it.each([
    ['empty', '', 4],
    ['of blanks', ' \n\t\n', 4],
    ['with the line ends of Windows', GOOD.replaceAll('\n', '\r\n'), 0],
    ['with a byte order mark', `\uFEFF${GOOD}`, 0],
    ['that is no bpftrace', 'int main() { return 0; }', 4],
    ['of a million nested braces', `BEGIN ${'{'.repeat(1_000_000)}`, 4],
  ])('%s', async (_what, text, expected) => {
    const { status, stdout, stderr } = await gpttraceEnds(['check', bt(text)]);
    expect(status, stdout.slice(0, 2000) + stderr).toBe(expected);
    expect(stdout.length).toBeLessThan(100_000);
  });

  it('from standard input, which is read once however often it is named', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '-', '-'], { input: BAD });
    expect(status).toBe(4);
    expect(stdout).toContain('standard input:1:9: error');
    expect(stdout).toMatch(/1 program checked: 1 error/);
  });

  it('in directories, at any depth, and of the same name', async () => {
    const top = scratchFile('tree');
    mkdirSync(join(top, 'deep/deeper'), { recursive: true });
    writeFileSync(join(top, 'one.bt'), GOOD);
    writeFileSync(join(top, 'deep/deeper/one.bt'), BAD);
    writeFileSync(join(top, 'deep/notes.txt'), 'not a program');
    symlinkSync(top, join(top, 'deep/loop'));
    const { status, stdout } = await gpttraceEnds(['check', top]);
    expect(status).toBe(4);
    expect(stdout).toContain(`${top}/deep/deeper/one.bt:1:9: error`);
    expect(stdout).toMatch(/2 programs checked: 1 error\n$/);
  });

  it('of the library are right', async () => {
    const { stdout } = await gpttraceEnds(['check', '--json', `${ROOT}library`]);
    // Some are on functions of the kernel, which this one may not let anybody attach to, or not have; and some are for other kernels, or for hardware.
    const aboutFunctions = ['probe-kind-unavailable', 'unknown-kernel-function', 'untraceable-function'];
    const aboutKernel = ['unknown-tracepoint', 'unknown-field', 'conversion-type', 'probe-kind-unavailable'];
    const lines = jsonLines(stdout) as unknown as {
      readonly file: string;
      readonly diagnostics: readonly { readonly severity: string; readonly code: string }[];
    }[];
    expect(lines.length).toBeGreaterThanOrEqual(80);
    const onFunctions = new Set(readLibrary().flatMap((program) => (program.onFunctions ? [program.name] : [])));
    const wrong = lines.flatMap(({ file, diagnostics }) => {
      const aside = onFunctions.has(basename(file, '.bt')) ? aboutFunctions : aboutKernel;
      return diagnostics.filter(({ severity, code }) => severity === 'error' && !aside.includes(code)).map(({ code }) => `${file}: ${code}`);
    });
    expect(wrong).toEqual([]);
    const right = lines.filter(({ diagnostics }) => diagnostics.every(({ severity }) => severity !== 'error'));
    expect(right.length).toBeGreaterThanOrEqual(150);
  });
});

describe('--for a question', () => {
  const FAULTS = 'software:page-faults:1 { @[comm] = count(); }\n';
  const question = 'count page faults by process';

  it('what does what was asked: 0', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '--for', question, bt(FAULTS)]);
    expect([status, stdout]).toEqual([0, '1 program checked: nothing wrong\n']);
  });

  it('what does not: 4, beside what is wrong with it anyhow, as text, JSON and SARIF', async () => {
    const file = bt('BEGIN { system("id"); }\nsoftware:page-faults:1 { @[cpu] = count(); }\n');
    const text = await gpttraceEnds(['check', '--for', question, file]);
    expect(text.status).toBe(4);
    expect(text.stdout).toContain('[unsafe-call]');
    expect(text.stdout).toContain(`${file}:2:26: error: the question asks by process (“by process”), which the answer does not show [asked-key]`);
    expect(text.stdout).toMatch(/1 program checked: 2 errors\n$/);
    const json = await gpttraceEnds(['check', '--json', '--for', question, file]);
    expect(json.status).toBe(4);
    expect(jsonLines(json.stdout)).toMatchObject([{ errors: 2, diagnostics: [{ code: 'unsafe-call' }, { code: 'asked-key', from: { line: 2, column: 26 } }] }]);
    const sarif = await gpttraceEnds(['check', '--sarif', '--for', question, file]);
    expect(sarif.status).toBe(4);
    const { runs } = JSON.parse(sarif.stdout) as {
      readonly runs: readonly { readonly results: readonly { readonly ruleId: string; readonly level: string }[] }[];
    };
    expect(runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['unsafe-call', 'error'],
      ['asked-key', 'error'],
    ]);
  });

  it('a note alone fails nothing', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '--for', `${question} for 5 seconds`, bt(FAULTS)]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/note: the question says how long .* \[asked-window\]/);
  });

  it.each([
    ['', 2, /the question is empty/],
    ['?!', 2, /the question is empty/],
    ['x'.repeat(3000), 2, /the question has 3000 characters/],
    ['what is a page fault?', 3, /this asks what something means.*none was checked/],
    ['kill process 3', 3, /only watches what a machine does.*none was checked/],
    ['best pizza in town', 3, /none was checked/],
    ['什么是缺页?', 3, /因此什么都没有检查/],
  ])('%j is none: %i', async (asked, expected, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['check', '--for', asked, bt(FAULTS)]);
    expect([status, stdout]).toEqual([expected, '']);
    expectMessage(stderr, said);
  });
});

describe('flags', () => {
  it.each([
    [['check'], /missing required argument/],
    [['check', '--json', '--sarif', 'x.bt'], /--json and --sarif cannot be used together/],
    [['check', '--bpftrace', 'newest', 'x.bt'], /expected a version of bpftrace/],
    [['check', '--nope', 'x.bt'], /unknown option/],
  ])('%j', async (args, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(stdout.includes('at ')).toBe(false);
  });

  it('--sarif is one JSON document, whatever was found', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '--sarif', bt(BAD), bt(GOOD), scratchFile('none.bt')]);
    expect(status).toBe(10);
    const log = JSON.parse(stdout) as { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] };
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['unsafe-call']);
  });
});

describe('surroundings', () => {
  it('output piped to head: it ends, without a word', async () => {
    const files = Array.from({ length: 40 }, () => bt(`${BAD}${'BEGIN { system("x"); }\n'.repeat(60)}`));
    const { status, stdout, stderr } = await new Run([
      'bash',
      '-c',
      `"$@" | head -n 1; exit \${PIPESTATUS[0]}`,
      'bash',
      ...gpttraceCommand('check', ...files),
    ]).end();
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(status).toBe(141);
  });

  it('no bpftrace on this machine: it checks all the same', async () => {
    const { status, stdout } = await gpttraceEnds(['check', bt(BAD)], { env: { PATH: '/nonexistent', XDG_CACHE_HOME: scratchFile('cache') } });
    expect(status).toBe(4);
    expect(stdout).toContain('system() does more than watch');
  });

  it('holds no escape sequences when piped', async () => {
    const { stdout } = await gpttraceEnds(['check', bt('BEGIN { \u001b[2J }')], { env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain('\u001b');
  });
});

describe('for another machine', () => {
  it.each([
    ['missing', () => scratchFile('none.json'), /cannot read .*none\.json: there is no such file/],
    ['no record of a machine', () => bt('{}', 'host.json'), /no snapshot of a machine/],
    ['no JSON', () => bt('BEGIN', 'host.json'), /no snapshot of a machine/],
  ])('whose record is %s', async (_what, file, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['check', '--facts', file(), bt(GOOD)]);
    expect(status).toBe(10);
    expect(stdout).toBe('');
    expectMessage(stderr, said);
  });
});

describe('what is to be minded', () => {
  it('is told as notes, and fails nothing', async () => {
    const { status, stdout } = await gpttraceEnds(['check', bt('tracepoint:raw_syscalls:sys_enter { @ = count(); }')]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/note: tracepoint:raw_syscalls:sys_enter fires about 100,000 times a second on a busy machine \[costly\]/);
    const json = await gpttraceEnds(['check', '--json', '--allow-unsafe', bt(BAD)]);
    expect(jsonLines(json.stdout)[0]).toMatchObject({ errors: 0, safety: ['unsafe'], diagnostics: [{ code: 'unsafe', severity: 'note' }] });
  });
});

describe('--sample', () => {
  const HOT = 'tracepoint:raw_syscalls:sys_enter, tracepoint:sched:sched_process_exec { @[comm] = count(); } interval:s:60 { exit(); }\n';

  it('is of this machine only', async () => {
    const { status, stderr } = await gpttraceEnds(['check', '--sample', '--bpftrace', '0.23', bt(HOT)]);
    expect(status).toBe(2);
    expectMessage(stderr, /--sample and --bpftrace cannot be used together/);
  });

  it('counts the probes, and runs nothing of the program', async () => {
    if (whyNot('bpftrace', 'root', 'tracefs') !== undefined) return;
    const load = new Run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1']);
    const victim = scratchFile('victim');
    const file = bt(`${HOT}BEGIN { system("touch ${victim}"); }\n`);
    try {
      const { status, stdout, stderr } = await gpttraceEnds(['check', '--sample', '--json', '--allow-unsafe', file]);
      expect(status, stderr).toBe(0);
      const { sampled } = only<{ readonly sampled: readonly { readonly probe: string; readonly perSecond: number }[] }>(jsonLines(stdout), 'check');
      expect(sampled.map(({ probe }) => probe)).toEqual(['tracepoint:raw_syscalls:sys_enter', 'tracepoint:sched:sched_process_exec']);
      expect(sampled[0]?.perSecond).toBeGreaterThan(10_000);
      expect(existsSync(victim)).toBe(false);
      const text = await gpttraceEnds(['check', '--sample', bt(HOT)]);
      expect(text.stdout).toMatch(/tracepoint:raw_syscalls:sys_enter fires [\d,]+ times a second now/);
    } finally {
      load.killAll();
    }
  });

  it('counts nothing of a program with mistakes, and of a wide pattern', async () => {
    if (whyNot('bpftrace', 'root', 'tracefs') !== undefined) return;
    const wrong = await gpttraceEnds(['check', '--sample', '--json', bt('tracepoint:nope:nope { @ = count(); }')]);
    expect(wrong.status).toBe(4);
    expect(jsonLines(wrong.stdout)[0]).not.toHaveProperty('sampled');
    const wide = await gpttraceEnds(['check', '--sample', bt('tracepoint:syscalls:sys_enter_* { @ = count(); }')]);
    expect(wide.stdout).toMatch(/was not counted: it stands for too many places to try/);
  });

  it('Ctrl-C ends it, and nothing is left running', async () => {
    if (whyNot('bpftrace', 'root', 'tracefs') !== undefined) return;
    const run = new Run(gpttraceCommand('check', '--sample', bt(HOT)));
    await until('the tracer runs', () => run.tracer() !== undefined);
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect([status, stderr]).toEqual([130, '']);
    expect(run.processes()).toEqual([]);
  });
});
