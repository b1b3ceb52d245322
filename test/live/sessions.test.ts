/** Runs that are kept, by the command line and the real bpftrace. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  attached,
  expectMessage,
  gpttrace,
  gpttraceCommand,
  gpttraceEnds,
  jsonLines,
  only,
  type RunOptions,
  scratchFile,
  Terminal,
  until,
  whyNot,
  workload,
} from './helpers.ts';

const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');
const cannotType = whyNot('bpftrace', 'root', 'tracefs', 'terminal');
type Record = { readonly state: string; readonly records: number; readonly sentence: string; readonly question: string };

it.skipIf(cannotTrace)('a run that is killed is there up to its last second, is shown, replayed and compared', async () => {
  const options: RunOptions = { env: { XDG_STATE_HOME: scratchFile('state') } };
  const killed = gpttrace(['which files are opened', '--yes', '--json', '--duration', '60'], options);
  await attached(killed);
  await workload('open', '40');
  await until('it has shown them', () => (killed.stdout.match(/needle\.txt/g)?.length ?? 0) >= 40);
  const listed = await gpttraceEnds(['sessions', '--json'], options);
  expect(jsonLines(listed.stdout)).toMatchObject([{ type: 'session', state: 'running', question: 'which files are opened' }]);
  // The last second may be lost; what happened before it is not, unless the machine is too busy to keep it in that time.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  killed.signal('SIGKILL');
  await killed.ended;
  killed.killAll();
  const seen = killed.stdout.match(/needle\.txt/g)?.length;

  const shown = await gpttraceEnds(['sessions', 'show', 'last', '--json'], options);
  expect(JSON.parse(shown.stdout) as Record).toMatchObject({
    state: 'broken-off',
    question: 'which files are opened',
    sentence: expect.stringMatching(/events/),
  });
  const events = await gpttraceEnds(['sessions', 'show', 'last', '--events', '--json'], options);
  expect(events.stdout.match(/"type":"row".*needle\.txt/g)).toHaveLength(seen ?? 0);
  const replayed = await gpttraceEnds(['sessions', 'replay', 'last', '--speed', 'max'], options);
  expect([replayed.status, replayed.stdout.match(/needle\.txt/g)?.length, replayed.stderr]).toEqual([0, seen, '']);
  const json = await gpttraceEnds(['sessions', 'replay', 'last', '--speed', 'max', '--json'], options);
  expect(jsonLines(json.stdout).filter(({ type, row }) => type === 'row' && /needle/.test(String((row as { readonly file?: string }).file)))).toHaveLength(
    seen ?? 0,
  );

  const second = await gpttraceEnds(['which files are opened', '--yes', '--json', '--duration', '1'], options);
  const { id } = only<{ readonly id: string }>(jsonLines(second.stdout), 'session');
  const compared = await gpttraceEnds(['sessions', 'diff', 'last-1', id, '--json'], options);
  expect(JSON.parse(compared.stdout)).toMatchObject({
    after: { id },
    differences: [{ shape: 'table', perSecond: true }],
    cautions: [expect.stringMatching(/was broken off/)],
  });
  expect((await gpttraceEnds(['sessions', 'rm', '--all', '--yes'], options)).stdout).toMatch(/^removed 2 sessions/);
  const none = await gpttraceEnds(['sessions', 'show', id], options);
  expect(none.status).toBe(10);
  expectMessage(none.stderr, /no run is kept yet/);
});

it.skipIf(cannotType)('at a terminal a run says how to come back to it, and none is kept where nobody wants that', async () => {
  const env = { XDG_STATE_HOME: scratchFile('state') };
  const terminal = new Terminal(gpttraceCommand('count page faults by process for 1 second', '--yes'), { env });
  await terminal.over();
  expect(terminal.text).toMatch(/kept as (\w{6}): gpttrace sessions show \1/);
  const unkept = await gpttraceEnds(['count page faults by process for 1 second', '--yes', '--json', '--no-keep'], { env });
  const off = await gpttraceEnds(['count page faults by process for 1 second', '--yes', '--json'], { env: { ...env, GPTTRACE_SESSIONS: 'off' } });
  expect([unkept, off].map(({ stdout }) => jsonLines(stdout).filter(({ type }) => type === 'session'))).toEqual([[], []]);
  expect(jsonLines((await gpttraceEnds(['sessions', '--json'], { env })).stdout)).toHaveLength(1);
  // A home that cannot be written costs the run nothing.
  const full = await gpttraceEnds(['count page faults by process for 1 second', '--yes', '--json'], { env: { XDG_STATE_HOME: join('/proc', 'gpttrace') } });
  expect(full.status).toBe(0);
  expect(only<{ readonly message: string }>(jsonLines(full.stdout), 'note').message).toMatch(/^this run is not kept: /);
});
