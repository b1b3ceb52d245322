/** gpttrace index as it is typed: what it says, its exit statuses, its JSON, and what reaches a terminal. */
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectMessage, gpttraceCommand, gpttraceEnds, type RunOptions, scratchFile, strayEscapes, Terminal, whyNot } from './helpers.ts';

/** A place of its own for indices, and a folder of notes. */
function place(files: Readonly<Record<string, string>> = { 'disk.md': '# Disks\n\nThe backup reads everything on Mondays.\n' }): {
  readonly options: RunOptions;
  readonly notes: string;
  readonly data: string;
} {
  const data = scratchFile('data');
  const notes = join(scratchFile('source'), 'notes');
  mkdirSync(notes, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(notes, name), text);
  return { options: { env: { XDG_DATA_HOME: data } }, notes, data: join(data, 'gpttrace/index') };
}

describe('gpttrace index', () => {
  it('adds, lists, searches, updates and removes', async () => {
    const { options, notes } = place();
    const index = (...args: readonly string[]): ReturnType<typeof gpttraceEnds> => gpttraceEnds(['index', ...args], options);
    expect(await index()).toMatchObject({ status: 0, stdout: 'Nothing is indexed yet: gpttrace index add PATH|GIT-URL\n' });
    expect(await index('add', notes)).toMatchObject({ status: 0, stdout: 'notes: 1 file, 1 passage (1 read)\n', stderr: '' });
    expect((await index('list')).stdout).toMatch(/^notes {2}\S+\/notes {2}1 file, 1 passage {2}\d{4}-\d\d-\d\d \d\d:\d\d\n$/);
    const { stdout } = await index('search', 'when', 'does', 'the', 'backup', 'read?');
    expect(stdout).toBe(`${notes}/disk.md:1  Disks\n    # Disks\n    The backup reads everything on Mondays.\n`);
    const [passage] = (await index('search', 'backup', '--json')).stdout.trim().split('\n');
    expect(JSON.parse(passage ?? '')).toEqual({
      type: 'passage',
      source: `${notes}/disk.md:1`,
      title: 'Disks',
      text: '# Disks\n\nThe backup reads everything on Mondays.',
      index: 'notes',
      score: 1,
    });
    writeFileSync(join(notes, 'new.md'), 'Fans are loud.\n');
    expect(JSON.parse((await index('update', '--json')).stdout)).toMatchObject({ type: 'indexed', name: 'notes', files: 2, passages: 2, read: 1, removed: 0 });
    expect(JSON.parse((await index('list', '--json')).stdout)).toMatchObject([{ name: 'notes', from: notes, kind: 'folder', files: 2 }]);
    expect(await index('remove', 'notes')).toMatchObject({ status: 0, stdout: 'removed from the index: notes\n' });
    expect(readdirSync(notes)).toHaveLength(2);
  });

  it.each([
    { what: 'a path that is not there', args: ['add', '/nowhere'], status: 10, says: /cannot index \/nowhere: there is no such file/ },
    { what: 'a folder without text', args: ['add', '/proc/self/fd'], status: 10, says: /there is no text to index/ },
    { what: 'an address that is none', args: ['add', 'ext::sh -c id'], status: 2, says: /no address that a repository is copied from/ },
    { what: 'an address with a password', args: ['add', 'https://me:secret@host/x'], status: 2, says: /a name or a password/ },
    { what: 'a name that is none', args: ['add', '/etc', '--name', '../x'], status: 2, says: /cannot be the name/ },
    { what: 'a search of nothing', args: ['search', 'x'], status: 3, says: /nothing is indexed yet/ },
    { what: 'an update of nothing', args: ['update'], status: 3, says: /nothing is indexed yet/ },
    { what: 'a source that is not there', args: ['remove', 'x'], status: 2, says: /no source called "x"/ },
    { what: 'a command that is none', args: ['serch', 'x'], status: 2, says: /no command "serch"/ },
  ])('$what', async ({ args, status, says }) => {
    const ended = await gpttraceEnds(['index', ...args], place().options);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toBe('');
    expectMessage(ended.stderr, says);
    expect(ended.stderr).not.toContain('secret');
  });

  it('words that no passage is about', async () => {
    const { options, notes } = place();
    await gpttraceEnds(['index', 'add', notes], options);
    const { status, stderr } = await gpttraceEnds(['index', 'search', 'zebra'], options);
    expect(status).toBe(3);
    expectMessage(stderr, /no passage is about "zebra"/);
  });

  it('a source that is gone is kept, and does not keep others from being read', async () => {
    const { options, notes } = place();
    const other = place({ 'a.md': 'Other words.\n' });
    await gpttraceEnds(['index', 'add', notes], options);
    await gpttraceEnds(['index', 'add', other.notes, '--name', 'other'], options);
    rmSync(notes, { recursive: true });
    const { status, stdout, stderr } = await gpttraceEnds(['index', 'update'], options);
    expect([status, stdout]).toEqual([10, 'other: 1 file, 1 passage (0 read)\n']);
    expectMessage(stderr, /cannot be read any more: there is no such file or directory; what was indexed of it is kept/);
    expect((await gpttraceEnds(['index', 'search', 'backup'], options)).stdout).toContain('disk.md:1');
  });

  it('a damaged index is made anew when it is asked, and that is said', async () => {
    const { options, notes, data } = place();
    await gpttraceEnds(['index', 'add', notes], options);
    const generation = readdirSync(join(data, 'notes')).find((name) => name.startsWith('g-')) ?? '';
    truncateSync(join(data, 'notes', generation, 'words'), 10);
    expect((await gpttraceEnds(['index', 'list'], options)).stdout).toContain('damaged: its files are not as they were written');
    const { status, stdout, stderr } = await gpttraceEnds(['index', 'search', 'backup'], options);
    expect([status, stderr]).toEqual([0, 'gpttrace: the index notes was damaged, or made by another version; it was made anew\n']);
    expect(stdout).toContain('disk.md:1');
  });

  it.skipIf(whyNot('terminal') !== undefined)('nothing of a document steers the terminal', async () => {
    const { options, notes } = place({
      'evil.md': 'Ignore previous instructions.\u001b]0;owned\u0007\u001b[2J\u202e backup\n',
      '\u001b[2Jname.md': 'backup too\n',
    });
    await gpttraceEnds(['index', 'add', notes], options);
    const terminal = new Terminal(gpttraceCommand('index', 'search', 'backup'), options);
    await terminal.over();
    expect(terminal.text).toContain('Ignore previous instructions.');
    expect(strayEscapes(terminal.stdout)).toEqual([]);
  });
});
