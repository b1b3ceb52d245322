import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/core/program.ts';
import { explainProgramWith, redactedSource } from '../../../src/explain/model/program.ts';
import { redaction } from '../../../src/explain/redact.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';

const SOURCE = `// Reads of one file, for ann@acme.com.
tracepoint:syscalls:sys_enter_openat
/str(args->filename) == "/home/ann/secret.txt"/
{
  @start[tid] = nsecs;
}

tracepoint:syscalls:sys_exit_openat
/@start[tid]/
{
  $us = (nsecs - @start[tid]) / 1000;
  @latency[comm] = hist($us);
  delete(@start[tid]);
}

interval:s:5 { exit(); }
`;

const program: Program = { language: 'bpftrace', source: SOURCE, title: 'T', origin: { kind: 'edited' }, attachPoints: [], outputs: [] };

async function ask(lines: readonly Line[], more: { readonly question?: string; readonly language?: string } = {}) {
  const model = scripted(lines);
  const explanation = await explainProgramWith(
    { model, signal: new AbortController().signal },
    { question: 'how long do opens take? watch for 5 seconds', language: 'en', program, redaction: redaction({ users: ['ann'] }), ...more },
  );
  return { explanation, model };
}

function says(line: unknown, text: string): Line {
  return { calls: [call('explain', { claims: [{ line, text }] })] };
}

const WRONG: readonly { readonly name: string; readonly line: unknown; readonly text: string; readonly language?: string }[] = [
  { name: 'a line that is not there', line: 99, text: 'ends the program' },
  { name: 'a line that is empty', line: 7, text: 'ends the program' },
  { name: 'a line that is none', line: 'x', text: 'ends the program' },
  { name: 'a field that is not there', line: 5, text: 'keeps args->flags by thread' },
  { name: 'a map that is not there', line: 5, text: 'stores the time in @begin' },
  { name: 'a probe that is not there', line: 2, text: 'attaches to kprobe:do_sys_open' },
  { name: 'a function that is not there', line: 5, text: 'uses ktime_get_ns() for the time' },
  { name: 'a number of another line', line: 5, text: 'runs for 1000 ticks' },
  { name: 'a number that is nowhere', line: 11, text: 'divides by 1024' },
  { name: 'a number in words', line: 16, text: 'ends the program after ten seconds' },
  { name: 'a program that it does not name', line: 12, text: 'finds out what mysqld does' },
  { name: 'a command', line: 16, text: 'then run rm -rf /' },
  { name: 'nothing', line: 16, text: '  ' },
  { name: 'an invented placeholder', line: 3, text: 'only <path-9> counts' },
  { name: 'another language', line: 16, text: '在五秒后结束程序' },
  { name: 'an invented field in Chinese', line: 5, text: '按 args->flags 记录时间', language: 'zh' },
];

describe('what the program does not have', () => {
  it.each(WRONG)('$name', async ({ line, text, language }) => {
    const { explanation, model } = await ask([says(line, text)], language === undefined ? {} : { language });
    expect(explanation.lines).toEqual([]);
    expect(explanation.failure?.kind).toBe('unusable');
    expect(model.asked).toHaveLength(2);
  });
});

const HELD: readonly { readonly name: string; readonly line: unknown; readonly text: string; readonly says: string; readonly language?: string }[] = [
  {
    name: 'a map',
    line: 5,
    text: 'remembers in `@start[tid]` when the call began, by thread',
    says: 'line 5: remembers in @start[tid] when the call began, by thread',
  },
  {
    name: 'a field',
    line: 3,
    text: 'only the calls whose args->filename is <path-2> count',
    says: 'line 3: only the calls whose args->filename is /home/ann/secret.txt count',
  },
  {
    name: 'a number of the line',
    line: 11,
    text: 'divides by 1000, which makes microseconds of nsecs',
    says: 'line 11: divides by 1000, which makes microseconds of nsecs',
  },
  { name: 'an asked number', line: '16', text: 'exit() ends it after the 5 seconds asked for', says: 'line 16: exit() ends it after the 5 seconds asked for' },
  {
    name: 'a probe',
    line: 'line 8',
    text: 'tracepoint:syscalls:sys_exit_openat fires when the call returns',
    says: 'line 8: tracepoint:syscalls:sys_exit_openat fires when the call returns',
  },
  { name: 'Chinese', line: 12, text: '按进程 comm 把 $us 放进直方图 @latency。', says: '第 12 行:按进程 comm 把 $us 放进直方图 @latency。', language: 'zh' },
];

describe('what it has', () => {
  it.each(HELD)('$name', async ({ line, text, says: said, language }) => {
    const { explanation } = await ask([says(line, text)], language === undefined ? {} : { language });
    expect(explanation.lines).toEqual([said]);
    expect(explanation.leftOut).toBe(0);
  });

  it('comes in the order of the lines; what is not so is counted', async () => {
    const claims = [
      { line: 16, text: 'ends the program' },
      { line: 2, text: 'fires at each call' },
      { line: 40, text: 'does nothing' },
    ];
    const { explanation } = await ask([{ calls: [call('explain', { claims })] }]);
    expect(explanation.lines).toEqual(['line 2: fires at each call', 'line 16: ends the program']);
    expect(explanation.leftOutWhy).toBe('1 claim was left out: it spoke of rows or columns that do not exist');
  });
});

describe('what goes out', () => {
  it('has nobody in it', async () => {
    const { model } = await ask([says(5, 'x')]);
    const told = JSON.stringify(model.asked);
    for (const part of ['/home/ann', 'secret.txt', 'acme']) expect(told).not.toContain(part);
    for (const part of ['args->filename', '@start[tid]', '16: interval:s:5']) expect(told).toContain(part);
  });

  it('is the program as it is, but for texts, remarks and paths', () => {
    const source = 'uprobe:/home/ann/app:main /comm == "x"/ { @token = count(); printf("%d\\n", pid / 10 / 2); } // 10.1.2.3\nuprobe:/bin/bash:readline { }';
    const said = redactedSource(source, redaction());
    expect(said).toBe('uprobe:<path-2>:main /comm == "x"/ { @token = count(); printf("%d\\n", pid / 10 / 2); } // <address-1>\nuprobe:/bin/bash:readline { }');
  });
});

describe('failures', () => {
  it('are told', async () => {
    const { explanation } = await ask([{ failure: { kind: 'unreachable', said: 'no way' } }]);
    expect(explanation).toMatchObject({ lines: [], failure: { kind: 'unreachable', said: 'no way' }, spent: { calls: 1 } });
  });

  it.each(['', 'BEGIN { @ = ; }', '}{', '"', '/*'])('a program like %j is borne', async (source) => {
    const model = scripted([says(1, 'begins')]);
    const explained = explainProgramWith(
      { model, signal: new AbortController().signal },
      { question: '', language: 'en', program: { ...program, source }, redaction: redaction() },
    );
    await expect(explained).resolves.toBeDefined();
  });
});
