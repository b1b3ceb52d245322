/** What some composed programs say of workloads whose truth is known. */
import { describe, expect, it } from 'vitest';
import type { EventName, Intent } from '../../src/core/intent.ts';
import { valueNames } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { offersOf } from '../../src/line/offers.ts';
import { composeEvent } from '../../src/plan/compose/compose.ts';
import { answerRecords, judge, type Truth } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { intentOf } from '../plan/compose/intent.ts';
import { machineHere, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const names = valueNames(realHost());

const syscall = (name: string): EventName => ({ kind: 'syscall', name });
const tracepoint = (category: string, name: string): EventName => ({ kind: 'tracepoint', category, name });
const FAILED: Partial<Intent> = { conditions: [{ value: { what: 'outcome', failed: true }, words: '' }] };
const by = (...keys: string[]): Partial<Intent> => ({ keys: keys.map((value) => ({ value, words: '' })) });

/** Why a test cannot be run here is printed, so that a skipped one is not taken for a passed one. */
function cannot(skip: (why: string) => never, why: string): never {
  console.log(`skipped: ${why}`);
  return skip(why);
}

function composed(event: EventName, intent: Intent): LibraryProgram {
  if ('cannot' in here) throw new Error(here.cannot);
  const program = composeEvent(event, intent, offersOf(here.machine));
  if (program === undefined) throw new Error(`nothing was composed for ${JSON.stringify(event)}`);
  return program;
}

const seen = (match: string, min: number, max: number): Truth => ({ sees: [], hides: [], evidence: [{ match, min, max }] });

const TRUTHS: readonly (readonly [what: string, event: EventName, intent: Intent, run: readonly string[], truth: Truth])[] = [
  ['each openat', syscall('openat'), intentOf('', 'each'), ['open', '50'], seen(String.raw`gt-open \S+/needle\.txt .* 0 \d+$`, 50, 52)],
  ['openat by file', syscall('openat'), intentOf('', 'count', by('file')), ['open', '50'], seen(String.raw`/needle\.txt: `, 50, 52)],
  [
    'failed open calls',
    syscall('open'),
    intentOf('', 'count', FAILED),
    ['open-missing', '50'],
    { sees: [], hides: ['gt-open-missing ok'], evidence: [{ match: 'gt-open-missing ENOENT', min: 50, max: 60 }] },
  ],
  ['latency of fsync by process', syscall('fsync'), intentOf('', 'latency', by('process')), ['fsync', '20'], seen('^gt-fsync ', 20, 20)],
  ['calls of umask', syscall('umask'), intentOf('', 'count'), ['umask', '100'], seen('^gt-umask', 100, 104)],
  ['bytes written', syscall('write'), intentOf('', 'sum'), ['write', '50', '4096'], seen('^gt-write', 50 * 4096, 50 * 4096 + 8192)],
  ['programs started', tracepoint('sched', 'sched_process_exec'), intentOf('', 'each'), ['exec', '20'], seen('gt-child', 20, 20)],
  ['signals', tracepoint('signal', 'signal_generate'), intentOf('', 'each'), ['signal', '20'], seen('SIGUSR1 .*gt-target', 20, 20)],
  ['signals by number', tracepoint('signal', 'signal_generate'), intentOf('count by sig', 'count'), ['signal', '20'], seen('^SIGUSR1', 20, 21)],
  ['latency of the disk', tracepoint('block', 'block_rq_issue'), intentOf('', 'latency'), ['diskread', '50'], seen('.', 50, 5000)],
  ['new tasks by process', tracepoint('task', 'task_newtask'), intentOf('', 'count'), ['thread', '20'], seen('^gt-thread', 20, 40)],
];

describe('composed programs tell the truth', () => {
  it.for(TRUTHS)('%s', async ([, event, intent, run, truth], { skip }) => {
    if ('cannot' in here) return cannot(skip, here.cannot);
    const program = composed(event, intent);
    const planned = planOf(program, here.machine);
    if ('cannot' in planned) return cannot(skip, planned.cannot);
    const traced = await traceWorkload(planned.program, here.machine, run);
    if ('cannot' in traced) return cannot(skip, traced.cannot);
    const records = answerRecords(traced.events, planned.program, (value, column) => showValue(value, column, names));
    const faults = judge(records, truth);
    expect(
      faults.length,
      `${faults.join('\n')}\n${records
        .map(({ text }) => text)
        .slice(0, 40)
        .join('\n')}\n${program.source}`,
    ).toBe(0);
  });
});
