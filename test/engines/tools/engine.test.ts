import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { KernelFacts } from '../../../src/core/facts.ts';
import type { Program } from '../../../src/core/program.ts';
import { toolsEngine } from '../../../src/engines/tools/engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gpttrace-engine-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const facts = { privilege: 'root', release: '6.1.0' } as KernelFacts;

let scripts = 0;
/** A shell script in a tool's place. */
async function ran(
  script: string,
  { tool = 'tool', ...more }: Partial<Program> & { tool?: string } = {},
  rights = facts,
  each: (event: TraceEvent) => void = () => {},
): Promise<TraceEvent[]> {
  scripts++;
  const path = join(scratch, `tool-${scripts}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  const signal = new AbortController().signal;
  const command = { ...more.command, tool, path, args: [] };
  const program = {
    language: 'tool',
    source: tool,
    title: tool,
    origin: { kind: 'tool', name: tool },
    attachPoints: [],
    outputs: [],
    ...more,
    command,
  } as const;
  const events: TraceEvent[] = [];
  for await (const batch of toolsEngine.run({ program, facts: rights, allowUnsafe: false, args: [], stop: signal, kill: signal })) {
    batch.forEach(each);
    events.push(...batch);
  }
  return events;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function hasEnded(file: string): Promise<boolean> {
  const pid = Number(readFileSync(join(scratch, file), 'utf8'));
  for (let i = 0; i < 3_000 && isAlive(pid); i++) await setTimeout(20);
  return pid > 0 && !isAlive(pid);
}

it('what a tool leaves behind ends with it, whether it holds the output or not', async () => {
  const events = await ran(
    `sleep 300 2>/dev/null & echo $! > ${scratch}/holding\nsleep 300 >/dev/null 2>&1 & echo $! > ${scratch}/silent\necho "PID COMM"; echo "1 init"`,
    {
      seconds: 60,
    },
  );
  expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  expect(await hasEnded('holding')).toBe(true);
  expect(await hasEnded('silent')).toBe(true);
});

it('a tool whose own time is over has not failed, whatever its status', async () => {
  const events = await ran('echo "PID COMM"; echo "1 init"; sleep 0.3; exit 1', { seconds: 0.2, endsItself: true });
  expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
});

it.each([
  ['says why', 'echo "PID COMM"; echo "error: it is broken" >&2; exit 3', 'error: it is broken'],
  ['says nothing', 'echo "PID COMM"; echo "1 init"; exit 3', 'it ended with status 3, and did not say why'],
  [
    'lacks headers',
    'echo "chdir(/lib/modules/6.1.0/build): No such file or directory" >&2; echo Traceback >&2; exit 1',
    /headers of the running kernel.*linux-headers-6\.1\.0/,
  ],
])('one that fails and %s', async (_, script, why) => {
  expect(await ran(script, { seconds: 60, endsItself: true }).then((events) => events.at(-1))).toMatchObject({
    message: typeof why === 'string' ? why : expect.stringMatching(why),
  });
});

it('what perf and strace say beside is what they tell, as it comes', async () => {
  const script = 'echo "% time seconds usecs/call calls errors syscall" >&2; echo "100 0.5 1 2 3 read" >&2; exit 130';
  const events = await ran(script, { tool: 'strace' });
  expect(events.filter(({ type }) => type === 'row')).toHaveLength(1);
});

it('what would ask again and again where its input ends is left unanswered', async () => {
  const answered = await ran('read -r x; echo "asked"', { tool: 'perf top', seconds: 0.3 });
  expect(answered.some((event) => event.type === 'text')).toBe(false);
  expect(await ran('read -r x; echo "asked"', { seconds: 5 })).toContainEqual({ type: 'text', text: 'asked' });
});

it.skipIf(!existsSync('/usr/bin/stdbuf'))('lines come one by one, and not when there are enough of them', async () => {
  const seen = join(scratch, 'seen');
  const script = `(echo "PID COMM"; echo "1 init"; until [ -e ${seen} ]; do sleep 0.02; done; echo "2 kthreadd") | sed s/x/y/`;
  const events = await ran(script, { seconds: 20 }, facts, (event) => {
    if (event.type === 'row') writeFileSync(seen, '');
  });
  expect(events.filter(({ type }) => type === 'row')).toHaveLength(2);
  expect(events.at(-1)).toMatchObject({ reason: 'finished' });
});

it('nothing pages, paints or asks: its environment says so, and holds no keys of ours', async () => {
  process.env.GPTTRACE_TEST_KEY = 'secret';
  const events = await ran('env; tty <&0');
  delete process.env.GPTTRACE_TEST_KEY;
  const text = events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('\n');
  expect(text).toMatch(/^PAGER=cat$/m);
  expect(text).toMatch(/^TERM=dumb$/m);
  expect(text).toMatch(/^not a tty$/m);
  expect(text).not.toContain('secret');
});

it('its environment reaches it through sudo, and one that needs no root is started without', async () => {
  const folder = join(scratch, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'sudo'), '#!/bin/sh\nshift 2\nexec env -i PATH=/usr/bin:/bin BY_SUDO=yes "$@"\n');
  chmodSync(join(folder, 'sudo'), 0o755);
  const path = process.env.PATH ?? '';
  process.env.PATH = `${folder}:${path}`;
  try {
    const rights = { ...facts, privilege: 'sudo' } as const;
    const text = (events: TraceEvent[]): string => events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('\n');
    expect(text(await ran('env', {}, rights))).toMatch(/^BY_SUDO=yes$[\s\S]*^PAGER=cat$|^PAGER=cat$[\s\S]*^BY_SUDO=yes$/m);
    expect(text(await ran('env', { command: { tool: 'ss', path: '', args: [], asUser: true } }, rights))).not.toContain('BY_SUDO');
  } finally {
    process.env.PATH = path;
  }
});
