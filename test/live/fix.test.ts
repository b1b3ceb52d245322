/** `gpttrace fix` as it is called: what it changes, what it leaves alone, and that nothing is ever lost. */
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectMessage, gpttraceCommand, gpttraceEnds, jsonLines, Run, scratchFile, whyNot } from './helpers.ts';

/** One mistake that has one right answer on every kernel. */
const BROKEN = '```\nBEGIN { printf("%s\\n", "hello"); exit(); }\n```\n';
const MENDED = 'BEGIN { printf("%s\\n", "hello"); exit(); }';
const HOPELESS = 'BEGIN { @x = nobody_knows_this(1); }\n';

function bt(text: string | Buffer, name = 'program.bt'): string {
  const file = scratchFile(name);
  writeFileSync(file, text);
  return file;
}

describe('a program that can be mended', () => {
  it('is shown mended, with the reason, and left as it is', async () => {
    const file = bt(BROKEN);
    const { status, stdout, stderr } = await gpttraceEnds(['fix', file]);
    expect(status, stdout).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/because /);
    expect(stdout).toContain(`--- ${file}\n+++ ${file}\n@@ `);
    expect(stdout).toContain('\n-```');
    expect(readFileSync(file, 'utf8')).toBe(BROKEN);
  });

  it('is changed by --write, its mode kept, and is then right', async () => {
    const file = bt(BROKEN);
    chmodSync(file, 0o750);
    const { status, stdout } = await gpttraceEnds(['fix', '--write', file]);
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/change.*, written\n$/);
    expect(readFileSync(file, 'utf8').trim()).toBe(MENDED);
    expect(statSync(file).mode & 0o777).toBe(0o750);
    expect((await gpttraceEnds(['check', file])).status).toBe(0);
    const again = await gpttraceEnds(['fix', '--write', file]);
    expect([again.status, again.stdout]).toEqual([0, 'nothing to change\n']);
  });

  it('behind a link: what it leads to is changed, the link stays', async () => {
    const file = bt(BROKEN);
    const link = join(dirname(file), 'link.bt');
    symlinkSync(file, link);
    expect((await gpttraceEnds(['fix', '-w', link])).status).toBe(0);
    expect(readFileSync(file, 'utf8').trim()).toBe(MENDED);
    expect(statSync(link).ino).toBe(statSync(file).ino);
  });

  it('of somebody else stays theirs when root changes it', async () => {
    if (process.geteuid?.() !== 0) {
      console.log('skipped: this needs root');
      return;
    }
    const file = bt(BROKEN);
    await new Run(['chown', '65534:65534', file]).end();
    expect((await gpttraceEnds(['fix', '-w', file])).status).toBe(0);
    expect([statSync(file).uid, statSync(file).gid]).toEqual([65534, 65534]);
  });

  it('from standard input comes out on standard output, and nothing else does', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['fix', '-'], { input: BROKEN });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(MENDED);
    expect(stderr).toMatch(/because /);
  });

  it('as JSON', async () => {
    const file = bt(BROKEN);
    const { status, stdout } = await gpttraceEnds(['fix', '--json', file]);
    expect(status).toBe(0);
    const [line] = jsonLines(stdout);
    expect(line).toMatchObject({ type: 'fix', file, written: false, errors: 0 });
    expect(line?.changes).toEqual([expect.objectContaining({ why: expect.any(String) })]);
    expect(String(line?.source).trim()).toBe(MENDED);
  });

  it('is offered to be mended where it was to be run', async () => {
    if (whyNot('bpftrace', 'root', 'tracefs') !== undefined) return;
    const file = bt(BROKEN);
    const { status, stderr } = await gpttraceEnds(['run', file, '--yes']);
    expect(status).toBe(4);
    expect(stderr).toContain(`gpttrace fix ${file} would mend`);
    const hopeless = await gpttraceEnds(['run', bt(HOPELESS), '--yes']);
    expect(hopeless.status).toBe(4);
    expect(hopeless.stderr).not.toContain('gpttrace fix');
  });
});

describe('a program that is right', () => {
  it.each([
    ['plain', `${MENDED}\n`],
    ['with the line ends of Windows', `${MENDED}\r\n`],
    ['with a byte order mark', `\uFEFF${MENDED}\n`],
    ['without an end of its last line', MENDED],
  ])('%s: not a byte is touched', async (_what, text) => {
    const file = bt(text);
    const before = statSync(file);
    const { status, stdout } = await gpttraceEnds(['fix', '--write', file]);
    expect([status, stdout]).toEqual([0, 'nothing to change\n']);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(statSync(file).ino).toBe(before.ino);
    expect(statSync(file).mtimeMs).toBe(before.mtimeMs);
  });
});

describe('what cannot be done', () => {
  it('a mistake nobody can mend is shown: 4', async () => {
    const file = bt(HOPELESS);
    const { status, stdout } = await gpttraceEnds(['fix', '--write', file]);
    expect(status).toBe(4);
    expect(stdout).toMatch(/error: .*nobody_knows_this/);
    expect(stdout).toMatch(/1 error left\n$/);
    expect(readFileSync(file, 'utf8')).toBe(HOPELESS);
  });

  it.each([
    ['a file that is missing', () => scratchFile('none.bt'), /there is no such file/],
    ['a directory', () => '/tmp', /it is a directory/],
    ['a binary file', () => bt(Buffer.from([1, 0, 2])), /it is no text/],
    ['text of another encoding', () => bt(Buffer.from([0x2f, 0x2f, 0xe9, 0x0a])), /it is no UTF-8/],
    ['5 MB', () => bt('x'.repeat(5 * 1024 * 1024)), /it has more than/],
  ])('%s: 10', async (_what, file, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(['fix', '--write', file()]);
    expect(status).toBe(10);
    expect(stdout).toBe('');
    expectMessage(stderr, said);
  });

  it('a file that may not be written: it stays, and no draft does', async () => {
    if (whyNot('setpriv') !== undefined) return;
    const directory = scratchFile('closed');
    mkdirSync(directory);
    const file = join(directory, 'x.bt');
    writeFileSync(file, BROKEN);
    chmodSync(directory, 0o755);
    const run = new Run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...gpttraceCommand('fix', '-w', file)]);
    const { status, stderr } = await run.end();
    expect(status).toBe(10);
    expectMessage(stderr, /cannot write .*x\.bt: permission denied/);
    expect(readFileSync(file, 'utf8')).toBe(BROKEN);
  });

  it.each([
    [['fix'], /missing required argument/],
    [['fix', 'a.bt', 'b.bt'], /too many arguments/],
    [['fix', '--write', '-'], /--write and - cannot be used together/],
  ])('%j', async (args, said) => {
    const { status, stdout, stderr } = await gpttraceEnds(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(said);
  });
});
