/** `gpttrace fmt` as it is called: one style, nothing lost, nothing touched that need not be. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectMessage, gpttraceCommand, gpttraceEnds, Run, scratchFile } from './helpers.ts';

const UNTIDY = '// what it is\nBEGIN{printf("%s\\n",   "hello");exit();}\n';
const BROKEN = 'BEGIN { printf( }\n';

function bt(text: string | Buffer, name = 'program.bt'): string {
  const file = scratchFile(name);
  writeFileSync(file, text);
  return file;
}

/** The text in the one style, as the command itself gives it. */
async function tidy(text: string): Promise<string> {
  const { status, stdout } = await gpttraceEnds(['fmt', '-'], { input: text });
  expect(status).toBe(0);
  return stdout;
}

describe('one program', () => {
  it('comes out on standard output, its comment kept, and the file stays', async () => {
    const file = bt(UNTIDY);
    const { status, stdout, stderr } = await gpttraceEnds(['fmt', file]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toBe(UNTIDY);
    expect(stdout).toContain('// what it is\n');
    expect(stdout.replace(/\s+/g, '')).toBe(UNTIDY.replace(/\s+/g, ''));
    expect(readFileSync(file, 'utf8')).toBe(UNTIDY);
  });

  it('once in the style stays as it is', async () => {
    const text = await tidy(UNTIDY);
    expect(await tidy(text)).toBe(text);
    const file = bt(text);
    const before = statSync(file);
    const { status, stdout } = await gpttraceEnds(['fmt', '--write', file]);
    expect([status, stdout]).toEqual([0, '']);
    expect([statSync(file).ino, statSync(file).mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it.each([
    ['plain', BROKEN],
    ['empty block', 'BEGIN {'],
    ['prose', 'I cannot help with that.'],
  ])('with mistakes is not touched: %s', async (_what, text) => {
    const file = bt(text);
    const { status, stdout, stderr } = await gpttraceEnds(['fmt', '--write', file]);
    expect(status).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error: /);
    expect(stderr).toMatch(/it was left as it is\n$/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('several programs', () => {
  it('are written, those that need it, and the bad one is left', async () => {
    const directory = scratchFile('tree');
    mkdirSync(directory);
    for (const [name, text] of [
      ['a', UNTIDY],
      ['b', BROKEN],
      ['c', UNTIDY],
    ] as const)
      writeFileSync(join(directory, `${name}.bt`), text);
    const check = await gpttraceEnds(['fmt', '--check', directory]);
    expect(check.status).toBe(4);
    expect(check.stdout).toBe(`${directory}/a.bt\n${directory}/c.bt\n2 programs not in the style of gpttrace fmt\n`);
    expect(readFileSync(join(directory, 'a.bt'), 'utf8')).toBe(UNTIDY);
    const written = await gpttraceEnds(['fmt', '-w', directory]);
    expect(written.status).toBe(4);
    expect(readFileSync(join(directory, 'c.bt'), 'utf8')).toBe(await tidy(UNTIDY));
    expect(readFileSync(join(directory, 'b.bt'), 'utf8')).toBe(BROKEN);
    const again = await gpttraceEnds(['fmt', '--check', join(directory, 'a.bt'), join(directory, 'c.bt')]);
    expect([again.status, again.stdout]).toEqual([0, '']);
  });

  it('cannot all go to standard output', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['fmt', bt(UNTIDY), bt(UNTIDY)]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expectMessage(stderr, /2 programs cannot all go to standard output/);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['a missing file', () => scratchFile('none.bt'), /there is no such file/],
    ['a binary file', () => bt(Buffer.from([1, 0, 2])), /it is no text/],
    ['text of another encoding', () => bt(Buffer.from([0x2f, 0x2f, 0xe9, 0x0a])), /it is no UTF-8/],
  ])('%s: 10', async (_what, file, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['fmt', '--write', file()]);
    expect(status).toBe(10);
    expect(stdout).toBe('');
    expectMessage(stderr, said);
  });

  it.each([
    [['fmt'], /missing required argument/],
    [['fmt', '--write', '--check', 'x.bt'], /--write and --check cannot be used together/],
    [['fmt', '--write', '-'], /--write and - cannot be used together/],
  ])('%j', async (args, said) => {
    const { status, stderr } = await gpttraceEnds(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
  });

  it('a reader that goes: it ends, without a word', async () => {
    const file = bt('BEGIN{$x=1;}\n'.repeat(20_000));
    const { status, stderr } = await new Run([
      'bash',
      '-c',
      `"$@" | head -n 1 >/dev/null; exit \${PIPESTATUS[0]}`,
      'bash',
      ...gpttraceCommand('fmt', file),
    ]).end();
    expect(stderr).toBe('');
    expect(status).toBe(141);
  });
});
