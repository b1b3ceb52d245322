/** What is asked of a program beside its subject, run on this kernel: the answer is what was asked for. */
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import { valueNames } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { Fold } from '../../src/views/fold.ts';
import { showValue } from '../../src/views/values.ts';
import { intentOf, type Wish } from '../plan/fill/wish.ts';
import { runs } from './helpers.ts';
import { machineHere, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const names = valueNames(realHost());
const library = new Map(readLibrary().map((program) => [program.name, program]));

function programNamed(name: string): LibraryProgram {
  const program = library.get(name);
  if (program === undefined) throw new Error(`no program ${name}`);
  return program;
}

interface Asked {
  readonly program: string;
  readonly wish: Wish;
  readonly run: readonly string[];
  readonly sees?: readonly string[];
  readonly hides?: readonly string[];
  readonly amount?: readonly [match: string, min: number, max: number];
}

const over = { what: 'size', comparison: '>', bytes: 2048 } as const;
const slow = { what: 'time', comparison: '>', ns: 10_000_000 } as const;
const under = (path: string) => ({ what: 'path', path, match: 'prefix' }) as const;

const ASKED: readonly Asked[] = [
  { program: 'file-reads', wish: { measure: 'sum', conditions: [over] }, run: ['read', '300', '4096'], amount: ['gt-read', 1_228_800, 1_260_000] },
  { program: 'file-reads', wish: { conditions: [over] }, run: ['read', '300', '4096'], amount: ['gt-read 4096', 300, 305] },
  { program: 'file-reads', wish: { conditions: [over], keys: ['process', 'syscall'] }, run: ['read', '300', '512'], hides: ['gt-read.* read\\b'] },
  { program: 'file-opens', wish: { conditions: [under('/tmp/')] }, run: ['open', '50'], amount: ['gt-open.*needle\\.txt', 50, 51] },
  { program: 'file-opens', wish: { conditions: [under('/nowhere/')] }, run: ['open', '50'], hides: ['.'] },
  { program: 'file-opens', wish: { conditions: [{ what: 'outcome', failed: true }] }, run: ['open-missing', '50'], amount: ['missing\\.txt', 50, 50] },
  { program: 'file-opens', wish: { conditions: [{ what: 'outcome', failed: true }] }, run: ['open', '50'], hides: ['needle\\.txt'] },
  {
    program: 'file-opens-failed',
    wish: { conditions: [{ what: 'errno', errno: 'EACCES' }] },
    run: ['open-missing', '50'],
    hides: ['missing\\.txt'],
  },
  { program: 'file-opens', wish: { measure: 'count', keys: ['file'] }, run: ['open', '70'], amount: ['needle\\.txt', 70, 71] },
  { program: 'tcp-connects', wish: { conditions: [{ what: 'port', port: 19191 }] }, run: ['tcp', '20', '19191'], amount: ['gt-tcp', 20, 20] },
  { program: 'tcp-connects', wish: { conditions: [{ what: 'port', port: 19192 }] }, run: ['tcp', '20', '19191'], hides: ['gt-tcp'] },
  {
    program: 'tcp-connects',
    wish: { conditions: [{ what: 'address', address: '127.0.0.1' }], measure: 'count', keys: ['address', 'port'] },
    run: ['tcp', '20', '19191'],
    amount: ['^127\\.0\\.0\\.1 19191', 20, 20],
  },
  { program: 'tcp-connects', wish: { conditions: [{ what: 'address', address: '127.0.0.2' }] }, run: ['tcp', '20', '19191'], hides: ['gt-tcp'] },
  { program: 'tcp-sent', wish: { conditions: [{ what: 'port', port: 19191 }] }, run: ['tcp', '20', '19191'], amount: ['gt-tcp\\b', 20_000, 20_000] },
  { program: 'tcp-sent', wish: { conditions: [{ what: 'port', port: 19193 }] }, run: ['tcp', '20', '19191'], hides: ['.'] },
  { program: 'page-faults', wish: { conditions: [{ what: 'user', user: 'root' }], measure: 'each' }, run: ['fault', '200'], amount: ['gt-fault', 200, 900] },
  { program: 'page-faults', wish: { conditions: [{ what: 'user', user: '65533' }] }, run: ['fault', '200'], hides: ['gt-fault'] },
  { program: 'page-faults', wish: { measure: 'stacks' }, run: ['fault', '200'], sees: ['gt-fault.*page_fault'] },
  { program: 'read-latency', wish: { measure: 'count', keys: ['process'], conditions: [slow] }, run: ['slow-read', '10'], amount: ['gt-slow', 10, 14] },
  { program: 'read-latency', wish: { measure: 'count', keys: ['process'], conditions: [slow] }, run: ['read', '300'], hides: ['gt-read: [3-9][0-9][0-9]'] },
  { program: 'signals-sent', wish: { conditions: [{ what: 'signal', signal: 'SIGUSR1' }] }, run: ['signal', '20'], amount: ['gt-signal.*SIGUSR1', 20, 20] },
  { program: 'signals-sent', wish: { conditions: [{ what: 'signal', signal: 'SIGKILL' }] }, run: ['signal', '20'], hides: ['SIGUSR1'] },
  { program: 'syscalls-by-process', wish: { conditions: [{ what: 'syscall', name: 'umask' }] }, run: ['umask', '5000'], amount: ['gt-umask', 5000, 5010] },
];

describe('the answer is what was asked for', () => {
  it.each(ASKED)('$program $wish with $run', async ({ program: name, wish, run, sees = [], hides = [], amount }) => {
    if ('cannot' in here) return console.log(`skipped: ${here.cannot}`);
    const planned = planOf(programNamed(name), here.machine, undefined, false, intentOf(wish));
    if ('cannot' in planned) throw new Error(planned.cannot);
    const { program } = planned;
    const traced = await traceWorkload(program, here.machine, run);
    if ('cannot' in traced) return console.log(`skipped: ${traced.cannot}`);
    const records = answerRecords(traced.events, program, (value, column) => showValue(value, column, names));
    const evidence = amount === undefined ? [] : [{ match: amount[0], min: amount[1], max: amount[2] }];
    expect(judge(records, { sees, hides, evidence }), program.source).toEqual([]);
  });

  it('every half second, and all of it together', async () => {
    if ('cannot' in here) return console.log(`skipped: ${here.cannot}`);
    const planned = planOf(programNamed('sleeps'), here.machine, undefined, false, intentOf({ measure: 'count', every: 0.5 }));
    if ('cannot' in planned) throw new Error(planned.cannot);
    const traced = await traceWorkload(planned.program, here.machine, ['sleep', '60']);
    if ('cannot' in traced) return console.log(`skipped: ${traced.cannot}`);
    const shown = traced.events.filter((event): event is Extract<TraceEvent, { type: 'map' }> => event.type === 'map');
    expect(shown.length).toBeGreaterThan(2);
    const fold = new Fold(planned.program);
    for (const event of traced.events) fold.add(event);
    const [answer] = fold.datasets();
    const slept = answer?.shape === 'table' ? Number(answer.rows.find(([who]) => who === 'sleep')?.[1]) : 0;
    // An event between the printing of an interval and its clearing is in neither.
    expect(slept).toBeGreaterThan(55);
    expect(slept).toBeLessThanOrEqual(60);
    expect(answer?.title).toContain('all intervals together');
  });
});

it('ends after as many rows as were asked for', async () => {
  if ('cannot' in here) return console.log(`skipped: ${here.cannot}`);
  const planned = planOf(programNamed('file-opens'), here.machine, undefined, false, intentOf({ times: 5 }));
  if ('cannot' in planned) throw new Error(planned.cannot);
  const tracer = runs(['bpftrace', '-e', planned.program.source]);
  const { status, stdout } = await Promise.race([tracer, busy(tracer)]);
  expect(status).toBe(0);
  // Two processors may each print what both hold to be the last.
  const rows = stdout.split('\n').filter((line) => line.includes('errno='));
  expect([5, 6], stdout).toContain(rows.length);
});

/** Opens files until the tracer has ended. */
async function busy<T>(tracer: Promise<T>): Promise<T> {
  let ended = false;
  void tracer.finally(() => {
    ended = true;
  });
  while (!ended) await runs(['cat', '/etc/passwd']);
  return tracer;
}
