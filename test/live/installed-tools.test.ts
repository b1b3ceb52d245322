import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { KernelFacts } from '../../src/core/facts.ts';
import { toolsEngine } from '../../src/engines/tools/engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gpttrace-tools-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const facts = { privilege: 'root', release: '6.1.0' } as KernelFacts;

async function ran(path: string, args: readonly string[]): Promise<TraceEvent[]> {
  const signal = new AbortController().signal;
  const command = { tool: path.split('/').at(-1) ?? path, path, args };
  const program = { language: 'tool', source: path, command, title: path, origin: { kind: 'file', path }, attachPoints: [], outputs: [], seconds: 1 } as const;
  const events: TraceEvent[] = [];
  for await (const batch of toolsEngine.run({ program, facts, allowUnsafe: false, args: [], stop: signal, kill: signal })) events.push(...batch.slice(0, 100));
  return events;
}

function script(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/bash\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ['prompts', 'read -p "Really? " x; echo "got [$x]"', { reason: 'finished' }],
  ['never-ends', 'trap "" INT TERM; while :; do sleep 0.1; done', { reason: 'deadline', killed: true }],
  ['floods', 'echo "PID COMM COUNT"; yes "1 x 2"', { reason: 'deadline' }],
  ['one-line', 'cat /dev/zero', { reason: 'deadline' }],
  ['fails', 'echo "needs to be run as root? invalid option -z" >&2; exit 1', { reason: 'rejected' }],
])('a tool that %s', async (name, text, ended) => {
  expect((await ran(script(name, text), [])).at(-1)).toMatchObject({ type: 'ended', ...ended });
});

test.skipIf(!existsSync('/usr/sbin/runqlat') || process.getuid?.() !== 0)('runqlat prints its histogram when its time is over', async () => {
  const events = await ran('/usr/sbin/runqlat', []);
  expect(events.some((event) => event.type === 'histogram' && event.entries[0]?.buckets.some(({ count }) => count > 0))).toBe(true);
});
