import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExportFlags, exportCommand } from '../../src/cli/export.ts';
import { Problem } from '../../src/core/problem.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { jsonReport } from '../../src/report/json.ts';
import { byProcess, stacks } from '../report/records.ts';

let place = '';
let run = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-export-'));
  run = join(place, 'run.json');
  writeFileSync(run, jsonReport(stacks));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

async function problemOf(name: string | undefined, flags: ExportFlags): Promise<Problem> {
  try {
    await exportCommand(name, flags);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it went well');
}

describe('a run that is over', () => {
  it.each(FORMATS.map(({ name, extensions }) => ({ name, extension: extensions[0] ?? '.out' })))('is written as $name', async ({ name, extension }) => {
    const output = join(place, `out${extension}`);
    expect(await exportCommand(run, { output, ...(extension === '.out' ? { as: name } : {}) })).toBe(0);
    expect(readFileSync(output).length).toBeGreaterThan(40);
    expect(readdirSync(place).sort()).toEqual([`out${extension}`, 'run.json'].sort());
  });

  it('is the same when it is read and written again', async () => {
    const output = join(place, 'again.json');
    await exportCommand(run, { output });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(JSON.parse(readFileSync(run, 'utf8')));
  });

  it('gives the table that is wished', async () => {
    writeFileSync(run, jsonReport(byProcess));
    const output = join(place, 'errors.csv');
    await exportCommand(run, { output, dataset: '@errors' });
    expect(readFileSync(output, 'utf8')).toBe('"errno","errno_name","count"\r\n2,"ENOENT",7\r\n');
  });
});

describe('what cannot be exported', () => {
  it.each<{ readonly name: string; readonly session?: string; readonly flags: ExportFlags; readonly code: string }>([
    { name: 'no run', flags: { as: 'csv' }, code: 'which-run' },
    { name: 'no form', session: 'run.json', flags: {}, code: 'which-format' },
    { name: 'a form nobody knows', session: 'run.json', flags: { as: 'xlsx' }, code: 'unknown-format' },
    { name: 'an ending nobody knows', session: 'run.json', flags: { output: 'a.xlsx' }, code: 'unknown-extension' },
    { name: 'a table of what is whole', session: 'run.json', flags: { as: 'html', dataset: 'answer' }, code: 'whole-format' },
    { name: 'a table it has not', session: 'run.json', flags: { as: 'csv', dataset: '@nothing' }, code: 'unknown-dataset' },
    { name: 'a flame graph of counts', session: 'counts.json', flags: { as: 'flame-graph' }, code: 'unfit-format' },
    { name: 'a file that is not there', session: 'no.json', flags: { as: 'csv' }, code: 'unreadable-file' },
    { name: 'a file that is no run', session: 'text.json', flags: { as: 'csv' }, code: 'no-run' },
    { name: 'a file cut off', session: 'cut.json', flags: { as: 'csv' }, code: 'no-run' },
    { name: 'a file that is far too large', session: 'huge.json', flags: { as: 'csv' }, code: 'unreadable-file' },
    { name: 'over a file', session: 'run.json', flags: { as: 'csv', output: 'text.json' }, code: 'file-exists' },
    { name: 'into no directory', session: 'run.json', flags: { as: 'csv', output: 'no/a.csv' }, code: 'unwritable-file' },
    { name: 'to a full disk', session: 'run.json', flags: { as: 'csv', output: '/dev/full' }, code: 'unwritable-file' },
  ])('$name: $code', async ({ session, flags, code }) => {
    writeFileSync(join(place, 'text.json'), 'no run');
    writeFileSync(join(place, 'counts.json'), jsonReport(byProcess));
    writeFileSync(join(place, 'cut.json'), jsonReport(byProcess).slice(0, 1000));
    writeFileSync(join(place, 'huge.json'), '');
    // A hole of a file: as large as it says, and nothing on the disk.
    truncateSync(join(place, 'huge.json'), 2 ** 32);
    const { output } = flags;
    const problem = await problemOf(session === undefined ? undefined : join(place, session), {
      ...flags,
      ...(output === undefined ? {} : { output: output.startsWith('/') ? output : join(place, output) }),
    });
    expect(problem.code).toBe(code);
    expect(problem.message.split('\n')).toHaveLength(1);
    expect(readFileSync(join(place, 'text.json'), 'utf8')).toBe('no run');
    expect(existsSync(join(place, 'a.csv'))).toBe(false);
  });
});
