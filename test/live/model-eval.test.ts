/** `gpttrace eval --model` against a model server on loopback: what was mended, sent back, given up and paid for is counted; what ends it all is said once. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAs } from '../models/kinds/kinds.ts';
import { taught } from '../models/kinds/written.ts';
import { startModelServer } from '../models/server.ts';
import type { Answer, ModelServer } from '../models/server-types.ts';
import { type Ended, expectMessage, gpttrace, gpttraceEnds, scratchFile, shared, shows, whyNot } from './helpers.ts';

const why = whyNot('bpftrace', 'root', 'tracefs');

const OPENS = 'Print files opened events by process';
const READS = 'Summarize the bytes read by each process';
const SYNCS = 'Trace sync() syscall and print the caller pid';
const CASES = [
  { id: 'opens', request: OPENS, workload: 'workload open 40', expect: { evidence: [{ match: 'gt-open.*needle\\.txt', min: 40, max: 45 }] } },
  { id: 'reads', request: READS, workload: 'workload read 20 4096', expect: { sees: ['gt-read'], program: ['sum\\('] } },
  { id: 'syncs', request: SYNCS, workload: 'workload sync 5', expect: { evidence: [{ match: '\\bsync\\b', min: 5 }], program: ['sys_enter_sync'] } },
  { id: 'life', request: 'what is the meaning of life', refuse: true },
];
const WRITTEN = [
  {
    id: 'opens',
    title: 'Files opened',
    tells: 'which process opened which file',
    columns: ['pid', 'process', 'file'],
    find: ['open file'],
    describe: ['tracepoint:syscalls:sys_exit_openat'],
    program:
      'tracepoint:syscalls:sys_enter_openat { @path[tid] = args->filename; }\ntracepoint:syscalls:sys_exit_openat /@path[tid]/ { printf("%d %s %s\\n", pid, comm, str(@path[tid])); delete(@path[tid]); }\nEND { clear(@path); }',
  },
  {
    id: 'reads',
    title: 'Bytes read',
    tells: 'how many bytes each process read',
    columns: ['process', 'bytes'],
    find: ['read system call'],
    program: 'tracepoint:syscalls:sys_exit_read,\ntracepoint:syscalls:sys_exit_pread64 /args->ret > 0/ { @bytes[comm] = sum(args->ret); }',
  },
  {
    id: 'syncs',
    title: 'Calls of sync()',
    tells: 'which process called sync()',
    columns: ['pid', 'process'],
    find: ['sync system call'],
    program: 'tracepoint:syscalls:sys_enter_sync { printf("%d %s\\n", pid, comm); }',
  },
];
const BROKEN: Readonly<Record<string, string>> = {
  // Mended without a call.
  opens: 'kprobe:do_sys_openat2 { printf("%d %s %s", pid, comm, str(arg1)); }',
  // Nobody knows what was meant.
  reads: 'tracepoint:files:bytes_were_read { @bytes[comm] = sum(args->amount); }',
  // Passes everything, and sees nothing when it runs.
  syncs: 'tracepoint:syscalls:sys_enter_sync /comm == "not-there"/ { printf("%d %s\\n", pid, comm); }',
};
const TAUGHT = taught(CASES, WRITTEN, (_request, id) => [{ id, model: 'gpt-4', cls: 'made up', program: BROKEN[id] ?? '' }]);

interface Reported {
  readonly complete: boolean;
  readonly score: {
    readonly passed: { readonly part: number; readonly of: number };
    readonly modelCalls: number;
    readonly attempts: number;
    readonly mended?: { readonly part: number; readonly of: number };
    readonly passAt: readonly { readonly k: number; readonly share: number }[];
    readonly dollars?: number;
  };
  readonly cases: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly reasons: readonly string[];
    readonly modelCalls: number;
    readonly submissions?: readonly { readonly sentBack?: { readonly by: string } }[];
  }[];
}

const suite = scratchFile('suite.jsonl');
writeFileSync(suite, CASES.map((one) => `${JSON.stringify({ lang: 'en', ...one })}\n`).join(''));

/** Settings in which each kind is a model on this server; a key, and what a million tokens cost. */
function settingsFor(server: Pick<ModelServer, 'url'>): { readonly env: Readonly<Record<string, string | undefined>>; readonly home: string } {
  const home = scratchFile('home');
  mkdirSync(join(home, 'gpttrace'), { recursive: true });
  const entry = (kind: string): string =>
    `[models.${kind}]\nprovider = "openai-compatible"\nmodel = "${kind}"\nurl = "${server.url}/v1"\nprice = { input = 1, output = 5 }\n`;
  writeFileSync(join(home, 'gpttrace/config.toml'), ['good', 'erring', 'stubborn'].map(entry).join('\n'), { mode: 0o600 });
  return { env: { XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, GPTTRACE_MODEL: undefined }, home };
}

async function evaluated(server: Pick<ModelServer, 'url'>, args: readonly string[]): Promise<{ ended: Ended; report: Reported | undefined; home: string }> {
  const { env, home } = settingsFor(server);
  const json = scratchFile('report.json');
  const ended = await gpttraceEnds(['eval', suite, '--yes', '--json', json, ...args], { patience: 90_000, env });
  return { ended, report: existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Reported) : undefined, home };
}

/** A server that goes away when a test ends, whatever it came to. */
async function serving<T>(answer: Answer, use: (server: ModelServer) => Promise<T>): Promise<T> {
  const server = await startModelServer(answer);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

describe('what ends an evaluation is said once', () => {
  it('a server that is not there', async () => {
    const gone = await serving(answerAs(TAUGHT), async ({ url }) => url);
    const { ended, report } = await evaluated({ url: gone }, ['--dry', '--model', 'good']);
    expect(ended.status).toBe(14);
    expectMessage(ended.stderr, /good cannot be reached/);
    expect(ended.stdout.trim()).toBe('');
    expect(report).toBeUndefined();
  });

  it('a key that is refused', () =>
    serving(
      () => ({ misbehave: 'status', status: 401, message: 'invalid key' }),
      async (server) => {
        const { ended } = await evaluated(server, ['--dry', '--model', 'good']);
        expect(ended.status).toBe(14);
        expectMessage(ended.stderr, /the key for good was refused/);
        expect(ended.stdout.trim()).toBe('');
        expect(server.requests).toHaveLength(1);
      },
    ));

  // What is written is held against the machine's tracepoints.
  it.skipIf(why !== undefined)('a server that goes away in the middle, behind what was judged until then', () =>
    serving(
      (seen, count) => (seen.turns.some(({ text }) => text.includes(READS)) ? { misbehave: 'reset' } : answerAs(TAUGHT)(seen, count)),
      async (server) => {
        const { ended, report } = await evaluated(server, ['--dry', '--model', 'good']);
        expect(ended.status).toBe(14);
        expect(ended.stdout).toMatch(/^passed \(text only\) +opens/m);
        expect(ended.stdout).toMatch(/^interrupted: this is of the cases that ended before\npassed 1 of 1/m);
        expectMessage(ended.stderr, /good/);
        expect(report).toMatchObject({ complete: false, cases: [{ id: 'opens' }] });
      },
    ),
  );

  it.each([
    { what: 'a model that is none', args: ['--model', 'godo'], status: 2, says: /there is no model called "godo"/ },
    { what: 'a model, and a planner that asks none', args: ['--model', 'good', '--planner', 'embedded'], status: 2, says: /cannot be used together/ },
    { what: 'a planner that asks a model, and none is configured', args: ['--planner', 'model'], status: 14, says: /none is configured/ },
  ])('$what', async ({ args, status, says }) => {
    const { ended } = await evaluated({ url: 'http://127.0.0.1:9' }, ['--dry', ...args]);
    expect(ended.status).toBe(status);
    expectMessage(ended.stderr, says);
  });

  it('a model that never answers, at Ctrl-C', () =>
    serving(
      () => ({ misbehave: 'hang' }),
      async (server) => {
        const { env } = settingsFor(server);
        const run = gpttrace(['eval', suite, '--dry', '--model', 'good'], { env });
        for (let tries = 0; server.requests.length === 0 && tries < 1000; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
        run.signal('SIGINT');
        expect((await run.end()).status).toBe(130);
      },
    ));
});

describe.skipIf(why !== undefined)('money', () => {
  it('that is spent in the middle ends the asking: the rest says why it was not judged', () =>
    serving(answerAs(TAUGHT), async (server) => {
      const { ended, report } = await evaluated(server, ['--dry', '--model', 'good', '--max-cost', '0.0105']);
      expect(ended.status, ended.stdout).toBe(0);
      expect(report?.cases.map(({ id, verdict }) => `${id}: ${verdict}`)).toEqual([
        'opens: passed',
        'reads: not-judged',
        'syncs: not-judged',
        'life: not-judged',
      ]);
      expect(report?.cases.at(-1)).toMatchObject({ reasons: ['the $0.0105 that all questions may cost were spent'], modelCalls: 0 });
      expect(report?.score.dollars).toBeLessThanOrEqual(0.0105);
      expect(ended.stdout).toMatch(/cost \$0\.0/);
    }));

  it('is told for several tries together, and how likely one of them passes', () =>
    serving(answerAs(TAUGHT), async (server) => {
      const { ended, report } = await evaluated(server, ['--dry', '--model', 'good', '--tries', '2', '--filter', 'syncs|life']);
      expect(ended.status, ended.stdout).toBe(0);
      expect(report?.score.passAt.map(({ k, share }) => [k, share])).toEqual([
        [1, 1],
        [2, 1],
      ]);
      expect(ended.stdout).toMatch(/^passed \(text only\) +syncs, try 1/m);
      expect(ended.stdout).toMatch(/pass@1 100 % of 2 cases, pass@2 100 % of 2 cases/);
      expect(ended.stdout).toMatch(/for each that passed: \d+\.\d calls, \d+ tokens/);
    }));
});

it('a model is asked only where the planner that is built in has nothing, with --planner auto', () =>
  serving(answerAs(TAUGHT), async (server) => {
    const { report } = await evaluated(server, ['--dry', '--model', 'good', '--planner', 'auto', '--filter', 'opens|life']);
    expect(report?.cases.map(({ id, modelCalls }) => [id, modelCalls])).toEqual([
      ['opens', 0],
      ['life', 1],
    ]);
  }));

it('without --model nobody is asked, whatever is configured', () =>
  serving(answerAs(TAUGHT), async (server) => {
    const { env } = settingsFor(server);
    await gpttraceEnds(['eval', suite, '--dry', '--filter', 'opens'], { env: { ...env, GPTTRACE_MODEL: 'good' } });
    expect(server.requests).toEqual([]);
  }));

describe.skipIf(why !== undefined)('a model that errs', () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer(answerAs(TAUGHT));
  });
  const run = shared(() => evaluated(server, ['--model', 'erring']));
  afterAll(() => server?.close());

  it.for([
    { id: 'opens', calls: 1, back: [undefined] },
    { id: 'reads', calls: 2, back: ['check', undefined] },
    { id: 'syncs', calls: 2, back: ['silent', undefined] },
    { id: 'life', calls: 1, back: [] },
  ])('$id: right after $calls calls', async ({ id, calls, back }, { task }) => {
    const one = (await run(task)).report?.cases.find((result) => result.id === id);
    expect(one, JSON.stringify(one)).toMatchObject({ verdict: 'passed', modelCalls: calls });
    expect(one?.submissions?.map(({ sentBack }) => sentBack?.by)).toEqual(back);
  });

  it('is told with what it took', async ({ task }) => {
    const { ended, report } = await run(task);
    expect(ended.status, ended.stdout).toBe(0);
    expect(report?.score).toMatchObject({ modelCalls: 6, attempts: 5, mended: { part: 1, of: 2 } });
    expect(ended.stdout).toMatch(/^first programs that were wrong as they came: 1 of 2 \(50 %\) mended without a call, of which 1 of 1 \(100 %\) right$/m);
  });

  it('and learns nothing comes to nothing, at a bounded price, and leaves no drafts behind', async () => {
    const { ended, report, home } = await evaluated(server, ['--model', 'stubborn', '--filter', 'opens|reads']);
    expect(ended.status).toBe(12);
    expect(report?.cases.map(({ id, verdict }) => `${id}: ${verdict}`)).toEqual(['opens: passed', 'reads: does-not-check']);
    expect(report?.cases[1]?.modelCalls).toBeLessThanOrEqual(3);
    expect(report?.cases[1]?.submissions?.map(({ sentBack }) => sentBack?.by)).toEqual(['check', 'same', 'same']);
    expect(readdirSync(home)).toEqual(['gpttrace']);
    expect(readdirSync(join(home, 'gpttrace'))).toEqual(['config.toml']);
    // What a user would get instead is the library's program: that is not what is evaluated.
    expect(ended.stdout).toMatch(/stubborn came to no program/);
  });
});

it.skipIf(why !== undefined)('one case whole: what was submitted, mended and sent back', () =>
  serving(answerAs(TAUGHT), async (server) => {
    const { env } = settingsFor(server);
    const run = gpttrace(['eval', suite, '--yes', '--model', 'erring', '--show', 'reads'], { env });
    await shows(run, /sent back by check: .*bytes_were_read/);
    const { stdout } = await run.end();
    expect(stdout).toMatch(/submitted, number 1:\n {2}> tracepoint:files:bytes_were_read/);
    expect(stdout).toMatch(/wrong as it came: this kernel has no tracepoint/);
  }),
);
