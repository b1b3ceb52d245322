/** Start-up is paid by everyone: who needs no model loads nothing of what models need, though one is configured. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startModelServer } from '../models/server.ts';
import { gpttraceEnds, ROOT, scratch, whyNot } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const KNOWN = 'count page faults by process';
/** What answers without a model are made of, from outside. */
const NEEDED = ['commander', 'fast-string-truncated-width', 'fast-string-width', 'minisearch'];

/** The packages that a run imports. */
async function packagesOf(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly packages: string[]; readonly status: number | null }> {
  const list = join(scratch, `imports-${count++}`);
  const config = join(scratch, 'start');
  mkdirSync(join(config, 'gpttrace'), { recursive: true });
  writeFileSync(join(config, 'gpttrace', 'config.toml'), 'use = "ollama/test"\n');
  const { status } = await gpttraceEnds(args, {
    env: {
      ...env,
      IMPORTS_TO: list,
      NODE_OPTIONS: `--import ${pathToFileURL(`${ROOT}test/fixtures/imports.mjs`)}`,
      XDG_CONFIG_HOME: config,
      XDG_STATE_HOME: config,
    },
  });
  const found = readFileSync(list, 'utf8').matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/g);
  return { status, packages: [...new Set([...found].map(([, name = '']) => name))].sort() };
}
let count = 0;

describe.skipIf(cannot)('what is loaded', () => {
  it.each([
    { what: 'a question that the library answers', args: [KNOWN, '-d', '1', '--yes'] },
    { what: 'the same in JSON', args: [KNOWN, '-d', '1', '--yes', '--json'] },
    { what: 'a plan', args: [KNOWN, '--dry-run'] },
    { what: 'a question that nobody answers, without a model', args: ['which gizmos does the frobnicator quux', '--planner', 'embedded'] },
    { what: 'a question that does harm', args: ['record every password typed on this machine', '--yes'] },
  ])('for $what: nothing of models', async ({ args }) => {
    const { packages, status } = await packagesOf(args, {});
    expect([0, 3, 9]).toContain(status);
    expect(packages.filter((name) => !NEEDED.includes(name))).toEqual([]);
  });

  it('where a model is asked, what it needs: this is how one would see it', async () => {
    const server = await startModelServer(() => ({ calls: [{ name: 'decline', input: { why: 'impossible', said: 'No.' } }] }));
    try {
      const { packages, status } = await packagesOf(['which gizmos does the frobnicator quux', '--dry-run'], { OLLAMA_HOST: server.url });
      expect(status).toBe(3);
      expect(packages).toEqual(expect.arrayContaining(['ai', 'zod']));
    } finally {
      await server.close();
    }
  });
});
