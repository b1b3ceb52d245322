import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AskEvent, ask, type Surroundings } from '../../src/ask.ts';
import { Exit } from '../../src/core/exit.ts';
import { treeHost } from '../../src/system/tree.ts';
import { fakeGuest } from '../fixtures/launcher.ts';

const FILES: Readonly<Record<string, string>> = {
  '/usr/bin/bpftrace': '',
  '/proc/sys/kernel/random/boot_id': 'b007\n',
  '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
  '/proc/sys/kernel/perf_event_paranoid': '2\n',
  '/sys/kernel/tracing/available_events': 'guest:only_there\n',
  '/sys/kernel/tracing/events/guest/only_there/format': 'name: x\nformat:\n\tfield:int pid;\toffset:8;\tsize:4;\tsigned:1;\n',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gpttrace-guest-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  chmodSync(join(root, '/usr/bin/bpftrace'), 0o755);
});
afterAll(() => rmSync(root, { recursive: true }));

it('the line from a program to its answer leads through a guest as it does through this machine', async () => {
  const { launcher, started, commands } = fakeGuest('sees', { processors: 1 });
  const ran: string[] = [];
  const host = treeHost({
    root,
    arch: 'x64',
    release: '6.1.0-guest',
    uid: 0,
    env: {},
    run: (command, args) => {
      ran.push([command, ...args].join(' '));
      return Promise.resolve({ status: 0, signal: null, stdout: 'bpftrace v0.17.1\n', stderr: '' });
    },
  });
  const around: Surroundings = {
    host,
    launcher,
    agreed: true,
    decide: () => Promise.resolve({ kind: 'run' }),
    stop: new AbortController().signal,
    kill: new AbortController().signal,
  };
  const program = { path: 'mine.bt', source: '/* endless */ tracepoint:guest:only_there { @faults[args->pid] = count(); }' };
  const events: AskEvent[] = [];
  const line = ask({ program, command: 'exit 4' }, around);
  let next = await line.next();
  for (; next.done !== true; next = await line.next()) events.push(next.value);
  expect(next.value).toBe(Exit.answered);
  expect(events.find(({ type }) => type === 'facts')).toMatchObject({ facts: { release: '6.1.0-guest', bootId: 'b007', bpftrace: { version: '0.17.1' } } });
  expect(events.find(({ type }) => type === 'plan')).toMatchObject({
    diagnostics: [],
    plan: { program: { declarations: { 'tracepoint:guest:only_there': { pid: 'int pid' } } } },
  });
  expect(events.at(-1)).toMatchObject({ type: 'answer', records: 1 });
  // Nothing was started ahead, nothing anywhere else.
  expect(started.map(({ path }) => path)).toEqual(['/usr/bin/bpftrace']);
  expect(commands).toEqual(['exit 4']);
  expect(ran).toEqual(['/usr/bin/bpftrace --version']);
  const ended = events.flatMap((event) => (event.type === 'trace' ? event.events : [])).find(({ type }) => type === 'ended');
  expect(ended).toMatchObject({ reason: 'command-ended', commandStatus: 4 });
});
