/** Composed programs as bpftrace takes them. */
import { expect, it } from 'vitest';
import type { EventName, Intent, Measure } from '../../src/core/intent.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { offersOf } from '../../src/line/offers.ts';
import { composeEvent } from '../../src/plan/compose/compose.ts';
import { intentOf } from '../plan/compose/intent.ts';
import { runs } from './helpers.ts';
import { machineHere } from './pipeline.ts';

const here = await machineHere();
const syscall = (name: string): EventName => ({ kind: 'syscall', name });
const tracepoint = (category: string, name: string): EventName => ({ kind: 'tracepoint', category, name });

it('bpftrace compiles a sample of composed programs', async ({ skip }) => {
  if ('cannot' in here) {
    console.log(`skipped: ${here.cannot}`);
    return skip(here.cannot);
  }
  const offers = offersOf(here.machine);
  const events = (offers.tracepoints() ?? []).map((id): EventName => {
    const [category = '', name = ''] = id.split(':');
    const call = /^sys_enter_(\w+)$/.exec(name)?.[1];
    return category === 'syscalls' && call !== undefined ? syscall(call) : tracepoint(category, name);
  });
  const measures: readonly Measure[] = ['each', 'count', 'sum', 'latency', 'distribution', 'stacks'];
  // Spread over all categories; each with another measure, where it has that one.
  const sample: LibraryProgram[] = [composed({ kind: 'user-function', binary: 'libc', name: 'malloc' }, intentOf('bytes', 'sum'))];
  const step = Math.floor(events.length / 60);
  for (let i = 0; sample.length < 60 && i < events.length * 2; i += step) {
    const event = events[i % events.length];
    const program = event === undefined ? undefined : composeEvent(event, intentOf('', measures[i % measures.length]), offers);
    if (program !== undefined) sample.push(program);
  }
  expect(sample).toHaveLength(60);
  const refused: string[] = [];
  for (const { name, source } of sample) {
    const { status, stderr } = await runs(['bpftrace', '-d', '-e', source]);
    if (status !== 0) refused.push(`${name}: ${stderr}\n${source}`);
  }
  expect(refused.length, `bpftrace refuses:\n${refused.join('\n')}`).toBe(0);
});

function composed(event: EventName, intent: Intent): LibraryProgram {
  if ('cannot' in here) throw new Error(here.cannot);
  const program = composeEvent(event, intent, offersOf(here.machine));
  if (program === undefined) throw new Error(`nothing was composed for ${JSON.stringify(event)}`);
  return program;
}
