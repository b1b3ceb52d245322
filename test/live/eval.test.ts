/** `gpttrace eval` on a tiny suite, whose cases end in every way that a case can. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectMessage, gpttrace, gpttraceEnds, scratchFile, shared, shows, whyNot } from './helpers.ts';

const why = whyNot('bpftrace', 'root', 'tracefs');
const OPENS = 'trace file opens like opensnoop';

const CASES = [
  {
    id: 'right',
    request: OPENS,
    workload: 'workload open 40',
    expect: { sees: ['gt-open'], evidence: [{ match: '\\b{pid}\\b.*needle\\.txt', min: 40, max: 45 }] },
  },
  { id: 'wrong', request: OPENS, workload: 'workload open 5', expect: { sees: ['gt-open'], hides: ['needle\\.txt'] } },
  { id: 'refused', request: 'what is the meaning of life', refuse: true },
  { id: 'not-refused', request: OPENS, refuse: true },
  { id: 'elsewhere', request: OPENS, workload: 'exit 1', needs: ['zfs'], expect: { program: ['sys_enter_open'], sees: ['never seen'] } },
  { id: 'cannot', request: OPENS, workload: 'echo no such hardware >&2; exit 77', expect: { program: ['no such text'] } },
  { id: 'without', request: OPENS, workload: 'workload open 5', needs: ['kprobe|fentry', 'pmu'], expect: { sees: ['needle'], program: ['sys_exit_open'] } },
  { id: 'silent', request: 'trace OOM kills', workload: 'true', expect: { sees: ['.'] } },
  { id: 'unknown', request: 'which tea leaves are steeped by process', workload: 'true', expect: { sees: ['.'] } },
  { id: 'broken', request: OPENS, workload: 'no-such-command-here', expect: { sees: ['.'] } },
  { id: 'background', request: OPENS, workload: 'sleep 3100 & echo "{\\"pid\\": $!}"', expect: { sees: ['\\b{pid}\\b'] } },
];

function suite(cases: readonly object[]): string {
  const path = scratchFile('suite.jsonl');
  writeFileSync(path, cases.map((one) => `${JSON.stringify({ lang: 'en', class: 'files', ...one })}\n`).join(''));
  return path;
}

interface Reported {
  readonly score: { readonly cases: number; readonly passed: { readonly part: number; readonly of: number } };
  readonly cases: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly by?: string;
    readonly reasons: readonly string[];
    readonly records: readonly string[];
  }[];
}

interface Judged {
  readonly id: string;
  readonly verdict: string;
  readonly by: string | undefined;
  readonly reason?: RegExp;
}

describe.skipIf(why !== undefined)('a suite that is run', () => {
  const path = suite(CASES);
  const run = shared(async () => {
    const [json, page] = [scratchFile('report.json'), scratchFile('report.md')];
    const ended = await gpttraceEnds(['eval', path, '--yes', '--json', json, '--markdown', page], { patience: 100_000 });
    return { ended, page, report: JSON.parse(readFileSync(json, 'utf8')) as Reported };
  });

  it.for<Judged>([
    { id: 'right', verdict: 'passed', by: 'behaviour' },
    { id: 'wrong', verdict: 'wrong', by: 'behaviour', reason: /needle.*should match no record:\n.*needle\.txt/ },
    { id: 'refused', verdict: 'passed', by: 'refusal' },
    { id: 'not-refused', verdict: 'should-have-refused', by: 'refusal', reason: /a program was planned/ },
    { id: 'elsewhere', verdict: 'passed', by: 'program', reason: /judged by its text only: this machine has no zfs/ },
    { id: 'cannot', verdict: 'wrong', by: 'program', reason: /no such text[\s\S]*no such hardware/ },
    { id: 'without', verdict: 'passed', by: 'behaviour' },
    { id: 'silent', verdict: 'silent', by: 'behaviour', reason: /no record matches/ },
    { id: 'unknown', verdict: 'no-program', by: 'behaviour', reason: /no program was found|refused|asked back/ },
    { id: 'broken', verdict: 'error', by: undefined, reason: /the workload failed: it ended with status 127; it said: .*not found/ },
    { id: 'background', verdict: 'passed', by: 'behaviour' },
  ])('$id: $verdict', async ({ id, verdict, by, reason }, { task }) => {
    const { report } = await run(task);
    const one = report.cases.find((result) => result.id === id);
    expect(one, JSON.stringify(one)).toMatchObject({ verdict });
    expect(one?.by).toBe(by);
    if (reason !== undefined) expect(one?.reasons.join('\n')).toMatch(reason);
  });

  it('has a status of its own, a line a case, the reasons and the scoreboard', async ({ task }) => {
    const { ended, page, report } = await run(task);
    expect(ended.status).toBe(12);
    expect(ended.stderr).toBe('');
    expect(report.score).toMatchObject({ cases: 11, passed: { part: 5, of: 10 } });
    expect(ended.stdout).toMatch(/^passed +right +trace file opens/m);
    expect(ended.stdout).toMatch(/^passed \(text only\) +elsewhere/m);
    expect(ended.stdout).toMatch(/planned: file-opens/);
    expect(ended.stdout).toMatch(/^passed 5 of 10 \(50 %\)$/m);
    expect(readFileSync(page, 'utf8')).toMatch(/^\| wrong \| trace file opens like opensnoop \| wrong \| file-opens \| `/m);
  });
});

describe.skipIf(why !== undefined)('gpttrace eval', () => {
  it('ends with 0 where all that was judged was passed, and shows one case whole', async () => {
    // Of one process alone: the first records are shown, and on a busy machine those of others come first.
    const alone = { ...CASES[0], request: 'trace file opens of the process gt-open like opensnoop' };
    const { status, stdout } = await gpttraceEnds(['eval', suite([alone, ...CASES.slice(1)]), '--yes', '--show', 'right']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\| tracepoint:syscalls:sys_enter_open/);
    expect(stdout).toMatch(/^ {4}\d+ gt-open .*needle\.txt/m);
  });

  it('at Ctrl-C ends workload and tracer, and shows what it has', async () => {
    const endless = { id: 'endless', request: OPENS, workload: 'echo started >&2; sleep 25', expect: { sees: ['.'] } };
    const run = gpttrace(['eval', suite([CASES[2] ?? {}, endless]), '--yes']);
    await shows(run, /^passed +refused/m);
    for (let tries = 0; !run.processes().some(({ command }) => command.startsWith('sleep 25')) && tries < 300; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    run.signal('SIGINT');
    const { status, stdout } = await run.end();
    expect(status).toBe(130);
    expect(stdout).toMatch(/interrupted: this is of the cases that ended before\npassed 1 of 1/);
  });

  it('--dry runs nothing, and judges the text', async () => {
    const { status, stdout } = await gpttraceEnds(['eval', suite(CASES), '--dry', '--filter', '^(elsewhere|broken|refused)$', '--jobs', '3']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/passed 3 of 3 \(100 %\); nothing was run/);
  });

  it('without consent runs nothing', async () => {
    const { status, stderr } = await gpttraceEnds(['eval', suite(CASES)]);
    expect(status).toBe(5);
    expectMessage(stderr, /nothing was run: 11 cases run workloads and tracers/);
    expect(stderr).toMatch(/--yes/);
  });

  it.each([
    { name: 'a suite that is not there', args: ['/no/such.jsonl'], status: 10, says: /cannot read \/no\/such\.jsonl/ },
    { name: 'a choice of nothing', args: [suite(CASES), '--filter', 'nothing like it'], status: 2, says: /of 11 cases none is left/ },
    { name: 'a report that is there already', args: [suite(CASES), '--json', '/etc/passwd'], status: 10, says: /\/etc\/passwd exists/ },
    { name: 'a report without a place', args: [suite(CASES), '--json', '/no/such/report.json'], status: 10, says: /cannot write/ },
    {
      name: 'a bad case',
      args: [suite([{ id: 'a', request: 'b', expect: { sees: ['('] } }])],
      status: 10,
      says: /suite\.jsonl:1: expect\.sees\[0\] cannot be read/,
    },
  ])('$name', async ({ args, status, says }) => {
    const ended = await gpttraceEnds(['eval', ...args, '--yes']);
    expect(ended.status).toBe(status);
    expectMessage(ended.stderr, says);
    expect(existsSync('/no/such')).toBe(false);
  });
});
