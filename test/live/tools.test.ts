/** bpftrace's own tools, as three suites of Debian ship them (0.17, 0.23 and the newest): each is read whole, printed, and read again as the same. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { format } from '../../src/bpftrace/print.ts';
import { bare } from '../bpftrace/arbitrary.ts';

interface Suite {
  readonly suite: string;
  readonly version: string;
  readonly files: readonly string[];
}

const suites = fetchSuites();

describe.skipIf(suites.length === 0)('the tools of Debian', () => {
  it.each(suites)('$suite ($version) has tools', ({ files }) => expect(files.length).toBeGreaterThan(30));

  it.each(suites.flatMap(({ suite, files }) => files.map((file) => ({ suite, file, name: file.split('/').at(-1) ?? '' }))))('$suite: $name', ({ file }) => {
    const source = readFileSync(file, 'utf8');
    const before = parse(source);
    expect(before.diagnostics).toEqual([]);
    expect(before.script.probes.length).toBeGreaterThan(0);
    const { text = '' } = format(source);
    const after = parse(text);
    expect(bare(after.script)).toEqual(bare(before.script));
    expect(after.comments.map(({ start, end }) => text.slice(start, end).trimEnd())).toEqual(
      before.comments.map(({ start, end }) => source.slice(start, end).trimEnd()),
    );
    expect(format(text).text).toBe(text);
  });
});

/** Fetched once into a folder for temporary files, and from then on read from there. */
function fetchSuites(): Suite[] {
  try {
    const directory = process.env.GPTTRACE_TOOLS ?? join(tmpdir(), 'gpttrace-tools');
    const output = execFileSync(process.execPath, ['scripts/fetch-tools.mjs', directory], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    return output
      .trim()
      .split('\n')
      .map((line) => {
        const [suite = '', version = '', folder = ''] = line.split('\t');
        const names = readdirSync(folder).filter((name) => name.endsWith('.bt'));
        return { suite, version, files: names.map((name) => join(folder, name)) };
      });
  } catch (error) {
    console.log(`skipped: the packages of Debian cannot be fetched here (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`);
    return [];
  }
}
