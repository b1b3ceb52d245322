/** A question that a language model answers: a model server on this machine says what is written down, all else is real. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startModelServer } from '../models/server.ts';
import type { Misbehaves, ModelServer, Says } from '../models/server-types.ts';
import {
  gpttrace,
  gpttraceCommand,
  gpttraceEnds,
  type Json,
  jsonLines,
  only,
  ROOT,
  type RunOptions,
  runs,
  scratch,
  scratchFile,
  strayEscapes,
  Terminal,
  until,
  whyNot,
} from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const noTerminal = cannot ?? whyNot('terminal');
const QUESTION = 'which gizmos does the frobnicator quux';
const FAULTS = 'software:faults:1 { @faults[comm] = count(); }';
/** bpftrace compiles it, and the kernel does not attach it. */
const REFUSED = 'profile:hz:1000000 { @samples[comm] = count(); }';
/** Nothing on this machine does that while the tests run. */
const SILENT = 'tracepoint:syscalls:sys_enter_swapoff { @calls[comm] = count(); }';

let server: ModelServer | undefined;
afterEach(() => server?.close());

const submits = (source: string, more: Record<string, unknown> = {}): Says => ({
  calls: [
    {
      name: 'submit_program',
      input: { source, title: 'Gizmos by process', tells: 'how many gizmos each process quuxes', columns: ['process', 'gizmos'], ...more },
    },
  ],
});

/** What the model says, one after the other, the last for ever; how to reach it. */
async function model(...says: readonly (Says | Misbehaves)[]): Promise<{ readonly server: ModelServer; readonly options: RunOptions }> {
  server = await startModelServer((_, count) => says[Math.min(count, says.length) - 1] ?? { misbehave: 'empty' });
  const env = { OLLAMA_HOST: server.url, XDG_STATE_HOME: join(scratch, 'state'), XDG_CONFIG_HOME: join(scratch, 'config') };
  return { server, options: { env } };
}

const ASK = [QUESTION, '--model', 'ollama/test', '-d', '1'];
const stages = (lines: readonly Json[]): unknown[] =>
  lines.filter(({ type }) => type === 'model').map(({ stage, by }) => (stage === 'sent-back' ? `${stage} ${by}` : stage));

describe.skipIf(cannot)('a program that does not answer when it runs', () => {
  it('goes back with what bpftrace said, and the one that is right answers', async () => {
    const { server: seen, options } = await model(submits(REFUSED), submits(FAULTS));
    const { status, stdout } = await gpttraceEnds([...ASK, '--yes', '--json'], options);
    const lines = jsonLines(stdout);
    expect(status, stdout).toBe(0);
    expect(stages(lines)).toContain('sent-back run');
    expect(seen.requests).toHaveLength(2);
    expect(seen.requests[1]?.body).toContain('profile:hz:1000000');
    expect(seen.requests[1]?.body).toMatch(/Error attaching probe/);
    const plans = lines.filter(({ type }) => type === 'plan');
    expect(plans.map(({ origin }) => origin)).toEqual(Array(2).fill({ kind: 'model', name: 'ollama/test' }));
    expect(only(lines, 'answer')).toMatchObject({ lost: 0 });
    expect(only<{ entries: readonly Json[] }>(lines, 'map').entries[0]).toHaveProperty('gizmos');
  });

  it('that saw nothing goes back with how often its probes fire, and stays where the model stands by it', async () => {
    const { server: seen, options } = await model(submits(SILENT), { calls: [{ name: 'keep_program', input: { said: 'No gizmo was quuxed.' } }] });
    const { status, stdout } = await gpttraceEnds([...ASK, '--yes'], options);
    expect(status, stdout).toBe(9);
    expect(stdout).toContain('ollama/test says: “No gizmo was quuxed.”');
    expect(seen.requests[1]?.body).toContain('tracepoint:syscalls:sys_enter_swapoff: 0 a second');
  });

  it('that saw nothing gives way to one that sees something', async () => {
    const { options } = await model(submits(SILENT), submits(FAULTS));
    const { status, stdout, stderr } = await gpttraceEnds([...ASK, '--yes'], options);
    expect(status, stderr).toBe(0);
    expect(stdout.match(/^In 1\.0 s: /gm)).toHaveLength(1);
    expect(stderr).toMatch(/^asking ollama\/test\n[\s\S]*sent back: /);
    expect(stderr).toMatch(/^2 calls, [\d,]+ tokens, .*, \d+\.\d s$/m);
  });

  it('stays refused where the model gives up, and is kept as a file to go on from', async () => {
    const { options } = await model(submits(REFUSED), { misbehave: 'status', status: 401 });
    const { status, stderr } = await gpttraceEnds([...ASK, '--yes'], options);
    expect(status, stderr).toBe(4);
    const kept = readdirSync(join(scratch, 'state', 'gpttrace', 'drafts'));
    expect(stderr).toContain(kept.at(-1));
    expect(readFileSync(join(scratch, 'state', 'gpttrace', 'drafts', kept.at(-1) ?? ''), 'utf8')).toContain(REFUSED);
  });
});

describe.skipIf(cannot)('a model that cannot be used', () => {
  it('is told, and what the library has is run', async () => {
    const { options } = await model({ misbehave: 'status', status: 401 });
    const { status, stdout, stderr } = await gpttraceEnds(['count page faults by process', '--model', 'ollama/test', '-d', '1', '--yes'], options);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^gpttrace: the key for ollama\/test was refused/m);
    expect(stdout).toMatch(/^process +faults/m);
  });

  it('nothing is sent, and nothing runs, where its prompt is only shown', async () => {
    const { server: seen, options } = await model(submits(FAULTS));
    const { status, stdout, stderr } = await gpttraceEnds([...ASK, '--yes', '--show-prompt'], options);
    expect([status, stderr, seen.requests.length]).toEqual([0, '', 0]);
    expect(stdout).toMatch(/^--- system\n[\s\S]*\n--- user\n[\s\S]*frobnicator[\s\S]*\n--- tools\n[\s\S]*^submit_program: /m);
  });
});

describe.skipIf(cannot)('what it wrote', () => {
  it('can be rehearsed', async () => {
    const { options } = await model(submits('software:faults:1 { @faults[comm] = count(); } /* endless */'));
    const { status, stdout, stderr } = await gpttraceEnds([...ASK, '--yes', '--json', '--rehearse'], options);
    expect(status, stderr).toBe(0);
    expect(jsonLines(stdout).find(({ stage }) => stage === 'rehearsed')).toMatchObject({ result: { kind: 'seen' } });
  });

  it('that is silent in rehearsal goes back, and the next one is rehearsed in its place', { timeout: 60_000 }, async () => {
    const blind = 'software:faults:1 /cpu == 999/ { @faults[comm] = count(); }';
    const { options } = await model(submits(blind), submits(FAULTS));
    const { status, stdout, stderr } = await gpttraceEnds([...ASK, '--yes', '--json', '--rehearse'], options);
    expect(status, stderr).toBe(0);
    const lines = jsonLines(stdout);
    expect(stages(lines)).toContain('sent-back silent');
    expect(lines.filter(({ stage }) => stage === 'rehearsed').map(({ result }) => (result as { kind: string }).kind)).toEqual(['silent', 'seen']);
  });

  it('can be written to standard output, and runs nothing', async () => {
    const { options } = await model(submits(FAULTS));
    const { status, stdout } = await gpttraceEnds(['write', QUESTION, '--model', 'ollama/test'], options);
    expect([status, stdout.split('\n').filter((line) => !line.startsWith('//') && line !== '')]).toEqual([0, [FAULTS]]);
  });
});

describe.skipIf(noTerminal)('at a terminal', () => {
  it('each program is agreed to for itself, and the card says who wrote it', async () => {
    const { options } = await model(
      submits(REFUSED),
      submits('Software:faults:1 { @faults[comm] = count(); }', { title: 'Gizmos\u001b[2J', cannot_show: ['which gizmo'] }),
    );
    const terminal = new Terminal(gpttraceCommand(...ASK), options);
    const asked = (): number => terminal.text.split('Run it?').length - 1;
    await until('it asks', () => asked() === 1);
    expect(terminal.text.replace(/\s+/g, ' ')).toContain('from written by ollama/test, checked on this kernel, compiled, held against the question');
    terminal.type('y\n');
    await until('it asks again', () => asked() === 2);
    const card = terminal.text.slice(terminal.text.indexOf('sent back')).replace(/\s+/g, ' ');
    expect(card).toContain('written by ollama/test, mended 1 mistake');
    expect(card).toContain('note ollama/test says: “which gizmo”');
    terminal.type('n\n');
    expect(await terminal.over()).toBe('status 5');
    expect(strayEscapes(terminal.stdout)).toEqual([]);
  });
});

describe.skipIf(cannot)('Ctrl-C', () => {
  it('while the model thinks', async () => {
    const { server: seen, options } = await model({ misbehave: 'hang' });
    const run = gpttrace([...ASK, '--yes'], options);
    await until('it is asked', () => seen.requests.length === 1);
    const from = performance.now();
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect([status, stderr.split('\n').filter((line) => line.startsWith('gpttrace:'))]).toEqual([130, []]);
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  it('while the model thinks about a refusal', async () => {
    const { server: seen, options } = await model(submits(REFUSED), { misbehave: 'hang' });
    const run = gpttrace([...ASK, '--yes'], options);
    await until('it is asked again', () => seen.requests.length === 2);
    run.signal('SIGINT');
    const { status } = await run.end();
    expect(status).toBe(130);
  });
});

describe.skipIf(cannot)('what is imported', () => {
  const OF_MODELS = /^(?:ai|zod|@ai-sdk|ollama|@openrouter)(?:\/|$)/;
  const imported = async (args: readonly string[], options: RunOptions): Promise<readonly string[]> => {
    const log = scratchFile('imports');
    const [node = '', ...rest] = gpttraceCommand(...args);
    const { stderr } = await runs([node, '--import', `${ROOT}test/fixtures/log-imports.mjs`, ...rest], {
      ...options,
      env: { ...options.env, IMPORTS_LOG: log },
    });
    expect(stderr).not.toContain('a mistake in gpttrace itself');
    return readFileSync(log, 'utf8').split('\n');
  };

  it('of a model: only where one is asked', async () => {
    const { server: seen, options } = await model(submits(FAULTS));
    const inUse = { env: { ...options.env, GPTTRACE_MODEL: 'ollama/test' } };
    expect((await imported([QUESTION, '--dry-run'], inUse)).filter((name) => OF_MODELS.test(name))).not.toEqual([]);
    expect(seen.requests).toHaveLength(1);
    const others: readonly (readonly [readonly string[], RunOptions])[] = [
      [['--help'], inUse],
      [['count page faults by process', '--dry-run'], inUse],
      [[QUESTION, '--planner', 'embedded', '--dry-run'], inUse],
      [[QUESTION, '--model', 'none', '--dry-run'], inUse],
      [[QUESTION, '--dry-run'], options],
    ];
    for (const [args, run] of others) {
      const names = await imported(args, run);
      expect(names.length, args.join(' ')).toBeGreaterThan(3);
      expect(
        names.filter((name) => OF_MODELS.test(name)),
        args.join(' '),
      ).toEqual([]);
      // Nor anything of the agent's own: it is in files of its own.
      expect(
        names.filter((name) => /writer|agent/.test(name)),
        args.join(' '),
      ).toEqual([]);
    }
    expect(seen.requests).toHaveLength(1);
  });
});
