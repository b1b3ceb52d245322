import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { programFile, saveFile } from '../../src/cli/save.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Plan } from '../../src/plan/plan.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-save-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function problemOf(action: () => void): Problem {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  }
  throw new Error('it went well');
}

describe('saveFile', () => {
  it('writes a new file whole, readable for others', () => {
    const path = join(place, 'a.bt');
    saveFile(path, 'text é\n', false);
    expect(readFileSync(path, 'utf8')).toBe('text é\n');
    expect(statSync(path).mode & 0o111).toBe(0);
    expect(readdirSync(place)).toEqual(['a.bt']);
  });

  it('refuses to replace something else, and leaves it as it is', () => {
    const path = join(place, 'a.bt');
    writeFileSync(path, 'precious');
    const problem = problemOf(() => saveFile(path, 'text', false));
    expect(problem.exit).toBe(10);
    expect(problem.message).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('precious');
    expect(readdirSync(place)).toEqual(['a.bt']);
  });

  it('replaces it where that is asked for', () => {
    const path = join(place, 'a.bt');
    writeFileSync(path, 'a longer text than the new one');
    saveFile(path, 'text', true);
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(readdirSync(place)).toEqual(['a.bt']);
  });

  it('is content with a file that holds the same', () => {
    const path = join(place, 'a.bt');
    writeFileSync(path, 'text');
    chmodSync(path, 0o444);
    const before = statSync(path);
    saveFile(path, 'text', false);
    expect(statSync(path).ino).toBe(before.ino);
  });

  it.each([
    { name: 'a directory that is not there', target: 'none/a.bt', force: false },
    { name: 'a directory that is not there, by force', target: 'none/a.bt', force: true },
    { name: 'a directory', target: '.', force: false },
    { name: 'a directory, by force', target: '.', force: true },
    { name: 'a file as a directory', target: 'file/a.bt', force: true },
    { name: 'a name that is too long', target: 'x'.repeat(300), force: false },
  ])('cannot write to $name, and leaves nothing behind', ({ target, force }) => {
    writeFileSync(join(place, 'file'), 'precious');
    const problem = problemOf(() => saveFile(join(place, target), 'text', force));
    expect(problem.exit).toBe(10);
    expect(problem.message).not.toMatch(/^E[A-Z]+:/);
    expect(readdirSync(place)).toEqual(['file']);
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('precious');
  });

  it.runIf(existsSync('/dev/full'))('tells of a full disk', () => {
    const problem = problemOf(() => saveFile('/dev/full', 'text', true));
    expect(problem.exit).toBe(10);
    expect(problem.message).toMatch(/full/);
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
    expect(readdirSync('/dev').filter((name) => name.includes('gpttrace'))).toEqual([]);
  });

  it('writes into a device instead of replacing it', () => {
    saveFile('/dev/null', 'text', true);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('writes to where a link leads, and keeps the link', () => {
    mkdirSync(join(place, 'real'));
    writeFileSync(join(place, 'real', 'a.bt'), 'old');
    symlinkSync(join(place, 'real', 'a.bt'), join(place, 'link.bt'));
    saveFile(join(place, 'link.bt'), 'text', true);
    expect(readFileSync(join(place, 'real', 'a.bt'), 'utf8')).toBe('text');
    expect(lstatSync(join(place, 'link.bt')).isSymbolicLink()).toBe(true);
  });

  it('keeps the mode of a file it replaces', () => {
    const path = join(place, 'a.bt');
    writeFileSync(path, 'old', { mode: 0o600 });
    saveFile(path, 'text', true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('follows no link that somebody laid where its draft would stand', () => {
    const victim = join(place, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(place, `.gpttrace-${process.pid}.draft`));
    try {
      saveFile(join(place, 'a.bt'), 'text', false);
    } catch {
      // Refusing is as good as taking another name.
    }
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });
});

describe('programFile', () => {
  const SOURCE = 'BEGIN\n{\n  @a = 1;\n}\n';
  const plan = (question: string, more: Partial<Plan> = {}): Plan => ({
    program: { language: 'bpftrace', source: SOURCE, title: 'The title', origin: { kind: 'library', name: 'x' }, attachPoints: [], outputs: [] },
    intent: { question, language: 'en', topic: '', unapplied: [], conditions: [], keys: [] },
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
    ...more,
  });

  it.each([
    'count page faults',
    '统计缺页',
    '',
    'a */ BEGIN { system("x"); }',
    'a\nBEGIN { system("x"); }',
    'a\u2028BEGIN { }',
    'a\rBEGIN { }',
    '*/',
    '/*',
    '\\',
    'x'.repeat(2000),
  ])('of the question %j is a program, with the question in a comment', (question) => {
    const text = programFile(plan(question));
    const { script, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(script.probes).toHaveLength(1);
    expect(text.endsWith(`${SOURCE.trimEnd()}\n`)).toBe(true);
    for (const line of text.slice(0, -SOURCE.length).split('\n')) expect(line === '' || line.startsWith('//')).toBe(true);
  });

  it('of a file of the user is that file', () => {
    const own = plan('');
    expect(programFile({ ...own, program: { ...own.program, origin: { kind: 'file', path: 'a.bt' } } })).toBe(SOURCE);
  });

  it('that follows a command says that it wants a process', () => {
    expect(programFile(plan('x', { followsCommand: true }))).toMatch(/PID/);
    expect(programFile(plan('x'))).not.toMatch(/PID/);
  });
});
