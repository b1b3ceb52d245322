/** What the machine's bpftrace says to a program that is only compiled; stand-ins for it that end in every way. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/line/model/compile.ts';
import { blind } from '../../check/policy/machine.ts';

const directory = mkdtempSync(join(tmpdir(), 'gt-compile-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function saidBy(script: string, signal: AbortSignal = new AbortController().signal): Promise<string | undefined> {
  const path = join(directory, `bpftrace-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, `#!/bin/sh\ncat > /dev/null\n${script}\n`);
  chmodSync(path, 0o755);
  const facts = { ...blind.facts, privilege: 'root' as const, bpftrace: { path, version: '0.17.0' } };
  return compile('BEGIN { }', { ...blind, types: undefined, facts } as Parameters<typeof compile>[1], {
    allowUnsafe: false,
    signal,
    kill: new AbortController().signal,
  });
}

describe('a program is', () => {
  it.each([
    { what: 'refused', script: 'echo "stdin:1:1: ERROR: no such thing" >&2; exit 1', said: /no such thing/ },
    { what: 'refused without a word', script: 'exit 3', said: /ended with status 3 and said nothing/ },
    { what: 'what it dies of', script: 'echo "BUG: Struct size mismatch" >&2; kill -ABRT $$', said: /Struct size mismatch/ },
    { what: 'what it dies of without a word', script: 'kill -SEGV $$', said: /died of it and said nothing/ },
  ])('$what', async ({ script, said }) => {
    expect(await saidBy(script)).toMatch(said);
  });

  it('taken', async () => {
    expect(await saidBy('echo "warning: something" >&2; exit 0')).toBeUndefined();
  });

  it('not judged where it was stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    expect(await saidBy('exec sleep 30', stop.signal)).toBeUndefined();
  });
});
